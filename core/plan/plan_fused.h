#pragma once

#include "config/network_spec.h"

#include <cstddef>
#include <optional>

namespace moelab {

/// Which stretch of a network's convolutions our own kernels run: they take blocks of convolutions with a ReLU,
/// whose channels are multiples of 32, a pool behind them and maybe a dropout, from the images on. What comes
/// after, LibTorch runs, but for dense layers, of which our kernels take all.
/// @returns how many layers, from the first; none if LibTorch runs the first one
std::optional<std::size_t> planFused(const NetworkSpec& network);

/// Whether that is every convolution. Then the number of threads changes no bits.
bool isWhollyFused(const NetworkSpec& network);

} // namespace moelab
