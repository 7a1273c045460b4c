#pragma once

#include "base/error.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace moelab {

/// Thrown when a file cannot be written for a reason that may pass: the disk is full or may not be written, or the
/// folder is gone. Nothing has changed, and the same call may succeed later.
class NoPlaceError : public Error {
  public:
    using Error::Error;
};

/// What becomes of a file that has the name already.
enum class IfExists { Replace, Refuse };

/// Writes a whole file so that, whatever happens, the path holds either the old content or the new:
/// a temporary file beside it, a checked write, a checked fsync, rename, fsync of the folder.
/// Of several that write one new name at the same moment under IfExists::Refuse, one succeeds.
/// @throws Error naming the path and the system's reason; the old content then still stands, unless the message
/// says
///         that only the folder could not be synced: then the new one does. NoPlaceError
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::string_view> pieces,
                         IfExists ifExists = IfExists::Replace);
void writeFileAtomically(const std::filesystem::path& path, std::string_view content,
                         IfExists ifExists = IfExists::Replace);

/// False, too, where the system does not tell.
bool isThere(const std::filesystem::path& path);

/// @throws Error if something has the name already
void refuseExisting(const std::filesystem::path& path);

/// @throws Error if the file cannot be read or is longer than `limit` bytes
std::string readFile(const std::filesystem::path& path, std::uint64_t limit);

/// Whether a killed `writeFileAtomically` may have left this file.
bool isTemporaryFile(const std::filesystem::path& path);

/// Removes every such file below `folder`.
void sweepTemporaryFiles(const std::filesystem::path& folder);

} // namespace moelab
