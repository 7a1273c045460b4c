#include "base/cgroups.h"

#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <map>

using namespace moelab;
namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>; ///< their contents, by path

Q_DECLARE_METATYPE(Files)

/// Control groups as the kernel shows them, made of plain files.
class TestCgroups : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void limits_data();
    void limits();
};

static constexpr double kNone = -1;

// As a container or a cluster's node has them.
static const std::string kFirst =
    "25 20 0:21 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro\n"
    "32 25 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
    "35 25 0:32 / /sys/fs/cgroup/memory rw,nosuid shared:10 - cgroup cgroup rw,memory\n"
    "41 25 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
static const std::string kFirstGroups = "9:name=systemd:/\n4:memory:/job/task\n1:cpu,cpuacct:/job/task\n0::/\n";
static const std::string kSecond =
    "31 23 0:27 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

void TestCgroups::limits_data() {
    QTest::addColumn<Files>("files");
    QTest::addColumn<double>("cores");
    QTest::addColumn<double>("memory"); ///< bytes
    const auto row = [](const char* name, const std::string& mounts, const std::string& groups, Files files,
                        double cores, double memory) {
        files["proc/self/mountinfo"] = mounts;
        files["proc/self/cgroup"] = groups;
        QTest::newRow(name) << files << cores << memory;
    };
    const std::string memory = "sys/fs/cgroup/memory/", cpu = "sys/fs/cgroup/cpu,cpuacct/", both = "sys/fs/cgroup/";
    const std::string unlimited = "9223372036854771712\n";
    row("no groups", "", "", {}, kNone, kNone);
    row("version 1 without limits", kFirst, kFirstGroups,
        {{cpu + "cpu.cfs_quota_us", "-1\n"},
         {cpu + "cpu.cfs_period_us", "100000\n"},
         {memory + "memory.limit_in_bytes", unlimited},
         {memory + "memory.usage_in_bytes", "1000\n"}},
        kNone, kNone);
    row("version 1", kFirst, kFirstGroups,
        {{cpu + "job/task/cpu.cfs_quota_us", "150000\n"},
         {cpu + "job/task/cpu.cfs_period_us", "100000\n"},
         {memory + "job/task/memory.limit_in_bytes", "4000000000\n"},
         {memory + "job/task/memory.usage_in_bytes", "1500000000\n"},
         {memory + "job/task/memory.stat",
          "cache 700000000\ntotal_inactive_file 500000000\ntotal_unevictable 0\n"}},
        1.5, 3e9);
    row("of the groups above", kFirst, kFirstGroups,
        {{cpu + "job/cpu.cfs_quota_us", "800000\n"},
         {cpu + "job/cpu.cfs_period_us", "100000\n"},
         {cpu + "job/task/cpu.cfs_quota_us", "-1\n"},
         {cpu + "job/task/cpu.cfs_period_us", "100000\n"},
         {memory + "job/memory.limit_in_bytes", "1000000000\n"},
         {memory + "job/memory.usage_in_bytes", "1000000000\n"},
         {memory + "job/task/memory.limit_in_bytes", "4000000000\n"},
         {memory + "job/task/memory.usage_in_bytes", "1\n"}},
        8, 0);
    row("version 2", kSecond, "0::/user.slice/job\n",
        {{both + "user.slice/job/cpu.max", "200000 100000\n"},
         {both + "user.slice/job/memory.max", "2000000000\n"},
         {both + "user.slice/job/memory.current", "600000000\n"},
         {both + "user.slice/job/memory.stat", "anon 1\nfile 300000000\ninactive_file 100000000\n"},
         {both + "user.slice/cpu.max", "max 100000\n"},
         {both + "user.slice/memory.max", "max\n"},
         {both + "user.slice/memory.current", "900000000\n"}},
        2, 1.5e9);
    // The namespace's own group is the root of what it sees.
    row("a container of version 2", kSecond, "0::/\n",
        {{both + "cpu.max", "50000 100000\n"},
         {both + "memory.max", "1000000000\n"},
         {both + "memory.current", "0\n"}},
        0.5, 1e9);
    // The file names the group as the host does, and what is mounted is that group.
    row("a container of version 1", "35 25 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
        "4:memory:/docker/abc\n",
        {{memory + "memory.limit_in_bytes", "1000000000\n"}, {memory + "memory.usage_in_bytes", "400000000\n"}},
        kNone, 6e8);
    row("a group that is not seen", "35 25 0:32 / /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
        "4:memory:/../outside\n",
        {{memory + "memory.limit_in_bytes", "1000000000\n"}, {memory + "memory.usage_in_bytes", "0\n"}}, kNone,
        1e9);
    row("nonsense", "x\n- cgroup2\n\n1 2 3 / /sys - cgroup2\n", "x\n::\n:::\n", {}, kNone, kNone);
}

void TestCgroups::limits() {
    QFETCH(const Files, files);
    QFETCH(const double, cores);
    QFETCH(const double, memory);
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    for (const auto& [path, content] : files) {
        fs::create_directories((root / path).parent_path());
        std::ofstream(root / path) << content;
    }
    const GroupLimits limits = groupLimits(root);
    QCOMPARE(limits.cores.value_or(kNone), cores);
    QCOMPARE(limits.freeMemory ? static_cast<double>(*limits.freeMemory) : kNone, memory);
}

TEST_OF_ROOM(TestCgroups);
#include "test_cgroups.moc"
