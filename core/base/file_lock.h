#pragma once

#include <filesystem>
#include <string>

namespace moelab {

/// Takes a lock that belongs to this process: it falls with it, however it ends, or when the descriptor is closed.
/// @param file made if it is not there; holds the process's number, for messages
/// @param subject what is locked, for messages
/// @returns the descriptor. @throws Error if another process has the lock, or the file cannot be written
int takeLock(const std::filesystem::path& file, const std::string& subject);

} // namespace moelab
