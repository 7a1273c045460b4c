#pragma once

#include "experiment/mix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// How often images of each class went to each group. @returns [classes][groups]
std::vector<std::vector<std::int64_t>> routesByClass(std::span<const std::int64_t> labels,
                                                     std::span<const std::int64_t> route, std::int64_t classes,
                                                     std::int64_t groups);

/// @param gate [N, groups]. @returns [N] how far the largest output is above the second
std::vector<float> gateMargins(std::span<const float> gate, std::int64_t groups);

} // namespace moelab
