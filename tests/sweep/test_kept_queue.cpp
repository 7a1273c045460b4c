#include "error_text.h"
#include "sweep/queue_fixture.h"
#include "test_of_room.h"

#include <QtTest>

#include <fstream>

using namespace moelab;
namespace fs = std::filesystem;

/// The queue as its file keeps it: after a restart, beside another program, damaged, not to be written.
class TestKeptQueue : public QObject, QueueFixture {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void survivesARestart();
    void takesUpWhatGoesOnWithoutIt();
    void leavesToItsExecutorWhatIsThere();
    void asksTheRunsAfterARestart();
    void isDrivenByOne();
    void isLookedAtWhereItCannotBeWritten();
    void refusesFiles_data();
    void refusesFiles();
    void damagedEntriesAreLeftOut_data();
    void damagedEntriesAreLeftOut();
    void startsNothingThatItCannotNote();
};

void TestKeptQueue::survivesARestart() {
    {
        const auto queue = openWith({"a", "b", "c", "d"});
        m_executor->tasks = 1;
        queue->move("c", 0);
        queue->cancel("b");
        queue->poll();
        m_executor->end("c", 1, "words");
        queue->poll(); // now a is running
        queue->setPaused(true);
    }
    const auto queue = open();
    QueueSnapshot snapshot = queue->poll();
    QCOMPARE(namesOf(snapshot), Names({"c", "a", "b", "d"}));
    QVERIFY(snapshot.paused);
    QCOMPARE(find(snapshot, "c").entry.state, QueueState::Failed);
    QCOMPARE(find(snapshot, "c").entry.message, std::string("words"));
    QCOMPARE(find(snapshot, "b").entry.state, QueueState::Cancelled);
    QCOMPARE(find(snapshot, "a").entry.state, QueueState::Waiting);
    QVERIFY(find(snapshot, "d").entry.parameters == entry("d", 4).parameters);
}

void TestKeptQueue::takesUpWhatGoesOnWithoutIt() {
    {
        const auto queue = openWith({"a", "b"});
        m_executor->outlives = true;
        m_executor->tasks = 1;
        queue->poll();
    }
    auto executor = std::make_unique<FakeExecutor>();
    executor->held = {"a"};
    executor->outlives = true;
    m_executor = executor.get();
    RunQueue queue(workspace(), std::move(executor));
    QCOMPARE(stateOf(queue, "a"), QueueState::Running);
    QCOMPARE(m_executor->started, Names({"b"}));
}

void TestKeptQueue::leavesToItsExecutorWhatIsThere() {
    {
        const auto queue = openWith({"a"});
        m_executor->outlives = true;
        m_executor->called = "cluster";
        queue->poll();
    }
    const auto queue = open(); // with another
    QVERIFY(queue->readOnly());
    QVERIFY(QString(queue->readOnly()->what()).contains("--executor cluster"));
    QVERIFY(errorText([&] { queue->setPaused(true); }).contains("cluster"));
    queue->poll();
    QCOMPARE(m_executor->started, Names());
}

void TestKeptQueue::asksTheRunsAfterARestart() {
    {
        const auto queue = openWith({"finished", "half", "gone", "lost"});
        queue->poll();
        for (const auto& [folder, seed] : std::map<std::string, int>{{"half", 2}, {"gone", 3}, {"lost", 4}}) {
            train(entry(folder, seed));
            m_executor->end(folder, 0);
        }
        QCOMPARE(queue->poll().count(QueueState::Done), std::int64_t{3});
    }
    train(entry("finished", 1)); // the program was killed before it could note it
    fs::remove_all(workspace() / "half" / "stages" / "gate");
    fs::remove_all(workspace() / "gone"); // as a person does who wants it no more
    const auto queue = open();
    const QueueSnapshot snapshot = queue->poll();
    QCOMPARE(namesOf(snapshot), Names({"finished", "half", "lost"}));
    QCOMPARE(find(snapshot, "finished").entry.state, QueueState::Done);
    QCOMPARE(find(snapshot, "lost").entry.state, QueueState::Done);
    QCOMPARE(m_executor->started, Names({"half"}));
}

void TestKeptQueue::isDrivenByOne() {
    auto first = openWith({"a", "b"});
    FakeExecutor* const driving = m_executor;
    const auto second = open();
    QVERIFY(second->readOnly());
    QVERIFY(QString(second->readOnly()->what()).contains("in use"));
    QVERIFY(errorText([&] { second->cancel("a"); }).contains("in use"));
    QVERIFY(errorText([&] { second->add(entries({"c"})); }).contains("in use"));
    driving->tasks = 1;
    first->poll();
    QTRY_COMPARE(stateOf(*second, "a"), QueueState::Running);
    QCOMPARE(m_executor->started, Names());
    first.reset();
    QVERIFY(!open()->readOnly());
}

void TestKeptQueue::isLookedAtWhereItCannotBeWritten() {
    std::ofstream(workspace() / ".queue") << "a file in its place"; // what root cannot write either
    const auto queue = open();
    QVERIFY(queue->readOnly());
    QVERIFY(QString(queue->readOnly()->what()).contains("cannot be written"));
    QVERIFY(queue->poll().atRest);
}

static const QByteArray kHead = R"({"schema": 1, "paused": false, "left_with": ""})"
                                "\n";

static QByteArray lineOf(const char* run) {
    return QByteArray(R"({"run": "%1", "setting": "", "data": "builtin", "data_fingerprint": "d", )"
                      R"("parameters": {"threads": 1}, "state": "waiting", "attempts": 0, "seconds": 0})")
        .replace("%1", run);
}

void TestKeptQueue::refusesFiles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const QByteArray head = kHead;
    const QByteArray line = lineOf("a");
    QTest::newRow("no JSON") << QByteArray("hello\n") << "line 1";
    QTest::newRow("newer schema") << QByteArray(head).replace("1", "2") << "line 1";
    QTest::newRow("no state of the queue") << QByteArray("{\"schema\": 1}\n") << "line 1";
    QTest::newRow("too many") << head + (line + "\n").repeated(10'001) << "contains more than 10000 runs";
}

void TestKeptQueue::damagedEntriesAreLeftOut_data() {
    QTest::addColumn<QByteArray>("bad");
    const QByteArray line = lineOf("a");
    QTest::newRow("cut off") << line.left(40);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("unknown state") << QByteArray(line).replace("waiting", "asleep");
    QTest::newRow("unknown parameter") << QByteArray(line).replace("threads", "thraeds");
    QTest::newRow("no threads") << QByteArray(line).replace("{\"threads\": 1}", "{}");
    QTest::newRow("a run twice") << lineOf("first");
    for (const char* folder : {"../a", "/a", ".queue", "a/../b", "a/.trash", "", "a/", "a\\u0000b"})
        QTest::newRow(folder) << QByteArray(line).replace("\"a\"", QByteArray("\"") + folder + "\"");
}

void TestKeptQueue::damagedEntriesAreLeftOut() {
    QFETCH(QByteArray, bad);
    fs::create_directories(file().parent_path());
    std::ofstream(file()) << (kHead + lineOf("first") + "\n" + bad + "\n" + lineOf("last") + "\n").toStdString();
    const auto queue = open();
    QCOMPARE(namesOf(queue->poll()), Names({"first", "last"}));
    QCOMPARE(m_executor->started.size(), std::size_t{1}); // both train alike; the other takes from it
}

void TestKeptQueue::refusesFiles() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    fs::create_directories(file().parent_path());
    std::ofstream(file()) << content.toStdString();
    const QString text = errorText([&] { open(); });
    QVERIFY2(text.contains(named), qPrintable(text));
    fs::remove(file());
    QVERIFY(!open()->readOnly()); // the lock was let go
}

void TestKeptQueue::startsNothingThatItCannotNote() {
    const auto queue = openWith({"a"});
    fs::remove(file());
    fs::create_directories(file() / "in the way");
    QVERIFY(errorText([&] { queue->poll(); }).contains("queue.jsonl"));
    fs::remove_all(file());
    const QueueSnapshot snapshot = queue->poll();
    QVERIFY(snapshot.paused && snapshot.atRest && snapshot.problem);
    QCOMPARE(m_executor->started, Names());
    queue->setPaused(false);
    queue->poll();
    QCOMPARE(m_executor->started, Names({"a"}));
}

TEST_OF_ROOM(TestKeptQueue);
#include "test_kept_queue.moc"
