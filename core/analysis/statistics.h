#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// Where a number lies with 95 % confidence.
struct Interval {
    double low = 0;
    double high = 0;
};

/// Wilson's score interval for a share (Wilson 1927). For a mean of values in 0..1 that are not all 0 or 1 it is
/// wider than it need be, as such values vary less.
/// @param share of `count` independent trials
Interval wilson(double share, std::int64_t count);

/// Percentile bootstrap (Efron 1979) of the means of columns that belong together: every one of 2000 resamples
/// draws whole rows, so that differences of paired values stay paired. The draws are the same at every call.
/// @param values [rows, columns], at least one row. @returns [columns]
std::vector<Interval> bootstrapMeans(std::span<const double> values, std::size_t columns);

/// McNemar's test (1947) of whether two classifiers err equally often on the same images. Up to 24 discordant pairs
/// by the exact binomial distribution, else by chi-square with continuity correction (Edwards 1948).
struct McNemar {
    std::int64_t onlyFirst = 0;  ///< images that only the first classifies correctly
    std::int64_t onlySecond = 0; ///< images that only the second classifies correctly
    bool exact = true;
    double chiSquare = 0; ///< 0 if exact
    double p = 1;         ///< two-sided
};
McNemar mcNemar(std::int64_t onlyFirst, std::int64_t onlySecond);

} // namespace moelab
