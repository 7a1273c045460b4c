#include "base/machine.h"

#include "base/error.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <malloc.h>
#include <pwd.h>
#include <sched.h>
#include <string>
#include <unistd.h>

namespace moelab {

int availableThreads() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return std::max(1, CPU_COUNT(&set));
}

std::uint64_t availableMemory() {
    std::ifstream lines("/proc/meminfo");
    std::string name, unit;
    for (std::uint64_t kibibytes = 0; lines >> name >> kibibytes; std::getline(lines, unit))
        if (name == "MemAvailable:")
            return kibibytes << 10;
    return 0;
}

std::filesystem::path homeFolder() {
    if (const char* home = std::getenv("HOME"); home && *home)
        return home;
    const passwd* entry = ::getpwuid(::getuid());
    if (!entry || !entry->pw_dir)
        throw Error("HOME", "is not set", "Set it to your home folder");
    return entry->pw_dir;
}

/// A step frees and asks again for some 100 MB. By default glibc hands such pieces back to the kernel each time,
/// which clears every page anew.
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
