#include "error_text.h"
#include "experiment/gate_run.h"
#include "held_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace moelab;
using namespace gaterun;
namespace fs = std::filesystem;

/// Two who want the same run.
class TestRunLock : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsBesideAnother();
    void oneAtATime();
    void oneProcessAtATime();
    void locksFallWithTheirProcess();
};

static QString openingError(const fs::path& path) {
    return errorText([&] { RunFolder::open(path); });
}

void TestRunLock::readsBesideAnother() {
    Place place;
    makeRun(place.run);
    std::optional<RunFolder> held = RunFolder::open(place.run, Access::Read);
    QVERIFY(!held->readOnly()); // nobody else has it
    writeFileAtomically(place.run / "history.jsonl.1.moelab-tmp", "the holder is just writing it");
    RunFolder second = RunFolder::open(place.run, Access::Read);
    QVERIFY(fs::exists(place.run / "history.jsonl.1.moelab-tmp"));
    QCOMPARE(second.history("gate").size(), std::size_t{2});
    QVERIFY(second.result("gate"));
    const QString reason = QString::fromStdString(place.run.string()) + " is in use by another moelab (process " +
                           QString::number(getpid()) + "). Wait for it, or stop it first.";
    QCOMPARE(QString(second.readOnly()->what()), reason);
    const std::string config = readFile(place.run / "config.json", 100000);
    for (const QString& message :
         {errorText([&] { second.setConfig(RunConfig()); }), errorText([&] { second.appendHistory("gate", {}); }),
          errorText([&] { second.saveResult("gate", someResult()); }),
          errorText([&] { second.truncateHistory("gate", 0); }), errorText([&] { second.resetStage("gate"); })})
        QCOMPARE(message, reason);
    QCOMPARE(readFile(place.run / "config.json", 100000), config);
    held.reset();
    QVERIFY(!RunFolder::open(place.run, Access::Read).readOnly());
    QVERIFY(RunFolder::open(place.run).result("gate"));
}

void TestRunLock::oneAtATime() {
    Place place;
    std::optional<RunFolder> first = RunFolder::create(place.run, someConfig());
    QVERIFY2(openingError(place.run).contains("is in use by another moelab"), qPrintable(openingError(place.run)));
    QVERIFY(errorText([&] { RunFolder::remove(place.run); }).contains("is in use"));
    std::optional<RunFolder> moved = std::move(*first);
    first.reset();
    QVERIFY(openingError(place.run).contains("is in use"));
    moved.reset();
    QCOMPARE(openingError(place.run), QString());
}

void TestRunLock::oneProcessAtATime() {
    Place place;
    const RunFolder held = RunFolder::create(place.run, someConfig());
    const QString holder = "is in use by another moelab (process " + QString::number(getpid()) + ")";
    const pid_t child = fork();
    if (child == 0)
        _exit(openingError(place.run).contains(holder) ? 0 : 1);
    int status = -1;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

void TestRunLock::locksFallWithTheirProcess() {
    Place place;
    RunFolder::create(place.run, someConfig());
    fixture::HeldRun held(place.run);
    QVERIFY(openingError(place.run).contains("is in use"));
    held.kill();
    QCOMPARE(openingError(place.run), QString());
}

TEST_OF_ROOM(TestRunLock);
#include "test_run_lock.moc"
