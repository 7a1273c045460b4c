#pragma once

#include "analysis/mean_tests.h"
#include "analysis/run_measure.h"

namespace moelab {

/// Runs that repeat one another but for the seed.
struct RunGroup {
    std::vector<std::shared_ptr<const RunSummary>> runs; ///< one a seed, by seed
    /// Further runs with a seed that is already among them. They are no independent repeats, so they count nowhere.
    std::vector<std::shared_ptr<const RunSummary>> repeated = {};
};

/// Runs with equal data and parameters but for the seed, the threads and the device: those two change rounding and
/// speed, not what is computed, as for a stage's fingerprint. Of runs with the same seed the first that is done
/// counts. @returns in the order of their first runs
std::vector<RunGroup> groupRuns(RunSpan runs);

/// Over those of the group's runs that have the measure.
MeanEstimate estimate(const RunGroup& group, const Measure& measure);

/// In how many of the group's runs the measure's stage, or one that it is built on, is at chance (see
/// experiment/chance.h); for the gain, any stage.
std::size_t countAtChance(const RunGroup& group, const Measure& measure);

/// Two groups by one measure: by the runs with the same seed where there are two such pairs or more, else by
/// Welch's test of all runs where no seed is common and both groups have two runs or more, else by no test.
struct GroupComparison {
    double difference = 0; ///< of the means, second minus first; over the pairs if there are any. NaN without runs
    std::vector<std::int64_t> seeds; ///< of the pairs, ascending
    std::size_t onlyFirst = 0;       ///< runs with the measure and a seed that the other group has not
    std::size_t onlySecond = 0;
    std::optional<PairedTest> paired = {};
    std::optional<WelchTest> welch = {};
};
GroupComparison compareGroups(const RunGroup& first, const RunGroup& second, const Measure& measure);

} // namespace moelab
