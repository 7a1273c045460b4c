#pragma once

#include <ATen/ATen.h>

namespace moelab {

/// Memory that a thread keeps from one batch to the next, a piece for each purpose. What it held last stays, zeros
/// at first.
template <int purpose>
float* kept(std::int64_t count) {
    thread_local at::Tensor memory;
    if (!memory.defined() || memory.numel() < count)
        memory = at::zeros({count}, at::kFloat);
    return memory.data_ptr<float>();
}

/// What a kernel needs while it runs.
inline float* workingMemory(std::int64_t count) { return kept<0>(count); }

} // namespace moelab
