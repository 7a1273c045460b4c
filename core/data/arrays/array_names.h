#pragma once

#include "data/arrays/split_arrays.h"

#include <optional>
#include <string_view>

namespace moelab {

/// What the name of an IDX file says: any words of a data set, train or t10k or the like, images or labels, and the
/// format, between '-', '.', '_' or blanks, and .gz. As published: train-images-idx3-ubyte.gz,
/// emnist-letters-test-labels-idx1-ubyte, t10k-images.idx3-ubyte.
std::optional<ArrayRole> idxRole(std::string_view fileName);

/// What the name of a .npy file says: images or x, labels or y, and train or test or the like before or behind,
/// between '_' or '-'. As in use: train_images.npy, x_train.npy, y.npy.
std::optional<ArrayRole> numpyRole(std::string_view fileName);

} // namespace moelab
