#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace moelab {

/// Writes a whole file so that, whatever happens, the path holds either the old content or the new:
/// a temporary file beside it, a checked write, a checked fsync, rename, fsync of the folder.
/// @throws Error naming the path and the system's reason; the old content then still stands
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::string_view> pieces);
void writeFileAtomically(const std::filesystem::path& path, std::string_view content);

/// @throws Error if the file cannot be read or is longer than `limit` bytes
std::string readFile(const std::filesystem::path& path, std::uint64_t limit);

/// Removes what a killed `writeFileAtomically` may have left below `folder`.
void sweepTemporaryFiles(const std::filesystem::path& folder);

} // namespace moelab
