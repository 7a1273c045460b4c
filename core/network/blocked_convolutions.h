#pragma once

#include "network/architecture.h"
#include "network/dropout.h"

#include <ATen/core/Tensor.h>

#include <span>

namespace moelab {

/// How oneDNN multiplies: as the definition says, or by Winograd's F(4x4, 3x3), which needs a quarter of the
/// products and rounds a little more (Lavin and Gray 2015).
enum class ConvolutionAlgorithm { Direct, Winograd };

/// Whether this processor and this oneDNN have the algorithm in the layout that blockedConvolutions uses: that of
/// AVX-512, with 16 channels together.
bool hasBlockedConvolutions(ConvolutionAlgorithm algorithm);

/// Everything of a VGG up to its flatten, on oneDNN's own primitives: activations stay in blocks of 16 channels
/// from the first convolution to the flatten, without a reorder in between. As Network does it with LibTorch but
/// for rounding; the dropout masks are the same.
/// @param layers convolutions, pools and dropouts (a dropout follows its pool), ended by a flatten; channels of
///        convolutions are multiples of 16
/// @param weights of the convolutions in their order, each a weight [out, in, 3, 3] and a bias [out];
/// differentiable
/// @param images [N, channels, height, width] float, in any memory format; no gradient reaches them
/// @param dropout null for inference
/// @returns [N, height * width * channels] float, channels last
at::Tensor blockedConvolutions(std::span<const Layer> layers, const std::vector<at::Tensor>& weights,
                               const at::Tensor& images, Dropout* dropout, ConvolutionAlgorithm algorithm);

} // namespace moelab
