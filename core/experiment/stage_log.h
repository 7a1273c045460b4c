#pragma once

#include "experiment/run_files.h"
#include "plan/stage.h"

#include <filesystem>
#include <string>
#include <vector>

namespace moelab {

// What the log says of a stage in training. Apart from stage_trainer.cpp, which includes LibTorch: a newer one
// brings an fmt among its headers, and another than spdlog has.

/// @param epochsDone epochs that an earlier, interrupted training left behind. @param images to train on
void logStart(const Stage& stage, std::int64_t epochsDone, std::int64_t images);
/// @param epochs the most that it may train
void logEpoch(const Stage& stage, const EpochMetrics& metrics, std::int64_t epochs);
void logDone(const Stage& stage, const StageResult& result);

/// @param reason why it cannot save, see NoPlaceError
void logWait(const Stage& stage, const std::string& reason);
void logEndOfWait(const Stage& stage);

/// See RunFolder::moveTo. @param unread files that are missing in the new place
void logMove(const std::filesystem::path& from, const std::filesystem::path& to,
             const std::vector<std::filesystem::path>& unread);
void logFailedMove(const std::filesystem::path& from, const std::filesystem::path& to, const std::string& reason);

} // namespace moelab
