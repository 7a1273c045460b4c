#pragma once

#include "base/limits.h"
#include "data/byte_source.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace moelab {

/// What an archive may hold before it is refused.
struct ArchiveLimits {
    std::uint64_t bytes = limits::kArchiveBytes; ///< of all entries, unpacked
    std::size_t entries = limits::kArchiveEntries;
};

/// Reads a .tar.gz, .tgz, .tar or .zip (told by its content, not by its name) from first entry to last, without
/// unpacking it to disk.
/// @param visit gets every regular file: its name without folders, and its bytes, of which it may leave some
/// @throws Error naming archive and entry for: a name with "..", an absolute name, what is neither file nor folder
///         (links, devices), a zip's methods but stored and deflated, more than `limits`, damage; what `visit`
///         throws; and Stopped. The caller then has to drop what it got: an archive is refused as a whole.
void readArchive(const std::filesystem::path& path,
                 const std::function<void(const std::string& fileName, ByteSource& bytes)>& visit,
                 const ArchiveLimits& limits = {}, const StopToken& stop = StopToken());

} // namespace moelab
