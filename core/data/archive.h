#pragma once

#include "base/limits.h"
#include "data/byte_source.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// What an archive may hold before it is refused.
struct ArchiveLimits {
    std::uint64_t bytes = limits::kArchiveBytes; ///< of all entries, unpacked; an archive that is large itself may
                                                 ///< hold limits::kArchiveGrowth times its own bytes
    std::size_t entries = limits::kArchiveEntries;
};

/// Reads a .tar.gz, .tgz, .tar or .zip (told by its content, not by its name) from first entry to last, without
/// unpacking it to disk.
/// @param visit gets every regular file: its name within the archive, '/' between folders whatever the archive has,
///        and its bytes, of which it may leave some
/// @throws Error naming archive and entry for: a name with "..", an absolute name, what is neither file nor folder
///         (links, devices), a zip's methods but stored and deflated, more than `limits`, damage; what `visit`
///         throws; and Stopped. The caller then has to drop what it got: an archive is refused as a whole.
void readArchive(const std::filesystem::path& path,
                 const std::function<void(const std::string& name, ByteSource& bytes)>& visit,
                 const ArchiveLimits& limits = {}, const StopToken& stop = StopToken());

/// The same of an archive that is a file in another, as a .npz is in a .tar.gz. It is in memory meanwhile, since
/// what a zip holds stands at its end.
/// @throws Error, too, if there is not memory enough for it
void readArchive(ByteSource& packed, const std::function<void(const std::string& name, ByteSource& bytes)>& visit,
                 const ArchiveLimits& limits = {}, const StopToken& stop = StopToken());

/// What comes first in an archive.
struct ArchiveStart {
    bool isArchive = false;
    std::vector<std::string> names; ///< of files, as readArchive gives them: limits::kGlanceEntries at most
    std::string problem;            ///< as an Error has it: why it is no archive, or what is wrong behind `names`
};

/// Reads as many entries as take limits::kGlanceUnpacked bytes at most. Refuses nothing: readArchive does.
ArchiveStart startOfArchive(const std::filesystem::path& path);

/// The last part of a name within an archive.
std::string_view fileNameOf(std::string_view name);

} // namespace moelab
