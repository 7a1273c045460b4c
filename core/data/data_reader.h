#pragma once

#include "base/progress.h"
#include "base/stop_token.h"
#include "data/data_options.h"
#include "data/glance.h"
#include "data/image_set.h"

#include <filesystem>
#include <span>
#include <string_view>

namespace moelab {

/// One format of image data. A new one is a file with these functions, and a row in data_reader.cpp.
struct DataReader {
    std::string_view reads; ///< what a person can choose, as part of a sentence

    /// How sure it is that the path is its own, of what is seen of it: 0 no, 100 certain.
    int (*recognises)(const Glance& glance);

    /// Opens a path that it recognises. Sets all of the data set but source.origin and, of archives, source.sha256.
    /// Images beyond options.size are not kept; having fewer is no error. The images may have any size: the caller
    /// brings those of another to what the options ask for (see fitted in geometry.h).
    /// @param progress told images done, and their number if it is known
    /// @throws Error naming the file, what is wrong with it and what to do; Stopped within a second
    DataSet (*open)(const std::filesystem::path& path, const DataOptions& options, const StopToken& stop,
                    const Progress& progress);
};

/// All there are.
std::span<const DataReader> dataReaders();

/// The reader that is surest of a path.
/// @throws Error if none is at all sure: what was found, and what is read
const DataReader& readerOf(const std::filesystem::path& path);

} // namespace moelab
