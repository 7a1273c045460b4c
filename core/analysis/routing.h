#pragma once

#include "data/class_groups.h"

#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// The hard switch: the group with the largest gate output, the last of equals (the notebook's
/// "gate[0] > gate[1] picks artificial, else natural").
/// @param gate [N, groups]. @returns [N]
std::vector<std::int64_t> routes(std::span<const float> gate, std::int64_t groups);

/// @returns [N] the group that each label's class is in
std::vector<std::int64_t> ownGroups(std::span<const std::int64_t> labels, const ClassGroups& groups);

/// How often images of each class went to each group. @returns [classes][groups]
std::vector<std::vector<std::int64_t>> routesByClass(std::span<const std::int64_t> labels,
                                                     std::span<const std::int64_t> route, std::int64_t classes,
                                                     std::int64_t groups);

/// @param gate [N, groups]. @returns [N] how far the largest output is above the second
std::vector<float> gateMargins(std::span<const float> gate, std::int64_t groups);

} // namespace moelab
