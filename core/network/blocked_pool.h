#pragma once

#include <cstdint>
#include <vector>

namespace moelab {

/// Channels that lie together in memory: [N, channels / 16, height, width, 16].
constexpr std::int64_t kChannelBlock = 16;

/// A 2 x 2 max-pool of activations that lie in blocks of channels, and the dropout after it.
struct BlockedPool {
    std::int64_t images;
    std::int64_t channels; ///< a multiple of 16
    std::int64_t height;   ///< of the input; the last row and column of an odd size are left out
    std::int64_t width;
    bool flat;              ///< the output's memory is [N, height / 2, width / 2, channels], else in blocks
    double rate = 0;        ///< of dropout; 0 without
    std::uint64_t seed = 0; ///< of its mask, whose elements are numbered as in a flat output

    std::int64_t inputs() const { return images * channels * height * width; }
    std::int64_t outputs() const { return images * channels * (height / 2) * (width / 2); }
};

// Both take AVX-512, and the cores of LibTorch's parallel_for.

/// @param input after its ReLU. @param choice [outputs], in blocks: which of the four was the largest; 4 if none
///        was above zero, so that no gradient passes. May be null
void poolForward(const BlockedPool& pool, const float* input, float* output, std::uint8_t* choice);

/// @param gradient of the output. @param result gradient of the input before its ReLU
void poolBackward(const BlockedPool& pool, const float* gradient, const std::uint8_t* choice, float* result);

/// Sets `gradient` to zero where `activation`, a ReLU's output, is.
void reluBackward(std::int64_t count, const float* activation, float* gradient);

} // namespace moelab
