#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace moelab {

/// Writes a whole file so that, whatever happens, the path holds either the old content or the new:
/// a temporary file beside it, a checked write, a checked fsync, rename, fsync of the folder.
/// @throws Error naming the path and the system's reason; the old content then still stands, unless the message
/// says
///         that only the folder could not be synced: then the new one does
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::string_view> pieces);
void writeFileAtomically(const std::filesystem::path& path, std::string_view content);

/// @throws Error if the file cannot be read or is longer than `limit` bytes
std::string readFile(const std::filesystem::path& path, std::uint64_t limit);

/// Whether a killed `writeFileAtomically` may have left this file.
bool isTemporaryFile(const std::filesystem::path& path);

/// Removes every such file below `folder`.
void sweepTemporaryFiles(const std::filesystem::path& folder);

} // namespace moelab
