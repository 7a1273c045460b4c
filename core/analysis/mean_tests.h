#pragma once

#include "analysis/statistics.h"

#include <cstddef>
#include <optional>
#include <span>

namespace moelab {

/// The mean of a few repeats, and how far it can be taken at its word.
struct MeanEstimate {
    std::size_t count = 0;
    double mean = 0;                       ///< NaN of no values
    std::optional<double> deviation = {};  ///< the sample's, by count - 1; from two values on
    std::optional<Interval> interval = {}; ///< of the mean, 95 %, by Student's t; from two values on
};
MeanEstimate estimateMean(std::span<const double> values);

/// Whether pairs of values differ on average.
struct PairedTest {
    MeanEstimate difference; ///< second minus first, over the pairs
    double t = 0;            ///< infinite where every pair differs by the same
    double p = 1;            ///< two-sided, of the paired t test; supposes that differences are normal
    /// Two-sided, of the exact sign-flip test (Fisher 1935): the share of all ways to swap pairs that give a mean
    /// at least as far from 0. Supposes nothing of how differences vary, but is never less than 2 / 2^pairs. Up to
    /// 20 pairs.
    std::optional<double> signFlip = {};
    /// Of the differences (the third central moment over the second to the power of 1.5): 0 where they lie evenly
    /// around their mean or do not vary, beyond 1 or -1 where a few stand far on one side.
    double skewness = 0;
};
/// @param first, second one value a pair, at least two pairs
PairedTest pairedTest(std::span<const double> first, std::span<const double> second);

/// Whether a few pairs stand so far on one side that the differences are hardly normal.
bool isSkewed(const PairedTest& test);

/// Which of the two tests of pairs to trust where one is below 5 % and the other is not.
enum class TrustedTest {
    Both,      ///< they agree, or there is one only
    TTest,     ///< up to five pairs: sign flips cannot get below 5 %, whatever the differences are
    Neither,   ///< the same, and the differences are too skewed for what the t test supposes
    SignFlips, ///< six pairs or more: sign flips suppose less than the t test
};
TrustedTest trustedTest(const PairedTest& test);

/// @returns the least p that sign flips of so many pairs can come to
double leastSignFlip(std::size_t pairs);

/// Whether two groups of values, not paired, differ on average, by Welch's t test (1947).
struct WelchTest {
    double difference = 0; ///< second minus first
    Interval interval;     ///< of that, 95 %
    double t = 0;          ///< infinite where no group varies
    double degrees = 0;    ///< of freedom, by Satterthwaite
    double p = 1;          ///< two-sided
};
/// @param first, second at least two values each
WelchTest welchTest(std::span<const double> first, std::span<const double> second);

} // namespace moelab
