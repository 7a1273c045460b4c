#pragma once

#include "base/stop_token.h"
#include "data/byte_source.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// A file of a folder or of an archive, which readers need not tell apart.
struct TreeFile {
    std::string name;         ///< within the tree, '/' between its folders
    std::uint64_t bytes = 0;  ///< as the file system or the archive says; 0 if it does not
    std::int64_t changed = 0; ///< nanoseconds since 1970; 0 in an archive
};

/// Whether a name, or a folder it lies in, is none that a person put there: hidden, or Thumbs.db, desktop.ini and
/// __MACOSX, which systems leave behind.
bool isClutter(std::string_view name);

/// The files below a folder, or in an archive (see readArchive), sorted by name, without clutter. Links are
/// followed, but not back into a folder that they are in.
/// @throws Error for more than limits::kTreeFiles files, folders deeper than limits::kTreeDepth, one that cannot be
///         read, an archive that is refused or names a file twice; Stopped
std::vector<TreeFile> listFiles(const std::filesystem::path& tree, const StopToken& stop);

/// Gives the wanted files to `visit` one by one: a folder's sorted by name, an archive's as they come in it.
/// @param files as listFiles gave them
/// @throws Error as listFiles does, and if a file is gone; what `visit` throws; Stopped
void visitFiles(const std::filesystem::path& tree, const std::vector<TreeFile>& files,
                const std::function<bool(const std::string& name)>& wanted,
                const std::function<void(const std::string& name, ByteSource& bytes)>& visit,
                const StopToken& stop);

} // namespace moelab
