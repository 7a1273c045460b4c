#pragma once

namespace moelab {

// Student's t distribution (Student 1908), to about twelve digits. Degrees of freedom are more than 0 and need not
// be whole, as Welch's are not.

/// @returns how likely a value at least as far from 0 as `t` is, on either side
double studentTwoSided(double t, double degrees);

/// @param confidence in 0..1, both ends excluded. @returns the t with P(|T| <= t) = confidence
double studentQuantile(double confidence, double degrees);

} // namespace moelab
