#include "base/files.h"
#include "error_text.h"
#include "made_runs.h"
#include "sweep/slurm_executor.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <map>

using namespace moelab;
namespace fs = std::filesystem;

static constexpr int kLookPatience = 60'000; // ms
static const std::string kFolder = "study/001";

/// The executor with programs in the place of Slurm's commands, which say what the test puts into files. The real
/// Slurm is asked by slurm/run.py.
class TestSlurmCommands : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase() { qputenv("PATH", m_path); }
    void keepsWhatIsNotSlurms_data();
    void keepsWhatIsNotSlurms();
    void commandsSeeNothingOfIt();
    void saysWhatATaskWaitsFor();
    void knowsHowTasksEnd();
    void asksTheAccounting();
    void waitsForWhatIsSeenLate();

  private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    /// What a command says from now on.
    void says(const char* command, const std::string& text) const { std::ofstream(path(command)) << text; }
    std::string calls() const { return readFile(path("calls"), 1 << 20); }
    /// An executor that has some tasks, by the folders that the queue knows them by.
    std::unique_ptr<SlurmExecutor> withTasks(const std::vector<std::string>& folders) const;
    std::unique_ptr<SlurmExecutor> withTask() const { return withTasks({kFolder}); }
    /// The name of its job.
    std::string job() const {
        return fs::directory_iterator(m_workspace / ".queue" / "slurm")->path().filename().string();
    }

    QTemporaryDir m_folder;
    QByteArray m_path;
    fs::path m_workspace;
};

void TestSlurmCommands::initTestCase() {
    m_path = qgetenv("PATH");
    fs::create_directories(path("bin"));
    // squeue's --states=all asks for what has ended.
    for (const char* command : {"sbatch", "squeue", "scancel", "sacct"}) {
        std::ofstream script(path("bin") / command);
        script << "#!/bin/sh\nfolder=" << path("").string() << "\nname=" << command << "\n"
               << "case \"$*\" in *--states=all*) name=ended ;; esac\n"
               << "echo $name \"$@\" >> $folder/calls\nenv | grep -E '^(S[A-Z]+)_' >> $folder/calls\n"
               << "[ ! -e $folder/$name ] || cat $folder/$name\n";
        script.close();
        fs::permissions(path("bin") / command, fs::perms::owner_all);
    }
    qputenv("PATH", QByteArray(path("bin").c_str()) + ":" + m_path);
}

void TestSlurmCommands::init() {
    for (const char* file : {"sbatch", "squeue", "scancel", "sacct", "ended", "calls"})
        fs::remove(path(file));
    fs::remove_all(path("workspace"));
    m_workspace = path("workspace");
}

std::unique_ptr<SlurmExecutor> TestSlurmCommands::withTasks(const std::vector<std::string>& folders) const {
    auto executor = std::make_unique<SlurmExecutor>("/usr/bin/moelab", m_workspace, SlurmResources());
    std::vector<RunTask> tasks;
    for (const std::string& folder : folders)
        tasks.push_back({folder, m_workspace / folder, "builtin", fixture::someConfig().parameters});
    executor->start(tasks);
    return executor;
}

/// Adds those that ended meanwhile. @returns how many there are
static std::size_t endedBy(SlurmExecutor& executor, std::vector<EndedTask>& tasks) {
    for (EndedTask& task : executor.ended())
        tasks.push_back(std::move(task));
    return tasks.size();
}

void TestSlurmCommands::keepsWhatIsNotSlurms_data() {
    QTest::addColumn<bool>("kept");
    for (const char* name : {"PATH", "HOME", "SLURM_CONF", "SLURM_JWT", "SBATCH_ACCOUNT", "SBATCH_PARTITION",
                             "SBATCH_QOS", "SBATCH_TIMELIMIT", "MOELAB_X", "SLURMD_NODENAME", "S"})
        QTest::newRow(name) << true;
    for (const char* name : {"SQUEUE_STATES",    "SQUEUE_PARTITION",    "SQUEUE_NAMES",        "SQUEUE_FORMAT",
                             "SQUEUE_USERS",     "SQUEUE_SORT",         "SLURM_CLUSTERS",      "SLURM_TIME_FORMAT",
                             "SLURM_BITSTR_LEN", "SLURM_MEM_PER_NODE",  "SLURM_ARRAY_TASK_ID", "SBATCH_WAIT",
                             "SBATCH_CLUSTERS",  "SBATCH_EXPORT",       "SBATCH_ARRAY_INX",    "SBATCH_NO_REQUEUE",
                             "SCANCEL_STATE",    "SCANCEL_INTERACTIVE", "SACCT_FORMAT",        "SINFO_FORMAT"})
        QTest::newRow(name) << false;
}

void TestSlurmCommands::keepsWhatIsNotSlurms() {
    QFETCH(const bool, kept);
    QCOMPARE(slurm::isKept(QTest::currentDataTag()), kept);
}

/// Every command, not only squeue.
void TestSlurmCommands::commandsSeeNothingOfIt() {
    const std::vector<const char*> leaks = {"SQUEUE_STATES", "SBATCH_WAIT", "SCANCEL_STATE", "SACCT_FORMAT",
                                            "SLURM_CLUSTERS"};
    for (const char* name : leaks)
        qputenv(name, "leaks");
    qputenv("SBATCH_ACCOUNT", "theirs");
    const auto executor = withTask();
    says("squeue", job() + " 7\n");
    executor->stop(kFolder);
    executor->ended();
    slurm::endsOf("none", {"0"});
    for (const char* name : leaks)
        qunsetenv(name);
    qunsetenv("SBATCH_ACCOUNT");
    const QString said = QString::fromStdString(calls());
    for (const char* command :
         {"squeue --noheader", "sbatch --quiet", "scancel --quiet 7_0", "ended --noheader", "sacct --noheader"})
        QVERIFY2(said.contains(command), qPrintable(said));
    QVERIFY2(!said.contains("=leaks"), qPrintable(said));
    QVERIFY(said.contains("SBATCH_ACCOUNT=theirs"));
}

void TestSlurmCommands::saysWhatATaskWaitsFor() {
    const auto executor = withTask();
    QCOMPARE(executor->waitsFor(kFolder), std::string());
    says("squeue", job() + "/0 PENDING launch failed requeued held   \nother/0 RUNNING None\n");
    QVERIFY(executor->ended().empty());
    QCOMPARE(executor->waitsFor(kFolder), std::string("Slurm: PENDING (launch failed requeued held)"));
    QCOMPARE(executor->waitsFor("other"), std::string());
    says("squeue", job() + "/0 RUNNING None\n");
    QTRY_VERIFY_WITH_TIMEOUT(executor->ended().empty() && executor->waitsFor(kFolder).empty(), kLookPatience);
}

void TestSlurmCommands::knowsHowTasksEnd() {
    struct Case {
        std::string ended; ///< what Slurm remembers, behind the index
        std::optional<int> code;
        QString words; ///< what they begin with
    };
    const std::map<std::string, Case> cases = {
        {"done", {"COMPLETED 0 node1", 0, "last words"}},
        {"failed", {"FAILED 256 node1", 1, "Slurm: FAILED; last words: last words"}},
        {"failed, as newer Slurm has it", {"FAILED 1:0 node1", 1, "Slurm: FAILED; last words: last words"}},
        {"out of memory", {"OUT_OF_MEMORY 0:125 node1", {}, "Slurm: OUT_OF_MEMORY; last words: last words"}},
        {"out of time", {"TIMEOUT 15 node1", {}, "Slurm: TIMEOUT; last words: last words"}},
        {"sees nothing", {"FAILED 16896 node1", 66, "its node node1 does not see "}},
        {"writes nothing", {"FAILED 17152 node1", 67, "its node node1 cannot write in "}},
    };
    std::vector<std::string> folders;
    std::string ended = "99 FAILED 0 node2\n";
    fs::create_directories(m_workspace / ".queue" / "tasks");
    for (const auto& [folder, each] : cases) {
        ended += std::to_string(folders.size()) + " " + each.ended + "\n";
        folders.push_back(folder);
        std::ofstream(m_workspace / ".queue" / "tasks" / (folder + ".log")) << "last words\n";
    }
    const auto executor = withTasks(folders);
    says("ended", ended);
    std::vector<EndedTask> tasks;
    QTRY_COMPARE_WITH_TIMEOUT(endedBy(*executor, tasks), cases.size(), kLookPatience);
    for (const EndedTask& task : tasks) {
        const Case& expected = cases.at(task.folder);
        QVERIFY2(task.exitCode == expected.code, task.folder.c_str());
        QVERIFY2(QString::fromStdString(task.lastWords).startsWith(expected.words), task.lastWords.c_str());
    }
    QVERIFY(executor->inHand().empty());
}

/// What the controller has forgotten.
void TestSlurmCommands::asksTheAccounting() {
    says("ended", "1 COMPLETED 0 node2\n2 RUNNING 0 node2\n");
    says("sacct", "12_0|CANCELLED by 1000|0:15|node1\n12_1|FAILED|1:0|node1\n12_2|RUNNING|0:0|node2\n"
                  "12_10|COMPLETED|0:0|node1\n");
    const std::map<std::string, slurm::End> ends = slurm::endsOf("job", {"0", "1", "2", "3"});
    QCOMPARE(ends.size(), std::size_t{2});
    QCOMPARE(ends.at("0").state, std::string("CANCELLED"));
    QVERIFY(!ends.at("0").exitCode);
    QCOMPARE(ends.at("1").exitCode, std::optional(0)); // what the controller still knows
}

/// Slurm knows nothing more of the task, and a shared folder shows late what it noted.
void TestSlurmCommands::waitsForWhatIsSeenLate() {
    const auto executor = withTask();
    const auto looks = [&] { return QString::fromStdString(calls()).count("%T %r"); };
    QTRY_VERIFY_WITH_TIMEOUT(executor->ended().empty() && looks() == 3, kLookPatience);
    QCOMPARE(executor->inHand(), std::vector{kFolder});
    QVERIFY(executor->lag() >= std::chrono::seconds(30));
    std::ofstream(m_workspace / ".queue" / "slurm" / job() / "0.exit") << "0\n";
    std::vector<EndedTask> tasks;
    QTRY_COMPARE_WITH_TIMEOUT(endedBy(*executor, tasks), std::size_t{1}, kLookPatience);
    QCOMPARE(tasks.front().exitCode, std::optional(0));
}

TEST_OF_ROOM(TestSlurmCommands);
#include "test_slurm_commands.moc"
