#pragma once

#include "analysis/confusion.h"

#include <vector>

namespace moelab {

/// An order in which classes that are confused with each other stand side by side. Two classes are confused as much
/// as the shares of their images that were predicted as the other add up to. The two most confused clusters are
/// joined first, with the mean over their pairs of classes (average linkage), at those of their ends that are
/// confused most; of equals those with the lowest classes. Clusters that are not confused at all follow in the
/// order of their lowest classes.
/// @returns [classes] position -> class
std::vector<int> orderByConfusion(const ConfusionMatrix& matrix);

} // namespace moelab
