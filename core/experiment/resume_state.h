#pragma once

#include "training/fit.h"

#include <filesystem>
#include <string>

namespace moelab {

/// Saves where a stage stands after an epoch: weights, Adam's moments, early stopping.
/// @param previous what stood at `path` goes there. A crash may leave it there and nothing at `path`
void saveResumeState(const std::filesystem::path& path, const std::filesystem::path& previous,
                     const NamedTensors& weights, const FitState& state, const std::string& fingerprint);

/// Puts `weights` and `state` back. @returns false if the file belongs to another fingerprint
/// @param wayOut what a person can do if it is damaged
/// @throws Error naming the file if it is damaged or of a newer schema; the weights are then untouched
bool loadResumeState(const std::filesystem::path& path, const NamedTensors& weights, FitState& state,
                     const std::string& fingerprint, const std::string& wayOut);

} // namespace moelab
