#pragma once

#include "config/parameters.h"

#include <functional>
#include <string>

namespace moelab {

/// What this process computes with.
struct Libraries {
    std::string libtorch;       ///< version
    std::string blas;           ///< name, and version where it tells
    bool referenceBlas = false; ///< the slow one that Debian installs by default
    bool cuda = false;          ///< LibTorch supports it and finds a device
};
Libraries libraries();

/// @throws Error with the subject "device", "precision" or "convolution" when this machine lacks what the
/// parameters ask for
void checkMachine(const Parameters& parameters);

/// True if device `cuda` would be used.
bool usesCuda(const Parameters& parameters);

/// Who convolves under these parameters on this machine: what they say, or for Auto the fastest. Where our kernels
/// cannot run it is LibTorch, the same but for rounding: a run of another machine can be looked at anywhere.
Convolution convolutionFor(const Parameters& parameters);

/// How many cores a stage may use at the moment; asked before every batch.
using ThreadCount = std::function<int()>;

/// From now on LibTorch and our kernels use `threads` cores in work that this thread starts. The process keeps the
/// memory that a step of training frees (see base/machine.h).
void useThreads(int threads);

} // namespace moelab
