#pragma once

#include "data/arrays/array_files.h"

namespace moelab {

/// The format of MNIST and its family (EMNIST, KMNIST, Fashion-MNIST): see readIdxHeader and idxRole.
extern const ArrayFormat kIdxFormat;

// As DataReader has it. A path is a folder that holds the files, one of these, or an archive.

int recognisesIdx(const Glance& glance);
DataSet openIdx(const std::filesystem::path& path, const DataOptions& options, const StopToken& stop,
                const Progress& progress);

} // namespace moelab
