#include "base/machine.h"

#include "base/cgroups.h"
#include "base/error.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <malloc.h>
#include <optional>
#include <pwd.h>
#include <sched.h>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace moelab {

namespace {

/// More than any kernel is built for; it refuses a set that is smaller than its own.
constexpr int kMostCores = 1 << 16;

int coresOfAffinity() {
    std::vector<cpu_set_t> sets(CPU_ALLOC_SIZE(kMostCores) / sizeof(cpu_set_t));
    const std::size_t size = sets.size() * sizeof(cpu_set_t);
    if (sched_getaffinity(0, size, sets.data()) != 0)
        return 1;
    return CPU_COUNT_S(size, sets.data());
}

std::uint64_t availableOfMachine() {
    std::ifstream lines("/proc/meminfo");
    std::string name, unit;
    for (std::uint64_t kibibytes = 0; lines >> name >> kibibytes; std::getline(lines, unit))
        if (name == "MemAvailable:")
            return kibibytes << 10;
    return 0;
}

/// What the process's limit leaves of addresses, which most of what is asked for takes; none where there is no
/// limit.
std::optional<std::uint64_t> leftOfAddresses() {
    rlimit limit{};
    std::uint64_t pages = 0;
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
        !(std::ifstream("/proc/self/statm") >> pages))
        return std::nullopt;
    const std::uint64_t used = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return std::max<std::uint64_t>(limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, used), 1);
}

} // namespace

int availableThreads() {
    int threads = coresOfAffinity();
    if (const std::optional<double> cores = groupLimits().cores; cores && *cores < threads)
        threads = static_cast<int>(*cores); // more of them would be halted together for a part of each period
    return std::max(1, threads);
}

std::uint64_t availableMemory() {
    std::uint64_t available = availableOfMachine();
    for (const std::optional<std::uint64_t> left : {groupLimits().freeMemory, leftOfAddresses()})
        if (left && (available == 0 || *left < available))
            available = *left;
    return available;
}

std::filesystem::path homeFolder() {
    if (const char* home = std::getenv("HOME"); home && *home)
        return home;
    const passwd* entry = ::getpwuid(::getuid());
    if (!entry || !entry->pw_dir || *entry->pw_dir != '/')
        throw Error("HOME", "is not set, and the system knows no home folder of this user",
                    "Set it to the folder where your runs and settings shall lie");
    return entry->pw_dir;
}

void setHome() {
    try {
        ::setenv("HOME", homeFolder().c_str(), 1);
    } catch (const Error&) { // who needs it asks again
    }
}

/// A step frees and asks again for some 100 MB. By default glibc hands such pieces back to the kernel each time,
/// which clears every page again.
void keepFreedMemory() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20); // the largest that glibc takes
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_TOP_PAD, 64 << 20); // one heap of a thread's arena, which is else unmapped whenever it falls empty
#endif
}

void returnFreedMemory() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace moelab
