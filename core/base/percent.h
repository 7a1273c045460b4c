#pragma once

#include <cmath>

namespace moelab {

/// A share (0.0125) as the percentage that people read (1.3): to one decimal, a half away from zero. The window,
/// the reports and the terminal all write this number; each left to round for itself, they differ where the next
/// digit is a 5. Never -0.
inline double inPercent(double share) { return std::round(1000 * share) / 10 + 0.0; }

} // namespace moelab
