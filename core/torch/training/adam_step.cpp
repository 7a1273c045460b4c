#include "training/adam_step.h"

#include <cmath>

namespace moelab {

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
void adamStep(float* w, float* m, float* v, const float* g, std::int64_t count, float rate) {
    // Rounded after the subtraction, as Keras does: 1 - 0.999f is 1.3e-5 off.
    constexpr auto share1 = static_cast<float>(1 - kBeta1);
    constexpr auto share2 = static_cast<float>(1 - kBeta2);
    for (std::int64_t i = 0; i < count; ++i) {
        m[i] += (g[i] - m[i]) * share1;
        v[i] += (g[i] * g[i] - v[i]) * share2;
        w[i] -= m[i] * rate / (std::sqrt(v[i]) + static_cast<float>(kEpsilon));
    }
}

} // namespace moelab
