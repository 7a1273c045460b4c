#pragma once

#include "analysis/mean_tests.h"
#include "analysis/run_measure.h"
#include "base/json.h"

namespace moelab {

/// One run in an effect.
struct EffectPoint {
    double y = 0; ///< the measure
    std::int64_t seed = 0;
    std::shared_ptr<const RunSummary> run;
};

/// The runs with one value of a parameter.
struct EffectLevel {
    Json value;
    double x = 0; ///< the value, or a category's position from 0
    std::vector<EffectPoint> points;
    MeanEstimate mean; ///< of the points
};

struct EffectSeries {
    std::string name; ///< the second parameter's value, or the measured stage; empty if there is one series only
    std::vector<EffectLevel> levels; ///< by x, only those with points
};

/// A measure against a parameter.
struct Effect {
    std::string parameter;
    bool numeric = false;     ///< all values are numbers of a quantity, which a seed is none of; else categories
    bool logarithmic = false; ///< positive numbers, the largest ten times the smallest or more
    std::vector<Json> values; ///< of all series, by x
    std::vector<EffectSeries> series;
    /// What else differs among the runs, but for seed, threads and device: a spread, or a difference between
    /// values, may be its doing.
    std::vector<std::string> alsoVary;
};

/// Runs that repeat another's parameters and seed count once (see groupRuns); runs without the measure count
/// nowhere.
/// @param by a second parameter: one series for each of its values, in their order; or ""
/// @throws Error if one is not a parameter
Effect effectOf(RunSpan runs, const std::string& parameter, const Measure& measure, const std::string& by = {});

/// Every stage's accuracy against the number of training examples, one series a stage.
Effect learningCurves(RunSpan runs);

} // namespace moelab
