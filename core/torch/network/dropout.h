#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace moelab {

/// Dropout of one epoch of one network, from a generator of its own: element i of the k-th call is kept or not by
/// a hash of (seed, k, i), so masks depend on nothing but the seed, whatever trains beside.
class Dropout {
  public:
    explicit Dropout(std::uint64_t seed)
        : m_seed(seed) {}

    /// @param x a dense tensor. @returns x with each element kept with probability 1 - rate and then scaled by
    ///          1 / (1 - rate) as Keras does, else 0; differentiable
    at::Tensor apply(const at::Tensor& x, double rate);

    /// The seed of the next call's mask, for who fills it himself: that counts as the call.
    std::uint64_t nextMask();

  private:
    std::uint64_t m_seed;
    std::uint64_t m_calls = 0;
};

} // namespace moelab
