#include "error_text.h"
#include "sweep/queue_fixture.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

/// What the queue waits for, and for how long.
class TestQueueWaits : public QObject, QueueFixture {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void waitsForStagesThatItCanTake();
    void leavesARunInUseAlone();
    void waitsForAnotherThatHasTheRun();
    void pausesItselfWhenNothingStarts();
    void waitsForResultsThatComeLate();
    void failsWhatNeverHasResults();
    void saysWhatARunWaitsFor();
    void goesOnOnceThereIsAPlaceAgain();
    void whatIsNotTakenWaits();
};

void TestQueueWaits::waitsForStagesThatItCanTake() {
    QueueEntry second = entry("b", 1);
    second.parameters.frozenDropout = false;
    const QueueEntry first = entry("a", 1);
    const QueueEntry third = entry("c", 2); // shares nothing
    const auto queue = open();
    queue->add(std::array{first, second, third});
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "c"}));
    writeRun(first);
    const std::vector<Stage> stages = stagesOf(first.parameters.groups);
    for (std::size_t i = 0; i < 4; ++i) {
        queue->poll();
        QCOMPARE(m_executor->started, Names({"a", "c"}));
        writeStage(first, stages[i]); // baseline, gate, two experts
    }
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "c", "b"})); // while a trains its mixture
}

void TestQueueWaits::leavesARunInUseAlone() {
    const auto queue = openWith({"a", "b"});
    {
        const QueueEntry used = entry("a", 1);
        const RunFolder window = RunFolder::create(workspace() / "a", configOf(used));
        const QueueSnapshot snapshot = queue->poll();
        QCOMPARE(m_executor->started, Names({"b"}));
        QVERIFY(snapshot.runs[0].inUse && !snapshot.runs[1].inUse);
    }
    const QueueSnapshot snapshot = queue->poll();
    QCOMPARE(m_executor->started, Names({"b", "a"}));
    QVERIFY(!snapshot.runs[0].inUse);
}

void TestQueueWaits::waitsForAnotherThatHasTheRun() {
    const auto queue = openWith({"a"});
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a"}));
    {
        const RunFolder leftBehind = RunFolder::create(workspace() / "a", configOf(entry("a", 1)));
        m_executor->end("a", 1, "a is in use by another moelab");
        for (int poll = 0; poll < 5; ++poll) {
            const QueueSnapshot snapshot = queue->poll();
            QCOMPARE(snapshot.runs[0].entry.state, QueueState::Waiting);
            QVERIFY(snapshot.runs[0].inUse && !snapshot.atRest);
        }
        QCOMPARE(m_executor->started, Names({"a"}));
    }
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "a"}));
    m_executor->end("a", 1, "last words"); // what fails alone, fails
    QCOMPARE(stateOf(*queue, "a"), QueueState::Failed);
}

void TestQueueWaits::pausesItselfWhenNothingStarts() {
    const auto queue = openWith({"a"});
    m_executor->refuses = true;
    QueueSnapshot snapshot = queue->poll();
    QVERIFY(snapshot.paused && snapshot.atRest);
    QVERIFY(QString(snapshot.problem.value().what()).contains("no room"));
    QCOMPARE(snapshot.runs[0].entry.state, QueueState::Waiting);
    m_executor->refuses = false;
    queue->setPaused(false);
    snapshot = queue->poll();
    QVERIFY(!snapshot.problem);
    QCOMPARE(snapshot.runs[0].entry.state, QueueState::Running);
}

void TestQueueWaits::waitsForResultsThatComeLate() {
    const auto queue = openWith({"a"});
    m_executor->late = std::chrono::hours(1);
    queue->poll();
    m_executor->end("a", 0, "last words");
    QCOMPARE(stateOf(*queue, "a"), QueueState::Running);
    QVERIFY(!queue->poll().atRest);
    train(entry("a", 1));
    QCOMPARE(stateOf(*queue, "a"), QueueState::Done);
    QVERIFY(queue->poll().atRest);
    QCOMPARE(m_executor->started, Names({"a"}));
}

void TestQueueWaits::failsWhatNeverHasResults() {
    const auto queue = openWith({"a"});
    m_executor->late = std::chrono::seconds(1);
    queue->poll();
    m_executor->end("a", 0, "last words");
    QCOMPARE(stateOf(*queue, "a"), QueueState::Running);
    QTRY_COMPARE(stateOf(*queue, "a"), QueueState::Failed);
    QCOMPARE(queue->poll().runs[0].entry.message, std::string("last words"));
}

void TestQueueWaits::saysWhatARunWaitsFor() {
    const auto queue = openWith({"a", "b"});
    m_executor->tasks = 1;
    m_executor->waits = {{"a", "Slurm: PENDING (JobHeldUser)"}, {"b", "is not in hand"}};
    const QueueSnapshot snapshot = queue->poll();
    QCOMPARE(snapshot.runs[0].waitsFor, std::string("Slurm: PENDING (JobHeldUser)"));
    QCOMPARE(snapshot.runs[1].waitsFor, std::string());
}

void TestQueueWaits::goesOnOnceThereIsAPlaceAgain() {
    const auto queue = openWith({"a", "b"});
    m_executor->tasks = 1;
    m_executor->noPlace = true;
    QVERIFY_THROWS_EXCEPTION(NoPlaceError, queue->poll());
    m_executor->noPlace = false;
    QCOMPARE(stateOf(*queue, "a"), QueueState::Running);
    std::filesystem::rename(workspace() / ".queue", workspace() / "away");
    train(entry("a", 1));
    m_executor->end("a", 0);
    QVERIFY_THROWS_EXCEPTION(NoPlaceError, queue->poll());
    QVERIFY_THROWS_EXCEPTION(NoPlaceError, queue->poll());
    std::filesystem::rename(workspace() / "away", workspace() / ".queue");
    const QueueSnapshot snapshot = queue->poll();
    QCOMPARE(snapshot.runs[0].entry.state, QueueState::Done);
    QCOMPARE(snapshot.runs[1].entry.state, QueueState::Running);
    QVERIFY(!snapshot.paused);
    QCOMPARE(readQueueFile(file()).entries[0].state, QueueState::Done);
}

void TestQueueWaits::whatIsNotTakenWaits() {
    const auto queue = openWith({"a", "b", "c"});
    m_executor->takes = 2;
    m_executor->outlives = true;
    QueueSnapshot snapshot = queue->poll();
    QCOMPARE(m_executor->held, Names({"a", "b"}));
    QCOMPARE(find(snapshot, "c").entry.state, QueueState::Waiting);
    QVERIFY(!snapshot.paused && !snapshot.problem && !snapshot.atRest);
    QCOMPARE(readQueueFile(file()).entries[2].state, QueueState::Waiting); // for who reads it after a crash
    train(entry("a", 1));
    m_executor->end("a", 0);
    snapshot = queue->poll();
    QCOMPARE(m_executor->held, Names({"b", "c"}));
    QCOMPARE(find(snapshot, "c").entry.state, QueueState::Running);
}

TEST_OF_ROOM(TestQueueWaits);
#include "test_queue_waits.moc"
