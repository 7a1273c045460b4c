#pragma once

#include "data/image_set.h"

#include <string>

namespace moelab {

/// SHA-256 of the text "HEIGHT WIDTH CHANNELS COUNT\n", the pixels and the labels: 64 hexadecimal digits.
std::string sha256OfImages(const ImageSet& images);

/// Tells whether a run would see the same data: SHA-256 of one line each of
/// `moelab-data-1`, every class name, `train HASH` and `test HASH` (HASH as by sha256OfImages).
/// A class name's line is its length in bytes, a blank and the name. The source plays no part: the same images from
/// an archive, a folder or another layout have the same fingerprint.
std::string fingerprint(const DataSet& data);

} // namespace moelab
