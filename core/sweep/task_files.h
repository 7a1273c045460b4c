#pragma once

#include "sweep/executor.h"

#include <filesystem>
#include <string>
#include <vector>

namespace moelab {

/// A task as a command, whoever runs it.
struct TaskCommand {
    std::vector<std::string> arguments; ///< of `moelab train`, the program first
    std::filesystem::path log;          ///< what it says is to be appended there
};

/// Writes the task's parameters into the queue's folder of `workspace`. The command trains the run from wherever it
/// stands to its end, and takes stages that other runs of the workspace have trained.
/// @param program the path of moelab. @throws Error if the files cannot be written
TaskCommand prepareTask(const std::filesystem::path& program, const std::filesystem::path& workspace,
                        const RunTask& task);

/// Where prepareTask has a task's words kept.
std::filesystem::path logOfTask(const std::filesystem::path& workspace, const std::string& folder);

/// @returns the last line of a log, for a person to read; empty if there is none
std::string lastWordsOf(const std::filesystem::path& log);

} // namespace moelab
