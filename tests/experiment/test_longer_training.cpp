#include "base/files.h"
#include "config/parameter_table.h"
#include "error_text.h"
#include "experiment/reuse.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
namespace fs = std::filesystem;

/// What was trained is gone on from where only epochs or patience grew; else it is replaced only if that is asked
/// for, and not before there is something better known.
class TestLongerTraining : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init() { m_copies.emplace(); }
    void sameBitsAsAtOnce_data();
    void sameBitsAsAtOnce();
    void nothingIsTrainedTwice();
    void asksWhatToReplace_data();
    void asksWhatToReplace();
    void asksWhereNothingWasKept();
    void refusesUnasked();
    void replacesWhatIsKnown();
    void anAbandonedTrainingIsAskedAbout();
    void endsWhatACrashLeft_data();
    void endsWhatACrashLeft();
    void movesWithTheRun();
    void takenStagesGoOn();

  private:
    std::string weightsOf(const fs::path& run, const std::string& stage) {
        return readStageResult(run, stage).value().weightsSha256;
    }
    std::map<std::string, std::string> weightsOf(const fs::path& run);

    tiny::Place m_place;
    std::optional<tiny::Place> m_copies; ///< for one test
    fs::path m_run;                      ///< all five stages are trained for two epochs
};

using Strings = std::vector<std::string>;

static const Strings kEveryStage = {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"};

/// "epochs=2, patience=1"
static Parameters with(const QString& assignments, Parameters parameters = tiny::parameters()) {
    for (const QString& each : assignments.split(", ", Qt::SkipEmptyParts))
        setParameter(parameters, each.toStdString());
    return parameters;
}

static void change(Experiment& experiment, const QString& assignments) {
    experiment.setParameters(with(assignments, experiment.parameters()));
}

static std::string contentOf(const fs::path& file) { return readFile(file, 1 << 26); }

std::map<std::string, std::string> TestLongerTraining::weightsOf(const fs::path& run) {
    std::map<std::string, std::string> weights;
    for (const std::string& stage : kEveryStage)
        weights[stage] = weightsOf(run, stage);
    return weights;
}

void TestLongerTraining::initTestCase() {
    m_run = m_place.path("run");
    Experiment experiment = Experiment::create(m_run, tiny::parameters(), "builtin");
    tiny::train(experiment);
}

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
        QVERIFY(experiment.replacedBy(stages, experiment.parameters()).empty());
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
}

/// More epochs for stages that patience had ended change nothing but what the run says.
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

void TestLongerTraining::asksWhatToReplace_data() {
    QTest::addColumn<QStringList>("replaced");
    QTest::addColumn<QString>("changes"); ///< of the last of them
    const QStringList members = {"baseline", "gate", "expert-artificial", "expert-natural"};
    const QStringList all = members + QStringList{"mixture"};
    QTest::newRow("epochs=3") << QStringList{} << "";
    QTest::newRow("patience=101") << QStringList{} << "";
    QTest::newRow("threads=1") << QStringList{} << "";
    // The mixture follows its members unasked: without the old ones it is of no use.
    QTest::newRow("epochs=1") << members << "epochs 2 1";
    QTest::newRow("patience=99") << members << "patience 100 99";
    QTest::newRow("networks.expert=small-vgg")
        << QStringList{"expert-artificial", "expert-natural"} << "networks ... \"small-vgg\"";
    QTest::newRow("networks.baseline=large-vgg") << QStringList{"baseline"} << "networks ... \"large-vgg\"";
    QTest::newRow("frozen_dropout=false") << QStringList{"mixture"} << "frozen_dropout true false";
    QTest::newRow("learning_rate=0.002") << all << "learning_rate 0.001 0.002";
    QTest::newRow("seed=2, epochs=5") << all << "epochs 2 5, seed 1 2";
    QTest::newRow("test_examples=30") << all << "test_examples 40 30";
}

void TestLongerTraining::asksWhatToReplace() {
    QFETCH(QStringList, replaced);
    QFETCH(QString, changes);
    const Experiment experiment = Experiment::open(m_copies->copy(m_run, "run"));
    QStringList found;
    QString last;
    for (const Replacement& each :
         experiment.replacedBy(kEveryStage, with(QTest::currentDataTag(), experiment.parameters()))) {
        found << QString::fromStdString(each.stage.name);
        QStringList texts;
        for (const Replacement::Change& change : each.changes)
            texts << QString::fromStdString(change.parameter + " " + change.before.dump() + " " +
                                            change.now.dump());
        last = texts.join(", ");
    }
    QCOMPARE(found, replaced);
    static const QRegularExpression layers("\\[.*\\]");
    QCOMPARE(last.replace(layers, "..."), changes);
    QVERIFY(experiment.replacedBy({}, with(QTest::currentDataTag(), experiment.parameters())).empty());
}

/// As an earlier version left a finished stage.
void TestLongerTraining::asksWhereNothingWasKept() {
    const fs::path run = m_copies->copy(m_run, "run");
    for (const std::string& stage : kEveryStage)
        fs::remove(run / "stages" / stage / kResumeStates[0]);
    Experiment experiment = Experiment::open(run);
    change(experiment, "epochs=3");
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Stale);
    QCOMPARE(
        errorText([&] {
            tiny::train(experiment, {"gate", "baseline"});
        }),
        QString::fromStdString(run.string()) +
            ": baseline and gate were trained with epochs=2 instead of 3, and no state was kept from which "
            "training could continue. Add --retrain to train them again, or train a new run with another --out.");
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken(), Retrain::Replace);
    QCOMPARE(listener.heard("gate").front(), std::string("started 0"));
    QCOMPARE(tiny::resultOf(experiment, "gate").epochs, 3);
}

void TestLongerTraining::refusesUnasked() {
    const fs::path run = m_copies->copy(m_run, "run");
    const auto before = weightsOf(run);
    Experiment experiment = Experiment::open(run);
    change(experiment, "learning_rate=0.002, seed=2");
    tiny::Listener listener;
    const QString message = errorText([&] { experiment.train({"gate"}, listener, StopToken()); });
    QCOMPARE(message,
             QString::fromStdString(run.string()) +
                 ": gate was trained with seed=1 instead of 2 and learning_rate=0.001 instead of 0.002. Add "
                 "--retrain to train it again, or train a new run with another --out.");
    QVERIFY(listener.heard("").empty());
    QCOMPARE(weightsOf(run), before);
    // Not only what was trained to its end.
    experiment.resetStage("gate");
    QVERIFY(tiny::trainUntil(experiment, "gate", 2, 1));
    const auto replaced = experiment.replacedBy({"gate"}, with("seed=3", experiment.parameters()));
    QCOMPARE(replaced.size(), std::size_t{1});
    QCOMPARE(replaced[0].changes.size(), std::size_t{1});
    QCOMPARE(replaced[0].changes[0].parameter, std::string("seed"));
    change(experiment, "seed=3");
    QVERIFY(errorText([&] { tiny::train(experiment, {"gate"}); }).contains("gate was trained with"));
}

void TestLongerTraining::replacesWhatIsKnown() {
    const fs::path fresh = m_copies->path("fresh");
    {
        Experiment experiment = Experiment::create(fresh, with("seed=2"), "builtin");
        tiny::train(experiment);
    }
    const fs::path run = m_copies->copy(m_run, "run");
    const auto before = weightsOf(run);
    const auto shown = [&] {
        Experiment experiment = Experiment::openTrained(run);
        experiment.outputs(StopToken()); // of the weights that the results name
        return static_cast<int>(experiment.trained().size());
    };
    fs::remove(run / "outputs.safetensors");
    for (const int batch : {1, 2}) { // before the first epoch, and after it
        Experiment experiment = Experiment::open(run);
        change(experiment, "seed=2");
        StopToken stop;
        tiny::Listener listener;
        listener.onBatch = [&](const Stage&, const BatchProgress& progress) {
            if (progress.epoch == batch)
                stop.requestStop();
        };
        QVERIFY_THROWS_EXCEPTION(Stopped, experiment.train({"gate"}, listener, stop, Retrain::Replace));
        QCOMPARE(listener.heard("gate").front(), std::string("started 0"));
        QCOMPARE(weightsOf(run), before);
        change(experiment, "seed=1"); // and back
        for (const std::string& stage : kEveryStage)
            QVERIFY(tiny::stateOf(experiment, stage) == StageState::Done);
        QCOMPARE(experiment.history(experiment.stages()[1]).size(), std::size_t{2});
        change(experiment, "seed=2");
    }
    QCOMPARE(shown(), 5);
    Experiment experiment = Experiment::open(run);
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    QVERIFY(QString::fromStdString(experiment.continueCommand()).endsWith(" --resume --stages gate")); // no other
    QCOMPARE(experiment.history(experiment.stages()[1]).size(), std::size_t{1});
    QCOMPARE(experiment.folder().history("gate").size(), std::size_t{2}); // of what is still trained
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken()); // was asked for before
    QCOMPARE(listener.heard("gate").front(), std::string("started 1"));
    QCOMPARE(weightsOf(run, "gate"), weightsOf(fresh, "gate"));
    QCOMPARE(weightsOf(run, "baseline"), before.at("baseline"));
    QCOMPARE(experiment.trained().size(), std::size_t{1});
    experiment.train(kEveryStage, listener, StopToken(), Retrain::Replace);
    QCOMPARE(weightsOf(run), weightsOf(fresh));
    QCOMPARE(experiment.trained().size(), std::size_t{5});
}

void TestLongerTraining::anAbandonedTrainingIsAskedAbout() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "run"));
    change(experiment, "seed=2");
    StopToken stop;
    tiny::Listener listener;
    listener.onBatch = [&](const Stage&, const BatchProgress& progress) {
        if (progress.epoch == 2)
            stop.requestStop();
    };
    QVERIFY_THROWS_EXCEPTION(Stopped, experiment.train({"gate"}, listener, stop, Retrain::Replace));
    change(experiment,
           "seed=1, epochs=3"); // what was trained could continue, but the epoch with the other seed would go
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    QVERIFY(errorText([&] { tiny::train(experiment, {"gate"}); }).contains("gate was trained with other"));
    experiment.train({"gate"}, listener, StopToken(), Retrain::Replace);
    QCOMPARE(tiny::resultOf(experiment, "gate").epochs, 3);
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

/// A training that is to replace another continues in the place to which the run moves.
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
