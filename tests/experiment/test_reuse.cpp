#include "config/parameter_table.h"
#include "error_text.h"
#include "experiment/reuse.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <array>
#include <fstream>

using namespace moelab;
namespace fs = std::filesystem;

/// Stages that a run takes from another instead of training them.
class TestReuse : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init() { m_place = std::make_unique<tiny::Place>(); }
    void takesAllThatIsAlike();
    void namesTheRunThatTrainedIt();
    void takesTheSubsetThatIsAlike_data();
    void takesTheSubsetThatIsAlike();
    void keysAcrossThreads_data();
    void keysAcrossThreads();
    void passesOverDamage_data();
    void passesOverDamage();
    void takesNoMixtureOfOtherNetworks();
    void leavesWhatIsDone();
    void aCrashBeforeTheResultIsNoLoss();
    void takesOnlyWhatIsAsked();

  private:
    static std::vector<std::string> take(Experiment& experiment, const std::vector<fs::path>& from) {
        std::vector<std::string> names;
        for (const TakenStage& taken : takeTrainedStages(experiment.context(), tiny::stageNames(experiment), from))
            names.push_back(taken.name);
        return names;
    }
    Experiment newRun(const Parameters& parameters = tiny::parameters(), const char* name = "new") const {
        return Experiment::create(m_place->path(name), parameters, "builtin");
    }
    /// Another run, trained alike, to break something in.
    fs::path copyOfTrained() const { return m_place->copy(m_trained, "copy"); }

    tiny::Place m_kept;
    fs::path m_trained;
    std::unique_ptr<tiny::Place> m_place;
};

static const std::vector<std::string> kAllStages = {"baseline", "gate", "expert-artificial", "expert-natural",
                                                    "mixture"};
static const std::vector<std::string> kAllButMixture(kAllStages.begin(), kAllStages.end() - 1);

void TestReuse::initTestCase() {
    m_trained = m_kept.path("trained");
    Experiment experiment = Experiment::create(m_trained, tiny::parameters(), "builtin");
    tiny::train(experiment);
}

void TestReuse::takesAllThatIsAlike() {
    Experiment experiment = newRun();
    QCOMPARE(take(experiment, {m_place->path("new"), m_trained}), kAllStages);
    tiny::Listener listener;
    experiment.train(kAllStages, listener, StopToken());
    QCOMPARE(listener.heard(""), std::vector<std::string>()); // nothing was left to train
    Experiment source = Experiment::open(m_trained, Access::Read);
    QVERIFY(experiment.outputs(StopToken()).mixture() == source.outputs(StopToken()).mixture());
    for (const Stage& stage : experiment.stages()) {
        const StageResult there = source.result(stage).value();
        const StageResult here = experiment.result(stage).value();
        QCOMPARE(here.weightsSha256, there.weightsSha256);
        QCOMPARE(here.accuracy, there.accuracy);
        QCOMPARE(here.seconds, there.seconds);
        QCOMPARE(here.takenFrom, m_trained.string());
        QCOMPARE(there.takenFrom, std::string());
        QCOMPARE(experiment.folder().history(stage.name).size(), std::size_t{2});
        QVERIFY(experiment.epochAnswers(stage).answers == source.epochAnswers(stage).answers);
    }
}

void TestReuse::namesTheRunThatTrainedIt() {
    Experiment second = newRun();
    take(second, {m_trained});
    Experiment third = newRun(tiny::parameters(), "third");
    QCOMPARE(take(third, {m_place->path("new")}), kAllStages);
    QCOMPARE(tiny::resultOf(third, "gate").takenFrom, m_trained.string());
}

void TestReuse::takesTheSubsetThatIsAlike_data() {
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<int>("taken"); ///< of the stages in their order
    QTest::newRow("alike") << "seed=1" << 5;
    QTest::newRow("the sub-gates' way of training") << "frozen_dropout=false" << 4;
    QTest::newRow("device") << "device=auto" << 0;
    QTest::newRow("seed") << "seed=2" << 0;
    QTest::newRow("epochs") << "epochs=3" << 0;
}

void TestReuse::takesTheSubsetThatIsAlike() {
    QFETCH(QString, assignment);
    QFETCH(int, taken);
    Parameters parameters = tiny::parameters();
    setParameter(parameters, assignment.toStdString());
    Experiment experiment = newRun(parameters);
    QCOMPARE(take(experiment, {m_trained}),
             std::vector<std::string>(kAllStages.begin(), kAllStages.begin() + taken));
}

void TestReuse::keysAcrossThreads_data() {
    QTest::addColumn<QString>("convolution");
    QTest::addColumn<int>("threads"); ///< in place of two
    QTest::addColumn<int>("alike");   ///< of the stages in their order
    // Two groups: four independent stages. Of two cores as of one, each has one; the mixture has them all.
    QTest::newRow("LibTorch, one") << "libtorch" << 1 << 4;
    QTest::newRow("LibTorch, two each") << "libtorch" << 8 << 0;
    QTest::newRow("direct") << "direct" << 8 << 5;
    QTest::newRow("winograd") << "winograd" << 1 << 5;
}

/// With our own kernels the number of threads changes no bits.
void TestReuse::keysAcrossThreads() {
    QFETCH(QString, convolution);
    QFETCH(int, threads);
    QFETCH(int, alike);
    Parameters two = tiny::parameters();
    setParameter(two, "convolution=" + convolution.toStdString());
    Parameters other = two;
    other.threads = threads;
    const std::vector<Stage> stages = stagesOf(two.groups);
    for (int i = 0; i < static_cast<int>(stages.size()); ++i) {
        const Stage& stage = stages[static_cast<std::size_t>(i)];
        QCOMPARE(reuseKey(stage, stages, two, "data") == reuseKey(stage, stages, other, "data"), i < alike);
    }
}

void TestReuse::passesOverDamage_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("missing"); ///< the stage that is not taken; empty: none is
    QTest::newRow("no config") << "config.json"
                               << "";
    QTest::newRow("damaged result") << "stages/baseline/result.json"
                                    << "";
    QTest::newRow("damaged weights") << "stages/baseline/best.safetensors"
                                     << "baseline";
    QTest::newRow("damaged answers") << "stages/gate/epochs.safetensors"
                                     << "gate";
    QTest::newRow("damaged history") << "history.jsonl"
                                     << "";
}

void TestReuse::passesOverDamage() {
    QFETCH(QString, what);
    QFETCH(QString, missing);
    const fs::path copy = copyOfTrained();
    const auto size = static_cast<std::streamoff>(fs::file_size(copy / what.toStdString()));
    std::fstream file(copy / what.toStdString(), std::ios::in | std::ios::out | std::ios::binary);
    const bool weights = what.contains("best");
    file.seekp(weights ? size - 1 : 1); // the last byte of a weight, or the beginning of what is parsed
    file.put('\x7f');
    file.close();
    Experiment experiment = newRun();
    const std::vector<std::string> taken = take(experiment, {copy});
    if (missing.isEmpty())
        QVERIFY(taken.size() < kAllButMixture.size());
    QVERIFY(std::ranges::find(taken, missing.toStdString()) == taken.end());
    QVERIFY(std::ranges::find(taken, "mixture") == taken.end());
    QCOMPARE(take(experiment, {copy, m_trained}).size() + taken.size(), kAllStages.size()); // the next one has them
}

/// The sub-gates of a run have learned from its own networks.
void TestReuse::takesNoMixtureOfOtherNetworks() {
    Experiment experiment = newRun();
    tiny::train(experiment, kAllButMixture);
    StageResult other = tiny::resultOf(experiment, "gate");
    other.weightsSha256 = std::string(64, '0'); // as after training on another processor
    writeStageResult(m_place->path("new"), "gate", other);
    QCOMPARE(take(experiment, {m_trained}), std::vector<std::string>());
}

void TestReuse::leavesWhatIsDone() {
    Experiment experiment = newRun();
    tiny::train(experiment, {"gate"});
    QCOMPARE(take(experiment, {m_trained}),
             std::vector<std::string>({"baseline", "expert-artificial", "expert-natural", "mixture"}));
    QCOMPARE(tiny::resultOf(experiment, "gate").takenFrom, std::string());
}

void TestReuse::aCrashBeforeTheResultIsNoLoss() {
    Experiment experiment = newRun();
    take(experiment, {m_trained});
    const std::string expected = tiny::resultOf(experiment, "gate").weightsSha256;
    fs::remove(m_place->path("new") / "stages" / "gate" / "result.json");
    QCOMPARE(tiny::stateOf(experiment, "gate"), StageState::Interrupted); // its last state was taken along
    tiny::train(experiment);
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, expected);
    QCOMPARE(experiment.folder().history("gate").size(), std::size_t{2});
}

void TestReuse::takesOnlyWhatIsAsked() {
    Experiment experiment = newRun();
    const std::array runs = {m_trained};
    const auto taken = takeTrainedStages(experiment.context(), {"mixture", "gate"}, runs);
    QCOMPARE(taken.size(), std::size_t{1}); // the mixture stands on networks that are not there
    QCOMPARE(taken[0].name, std::string("gate"));
    QCOMPARE(taken[0].run, m_trained);
}

TEST_OF_ROOM(TestReuse);
#include "test_reuse.moc"
