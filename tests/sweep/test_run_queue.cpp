#include "error_text.h"
#include "experiment/run_folder.h"
#include "experiment/stage.h"
#include "made_runs.h"
#include "sweep/fake_executor.h"
#include "sweep/run_queue.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace moelab;
namespace fs = std::filesystem;

using Names = std::vector<std::string>;

/// The queue with an executor that does nothing by itself, and runs that are written by hand.
class TestRunQueue : public QObject {
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
    void survivesARestart();
    void takesUpWhatGoesOnWithoutIt();
    void leavesToItsExecutorWhatIsThere();
    void asksTheRunsAfterARestart();
    void addsOnce();
    void refusesAnotherRunInItsPlace();
    void isDrivenByOne();
    void isLookedAtWhereItCannotBeWritten();
    void refusesFiles_data();
    void refusesFiles();
    void waitsForStagesThatItCanTake();
    void leavesARunInUseAlone();
    void pausesItselfWhenNothingStarts();
    void startsNothingThatItCannotNote();
    void tellsProgressAndTime();

  private:
    fs::path workspace() const { return m_folder->path().toStdString(); }
    fs::path file() const { return workspace() / ".queue" / "queue.jsonl"; }

    /// Runs that share no stage: each has a seed of its own.
    static QueueEntry entry(const std::string& folder, std::int64_t seed) {
        QueueEntry entry{folder, "", "builtin", "data", {}};
        entry.parameters.seed = seed;
        entry.parameters.threads = 1;
        return entry;
    }
    static std::vector<QueueEntry> entries(const Names& folders) {
        std::vector<QueueEntry> all;
        for (const std::string& folder : folders)
            all.push_back(entry(folder, static_cast<std::int64_t>(all.size()) + 1));
        return all;
    }

    /// Opens the queue with a new executor, kept in m_executor.
    std::unique_ptr<RunQueue> open() {
        auto executor = std::make_unique<FakeExecutor>();
        m_executor = executor.get();
        return std::make_unique<RunQueue>(workspace(), std::move(executor));
    }
    std::unique_ptr<RunQueue> openWith(const Names& folders) {
        auto queue = open();
        queue->add(entries(folders));
        return queue;
    }

    static RunConfig configOf(const QueueEntry& of) {
        return {of.parameters, {}, std::vector<std::string>(10, "c"), "data", "now"};
    }
    void writeRun(const QueueEntry& of) const { fixture::makeRun(workspace() / of.folder, configOf(of)); }
    void writeStage(const QueueEntry& of, const Stage& stage) const {
        fixture::finishStage(workspace() / of.folder, stage.name, 0.5);
    }
    /// Makes the run as training leaves it.
    void train(const QueueEntry& of) const {
        writeRun(of);
        for (const Stage& stage : stagesOf(of.parameters.groups))
            writeStage(of, stage);
    }

    static Names namesOf(const QueueSnapshot& snapshot) {
        Names names;
        for (const QueuedRun& run : snapshot.runs)
            names.push_back(run.entry.folder);
        return names;
    }
    static const QueuedRun& find(const QueueSnapshot& snapshot, const std::string& folder) {
        return *std::ranges::find(snapshot.runs, folder, [](const QueuedRun& run) { return run.entry.folder; });
    }
    static QueueState stateOf(RunQueue& queue, const std::string& folder) {
        return find(queue.poll(), folder).entry.state;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    FakeExecutor* m_executor = nullptr;
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

void TestRunQueue::survivesARestart() {
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

void TestRunQueue::takesUpWhatGoesOnWithoutIt() {
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

void TestRunQueue::leavesToItsExecutorWhatIsThere() {
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

void TestRunQueue::asksTheRunsAfterARestart() {
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

void TestRunQueue::isDrivenByOne() {
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

void TestRunQueue::isLookedAtWhereItCannotBeWritten() {
    std::ofstream(workspace() / ".queue") << "a file in its place"; // what root cannot write either
    const auto queue = open();
    QVERIFY(queue->readOnly());
    QVERIFY(QString(queue->readOnly()->what()).contains("cannot be written"));
    QVERIFY(queue->poll().atRest);
}

void TestRunQueue::refusesFiles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const QByteArray head = R"({"schema": 1, "paused": false, "left_with": ""})"
                            "\n";
    const QByteArray entry = R"({"run": "a", "setting": "", "data": "builtin", "data_fingerprint": "d",
        "parameters": {"threads": 1}, "state": "waiting", "attempts": 0, "seconds": 0})";
    const QByteArray line = QByteArray(entry).replace('\n', ' ');
    QTest::newRow("no JSON") << QByteArray("hello\n") << "line 1";
    QTest::newRow("newer schema") << QByteArray(head).replace("1", "2") << "line 1";
    QTest::newRow("no state of the queue") << QByteArray("{\"schema\": 1}\n") << "line 1";
    QTest::newRow("cut off") << head + line.left(40) << "line 2";
    QTest::newRow("unknown state") << head + QByteArray(line).replace("waiting", "asleep") << "line 2";
    QTest::newRow("unknown parameter") << head + QByteArray(line).replace("threads", "thraeds") << "thraeds";
    QTest::newRow("no threads") << head + QByteArray(line).replace("{\"threads\": 1}", "{}") << "threads";
    QTest::newRow("a run twice") << head + line + "\n" + line << "line 3";
    for (const char* folder : {"../a", "/a", ".queue", "a/../b", "a/.trash", "", "a/", "a\\u0000b"})
        QTest::newRow(folder) << head + QByteArray(line).replace("\"a\"", QByteArray("\"") + folder + "\"")
                              << "line 2";
}

void TestRunQueue::refusesFiles() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    fs::create_directories(file().parent_path());
    std::ofstream(file()) << content.toStdString();
    const QString text = errorText([&] { open(); });
    QVERIFY2(text.contains(named), qPrintable(text));
    fs::remove(file());
    QVERIFY(!open()->readOnly()); // the lock was let go
}

/// Runs that differ in the mixture alone share their other stages: the second waits for the first to train them.
void TestRunQueue::waitsForStagesThatItCanTake() {
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

void TestRunQueue::leavesARunInUseAlone() {
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

void TestRunQueue::pausesItselfWhenNothingStarts() {
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

void TestRunQueue::startsNothingThatItCannotNote() {
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

/// Ten epochs at most for each of five stages; a stage that stopped early counts as ten.
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

QTEST_GUILESS_MAIN(TestRunQueue)
#include "test_run_queue.moc"
