#pragma once

#include "data/byte_source.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace moelab {

/// What an archive may hold before it is refused. CIFAR-10 has 8 entries and 184 MB; a gzip bomb has more.
struct ArchiveLimits {
    std::uint64_t bytes = std::uint64_t{1} << 30; ///< of all entries, unpacked
    std::size_t entries = 1000;
};

/// Reads a .tar.gz, .tgz, .tar or .zip (told by its content, not by its name) from first entry to last, without
/// unpacking it to disk.
/// @param visit gets every regular file: its name without folders, and its bytes, of which it may leave some
/// @throws Error naming archive and entry for: a name with "..", an absolute name, anything that is neither file
/// nor
///         folder (links, devices), more than `limits`, damage; what `visit` throws; and Stopped. The caller then
///         has to drop what it got: an archive is refused as a whole.
void readArchive(const std::filesystem::path& path,
                 const std::function<void(const std::string& fileName, ByteSource& bytes)>& visit,
                 const ArchiveLimits& limits = {}, const StopToken& stop = StopToken());

} // namespace moelab
