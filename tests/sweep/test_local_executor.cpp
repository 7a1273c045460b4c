#include "base/machine.h"
#include "config/parameter_table.h"
#include "error_text.h"
#include "experiment/tiny_run.h"
#include "sweep/local_executor.h"
#include "sweep/run_queue.h"
#include "sweep/sweep_plan.h"
#include "test_of_room.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include <csignal>
#include <fstream>
#include <map>
#include <set>

using namespace moelab;
namespace fs = std::filesystem;

/// Sweeps of tiny runs with the real program.
class TestLocalExecutor : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void trainsThemToTheSameWeights();
    void takesWhatIsTrained();
    void continuesAfterItIsKilled();
    void stopsWithItsStateSaved();
    void saysWhatFailed();
    void namesAMissingProgram();
    void listsARunsPlan();
    void sharesCoresAndMemory();

  private:
    using Hashes = std::map<std::string, std::string>; // by run and stage

    QString path(const char* name) const { return QString::fromStdString(m_place.path(name).string()); }
    void startSweep(QProcess& process, const char* workspace, const QStringList& more = {}) const;
    static Hashes hashesOf(const fs::path& workspace);
    QStringList logLines(const char* workspace, const QString& pattern) const;

    tiny::Place m_place;
    Hashes m_expected; ///< of the sweep's runs, trained one by one in this process
};

static constexpr int kPatience = 300'000; // ms until a program that hangs counts as hanging
static constexpr int kEpochs = 4;

/// Two seeds, with and without frozen dropout: the last two runs differ from the first two in the mixture alone.
static Sweep sweep() {
    Sweep sweep;
    sweep.name = "tiny";
    sweep.data = "builtin";
    sweep.parameters = tiny::parameters();
    sweep.parameters.epochs = kEpochs;
    sweep.parameters.threads = 1;
    sweep.varied = {{"frozen_dropout", {true, false}, {}}};
    sweep.seeds = 2;
    return sweep;
}

void TestLocalExecutor::initTestCase() {
    std::ofstream(m_place.path("tiny.json")) << toJson(sweep()).dump();
    const fs::path workspace = m_place.path("by-hand");
    for (const PlannedRun& run : plannedRuns(sweep(), 1)) {
        Experiment experiment = Experiment::create(workspace / run.folder, run.parameters, "builtin");
        tiny::train(experiment);
    }
    m_expected = hashesOf(workspace);
    QCOMPARE(m_expected.size(), std::size_t{20}); // four runs of five stages
}

void TestLocalExecutor::startSweep(QProcess& process, const char* workspace, const QStringList& more) const {
    process.start(MOELAB_PROGRAM, QStringList{"sweep", path("tiny.json"), "--workspace", path(workspace)} + more);
    QVERIFY(process.waitForStarted());
}

TestLocalExecutor::Hashes TestLocalExecutor::hashesOf(const fs::path& workspace) {
    Hashes hashes;
    for (const auto& run : fs::directory_iterator(workspace / "tiny"))
        for (const auto& stage : fs::directory_iterator(run.path() / "stages"))
            if (const auto result = readStageResult(run.path(), stage.path().filename().string()))
                hashes[run.path().filename().string() + " " + stage.path().filename().string()] =
                    result->weightsSha256;
    return hashes;
}

/// What the runs' own logs say of themselves, "<run> <what the pattern catches>" for each line.
QStringList TestLocalExecutor::logLines(const char* workspace, const QString& pattern) const {
    const QRegularExpression wanted(pattern);
    QStringList found;
    for (const auto& run : fs::directory_iterator(m_place.path(workspace) / "tiny")) {
        QFile log(QString::fromStdString((run.path() / "run.log").string()));
        if (log.open(QIODevice::ReadOnly))
            for (const QByteArray& line : log.readAll().split('\n'))
                if (const auto match = wanted.match(line); match.hasMatch())
                    found << QString::fromStdString(run.path().filename().string()) + " " + match.captured(1);
    }
    return found;
}

void TestLocalExecutor::trainsThemToTheSameWeights() {
    QProcess process;
    startSweep(process, "once", {"--json"});
    QVERIFY(process.waitForFinished(kPatience));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    QVERIFY(hashesOf(m_place.path("once")) == m_expected);
    const QJsonObject report = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    QCOMPARE(report["runs"].toArray().size(), 4);
    QCOMPARE(report["settings"].toArray().size(), 2);
    QCOMPARE(report["stages_taken"].toInt(), 8); // four of each of two runs
    for (const QJsonValue run : report["runs"].toArray())
        QCOMPARE(run["state"].toString(), QString("done"));
}

void TestLocalExecutor::takesWhatIsTrained() {
    const fs::path taken = m_place.path("once") / "tiny" / "004-frozen_dropout=false-seed=2";
    const fs::path trained = m_place.path("once") / "tiny" / "002-frozen_dropout=true-seed=2";
    for (const Stage& stage : stagesOf(defaultGroups())) {
        const auto there = readStageResult(trained, stage.name).value();
        const auto here = readStageResult(taken, stage.name).value();
        const bool mixture = stage.isMixture;
        QCOMPARE(here.takenFrom, mixture ? std::string() : trained.string());
        QCOMPARE(there.takenFrom, std::string());
        if (mixture)
            continue;
        QCOMPARE(here.seconds, there.seconds); // what it took where it was trained
        QCOMPARE(readRunHistory(taken)[stage.name].size(), std::size_t{kEpochs});
        QVERIFY(Experiment::open(taken, Access::Read).epochAnswers(stage).answers ==
                Experiment::open(trained, Access::Read).epochAnswers(stage).answers);
    }
    // Every epoch of ten stages: those of two whole runs, and two mixtures.
    QCOMPARE(logLines("once", "info (\\S+: epoch \\d+)/").size(), qsizetype{(2 * 5 + 2) * kEpochs});
}

/// The program is killed, with no chance to say goodbye, whenever another few epochs are done; then started again.
void TestLocalExecutor::continuesAfterItIsKilled() {
    const auto epochs = [&] {
        return fs::exists(m_place.path("killed") / "tiny") ? logLines("killed", "info (\\S+: epoch \\d+)/").size()
                                                           : 0;
    };
    for (int kill = 0; kill < 4; ++kill) {
        QProcess process;
        const qsizetype before = epochs();
        startSweep(process, "killed");
        QTRY_VERIFY_WITH_TIMEOUT(epochs() >= before + 7, kPatience);
        process.kill();
        QVERIFY(process.waitForFinished(kPatience));
    }
    QProcess process;
    startSweep(process, "killed");
    QVERIFY(process.waitForFinished(kPatience));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
    QVERIFY(hashesOf(m_place.path("killed")) == m_expected);
    const QStringList trained = logLines("killed", "info (\\S+: epoch \\d+)/");
    QCOMPARE(QSet<QString>(trained.begin(), trained.end()).size(), trained.size()); // none twice
    QCOMPARE(trained.size(), qsizetype{(2 * 5 + 2) * kEpochs});                     // none missing
}

void TestLocalExecutor::stopsWithItsStateSaved() {
    QProcess process;
    startSweep(process, "stopped");
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(m_place.path("stopped") / "tiny") &&
                                 !logLines("stopped", "info (\\S+: epoch \\d+)/").isEmpty(),
                             kPatience);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(kPatience));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardError().contains("the same command continues"));
    QVERIFY(!logLines("stopped", "info (\\S+: stopped)").isEmpty()); // its child ended of its own accord
}

void TestLocalExecutor::saysWhatFailed() {
    Sweep broken = sweep();
    broken.name = "broken";
    broken.parameters.device = Device::Cuda; // which this machine lacks, as only training finds out
    std::ofstream(m_place.path("broken.json")) << toJson(broken).dump();
    QProcess process;
    process.start(MOELAB_PROGRAM, {"sweep", path("broken.json"), "--workspace", path("broken")});
    QVERIFY(process.waitForFinished(kPatience));
    const QString said = process.readAllStandardError();
    QCOMPARE(process.exitCode(), 1);
    QVERIFY2(said.contains("failed: device") && said.contains("has not completed 4 of its 4 runs"),
             qPrintable(said));
}

void TestLocalExecutor::namesAMissingProgram() {
    const fs::path workspace = m_place.path("missing");
    RunQueue queue(workspace, std::make_unique<LocalExecutor>("/no/such/moelab", workspace));
    queue.add(entriesOf(sweep(), 1, StopToken()));
    const QueueSnapshot snapshot = queue.poll();
    QVERIFY(snapshot.paused);
    QVERIFY(QString(snapshot.problem.value().what()).contains("/no/such/moelab"));
    QCOMPARE(snapshot.count(QueueState::Waiting), std::int64_t{4});
}

void TestLocalExecutor::listsARunsPlan() {
    QProcess process;
    startSweep(process, "unused", {"--dry-run"});
    QVERIFY(process.waitForFinished(kPatience));
    QCOMPARE(process.readAllStandardOutput(),
             QByteArray("tiny/001-frozen_dropout=true-seed=1\ntiny/002-frozen_dropout=true-seed=2\n"
                        "tiny/003-frozen_dropout=false-seed=1\ntiny/004-frozen_dropout=false-seed=2\n"));
    QVERIFY(!fs::exists(m_place.path("unused")));
}

void TestLocalExecutor::sharesCoresAndMemory() {
    std::vector<RunTask> tasks(50, RunTask{"", "", "", tiny::parameters()});
    for (RunTask& task : tasks)
        task.parameters.threads = 1;
    const fs::path workspace = m_place.path("room");
    QCOMPARE(LocalExecutor("moelab", workspace).room(std::span(tasks).first(1)), std::size_t{1});
    QVERIFY(LocalExecutor("moelab", workspace).room(tasks) <= static_cast<std::size_t>(availableThreads()));
    QCOMPARE(LocalExecutor("moelab", workspace, 1).room(tasks), std::size_t{1});
    for (RunTask& task : tasks)
        task.parameters.batchSize = 10000; // 10 GB for one of them
    QVERIFY(LocalExecutor("moelab", workspace, 50).room(tasks) <= 1 + availableMemory() / 10'000'000'000);
    // 200 MB, one stage at a time of 180 MB and 1 MB an image of its batch, 100 images of 3072 bytes twice, and
    // twice the outputs for 40 test images: of each 2 numbers for baseline and mixture and 3 for each of two groups
    // and ten classes, and 2 of the gate, 4 bytes each.
    const std::uint64_t outputs = 2 * 40 * (10 * (2 + 3 * 2) + 2) * 4;
    Parameters parameters = tiny::parameters();
    parameters.threads = 1;
    QCOMPARE(memoryOfRun(parameters, 3072),
             std::uint64_t{200'000'000 + 180'000'000 + 20'000'000 + 2 * 100 * 3072} + outputs);
    // 64 x 64 in colour: four times as much for each image.
    QCOMPARE(memoryOfRun(parameters, 12'288),
             std::uint64_t{200'000'000 + 180'000'000 + 80'000'000 + 2 * 100 * 12'288} + outputs);
}

TEST_OF_ROOM(TestLocalExecutor);
#include "test_local_executor.moc"
