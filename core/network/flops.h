#pragma once

#include "network/architecture.h"

namespace moelab {

/// @returns floating-point operations per image of a training step, a multiply-add as two: forward, and backward
/// for
///          weights and inputs, but for the inputs of the first layer, which nobody needs
double trainingFlops(const Architecture& architecture, const ImageShape& input);

/// @returns those of the forward pass
double inferenceFlops(const Architecture& architecture, const ImageShape& input);

} // namespace moelab
