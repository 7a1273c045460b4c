#pragma once

#include "experiment/experiment.h"

#include <CLI/CLI.hpp>

#include <string>

namespace moelab {

/// What a command is told of the run that it reads.
struct RunOptions {
    std::string run;
    std::string data; ///< where the run's images are now; empty: where they were
};

/// Adds the run's folder and --data to a command.
void addRunOptions(CLI::App& command, RunOptions& options);

/// Opens a run to read it. Where the images are now is kept in the run.
/// @throws Error if it is not a run, or its images are not at that place; Stopped
Experiment openRun(const RunOptions& options, const StopToken& stop);

} // namespace moelab
