#pragma once

#include "base/system_error.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace moelab {

/// What becomes of a file that has the name already.
enum class IfExists { Replace, Refuse };

/// Writes a whole file so that, whatever happens, the path holds either the old content or the new:
/// a temporary file beside it, a checked write, a checked fsync, rename, fsync of the folder. Where a file system
/// knows no fsync, that is said once and done without. A new file has the permissions that the umask leaves.
/// Of several that write one new name at the same moment under IfExists::Refuse, one succeeds.
/// @throws Error naming the path and the system's reason, a NoPlaceError if that may pass; the old content then
///         still stands, unless the message says that only the folder could not be synced: then the new one does
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::string_view> pieces,
                         IfExists ifExists = IfExists::Replace);
void writeFileAtomically(const std::filesystem::path& path, std::string_view content,
                         IfExists ifExists = IfExists::Replace);

/// Puts an open file of `folder`, or the folder itself, on the disk. Where that cannot confirm it, this is said
/// once.
/// @returns 0, or the system's reason
int putOnDisk(int descriptor, const std::filesystem::path& folder);

/// False, too, where the system does not tell.
bool isThere(const std::filesystem::path& path);

/// For whoever takes a file that is not there for one that never was. @throws Error, or NoPlaceError, where the
/// system does not tell
bool isSurelyThere(const std::filesystem::path& path);

/// Makes a folder, and those above it. @throws Error, or NoPlaceError if the reason may pass
void makeFolder(const std::filesystem::path& path);

/// Removes a file, or a folder with all in it; what is not there is no fault. @throws Error, or NoPlaceError
void removeAll(const std::filesystem::path& path);

/// Gives a file or folder another name on the same disk, in the place of a file. @throws NoPlaceError
void moveFile(const std::filesystem::path& from, const std::filesystem::path& to);

/// @throws Error if something has the name already
void refuseExisting(const std::filesystem::path& path);

/// @throws Error with the system's reason if the file cannot be read, a NoPlaceError if that may pass; Error if it
/// is longer than `limit` bytes
std::string readFile(const std::filesystem::path& path, std::uint64_t limit);

/// Whether a killed `writeFileAtomically` may have left this file.
bool isTemporaryFile(const std::filesystem::path& path);

/// Removes every such file below `folder`.
void sweepTemporaryFiles(const std::filesystem::path& folder);

} // namespace moelab
