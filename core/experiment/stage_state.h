#pragma once

#include "experiment/run_files.h"
#include "experiment/stage.h"

#include <filesystem>
#include <vector>

namespace moelab {

enum class StageState {
    Ready,       ///< can be trained now
    Waiting,     ///< needs other stages first
    Interrupted, ///< some epochs are done; training goes on from there
    Done,
    Stale ///< was trained, in full or for some epochs, but with other parameters, data or upstream stages than now,
          ///< or those are gone; or its result cannot be read
};

/// How far a stage of the run in a folder is, by the run's present parameters and data; read without its lock.
/// @param stages all of the run's
StageState stageState(const std::filesystem::path& run, const RunConfig& config, const std::vector<Stage>& stages,
                      const Stage& stage);

} // namespace moelab
