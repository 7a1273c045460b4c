#include "network/dropout_mask.h"

#include "base/random.h"

#include <algorithm>

namespace moelab {
namespace {

// A loop over every unit of a layer, which wide registers take many at a time; the clones choose at start-up.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
void fillBlock(float* mask, std::uint32_t first, std::uint32_t count, std::uint32_t threshold, float scale,
               std::uint32_t key0, std::uint32_t key1) {
    for (std::uint32_t i = 0; i < count; ++i) {
        // Two rounds of the murmur3 finaliser with a key each: every bit of the index reaches every bit of x.
        std::uint32_t x = (first + i) ^ key0;
        x = (x ^ (x >> 16)) * 0x85ebca6bu;
        x = (x ^ (x >> 13)) * 0xc2b2ae35u;
        x = (x ^ (x >> 16)) + key1;
        x = (x ^ (x >> 16)) * 0x7feb352du;
        x = (x ^ (x >> 15)) * 0x846ca68bu;
        x ^= x >> 16;
        mask[i] = x < threshold ? 0.0f : scale;
    }
}

} // namespace

void fillDropoutMask(float* mask, std::int64_t first, std::int64_t count, double rate, float scale,
                     std::uint64_t seed) {
    const auto threshold = static_cast<std::uint32_t>(rate * 4294967296.0);
    constexpr std::int64_t kBlock = 1 << 24;
    for (std::int64_t next = first, end = first + count; next < end;) {
        const std::int64_t block = next - next % kBlock;
        const std::int64_t length = std::min(block + kBlock, end) - next;
        const std::uint64_t key = mix(seed, static_cast<std::uint64_t>(block));
        fillBlock(mask + (next - first), static_cast<std::uint32_t>(next - block),
                  static_cast<std::uint32_t>(length), threshold, scale, static_cast<std::uint32_t>(key),
                  static_cast<std::uint32_t>(key >> 32));
        next += length;
    }
}

} // namespace moelab
