#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// What a path holds at first sight, which takes as long for a folder with a million files or an archive of
/// gigabytes as for any other.
struct Glance {
    enum class Kind { Folder, Archive, File };

    std::filesystem::path path;
    Kind kind = Kind::File;
    /// Some of a folder's or an archive's entries, sorted: limits::kGlanceEntries at most. Of a folder those that
    /// lie in it, subfolders with a '/' at the end; of an archive the files that come first, with the folders they
    /// are in. Hidden ones and those that systems leave behind (isClutter) are left out.
    std::vector<std::string> names = {};
    std::string head = {};    ///< a file's first bytes, limits::kGlanceBytes at most
    std::string problem = {}; ///< why a file is no archive, or what is wrong with an archive behind `names`

    /// Whether a folder has something of this name, however many others it has; whether an archive has a file of
    /// this name among its first, in whatever folder.
    bool holds(std::string_view name) const;
};

/// @throws Error if there is nothing at `path`, it may not be read, or it is neither a folder nor a file
Glance glanceAt(const std::filesystem::path& path);

} // namespace moelab
