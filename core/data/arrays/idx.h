#pragma once

#include "data/arrays/number_array.h"

namespace moelab {

/// Whether a file that begins with `head` may be IDX, unpacked: two zero bytes, a known type, 1 to 4 dimensions.
bool looksLikeIdx(std::string_view head);

/// Reads the header of an IDX file: two zero bytes, the type of its numbers, the number of dimensions, and each of
/// them as an unsigned number of 4 bytes, highest first; the numbers follow in the same order
/// (http://yann.lecun.com/exdb/mnist/).
/// @throws Error naming the source and the byte at which it is no such header
ArrayHeader readIdxHeader(ByteSource& source);

} // namespace moelab
