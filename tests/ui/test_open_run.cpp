#include "session/open_run.h"
#include "test_of_room.h"

#include <QTest>

using namespace moelab;

/// What training reports becomes the state that all views show.
class TestOpenRun : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void aStageTrains();
    void whatIsTrainedAgainIsForgotten();
    void aFailureIsKept();
    void waitingIsToldUntilItEnds();
    void pausedStagesStayPaused();
    void othersAreLeftAlone();
    void whatTheRunSaysKeepsWhatOnlyThisSittingKnows();

  private:
    void take(std::string stage, decltype(TrainingEvent::what) what) {
        m_run->take({std::move(stage), std::move(what)});
    }
    const StageView& gate() { return *m_run->findStage("gate"); }

    std::unique_ptr<OpenRun> m_run;
};

void TestOpenRun::init() { m_run = std::make_unique<OpenRun>("/nowhere"); }

void TestOpenRun::aStageTrains() {
    QVERIFY(gate().status == StageStatus::Ready);
    QVERIFY(m_run->findStage("mixture")->status == StageStatus::Waiting);
    m_run->queue("gate");
    QVERIFY(gate().status == StageStatus::Queued);
    take("gate", StageStarted{0});
    QVERIFY(gate().status == StageStatus::Training);
    BatchProgress batch;
    batch.loss = 2;
    take("gate", batch);
    QCOMPARE(gate().progress->loss, 2.0);
    QCOMPARE(gate().batches.points().size(), std::size_t{1});
    EpochMetrics epoch;
    epoch.epoch = 1;
    take("gate", epoch);
    QCOMPARE(gate().epochs.size(), std::size_t{1});
    const int version = m_run->version();
    StageResult result;
    result.bestEpoch = 1;
    take("gate", result);
    QVERIFY(gate().status == StageStatus::Done);
    QCOMPARE(gate().result->bestEpoch, 1);
    QVERIFY(!gate().progress);
    QCOMPARE(m_run->version(), version + 1); // its weights are others now
}

void TestOpenRun::whatIsTrainedAgainIsForgotten() {
    for (int number = 1; number <= 3; ++number) {
        EpochMetrics epoch;
        epoch.epoch = number;
        take("gate", epoch);
    }
    take("gate", StageResult());
    take("gate", StageStarted{2});
    QCOMPARE(gate().epochs.size(), std::size_t{2});
    QCOMPARE(gate().epochs.back().epoch, 2);
    QVERIFY(!gate().result);
}

void TestOpenRun::aFailureIsKept() {
    take("gate", StageStarted{0});
    take("gate", StageFailed{"gate: the loss is not a number"});
    QVERIFY(gate().status == StageStatus::Failed);
    QCOMPARE(gate().failure, QString("gate: the loss is not a number"));
    take("gate", StageStarted{0});
    QVERIFY(gate().failure.isEmpty());
    take("gate", StageFailed{"test_examples leaves no image for stage expert-natural. Give more."});
    QCOMPARE(gate().failure, QString("Test examples leaves no image for stage Expert natural. Give more."));
    m_run->forgetFailures();
    QVERIFY(gate().status == StageStatus::Ready);
}

void TestOpenRun::waitingIsToldUntilItEnds() {
    take("gate", StageStarted{0});
    QVERIFY(!m_run->waitsForPlace());
    take("gate", StageWaits{"the disk is full"});
    QVERIFY(m_run->waitsForPlace());
    take("gate", StageWaits{""});
    QVERIFY(!m_run->waitsForPlace());
}

void TestOpenRun::pausedStagesStayPaused() {
    take("gate", StageStarted{0});
    m_run->setPaused(true);
    QVERIFY(gate().status == StageStatus::Paused);
    take("gate", BatchProgress()); // that was under way
    QVERIFY(gate().status == StageStatus::Paused);
    take("baseline", StageStarted{0}); // that was about to begin
    QVERIFY(m_run->findStage("baseline")->status == StageStatus::Paused);
    m_run->setPaused(false);
    QVERIFY(gate().status == StageStatus::Training);
}

void TestOpenRun::othersAreLeftAlone() {
    take("gate", StageStarted{0});
    take("a stage that there is not", StageStarted{0});
    for (const StageView& view : m_run->stages())
        QCOMPARE(view.active(), view.stage.name == "gate");
}

void TestOpenRun::whatTheRunSaysKeepsWhatOnlyThisSittingKnows() {
    take("gate", BatchProgress());
    take("baseline", StageFailed{"why"});
    RunSnapshot now;
    now.parameters = m_run->parameters();
    now.stages = m_run->stages();
    for (StageView& view : now.stages) {
        view.status = StageStatus::Ready;
        view.failure.clear();
        view.batches = {};
    }
    now.stages[1].epochs.emplace_back(); // the gate's
    QCOMPARE(now.stages[1].stage.name, std::string("gate"));
    m_run->takeStages(now);
    QCOMPARE(gate().batches.points().size(), std::size_t{1});
    QCOMPARE(m_run->findStage("baseline")->failure, QString("why"));
    QVERIFY(m_run->findStage("baseline")->status == StageStatus::Failed);
}

TEST_OF_ROOM(TestOpenRun);
#include "test_open_run.moc"
