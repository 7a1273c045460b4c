#pragma once

#include "network/network.h"

namespace moelab {

/// Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391) at the last convolution, after its ReLU: each channel weighs
/// as much as the spatial mean of the gradient of the class's logit with respect to it; the ReLU of the weighted
/// sum is laid bilinearly over the picture and scaled to a largest value of 1. In full precision, whatever the
/// network trains in; leaves the network's own gradients alone.
/// @param network with a convolution. @param image [1, channels, height, width] float. @param answer the output to
/// explain
/// @returns [height, width] float in 0..1; all 0 if there is no evidence for the class
at::Tensor gradCam(const Network& network, const at::Tensor& image, std::int64_t answer);

} // namespace moelab
