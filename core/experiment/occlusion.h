#pragma once

#include "experiment/heat_map.h"

#include <span>

namespace moelab {

/// Occlusion (Zeiler and Fergus 2014, arXiv 1311.2901): a square patch covers the picture at one place after the
/// other, and each time the member's output is computed again. Here it is a quarter of the picture's shorter side
/// wide, moves by a quarter of that (8 and 2 for CIFAR-10's 32 x 32), ends where the picture ends, and has the
/// picture's mean colour, so that a picture of one colour loses nothing.

/// @param picture one image. @returns the picture as it is, then a copy for each place of the patch, row by row;
///        their labels mean nothing
ImageSet occludedCopies(const ImageSet& picture);

/// @param shares [copies] confidence on each of `occludedCopies`
/// @returns [height, width] for each place the mean loss of confidence under the patches that cover it
HeatMap occlusionMap(const ImageSet& picture, std::span<const float> shares);

} // namespace moelab
