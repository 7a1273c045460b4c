#pragma once

#include "analysis/image_way.h"

#include <vector>

namespace moelab {

/// The mixture's outputs on the route taken as shares: their sum is 1. Empty where there are none.
std::vector<float> mixtureShares(const ImageWay& way);
/// The outputs of the expert on the route taken; empty where there are none.
std::vector<float> expertShares(const ImageWay& way);

/// The classes that an image is taken for: those with the largest share of the baseline, the expert or the mixture,
/// in the order of the mixture's shares, before that is trained the expert's or the baseline's. The true class is
/// among them. @param most how many
std::vector<std::size_t> leadingClasses(const ImageWay& way, std::size_t classes, std::size_t most);

} // namespace moelab
