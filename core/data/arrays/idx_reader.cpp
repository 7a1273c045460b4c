#include "data/arrays/idx_reader.h"

#include "data/arrays/array_names.h"
#include "data/arrays/idx.h"

namespace moelab {

const ArrayFormat kIdxFormat = {idxRole, looksLikeIdx, readIdxHeader, "IDX",
                                "as MNIST's are: train-images-idx3-ubyte, train-labels-idx1-ubyte, "
                                "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte"};

int recognisesIdx(const Glance& glance) { return confidenceInArrays(kIdxFormat, glance); }

DataSet openIdx(const std::filesystem::path& path, const DataOptions& options, const StopToken& stop,
                const Progress& progress) {
    return openArrays(kIdxFormat, path, options, stop, progress);
}

} // namespace moelab
