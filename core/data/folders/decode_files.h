#pragma once

#include "base/progress.h"
#include "base/stop_token.h"
#include "data/folders/labelled_files.h"

namespace moelab {

/// Decodes the first options.size images of each split, all of a validation split, on all cores, and brings them to
/// one size and to gray or colour (see geometryFor; the sizes that count are those of the first kShapeSample
/// training images in the set's order, so that they do not depend on how many images are wanted). Pictures that
/// cannot be read are left out, which the report says, and the next ones come in their place; or they are refused.
/// What was decoded is kept in a cache, see decoded_cache.h, from which the same files and options are answered.
/// @param progress told the images done, and how many there are
/// @throws Error for pictures that do not fit into memory, before most are decoded; for a split of which no picture
/// can
///         be read; for a picture that is refused; Stopped
DataSet decodeFiles(const LabelledFiles& files, const DataOptions& options, const StopToken& stop,
                    const Progress& progress);

/// Pictures whose sizes say how large the images become.
constexpr std::size_t kShapeSample = 500;

} // namespace moelab
