#pragma once

#include "plotting/figure.h"

namespace moelab {

/// Draws a figure nowhere and watches how large its text becomes.
/// @returns the points of the smallest text, as printed; 0 where the figure has none
double smallestText(Figure& figure, const FigureFormat& format);

/// The same where it is much smaller than was chosen. @returns 0 where it is not
double tooSmallText(Figure& figure, const FigureFormat& format);

} // namespace moelab
