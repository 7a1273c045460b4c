#include "base/machine.h"

#include "base/cgroups.h"
#include "test_of_room.h"

#include <QtTest>

#include <fstream>
#include <pwd.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace moelab;

/// What the program finds around it.
class TestMachine : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void threadsFollowTheAffinity();
    void staysWithinItsGroups();
    void staysWithinItsAddresses();
    void homeWithoutItsVariable_data();
    void homeWithoutItsVariable();
};

void TestMachine::threadsFollowTheAffinity() {
    cpu_set_t before, one;
    QCOMPARE(sched_getaffinity(0, sizeof before, &before), 0);
    CPU_ZERO(&one);
    for (int core = 0; CPU_COUNT(&one) == 0; ++core)
        if (CPU_ISSET(core, &before))
            CPU_SET(core, &one);
    QCOMPARE(sched_setaffinity(0, sizeof one, &one), 0);
    const int threads = availableThreads();
    sched_setaffinity(0, sizeof before, &before);
    QCOMPARE(threads, 1);
    QVERIFY(availableThreads() >= 1 && availableThreads() <= CPU_COUNT(&before));
}

void TestMachine::staysWithinItsGroups() {
    const GroupLimits limits = groupLimits();
    QVERIFY(!limits.cores || availableThreads() <= std::max(1.0, *limits.cores));
    QVERIFY(availableMemory() > 0);
    QVERIFY(!limits.freeMemory || availableMemory() <= *limits.freeMemory + (64u << 20)); // it moves meanwhile
}

/// In a process of its own, which says how it went: what it has mapped, and 100 MiB more.
void TestMachine::staysWithinItsAddresses() {
    const pid_t child = ::fork();
    if (child == 0) {
        std::uint64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        const std::uint64_t used = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
        constexpr std::uint64_t kMore = 100u << 20;
        const rlimit limit{used + kMore, used + kMore};
        const bool set = ::setrlimit(RLIMIT_AS, &limit) == 0;
        const std::uint64_t available = availableMemory();
        ::_exit(!set ? 2 : available > kMore / 2 && available <= kMore ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

void TestMachine::homeWithoutItsVariable_data() {
    QTest::addColumn<bool>("empty");
    QTest::newRow("not set") << false;
    QTest::newRow("empty") << true;
}

void TestMachine::homeWithoutItsVariable() {
    QFETCH(const bool, empty);
    const QByteArray before = qgetenv("HOME");
    const passwd* const entry = ::getpwuid(::getuid());
    if (!entry)
        QSKIP("this user is not in the system's list");
    const QByteArray known = entry->pw_dir;
    empty ? qputenv("HOME", "") : qunsetenv("HOME");
    const std::filesystem::path home = homeFolder();
    setHome();
    const QByteArray set = qgetenv("HOME");
    qputenv("HOME", "/own");
    setHome();
    const QByteArray kept = qgetenv("HOME");
    qputenv("HOME", before);
    QCOMPARE(QByteArray(home.c_str()), known);
    QCOMPARE(set, known);
    QCOMPARE(kept, QByteArray("/own"));
}

TEST_OF_ROOM(TestMachine);
#include "test_machine.moc"
