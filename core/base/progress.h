#pragma once

#include <cstdint>
#include <functional>

namespace moelab {

/// Called now and then by long work. `total` is 0 while it is not known.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

} // namespace moelab
