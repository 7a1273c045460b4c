#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace moelab {

/// How many images to keep of each split, in published order.
struct DataSize {
    std::size_t train = 50000;
    std::size_t test = 10000;

    bool operator==(const DataSize&) const = default;
};

/// How an image that is not square comes into a square.
enum class Fit { Crop, Pad, Stretch };
enum class Colour { AsIs, Gray, Rgb };
/// Of CIFAR-100: its 100 classes, or its 20 superclasses.
enum class Labels { Fine, Coarse };
/// What floats of a NumPy file mean.
enum class PixelRange { Bytes, Unit };
/// What becomes of a data set with a file that cannot be read.
enum class Unreadable { LeaveOut, Refuse };

/// What a person can say of how data are read. Each reader looks at what concerns it.
struct DataOptions {
    DataSize size = {};
    int imageSize =
        0; ///< the side of the square that every image is brought to; 0: the data's own size if all images
           ///< have the same and no side is over limits::kOwnImageSide, else limits::kUsualImageSide
    Fit fit = Fit::Crop;
    Colour colour = Colour::AsIs;
    Labels labels = Labels::Fine;
    PixelRange pixels = PixelRange::Bytes;
    std::string listColumns =
        {};                    ///< "path,class" or "path,class,split", by name; empty: chosen by their usual names
    double testFraction = 0.2; ///< of every class, where the source has no test split
    std::uint64_t splitSeed = 1; ///< chooses those, and the order of images that have none
    Unreadable unreadable = Unreadable::LeaveOut;

    bool operator==(const DataOptions&) const = default;
};

} // namespace moelab
