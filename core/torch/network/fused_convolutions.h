#pragma once

#include "config/network_spec.h"
#include "network/dropout.h"
#include "network/kernels/kernels.h"

#include <ATen/core/Tensor.h>

#include <span>

namespace moelab {

/// How our own kernels multiply: as the definition says, or by Winograd's F(4x4, 3x3), which needs a quarter of the
/// products and rounds a little more.
enum class ConvolutionAlgorithm { Direct, Winograd };

/// The first layers of a network, in full precision on the processor: convolutions with their bias and ReLU
/// in one pass, pools with their dropout, all with channels last. As Network does it with LibTorch but for
/// rounding; the dropout masks are the same.
/// @param layers those that planFused() names
/// @param weights of the convolutions in their order, each a weight [out, in, 3, 3] and a bias [out];
/// differentiable
/// @param images [N, channels, height, width] float, in any memory format; no gradient reaches them
/// @param dropout null for inference
/// @returns [N, channels, height, width] float, in channels-last memory
at::Tensor fusedConvolutions(std::span<const Layer> layers, const std::vector<at::Tensor>& weights,
                             const at::Tensor& images, Dropout* dropout, const Kernels& kernels,
                             ConvolutionAlgorithm algorithm);

} // namespace moelab
