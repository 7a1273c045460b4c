#pragma once

#include "network/kernels/kernels.h"

namespace moelab::MOELAB_INSTRUCTIONS {

const Kernels& kernels();

const ConvolutionKernel& direct();
const ConvolutionKernel& winograd();
const DenseKernel& dense();

// As in Kernels.
void pool(const PoolShape& shape, const float* input, const float* mask, float* output, std::uint8_t* choice);
void unpool(const PoolShape& shape, const float* gradient, const float* mask, const std::uint8_t* choice,
            float* result);

} // namespace moelab::MOELAB_INSTRUCTIONS
