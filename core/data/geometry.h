#pragma once

#include "base/stop_token.h"
#include "data/data_options.h"
#include "data/image_set.h"
#include "data/pictures/picture.h"

#include <cstdint>
#include <map>
#include <span>
#include <utility>

namespace moelab {

/// The shape of a set's images, and how a picture of another comes to it.
struct Geometry {
    int height = 32;
    int width = 32;
    int channels = 3;
    Fit fit = Fit::Crop;

    std::size_t imageBytes() const {
        return static_cast<std::size_t>(height) * static_cast<std::size_t>(width) *
               static_cast<std::size_t>(channels);
    }
    bool operator==(const Geometry&) const = default;
};

/// Pictures by their width and height.
using PictureSizes = std::map<std::pair<int, int>, std::size_t>;

/// What the options make of pictures of these sizes: options.imageSize if it is not 0; else their own size, if all
/// have the same and no side is over limits::kOwnImageSide; else limits::kUsualImageSide. Gray, as it is, only if
/// all of them are gray.
/// @throws Error on image_size for a side that is not within limits::kLeastImageSide to limits::kMostImageSide
Geometry geometryFor(const PictureSizes& sizes, bool allGray, const DataOptions& options);

/// Pixels of a picture: [height, width, channels].
struct PictureView {
    int width;
    int height;
    int channels;
    std::span<const std::uint8_t> pixels;
};

/// Makes of a picture an image of a set:
/// - Crop takes the largest part from its middle that has the set's proportions, Stretch all of it, Pad all of it
/// in
///   its own proportions, in the middle of black;
/// - where that is larger than the image, each pixel is the mean of the area that it covers; where it is smaller,
/// it
///   is interpolated between the two nearest; to the nearest whole number. Integer arithmetic, so that every
///   machine makes the same bytes;
/// - gray becomes colour by three times its value, colour becomes gray as ITU-R BT.601 weighs it:
///   (19595 R + 38470 G + 7471 B + 32768) / 65536.
/// @param into [geometry.height, geometry.width, geometry.channels]
void bringTo(const Geometry& geometry, const PictureView& picture, std::span<std::uint8_t> into);

/// Brings all images of a set to what the options ask for, and notes in its report if that is another size than
/// they have had. For readers that give images as their source has them.
/// @throws Error as geometryFor does, and where there is not enough memory; Stopped
void bringTo(const DataOptions& options, DataSet& data, const StopToken& stop);

/// @throws Error on `source` if images of that size do not fit into the memory that is free
void checkMemory(const std::string& source, std::size_t images, std::size_t imageBytes);

} // namespace moelab
