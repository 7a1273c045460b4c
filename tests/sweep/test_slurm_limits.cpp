#include "base/files.h"
#include "error_text.h"
#include "sweep/slurm_executor.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace moelab;
namespace fs = std::filesystem;

/// What Slurm refuses as too large is handed in in smaller arrays. Its commands are stand-ins with its words.
class TestSlurmLimits : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void wholeWhereItMay();
    void smallerArrays_data();
    void smallerArrays();
    void theRestWaitsForRoom();
    void otherRefusalsAreErrors_data();
    void otherRefusalsAreErrors();
    void damagedTasksStopNoOther();

  private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    void command(const std::string& name, const std::string& script) const;
    std::vector<RunTask> tasks(std::size_t count) const;
    std::vector<int> arrays() const;
    void end(const std::string& folder) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

// As slurm_errno.c and sbatch have them.
const char* const kArray = "Batch job submission failed: Invalid job array specification";
const char* const kPolicy =
    "Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's "
    "size and/or time limits)";

/// Takes no array of more than $MOST_ARRAY tasks, and no more than $MOST_TASKS in all; notes each array's size.
constexpr const char* kSbatch =
    R"(for argument; do case "$argument" in --array=0-*) last=${argument#--array=0-};; esac; done
here=$(dirname "$0")
count=$((last + 1))
all=$count
while read -r size; do all=$((all + size)); done < "$here/arrays"
[ -z "$REFUSAL" ] || { echo "sbatch: error: $REFUSAL" >&2; exit 1; }
[ "$count" -le "$MOST_ARRAY" ] || { echo "sbatch: error: $ARRAY_WORDS" >&2; exit 1; }
[ "$all" -le "$MOST_TASKS" ] || { echo "sbatch: error: $TASKS_WORDS" >&2; exit 1; }
echo "$count" >> "$here/arrays"
)";

} // namespace

void TestSlurmLimits::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    command("sbatch", kSbatch);
    command("squeue", "exit 0\n");
    writeFileAtomically(path("arrays"), "");
    static const QByteArray others = qgetenv("PATH");
    qputenv("PATH", QByteArray::fromStdString(m_folder->path().toStdString()) + ":" + others);
    qputenv("REFUSAL", "");
    qputenv("ARRAY_WORDS", kArray);
    qputenv("TASKS_WORDS", kPolicy);
    qputenv("MOST_ARRAY", "100000");
    qputenv("MOST_TASKS", "100000");
}

void TestSlurmLimits::command(const std::string& name, const std::string& script) const {
    std::ofstream(path(name)) << "#!/bin/sh\n" << script;
    fs::permissions(path(name), fs::perms::owner_all);
}

std::vector<RunTask> TestSlurmLimits::tasks(std::size_t count) const {
    std::vector<RunTask> all;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = "run-" + std::to_string(i);
        all.push_back({name, path("runs") / name, "builtin", {}});
    }
    return all;
}

/// The sizes of those that were taken.
std::vector<int> TestSlurmLimits::arrays() const {
    std::vector<int> sizes;
    std::ifstream file(path("arrays"));
    for (int size = 0; file >> size;)
        sizes.push_back(size);
    return sizes;
}

/// As a node notes it.
void TestSlurmLimits::end(const std::string& folder) const {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path("runs/.queue/slurm")))
        if (entry.path().extension() == ".task" && readFile(entry.path(), 10'000).starts_with(folder + '\0'))
            writeFileAtomically(fs::path(entry.path()).replace_extension(".exit"), "0\n");
}

void TestSlurmLimits::wholeWhereItMay() {
    SlurmExecutor slurm("moelab", path("runs"), {});
    slurm.start(tasks(5));
    QCOMPARE(arrays(), std::vector<int>{5});
}

void TestSlurmLimits::smallerArrays_data() {
    QTest::addColumn<int>("most");
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<int>("count");
    QTest::newRow("MaxArraySize") << 4 << QByteArray(kArray) << 11;
    QTest::newRow("MaxArraySize of 1") << 1 << QByteArray(kArray) << 5;
    QTest::newRow("one less than all") << 7 << QByteArray(kArray) << 8;
    QTest::newRow("a policy on one array") << 3 << QByteArray(kPolicy) << 10;
    QTest::newRow("a policy by its reason")
        << 3 << QByteArray("QOSMaxSubmitJobPerUserLimit\nsbatch: error: x") << 10;
}

void TestSlurmLimits::smallerArrays() {
    QFETCH(int, most);
    QFETCH(QByteArray, words);
    QFETCH(int, count);
    qputenv("MOST_ARRAY", QByteArray::number(most));
    qputenv("ARRAY_WORDS", words);
    SlurmExecutor slurm("moelab", path("runs"), {});
    slurm.start(tasks(static_cast<std::size_t>(count)));
    QCOMPARE(static_cast<int>(slurm.inHand().size()), count); // every one, once
    int sum = 0;
    for (const int size : arrays()) {
        QVERIFY(size <= most);
        sum += size;
    }
    QCOMPARE(sum, count);
    SlurmExecutor next("moelab", path("runs"), {}); // finds them all
    QCOMPARE(next.inHand(), slurm.inHand());
}

void TestSlurmLimits::theRestWaitsForRoom() {
    qputenv("MOST_TASKS", "6");
    SlurmExecutor slurm("moelab", path("runs"), {});
    slurm.start(tasks(20));
    QCOMPARE(slurm.inHand().size(), std::size_t{6});
    QCOMPARE(slurm.most(), std::size_t{0}); // so that Slurm is not asked again and again
    end(slurm.inHand().front());
    end(slurm.inHand().back());
    QCOMPARE(slurm.ended().size(), std::size_t{2});
    QCOMPARE(slurm.most(), std::size_t{2});
}

void TestSlurmLimits::otherRefusalsAreErrors_data() {
    QTest::addColumn<QByteArray>("refusal");
    QTest::newRow("partition") << QByteArray("invalid partition specified: nowhere");
    QTest::newRow("node") << QByteArray(
        "Batch job submission failed: Requested node configuration is not available");
    QTest::newRow("not even one task") << QByteArray(kPolicy);
    QTest::newRow("no arrays at all") << QByteArray(kArray);
}

void TestSlurmLimits::otherRefusalsAreErrors() {
    QFETCH(QByteArray, refusal);
    qputenv("REFUSAL", refusal);
    SlurmExecutor slurm("moelab", path("runs"), {});
    const QString message = errorText([&] { slurm.start(tasks(5)); });
    QVERIFY2(message.contains(refusal.right(20)), qPrintable(message));
    QVERIFY(slurm.inHand().empty());
    QVERIFY(fs::is_empty(path("runs/.queue/slurm"))); // the next program takes nothing for handed in
}

void TestSlurmLimits::damagedTasksStopNoOther() {
    {
        SlurmExecutor slurm("moelab", path("runs"), {});
        slurm.start(tasks(3));
    }
    const fs::path batch = fs::directory_iterator(path("runs/.queue/slurm"))->path();
    fs::remove(batch / "1.task");
    fs::create_directory(batch / "1.task");
    writeFileAtomically(batch / "0.exit", "");
    writeFileAtomically(batch / "2.exit", "0\n");
    SlurmExecutor next("moelab", path("runs"), {});
    QCOMPARE(next.inHand(), std::vector<std::string>({"run-0", "run-2"}));
    const std::vector<EndedTask> ended = next.ended();
    QCOMPARE(ended.size(), std::size_t{1});
    QCOMPARE(ended[0].folder, std::string("run-2"));
}

TEST_OF_ROOM(TestSlurmLimits);
#include "test_slurm_limits.moc"
