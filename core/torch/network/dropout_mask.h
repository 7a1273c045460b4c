#pragma once

#include <cstdint>

namespace moelab {

/// Fills `mask` with 0 or `scale`; each element is 0 with probability `rate`.
/// @param first of the mask's elements; those before it are not wanted
void fillDropoutMask(float* mask, std::int64_t first, std::int64_t count, double rate, float scale,
                     std::uint64_t seed);

} // namespace moelab
