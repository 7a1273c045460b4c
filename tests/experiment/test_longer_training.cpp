#include "base/files.h"
#include "error_text.h"
#include "experiment/reuse.h"
#include "experiment/trained_run.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using tiny::change;
using tiny::kEveryStage;
using tiny::weightsOf;
using tiny::with;
namespace fs = std::filesystem;

/// What was trained is gone on from where only epochs or patience grew.
class TestLongerTraining : public QObject, tiny::TrainedRun {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { trainOnce(); }
    void init() { m_copies.emplace(); }
    void sameBitsAsAtOnce_data();
    void sameBitsAsAtOnce();
    void nothingIsTrainedTwice();
    void endsWhatACrashLeft_data();
    void endsWhatACrashLeft();
    void movesWithTheRun();
    void takenStagesGoOn();
};

using Strings = std::vector<std::string>;

static std::string contentOf(const fs::path& file) { return readFile(file, 1 << 26); }

void TestLongerTraining::sameBitsAsAtOnce_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("then");
    QTest::addColumn<int>("stopAt"); ///< epoch of the baseline in the first training
    QTest::addColumn<int>("stopAgainAt");
    QTest::addColumn<bool>("every"); ///< stage, else the baseline alone
    QTest::newRow("more epochs") << "epochs=2"
                                 << "epochs=4" << 0 << 0 << true;
    QTest::newRow("more epochs, stopped in between") << "epochs=2"
                                                     << "epochs=4" << 0 << 4 << false;
    QTest::newRow("more epochs, stopped before the first of them") << "epochs=2"
                                                                   << "epochs=4" << 0 << 3 << false;
    QTest::newRow("more epochs of a training that was stopped") << "epochs=3"
                                                                << "epochs=4" << 3 << 4 << false;
    // So high a learning rate lets the validation loss rise.
    QTest::newRow("more patience") << "learning_rate=0.01, epochs=7, patience=1"
                                   << "patience=3" << 0 << 0 << false;
    QTest::newRow("more patience, stopped in between") << "learning_rate=0.01, epochs=7, patience=0"
                                                       << "patience=6" << 0 << 5 << false;
    QTest::newRow("more of both") << "learning_rate=0.01, epochs=3, patience=1"
                                  << "epochs=6, patience=2" << 0 << 0 << false;
    QTest::newRow("more epochs than patience lasts") << "learning_rate=0.01, epochs=3, patience=1"
                                                     << "epochs=50" << 0 << 0 << false;
    QTest::newRow("mixture in inference mode") << "frozen_dropout=false"
                                               << "epochs=3" << 0 << 0 << true;
}

void TestLongerTraining::sameBitsAsAtOnce() {
    QFETCH(QString, first);
    QFETCH(QString, then);
    QFETCH(int, stopAt);
    QFETCH(int, stopAgainAt);
    QFETCH(bool, every);
    const Strings stages = every ? kEveryStage : Strings{"baseline"};
    const fs::path whole = m_copies->path("whole");
    {
        Experiment experiment = Experiment::create(whole, with(then, with(first)), "builtin");
        tiny::train(experiment, stages);
    }
    const fs::path run = m_copies->path("run");
    {
        Experiment experiment = Experiment::create(run, with(first), "builtin");
        if (stopAt > 0)
            QVERIFY(tiny::trainUntil(experiment, "baseline", stopAt, 1));
        else
            tiny::train(experiment, stages);
        change(experiment, then);
        for (const std::string& stage : stages)
            QVERIFY(tiny::stateOf(experiment, stage) != StageState::Done);
        QVERIFY(tiny::stateOf(experiment, "baseline") == StageState::Interrupted);
        QVERIFY(!losesTraining(experiment.replacedBy(stages, experiment.parameters())));
    }
    if (stopAgainAt > 0) {
        Experiment experiment = Experiment::open(run);
        QVERIFY(tiny::trainUntil(experiment, "baseline", stopAgainAt, 2));
        QVERIFY(tiny::stateOf(experiment, "baseline") == StageState::Interrupted);
        QCOMPARE(experiment.history(experiment.stages()[0]).size(), static_cast<std::size_t>(stopAgainAt - 1));
        QCOMPARE(experiment.epochAnswers(experiment.stages()[0]).epochs(), stopAgainAt - 1);
    }
    Experiment experiment = Experiment::open(run);
    tiny::train(experiment, stages);
    for (const std::string& stage : stages) {
        QVERIFY(tiny::stateOf(experiment, stage) == StageState::Done);
        QCOMPARE(weightsOf(run, stage), weightsOf(whole, stage));
        const StageResult here = tiny::resultOf(experiment, stage);
        const StageResult there = readStageResult(whole, stage).value();
        QCOMPARE(here.epochs, there.epochs);
        QCOMPARE(here.bestEpoch, there.bestEpoch);
        QCOMPARE(here.accuracy, there.accuracy);
        const std::vector<EpochMetrics> epochs = experiment.folder().history(stage);
        QCOMPARE(epochs.size(), static_cast<std::size_t>(here.epochs));
        for (std::size_t i = 0; i < epochs.size(); ++i) {
            QCOMPARE(epochs[i].epoch, static_cast<std::int64_t>(i + 1));
            QCOMPARE(epochs[i].validationLoss, readRunHistory(whole)[stage][i].validationLoss);
        }
        const fs::path folder = run / "stages" / stage;
        QVERIFY(contentOf(folder / "epochs.safetensors") ==
                contentOf(whole / "stages" / stage / "epochs.safetensors"));
        QVERIFY(!fs::exists(folder / kNextFolder));
    }
    QVERIFY(!fs::exists(run / kFormerFolder));
}

void TestLongerTraining::nothingIsTrainedTwice() {
    const fs::path run = m_copies->path("run");
    Experiment experiment = Experiment::create(run, with("learning_rate=0.05, patience=0, epochs=60"), "builtin");
    tiny::train(experiment);
    for (const std::string& stage : kEveryStage)
        QVERIFY(tiny::resultOf(experiment, stage).epochs < 60); // else the test says nothing
    const auto before = weightsOf(run);
    change(experiment, "epochs=90");
    tiny::Listener listener;
    experiment.train(kEveryStage, listener, StopToken());
    for (const std::string& line : listener.heard(""))
        QVERIFY2(!QString::fromStdString(line).contains("epoch"), line.c_str());
    for (const std::string& stage : kEveryStage)
        QVERIFY(tiny::stateOf(experiment, stage) == StageState::Done);
    QCOMPARE(weightsOf(run), before);
}

void TestLongerTraining::endsWhatACrashLeft_data() {
    QTest::addColumn<int>("moved");
    QTest::newRow("before any file was moved") << 0;
    QTest::newRow("after the weights were") << 1;
    QTest::newRow("before the result was") << 3;
}

void TestLongerTraining::endsWhatACrashLeft() {
    QFETCH(int, moved);
    const fs::path other = m_copies->path("other");
    {
        Experiment experiment = Experiment::create(other, with("seed=2"), "builtin");
        tiny::train(experiment, {"gate"});
    }
    const fs::path run = m_copies->copy(m_run, "run");
    {
        Experiment experiment = Experiment::open(run);
        change(experiment, "seed=2");
    }
    const fs::path gate = run / "stages" / "gate";
    fs::copy(other / "stages" / "gate", gate / kNextFolder);
    fs::copy(other / "history.jsonl", gate / kNextFolder / "history.jsonl");
    const char* files[] = {"best.safetensors", "epochs.safetensors", "resume.safetensors"};
    for (int i = 0; i < moved; ++i)
        fs::rename(gate / kNextFolder / files[i], gate / files[i]);
    QCOMPARE(weightsOf(run, "gate"), weightsOf(other, "gate"));
    QVERIFY(contentOf(bestWeightsOf(run, "gate")) == contentOf(other / "stages" / "gate" / "best.safetensors"));
    Experiment experiment = Experiment::open(run);
    QVERIFY(!fs::exists(gate / kNextFolder));
    QCOMPARE(weightsOf(run, "gate"), weightsOf(other, "gate"));
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Done);
    for (const char* file : files)
        QVERIFY(contentOf(gate / file) == contentOf(other / "stages" / "gate" / file));
    QCOMPARE(experiment.folder().history("gate")[0].validationLoss,
             readRunHistory(other)["gate"][0].validationLoss);
}

void TestLongerTraining::movesWithTheRun() {
    const fs::path run = m_copies->copy(m_run, "run");
    const fs::path place = m_copies->path("elsewhere");
    {
        Experiment experiment = Experiment::open(run);
        change(experiment, "epochs=4");
        QVERIFY(tiny::trainUntil(experiment, "gate", 4, 1));
    }
    {
        RunFolder folder = RunFolder::open(run);
        QVERIFY(folder.moveTo(place).empty());
        QCOMPARE(folder.nextHistory("gate").value().size(), std::size_t{3});
    }
    Experiment experiment = Experiment::open(place);
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken());
    QCOMPARE(listener.heard("gate").front(), std::string("started 3"));
    Experiment stayed = Experiment::open(run);
    tiny::train(stayed, {"gate"});
    QCOMPARE(weightsOf(place, "gate"), weightsOf(run, "gate"));
}

void TestLongerTraining::takenStagesGoOn() {
    Experiment taker = Experiment::create(m_copies->path("taker"), tiny::parameters(), "builtin");
    const std::vector<fs::path> runs = {m_run};
    QCOMPARE(takeTrainedStages(taker.context(), kEveryStage, runs).size(), std::size_t{5});
    change(taker, "epochs=3");
    tiny::Listener listener;
    taker.train({"gate"}, listener, StopToken());
    QCOMPARE(listener.heard("gate").front(), std::string("started 2"));
    Experiment own = Experiment::open(m_copies->copy(m_run, "own"));
    change(own, "epochs=3");
    tiny::train(own, {"gate"});
    QCOMPARE(weightsOf(m_copies->path("taker"), "gate"), weightsOf(m_copies->path("own"), "gate"));
}

TEST_OF_ROOM(TestLongerTraining);
#include "test_longer_training.moc"
