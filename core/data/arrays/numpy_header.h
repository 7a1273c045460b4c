#pragma once

#include "data/arrays/number_array.h"

namespace moelab {

/// Whether a file that begins with `head` is a .npy file, if it is not damaged.
bool looksLikeNumpy(std::string_view head);

/// Reads the header of a .npy file, of format 1, 2 or 3: the bytes 93 4E 55 4D 50 59, two of the version, the
/// length of a Python dictionary, and the dictionary, which has the keys descr, fortran_order and shape
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). It is read as data; nothing is
/// evaluated.
/// @throws Error naming the source and what is wrong: no such header, Python objects (which are never unpickled),
/// other
///         types than integers, truth values and floats of 4 or 8 bytes, an array that is stored column by column
ArrayHeader readNumpyHeader(ByteSource& source);

} // namespace moelab
