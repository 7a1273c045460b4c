#pragma once

#include "data/class_groups.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moelab {

/// Labelled images of one size. Pixels stay bytes from the file to the batch.
struct ImageSet {
    int height = 32;
    int width = 32;
    int channels = 3;
    std::vector<std::uint8_t> pixels;  ///< [N, height, width, channels], channels last
    std::vector<std::uint16_t> labels; ///< [N], an index into the data set's class names

    std::size_t size() const { return labels.size(); }
    std::size_t imageBytes() const {
        return static_cast<std::size_t>(height) * static_cast<std::size_t>(width) *
               static_cast<std::size_t>(channels);
    }
    /// @returns [height, width, channels] of image `index`
    std::span<const std::uint8_t> image(std::size_t index) const {
        return std::span(pixels).subspan(index * imageBytes(), imageBytes());
    }
};

/// Where a data set came from, as far as a person wants to know.
struct DataSource {
    std::string name;      ///< "CIFAR-10", or "built-in images (drawn, not photographed)"
    std::string origin;    ///< absolute path, or "builtin"
    std::string sha256;    ///< of the archive; empty for folders and drawn images
    bool official = false; ///< the archive's hash is the published one
    bool drawn = false;    ///< the images are drawn by this program
};

/// What a reader came upon that a person wants to know.
struct ReadReport {
    struct LeftOut {
        std::string file; ///< within the source
        std::string reason;
    };

    std::size_t leftOutCount = 0;
    std::vector<LeftOut> leftOut; ///< the first limits::kLeftOutListed of them
    std::map<std::pair<int, int>, std::size_t>
        sizes;            ///< images by the width and height that they have in the source
    bool resized = false; ///< not all have had the size that the images now have
};

struct DataSet {
    DataSource source;
    std::vector<std::string> classNames;
    ImageSet train;
    ImageSet test;
    std::optional<ImageSet> validation = {}; ///< the source's own, where it has one
    ClassGroups suggestedGroups = {};        ///< what the source says of classes that belong together, if anything
    ReadReport report = {};
};

} // namespace moelab
