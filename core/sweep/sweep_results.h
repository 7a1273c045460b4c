#pragma once

#include "analysis/mean_tests.h"
#include "sweep/queue_entry.h"
#include "workspace/run_summary.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// What one setting of a sweep achieved, over its seeds.
struct SettingResult {
    struct StageAccuracy {
        std::string stage;
        MeanEstimate accuracy;    ///< in 0..1
        std::size_t atChance = 0; ///< of those runs, see experiment/chance.h
    };

    std::string setting;               ///< see PlannedRun
    std::vector<StageAccuracy> stages; ///< in the order in which they train; those that some run has done
    std::optional<MeanEstimate> gain;  ///< see RunSummary::gain
};

/// A run of a sweep that was looked at when it had ended.
struct EndedRun {
    std::string setting;
    RunSummary summary;
};

/// By setting, in the order in which settings first appear.
std::vector<SettingResult> resultsOf(std::span<const EndedRun> runs);

/// Seconds of training behind the stages that the runs have done.
struct SweepSeconds {
    double trained = 0; ///< in these runs
    double taken = 0;   ///< elsewhere: the time saved by stages that were taken from other runs
    std::int64_t stagesTaken = 0;
};
SweepSeconds secondsOf(std::span<const EndedRun> runs);

} // namespace moelab
