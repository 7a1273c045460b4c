#pragma once

#include <filesystem>
#include <string>

namespace moelab {

/// Locks an open file for this process. Where the disk supports no locks, that is said, and done without.
/// @param subject what is locked, for messages
/// @returns false if it is locked already
/// @throws Error with the system's reason, a NoPlaceError if that may pass
bool lockAlone(int descriptor, const std::string& subject);

/// A lock that belongs to this process: it falls with it, however it ends, or when this object goes.
class FileLock {
  public:
    /// @param file made if it is not there; holds the process's number, for messages
    /// @param subject what is locked, for messages
    /// @throws Error if it is locked already; as lockAlone, or if the file cannot be written
    FileLock(const std::filesystem::path& file, const std::string& subject);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

  private:
    int m_descriptor;
};

} // namespace moelab
