#pragma once

#include "network/kernels/kernels.h"

#include <ATen/core/Tensor.h>

namespace moelab {

/// A dense layer with its bias and ReLU in full precision on the processor, by our own kernels. As at::linear but
/// for rounding, and to the same bits with any number of threads; differentiable.
/// @param x [N, inputs] float. @param weight [outputs, inputs]. @param bias [outputs]
/// @returns [N, outputs] float
at::Tensor fusedDense(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, bool relu,
                      const Kernels& kernels);

} // namespace moelab
