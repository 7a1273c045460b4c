#pragma once

#include "training/fit.h"

#include <filesystem>
#include <string>

namespace moelab {

/// Saves where a stage stands after an epoch: weights, Adam's moments, early stopping.
void saveResumeState(const std::filesystem::path& path, const NamedTensors& weights, const FitState& state,
                     const std::string& fingerprint);

/// Puts `weights` and `state` back. @returns false if the file belongs to another fingerprint
/// @throws Error naming the file if it is damaged; the weights are then untouched
bool loadResumeState(const std::filesystem::path& path, const NamedTensors& weights, FitState& state,
                     const std::string& fingerprint);

} // namespace moelab
