#pragma once

#include <filesystem>
#include <vector>

namespace moelab {

/// @throws Error if `place` is inside a run's folder: the copy of the run would copy itself
void refuseWithin(const std::filesystem::path& place, const std::filesystem::path& run);

/// Copies all that lies in a run's folder, but its lock, and its configuration and history, which are written last.
/// @returns the files that could not be read
/// @throws Error if `to` cannot be written
std::vector<std::filesystem::path> copyRun(const std::filesystem::path& from, const std::filesystem::path& to);

/// Gives a file a second name, or where the disk knows no such thing, copies it. Files of a run are never changed
/// in place, so either name keeps its content. A file that is not there is left out.
void shareFile(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace moelab
