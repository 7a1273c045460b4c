#pragma once

#include "config/parameters.h"

#include <mutex>
#include <vector>

namespace moelab {

/// Whether the number of threads changes what a run computes, by rounding: where LibTorch runs convolutions, it
/// does.
/// @param convolution who convolves on this machine
bool threadsChangeBits(const Parameters& parameters, Convolution convolution);

/// The cores of a run, shared by the stages that train at the moment. Any thread may ask.
class SharedCores {
  public:
    /// @param threads of the run. @param sharers how many there are, numbered from 0
    SharedCores(int threads, int sharers);

    /// From now on the others have what was this sharer's.
    void leave(int sharer);

    /// @returns how many cores a sharer has, at least 1. What does not divide evenly goes to the first ones.
    int of(int sharer) const;

  private:
    int m_threads;
    std::vector<bool> m_present;
    mutable std::mutex m_mutex;
};

} // namespace moelab
