#pragma once

#include "data/byte_source.h"
#include "data/split_builder.h"

#include <string>
#include <vector>

namespace moelab {

/// Adds the images of one data_batch_N or test_batch (a pickle with `labels` and `data`, see Pickle) to `split`,
/// whose batch was begun. The file is in memory meanwhile, 31 MB for a published one; it is not read if there is no
/// room.
/// @throws Error naming the file and what is wrong: an opcode or global, a shape, the image with a bad label
void readPythonBatch(ByteSource& source, SplitBuilder& split);

/// @returns `label_names` of batches.meta
std::vector<std::string> readPythonNames(ByteSource& source);

} // namespace moelab
