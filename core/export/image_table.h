#pragma once

#include "data/class_groups.h"
#include "experiment/member_outputs.h"

#include <string>
#include <vector>

namespace moelab {

/// The test images as CSV (RFC 4180, decimal points in every locale), a line each: number, class, and of what is
/// trained: route, predictions, and every member's outputs with 9 digits, from which a float is restored exactly.
std::string imageTable(const MemberOutputs& outputs, const ClassGroups& groups,
                       const std::vector<std::string>& classNames);

} // namespace moelab
