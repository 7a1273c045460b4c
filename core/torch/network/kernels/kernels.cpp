#include "network/kernels/kernels.h"

namespace moelab {

#ifdef MOELAB_X86_KERNELS

namespace avx2 {
const Kernels& kernels();
}
namespace avx512 {
const Kernels& kernels();
}

// Each is compiled for a level of the x86-64 architecture: the third and the fourth.
const Kernels* kernelsOf(Instructions instructions) {
    const bool hasThird = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                          __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    switch (instructions) {
    case Instructions::Avx2:
        return hasThird ? &avx2::kernels() : nullptr;
    case Instructions::Avx512:
        return hasThird && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                       __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                       __builtin_cpu_supports("avx512vl")
                   ? &avx512::kernels()
                   : nullptr;
    }
    return nullptr;
}

#else

const Kernels* kernelsOf(Instructions) { return nullptr; }

#endif

const Kernels* fastestKernels() {
    static const Kernels* const fastest = [] {
        const Kernels* const wide = kernelsOf(Instructions::Avx512);
        return wide ? wide : kernelsOf(Instructions::Avx2);
    }();
    return fastest;
}

} // namespace moelab
