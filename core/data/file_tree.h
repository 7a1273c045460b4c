#pragma once

#include "base/stop_token.h"
#include "data/byte_source.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
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

/// A file of a folder by its name. @returns nothing if there is no such file
std::optional<TreeFile> folderFile(const std::filesystem::path& folder, const std::string& name);

/// Gives the wanted files to `visit` one by one: a folder's in the order of `files`, an archive's as they come in
/// it.
/// @param files as listFiles gave them, or some of them, sorted by name
/// @param wanted, visit take indices into `files`
/// A folder's file is opened when its bytes are first read, which throws if it cannot be.
/// @throws Error as listFiles does; what `visit` throws; Stopped
void visitFiles(const std::filesystem::path& tree, const std::vector<TreeFile>& files,
                const std::function<bool(std::size_t file)>& wanted,
                const std::function<void(std::size_t file, ByteSource& bytes)>& visit, const StopToken& stop);

} // namespace moelab
