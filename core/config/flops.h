#pragma once

#include "config/network_spec.h"

namespace moelab {

/// @param network with its outputs. @returns floating-point operations per image of a training step, a multiply-add
///        as two: forward, and backward for weights and inputs, but for the inputs of the first layer, which nobody
///        needs
double trainingFlops(const NetworkSpec& network, const ImageShape& input);

/// @returns those of the forward pass
double inferenceFlops(const NetworkSpec& network, const ImageShape& input);

} // namespace moelab
