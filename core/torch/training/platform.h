#pragma once

#include "experiment/engine.h"

namespace moelab {

/// What this process computes with.
Libraries libraries();

/// @throws Error with the subject "device", "precision" or "convolution" when this machine lacks what the
/// parameters ask for
void checkMachine(const Parameters& parameters);

/// True if device `cuda` would be used.
bool usesCuda(const Parameters& parameters);

/// Who convolves under these parameters on this machine: what they say, or for Auto the fastest. Where our kernels
/// cannot run it is LibTorch, the same but for rounding: a run of another machine can be looked at anywhere.
Convolution convolutionFor(const Parameters& parameters);

/// From now on LibTorch and our kernels use `threads` cores in work that this thread starts. The process keeps the
/// memory that a step of training frees (see base/machine.h).
void useThreads(int threads);

} // namespace moelab
