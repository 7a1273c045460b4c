#pragma once

#include "cifar_fixture.h"
#include "data/image_set.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace fixture {

/// A PPM file of one colour, or a PGM file if that is gray.
inline std::string plainPicture(int width, int height, int red, int green, int blue) {
    const bool gray = red == green && green == blue;
    std::string file = (gray ? "P5 " : "P6 ") + std::to_string(width) + " " + std::to_string(height) + " 255\n";
    for (int i = 0; i < width * height; ++i)
        for (const int value : gray ? std::vector{red} : std::vector{red, green, blue})
            file += static_cast<char>(value);
    return file;
}

/// 8 x 8 pixels of a colour that no other index has.
inline std::string numberedPicture(int index) { return plainPicture(8, 8, index % 256, index / 256, 255); }

/// What numberedPicture was made from.
inline int numberOf(std::span<const std::uint8_t> image) { return image[0] + 256 * image[1]; }

/// Number and class of each image, in no order.
inline std::map<int, std::string> contentOf(const moelab::DataSet& data, const moelab::ImageSet& images) {
    std::map<int, std::string> content;
    for (std::size_t i = 0; i < images.size(); ++i)
        content[numberOf(images.image(i))] = data.classNames[images.labels[i]];
    return content;
}

inline std::vector<int> orderOf(const moelab::ImageSet& images) {
    std::vector<int> order;
    for (std::size_t i = 0; i < images.size(); ++i)
        order.push_back(numberOf(images.image(i)));
    return order;
}

} // namespace fixture
