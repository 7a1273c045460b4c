#pragma once

#include "experiment/run_context.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// What has to be equal for two runs to train a stage to the same bits on one machine: the stage's fingerprint, the
/// device, who convolves, and with LibTorch's convolutions its share of the cores (see trainStages).
std::string reuseKey(const Stage& stage, const std::vector<Stage>& stages, const Parameters& parameters,
                     const std::string& data);

/// A stage that was trained in another run.
struct TakenStage {
    std::string name;
    std::filesystem::path run;
};

/// Takes stages that are to be trained and are not done from the first of `runs` that has them done under the same
/// reuseKey; the mixture only from a run whose other stages have the very weights that this run's have. Weights are
/// checked against their hash on the way; the result notes where it came from, and keeps the seconds that training
/// took there. Runs that are damaged, or do not hold what they say, are passed over with a warning in the log.
/// @param names stages of the run, as Experiment::train takes them; @param runs may contain the run itself
/// @throws Error if the run cannot be written
std::vector<TakenStage> takeTrainedStages(const RunContext& context, const std::vector<std::string>& names,
                                          std::span<const std::filesystem::path> runs);

} // namespace moelab
