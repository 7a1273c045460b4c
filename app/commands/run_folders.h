#pragma once

#include <filesystem>
#include <string>

namespace moelab {

// What a person names may be a run or a folder of runs. These say so where a command takes the other.

/// @throws Error naming one of the runs in it, if the folder is not a run but holds some
void refuseWorkspace(const std::string& run);

/// @throws Error if the folder is a run
void refuseRun(const std::filesystem::path& workspace);

} // namespace moelab
