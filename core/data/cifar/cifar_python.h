#pragma once

#include "data/byte_source.h"
#include "data/cifar/cifar_labels.h"
#include "data/cifar/split_builder.h"

#include <string>
#include <vector>

namespace moelab {

/// Adds the images of one file of the python layout (a pickle with `labels` or `fine_labels` and `coarse_labels`,
/// and `data`, see Pickle) to `split`, whose batch was begun. The file is in memory meanwhile, 31 MB for a
/// published one of CIFAR-10, 155 MB for CIFAR-100's training images; it is not read if there is no room and
/// `labels` knows all it wants to.
/// @throws Error naming the file and what is wrong: an opcode or global, a shape, the image with a bad label
void readPythonBatch(ByteSource& source, CifarLabels& labels, SplitBuilder& split);

/// What batches.meta or meta says.
struct CifarNames {
    std::vector<std::string> classes;
    std::vector<std::string> superclasses = {}; ///< if the set has any
};
CifarNames readPythonNames(ByteSource& source, const CifarSet& set);

} // namespace moelab
