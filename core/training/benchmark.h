#pragma once

#include "config/parameters.h"

#include <string>

namespace moelab {

/// What is measured: a network with ten outputs on random images.
struct BenchmarkCase {
    std::string network = "large-vgg"; ///< a preset
    Precision precision = Precision::Fp32;
    Convolution convolution = Convolution::LibTorch;
    int threads = 1;  ///< for each network
    int networks = 1; ///< that train at the same time
    int batchSize = 50;
};

/// @returns images per second, all networks together, trained for about `seconds` after a warm-up
double trainingRate(const BenchmarkCase& what, double seconds);

/// @returns images per second in inference (batches of 200), all networks together
double inferenceRate(const BenchmarkCase& what, double seconds);

/// @returns FLOP/s of a 2048 x 2048 matrix product, the best of several
double matrixProductPeak(Precision precision, int threads);

} // namespace moelab
