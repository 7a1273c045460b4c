#pragma once

#include "data/arrays/array_files.h"

namespace moelab {

/// Arrays of NumPy, in .npy files or in a .npz, which is a zip of them: see readNumpyHeader and numpyRole.
extern const ArrayFormat kNumpyFormat;

// As DataReader has it. A path is a .npz or another archive of .npy files, a folder or an archive with one .npz, a
// folder with .npy files, or one of these.

int recognisesNumpy(const Glance& glance);
DataSet openNumpy(const std::filesystem::path& path, const DataOptions& options, const StopToken& stop,
                  const Progress& progress);

} // namespace moelab
