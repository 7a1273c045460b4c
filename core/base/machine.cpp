#include "base/machine.h"

#include <algorithm>
#include <limits>
#include <malloc.h>
#include <sched.h>

namespace moelab {

int availableThreads() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return std::max(1, CPU_COUNT(&set));
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
