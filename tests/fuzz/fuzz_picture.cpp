#include "data/geometry.h"
#include "data/pictures/picture.h"

#include "foreign.h"

using namespace moelab;

/// A picture file, as folders, archives and the window give them, and its way into a set's images.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    foreign::mayRefuse([&] {
        const Picture picture = decodePicture(input.bytes, "picture");
        foreign::require(picture.width > 0 && picture.height > 0, "it has a size");
        foreign::require(picture.channels == 1 || picture.channels == 3, "it is gray or coloured");
        foreign::require(picture.pixels.size() == std::size_t(picture.width) * std::size_t(picture.height) *
                                                      std::size_t(picture.channels),
                         "every pixel is there");
        const Geometry geometry{8 + (input.choice & 7), 8 + (input.choice >> 3 & 7), input.choice & 64 ? 1 : 3,
                                static_cast<Fit>((input.choice >> 6) % 3)};
        std::vector<std::uint8_t> image(geometry.imageBytes());
        bringTo(geometry, {picture.width, picture.height, picture.channels, picture.pixels}, image);
    });
    return 0;
}
