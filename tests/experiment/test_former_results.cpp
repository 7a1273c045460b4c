#include "base/files.h"
#include "experiment/trained_run.h"
#include "export/exports.h"
#include "test_of_room.h"
#include "workspace/run_outputs.h"
#include "workspace/run_summary.h"

#include <QtTest>

using namespace moelab;
using tiny::change;
using tiny::kEveryStage;
using tiny::weightsOf;
namespace fs = std::filesystem;

/// A whole run is trained again by other parameters: until that has ended, what was trained is there to be looked
/// at, and to be gone back to.
class TestFormerResults : public QObject, tiny::TrainedRun {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { trainOnce(); }
    void init() {
        m_copies.emplace();
        m_copy = m_copies->copy(m_run, "run");
    }
    void staysUntilAllIsTrained_data();
    void staysUntilAllIsTrained();
    void comesBack();
    void goesOnAfterAll();
    void isNotKeptForOneStage();
    void movesWithTheRun();
    void goesWithItsStage();

  private:
    /// Trains everything again until the mixture's first batch.
    void stopAtTheMixture(Experiment& experiment);
    fs::path former() const { return m_copy / kFormerFolder; }

    fs::path m_copy;
};

void TestFormerResults::stopAtTheMixture(Experiment& experiment) {
    StopToken stop;
    tiny::Listener listener;
    listener.onBatch = [&](const Stage& stage, const BatchProgress&) {
        if (stage.isMixture)
            stop.requestStop();
    };
    QVERIFY_THROWS_EXCEPTION(Stopped,
                             experiment.train(tiny::stageNames(experiment), listener, stop, Retrain::Replace));
}

void TestFormerResults::staysUntilAllIsTrained_data() {
    QTest::addColumn<QString>("changed");
    QTest::newRow("other seed") << "seed=2";
    QTest::newRow("more epochs") << "epochs=3";
    QTest::newRow("fewer images") << "test_examples=30";
    QTest::newRow("other groups") << R"(groups={"a": [0, 1, 2], "b": [3, 4, 5], "c": [6, 7, 8, 9]})";
}

void TestFormerResults::staysUntilAllIsTrained() {
    const auto before = weightsOf(m_copy);
    const RunSummary trained = readRunSummary(m_copy);
    fs::remove(m_copy / "outputs.safetensors");
    Experiment::openTrained(m_copy).outputs(StopToken());
    {
        Experiment experiment = Experiment::open(m_copy);
        Parameters parameters = experiment.parameters();
        QFETCH(QString, changed);
        setParameter(parameters, changed.toStdString());
        experiment.setParameters(parameters);
        QVERIFY(!fs::exists(former()));
        stopAtTheMixture(experiment);
        QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Done); // by the new ones
        QVERIFY(experiment.isOutdated());
    }
    QCOMPARE(weightsOf(former()), before);
    {
        Experiment shown = Experiment::openTrained(m_copy);
        QCOMPARE(shown.trained().size(), std::size_t{5});
        QCOMPARE(shown.history(shown.stages()[1]).size(), std::size_t{2});
        QCOMPARE(shown.epochAnswers(shown.stages()[1]).epochs(), 2);
        QCOMPARE(shown.outputs(StopToken()).images, 40);
    }
    const RunSummary summary = readRunSummary(m_copy);
    QVERIFY(summary.isDone() && summary.changedTo);
    QCOMPARE(summary.gain(), trained.gain());
    QCOMPARE(readRunOutputs(summary).images, 40);
    exportHistory(m_copy, m_copies->path("before.csv"));
    exportHistory(m_run, m_copies->path("trained.csv"));
    QVERIFY(readFile(m_copies->path("before.csv"), 1 << 20) == readFile(m_copies->path("trained.csv"), 1 << 20));

    Experiment experiment = Experiment::open(m_copy);
    tiny::Listener listener;
    QVERIFY(
        experiment.replacedBy(tiny::stageNames(experiment), experiment.parameters()).empty()); // was asked about
    experiment.train(tiny::stageNames(experiment), listener, StopToken());
    QVERIFY(listener.heard("gate").empty()); // it had ended
    QVERIFY(!experiment.isOutdated() && !fs::exists(former()));
    QCOMPARE(experiment.trained().size(), experiment.stages().size());
}

/// Back to the parameters of before, and again to the others.
void TestFormerResults::comesBack() {
    const fs::path fresh = m_copies->path("fresh");
    {
        Experiment experiment = Experiment::create(fresh, tiny::with("seed=2"), "builtin");
        tiny::train(experiment);
    }
    const auto before = weightsOf(m_copy);
    Experiment experiment = Experiment::open(m_copy);
    change(experiment, "seed=2");
    stopAtTheMixture(experiment);
    change(experiment, "seed=1");
    QVERIFY(!fs::exists(former()));
    QCOMPARE(weightsOf(m_copy), before);
    QCOMPARE(experiment.trained().size(), std::size_t{5});
    QCOMPARE(experiment.folder().history("gate").size(), std::size_t{2});
    QCOMPARE(experiment.epochAnswers(experiment.stages()[1]).epochs(), 2);
    tiny::train(experiment); // and has its weights
    change(experiment, "seed=2");
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted); // at its end
    tiny::Listener listener;
    experiment.train(kEveryStage, listener, StopToken(), Retrain::Replace);
    QCOMPARE(listener.heard("gate"), (std::vector<std::string>{"started 2", "finished"}));
    QCOMPARE(weightsOf(m_copy), weightsOf(fresh));
    QVERIFY(!fs::exists(former()));
}

/// A third wish begins neither from the second nor loses the first.
void TestFormerResults::goesOnAfterAll() {
    const auto before = weightsOf(m_copy);
    Experiment experiment = Experiment::open(m_copy);
    change(experiment, "seed=2");
    stopAtTheMixture(experiment);
    change(experiment, "seed=3");
    stopAtTheMixture(experiment);
    QCOMPARE(weightsOf(former()), before);
    change(experiment, "seed=1, frozen_dropout=false"); // only the mixture is another
    QCOMPARE(weightsOf(m_copy, "gate"), before.at("gate"));
    QCOMPARE(experiment.trained().size(), std::size_t{4});
    QCOMPARE(readRunSummary(m_copy).stages.size(), std::size_t{5});
    QVERIFY(readRunSummary(m_copy).isDone()); // with the mixture of before
    change(experiment, "frozen_dropout=true");
    QCOMPARE(weightsOf(m_copy), before);
    QVERIFY(!fs::exists(former()));
}

void TestFormerResults::isNotKeptForOneStage() {
    Experiment experiment = Experiment::open(m_copy);
    change(experiment, "seed=2");
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken(), Retrain::Replace);
    QVERIFY(!fs::exists(former()));
    QVERIFY(!experiment.isOutdated());
    QCOMPARE(experiment.trained().size(), std::size_t{1});
}

void TestFormerResults::movesWithTheRun() {
    const auto before = weightsOf(m_copy);
    const fs::path place = m_copies->path("elsewhere");
    {
        Experiment experiment = Experiment::open(m_copy);
        change(experiment, "seed=2");
        stopAtTheMixture(experiment);
    }
    QVERIFY(RunFolder::open(m_copy).moveTo(place).empty());
    Experiment experiment = Experiment::open(place);
    QVERIFY(experiment.isOutdated());
    change(experiment, "seed=1");
    QCOMPARE(weightsOf(place), before);
    tiny::train(experiment); // and has its weights
    RunFolder::remove(m_copy);
    QVERIFY(!fs::exists(m_copy) || fs::is_empty(m_copy));
}

void TestFormerResults::goesWithItsStage() {
    Experiment experiment = Experiment::open(m_copy);
    change(experiment, "seed=2");
    stopAtTheMixture(experiment);
    experiment.resetStage("mixture");
    QVERIFY(!readRunSummary(m_copy).mixtureAccuracy());
    experiment.resetStage("gate");
    change(experiment, "seed=1");
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Ready);
    QVERIFY(tiny::stateOf(experiment, "baseline") == StageState::Done);
}

TEST_OF_ROOM(TestFormerResults);
#include "test_former_results.moc"
