#pragma once

#include "experiment/stage_state.h"
#include "training/fit.h"

#include <filesystem>
#include <string>

namespace moelab {

/// Saves where a stage stands after an epoch: weights, Adam's moments, early stopping.
/// @param previous what stood at `path` goes there. A crash may leave it there and nothing at `path`
void saveResumeState(const std::filesystem::path& path, const std::filesystem::path& previous,
                     const NamedTensors& weights, const FitState& state, const Course& course);

/// Puts `weights` and `state` back, of a state that training continues from (see resumesFrom).
/// @param wayOut what a person can do if it is damaged
/// @throws Error naming the file if it is damaged or of a newer schema; the weights are then untouched
void loadResumeState(const std::filesystem::path& path, const NamedTensors& weights, FitState& state,
                     const std::string& wayOut);

} // namespace moelab
