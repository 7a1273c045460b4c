#pragma once

#include "data/data_reader.h"

namespace moelab {

// CIFAR-10 and CIFAR-100 in either layout, as DataReader has it. A path is a folder with the set's files, a folder
// that holds cifar-10-batches-bin, cifar-100-python or one of their like (the binary layout is preferred), or an
// archive (see readArchive). Archives other than the published ones load too.

int recognisesCifar10(const Glance& glance);
DataSet openCifar10(const std::filesystem::path& path, const DataOptions& options, const StopToken& stop,
                    const Progress& progress);

int recognisesCifar100(const Glance& glance);
DataSet openCifar100(const std::filesystem::path& path, const DataOptions& options, const StopToken& stop,
                     const Progress& progress);

} // namespace moelab
