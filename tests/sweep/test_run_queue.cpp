#include "error_text.h"
#include "sweep/queue_fixture.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

/// What the queue starts, and when; what becomes of what ends.
class TestRunQueue : public QObject, QueueFixture {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void startsInOrderWhileThereIsRoom();
    void takesTheRunsWordForIt_data();
    void takesTheRunsWordForIt();
    void givesUpWhatNeverGetsFurther();
    void goesOnWithWhatGetsFurther();
    void pausesAndContinues();
    void moves_data();
    void moves();
    void cancels();
    void retries();
    void clearsWhatIsFinished();
    void addsOnce();
    void refusesAnotherRunInItsPlace();
    void refusesRunsWithinARun();
    void aDamagedRunInItsPlaceStopsNoOther();
    void tellsProgressAndTime();
};

void TestRunQueue::startsInOrderWhileThereIsRoom() {
    const auto queue = openWith({"a", "b", "c"});
    m_executor->tasks = 2;
    QVERIFY(!queue->poll().atRest);
    QCOMPARE(m_executor->started, Names({"a", "b"}));
    train(entry("b", 2));
    m_executor->end("b", 0);
    QueueSnapshot snapshot = queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "b", "c"}));
    QCOMPARE(snapshot.count(QueueState::Done), std::int64_t{1});
    QCOMPARE(snapshot.count(QueueState::Running), std::int64_t{2});
    train(entry("a", 1));
    train(entry("c", 3));
    m_executor->end("a", 0);
    m_executor->end("c", 0);
    snapshot = queue->poll();
    QVERIFY(snapshot.atRest);
    QCOMPARE(snapshot.count(QueueState::Done), std::int64_t{3});
}

void TestRunQueue::takesTheRunsWordForIt_data() {
    QTest::addColumn<bool>("trained");
    QTest::addColumn<int>("code"); ///< -1: it was killed
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, bool trained, int code, QueueState state, const char* message) {
        QTest::newRow(name) << trained << code << static_cast<int>(state) << message;
    };
    row("done", true, 0, QueueState::Done, "");
    row("done, then killed", true, -1, QueueState::Done, "");
    row("says that it is done", false, 0, QueueState::Failed, "last words");
    row("fails", false, 1, QueueState::Failed, "last words");
    row("is stopped from outside", false, 130, QueueState::Waiting, "");
    row("is killed", false, -1, QueueState::Waiting, "");
}

void TestRunQueue::takesTheRunsWordForIt() {
    QFETCH(bool, trained);
    QFETCH(int, code);
    const auto queue = openWith({"a"});
    queue->poll();
    if (trained)
        train(entry("a", 1));
    m_executor->end("a", code < 0 ? std::nullopt : std::optional(code), "last words");
    m_executor->tasks = 0; // so that it stays where it is
    const QueueSnapshot snapshot = queue->poll();
    QTEST(static_cast<int>(snapshot.runs[0].entry.state), "state");
    QTEST(QString::fromStdString(snapshot.runs[0].entry.message), "message");
}

void TestRunQueue::givesUpWhatNeverGetsFurther() {
    const auto queue = openWith({"a"});
    for (int attempt = 1; attempt <= 3; ++attempt) {
        queue->poll();
        QCOMPARE(m_executor->started.size(), static_cast<std::size_t>(attempt));
        m_executor->end("a", std::nullopt, "last words");
    }
    const QueueSnapshot snapshot = queue->poll();
    QCOMPARE(snapshot.runs[0].entry.state, QueueState::Failed);
    const QString message = QString::fromStdString(snapshot.runs[0].entry.message);
    QVERIFY2(message.contains("3 times") && message.contains("last words"), qPrintable(message));
    QVERIFY(snapshot.atRest);
}

void TestRunQueue::goesOnWithWhatGetsFurther() {
    const auto queue = openWith({"a"});
    writeRun(entry("a", 1));
    RunHistory history;
    for (int attempt = 1; attempt <= 5; ++attempt) { // a time limit that ends it after every epoch
        queue->poll();
        QCOMPARE(m_executor->started.size(), static_cast<std::size_t>(attempt));
        history["baseline"].push_back({attempt});
        writeRunHistory(workspace() / "a", history);
        m_executor->end("a", 130);
    }
    QCOMPARE(stateOf(*queue, "a"), QueueState::Running);
}

void TestRunQueue::pausesAndContinues() {
    const auto queue = openWith({"a", "b"});
    m_executor->tasks = 1;
    queue->poll();
    queue->setPaused(true);
    QCOMPARE(m_executor->stopped, Names({"a"}));
    QueueSnapshot snapshot = queue->poll();
    QVERIFY(snapshot.paused && !snapshot.atRest); // it has not ended yet
    m_executor->end("a", 130);
    snapshot = queue->poll();
    QVERIFY(snapshot.atRest);
    QCOMPARE(snapshot.count(QueueState::Waiting), std::int64_t{2});
    QCOMPARE(snapshot.runs[0].entry.attempts, std::int64_t{0}); // it was asked to end
    QCOMPARE(m_executor->started, Names({"a"}));
    queue->setPaused(false);
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "a"}));
}

void TestRunQueue::moves_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("order");
    QTest::newRow("to the front") << "d" << 0 << "dabc";
    QTest::newRow("up") << "c" << 1 << "acbd";
    QTest::newRow("down") << "a" << 2 << "bcad";
    QTest::newRow("to the end") << "a" << 3 << "bcda";
    QTest::newRow("beyond the end") << "b" << 99 << "acdb";
    QTest::newRow("nowhere") << "b" << 1 << "abcd";
}

void TestRunQueue::moves() {
    QFETCH(QString, folder);
    QFETCH(int, position);
    const auto queue = openWith({"a", "b", "c", "d"});
    queue->move(folder.toStdString(), static_cast<std::size_t>(position));
    QString order;
    queue->poll();
    for (const std::string& name : m_executor->started)
        order += QString::fromStdString(name);
    QTEST(order, "order");
    QVERIFY(errorText([&] { queue->move("x", 0); }).contains("x"));
}

void TestRunQueue::cancels() {
    const auto queue = openWith({"a", "b"});
    m_executor->tasks = 1;
    queue->poll();
    queue->cancel("b");
    QCOMPARE(m_executor->stopped, Names()); // it only waited
    queue->cancel("a");
    QCOMPARE(m_executor->stopped, Names({"a"}));
    QVERIFY(!queue->poll().atRest);
    m_executor->end("a", 130);
    const QueueSnapshot snapshot = queue->poll();
    QCOMPARE(snapshot.count(QueueState::Cancelled), std::int64_t{2});
    QVERIFY(snapshot.atRest);
}

void TestRunQueue::retries() {
    const auto queue = openWith({"a", "b"});
    queue->poll();
    m_executor->end("a", 1, "words");
    QCOMPARE(stateOf(*queue, "a"), QueueState::Failed);
    queue->retry("a");
    QCOMPARE(stateOf(*queue, "a"), QueueState::Running);
    QCOMPARE(queue->poll().runs[0].entry.message, std::string());
    queue->cancel("b");
    queue->retry("b"); // before it has ended: it must not run twice
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "b", "a"}));
    m_executor->end("b", 130);
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "b", "a", "b"}));
}

void TestRunQueue::clearsWhatIsFinished() {
    const auto queue = openWith({"done", "failed", "cancelled", "waiting"});
    m_executor->tasks = 2;
    queue->poll();
    train(entry("done", 1));
    m_executor->end("done", 0);
    m_executor->tasks = 1;
    queue->poll();
    m_executor->end("failed", 1);
    m_executor->tasks = 0;
    queue->poll();
    queue->cancel("cancelled");
    queue->clearFinished();
    QCOMPARE(namesOf(queue->poll()), Names({"failed", "waiting"}));
    QVERIFY(isRun(workspace() / "done"));
}

void TestRunQueue::addsOnce() {
    train(entry("b", 2));
    const auto queue = openWith({"a", "b", "c"});
    queue->add(entries({"a", "b", "c"}));
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "c"})); // b was there already
    queue->cancel("a");
    m_executor->end("a", 130);
    queue->poll();
    queue->add(entries({"a"}));
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "c", "a"}));
}

void TestRunQueue::refusesAnotherRunInItsPlace() {
    QueueEntry other = entry("b", 2);
    other.parameters.epochs = 3;
    train(other);
    const auto queue = openWith({"a"});
    QString text = errorText([&] { queue->add(entries({"c", "b"})); });
    QVERIFY2(text.contains("b") && text.contains("epochs"), qPrintable(text));
    QueueEntry changed = entry("a", 1);
    changed.dataFingerprint = "others";
    text = errorText([&] { queue->add(std::span(&changed, 1)); });
    QVERIFY2(text.contains("a") && text.contains("data"), qPrintable(text));
    QCOMPARE(namesOf(queue->poll()), Names({"a"})); // nothing was added
}

void TestRunQueue::refusesRunsWithinARun() {
    train(entry("a", 1));
    const auto queue = openWith({"b"});
    const QString text = errorText([&] { queue->add(entries({"a/001"})); });
    QVERIFY2(text.contains("a is a run"), qPrintable(text));
    QCOMPARE(namesOf(queue->poll()), Names({"b"})); // nothing was added
}

void TestRunQueue::aDamagedRunInItsPlaceStopsNoOther() {
    writeRun(entry("b", 2));
    writeFileAtomically(workspace() / "b" / "config.json", "{");
    const auto queue = openWith({"a", "b", "c"});
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a", "b", "c"}));
    m_executor->end("b", 1, "config.json is not JSON");
    const QueueSnapshot snapshot = queue->poll();
    QCOMPARE(find(snapshot, "b").entry.state, QueueState::Failed);
    QCOMPARE(snapshot.count(QueueState::Running), std::int64_t{2});
}

void TestRunQueue::tellsProgressAndTime() {
    const auto queue = openWith({"a", "b"});
    m_executor->tasks = 1;
    QueueSnapshot snapshot = queue->poll();
    QCOMPARE(snapshot.runs[0].epochs, std::int64_t{50});
    QCOMPARE(snapshot.runs[0].epochsDone, std::int64_t{0});
    QVERIFY(!snapshot.secondsLeft); // nobody can know
    const QueueEntry first = entry("a", 1);
    writeRun(first);
    writeStage(first, stagesOf(first.parameters.groups)[0]);
    writeRunHistory(workspace() / "a", {{"baseline", {{1}, {2}, {3}}}, {"gate", {{1}, {2}}}});
    snapshot = queue->poll();
    QCOMPARE(snapshot.runs[0].epochsDone, std::int64_t{12});
    QCOMPARE(snapshot.runs[0].progress(), 0.24);
    QCOMPARE(snapshot.runs[1].epochsDone, std::int64_t{0});
    // 0.24 of a run took so many seconds; 0.76 and 1 are left, one after the other.
    const double seconds = snapshot.runs[0].entry.seconds;
    QVERIFY(seconds > 0);
    const double expected = (0.76 + 1) * seconds / 0.24;
    QVERIFY2(std::abs(snapshot.secondsLeft.value() - expected) < 0.05 * expected + 0.01,
             qPrintable(QString::number(*snapshot.secondsLeft)));
}

TEST_OF_ROOM(TestRunQueue);
#include "test_run_queue.moc"
