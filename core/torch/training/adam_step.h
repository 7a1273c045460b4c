#pragma once

#include <cstdint>

namespace moelab {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-7;

/// Adam's update (see adam.h) of `count` weights in one pass over memory, in place of the several that a chain of
/// LibTorch's operations takes. Compiled for wide registers, several kinds of them; the machine's is chosen at
/// start-up.
/// @param m, v the moments, updated too. @param g the gradient
/// @param rate the learning rate with the bias correction
void adamStep(float* w, float* m, float* v, const float* g, std::int64_t count, float rate);

} // namespace moelab
