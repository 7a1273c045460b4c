#pragma once

#include "workspace/run_summary.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// CSV (RFC 4180, decimal points in every locale) of the files that describe runs.

/// A line for each epoch, stage after stage: stage, epoch, loss, accuracy, val_loss, val_accuracy, seconds,
/// improved (1 or 0).
std::string historyTable(const RunHistory& history, const std::vector<Stage>& stages);

/// A line for each run: path (within the workspace), name, tags, data, started_utc, every parameter, for each stage
/// that any of the runs has "<stage>.accuracy", .loss, .epochs and .seconds (and, where any
/// run knows them, .balanced_accuracy and .macro_f1), gain, and at_chance, the stages that
/// never left chance. What is not known is empty.
std::string runsTable(std::span<const RunSummary> runs, const std::filesystem::path& workspace);

} // namespace moelab
