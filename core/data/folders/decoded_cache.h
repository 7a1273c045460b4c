#pragma once

#include "data/data_options.h"
#include "data/folders/labelled_files.h"
#include "data/image_set.h"

#include <filesystem>
#include <optional>
#include <string>

namespace moelab {

/// What was decoded of these files, kept in the user's cache (cacheFolder()/decoded) under the hash of the files'
/// place, names, sizes and times, their classes and the options. The folder is bounded by
/// limits::kDecodedCacheBytes: those go that were not used for longest. It may be deleted at any time, and nothing
/// fails because of it: what cannot be read is decoded, what cannot be written is not kept, and the log says so.
class DecodedCache {
  public:
    DecodedCache(const LabelledFiles& files, const DataOptions& options);

    /// @returns nothing if it is not there, or damaged
    std::optional<DataSet> read() const;
    /// @param data as it was decoded, without what is known of its source
    void keep(const DataSet& data) const;

    /// Where it is or would be; empty if there is no place for a cache.
    const std::filesystem::path& file() const { return m_file; }

  private:
    std::filesystem::path m_file;
};

} // namespace moelab
