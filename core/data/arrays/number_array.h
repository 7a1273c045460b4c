#pragma once

#include "base/progress.h"
#include "data/byte_source.h"
#include "data/data_options.h"
#include "data/element_type.h"
#include "data/image_set.h"

#include <cstdint>
#include <string>
#include <vector>

namespace moelab {

/// What the header of an IDX or NumPy file says of the numbers behind it, which lie row by row (C order).
struct ArrayHeader {
    ElementType type; ///< an integer or real
    std::vector<std::size_t> shape;
    std::uint64_t bytes = 0; ///< of the header itself
};

/// "60000 x 28 x 28"
std::string shapeInWords(const std::vector<std::size_t>& shape);

/// Reads the images that follow the header: of shape [N, H, W], [N, H, W, C] or [N, C, H, W] with C of 1 or 3.
/// Integers are pixels of 0 to 255. Reals are pixels if `range` says that they go from 0 to 1: they become 255
/// times as much, rounded, halves upwards.
/// @param progress told images read, and how many there are
/// @returns the images, without labels
/// @throws Error naming the source for another shape or size, a length that is not what the header promises, reals
/// of
///         which nothing is said, or the image with a number that is no pixel; Stopped
ImageSet readImageArray(ByteSource& source, const ArrayHeader& header, PixelRange range,
                        const Progress& progress = {});

/// Reads the labels that follow the header: integers, of shape [N] or [N, 1].
/// @throws Error naming the source for anything else, or a length that is not what the header promises; Stopped
std::vector<std::int64_t> readLabelArray(ByteSource& source, const ArrayHeader& header);

} // namespace moelab
