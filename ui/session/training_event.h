#pragma once

#include "experiment/metrics.h"
#include "experiment/run_folder.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace moelab {

struct StageStarted {
    std::int64_t epochsDone; ///< that an earlier, interrupted training left behind
};

/// Predictions for the validation images after an epoch.
struct EpochAnswered {
    std::int64_t epoch;
    std::vector<std::uint16_t> answers;
};

struct StageWaits {
    std::string problem; ///< why it cannot be saved; empty once it could
};

struct StageFailed {
    std::string message;
};

/// What a training thread reports of a stage (see core's experiment/observer.h), as a value.
struct TrainingEvent {
    std::string stage;
    std::variant<StageStarted, BatchProgress, EpochMetrics, EpochAnswered, StageWaits, StageResult, StageFailed>
        what;
};

} // namespace moelab
