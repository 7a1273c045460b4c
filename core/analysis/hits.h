#pragma once

#include "analysis/statistics.h"
#include "experiment/member_outputs.h"

#include <span>
#include <vector>

namespace moelab {

/// Whether each image [images] is classified correctly: 1 or 0, or a probability where that is left to chance.
using Hits = std::vector<double>;

/// @param said [images, classes]
Hits hitsOf(const MemberOutputs& outputs, std::span<const float> said);
/// Their mean: the accuracy, in 0..1.
double accuracyOf(const Hits& hits);
/// On the same images; where a probability is larger than the other, the image counts as the first's alone.
McNemar mcNemar(const Hits& first, const Hits& second);

} // namespace moelab
