#pragma once

#include "experiment/engine.h"

namespace moelab {

/// @returns images per second, all networks together, trained for about `seconds` after a warm-up
double trainingRate(const BenchmarkCase& what, double seconds);

/// @returns images per second in inference (batches of 200), all networks together
double inferenceRate(const BenchmarkCase& what, double seconds);

/// @returns FLOP/s of a 2048 x 2048 matrix product, the best of several
double matrixProductPeak(Precision precision, int threads);

} // namespace moelab
