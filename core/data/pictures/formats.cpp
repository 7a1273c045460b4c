#include "data/pictures/formats.h"

#include "base/error.h"
#include "base/limits.h"

#include <algorithm>

namespace moelab::pictures {

Decoded blank(std::int64_t width, std::int64_t height, int channels, const std::string& name) {
    const std::string size = std::to_string(width) + " x " + std::to_string(height) + " pixels";
    if (width <= 0 || height <= 0)
        throw Error(name, "is damaged (it has " + size + ")", "Copy it again, or save the picture again");
    if (width > limits::kPictureSide || height > limits::kPictureSide || width * height > limits::kPicturePixels)
        throw Error(name,
                    "has " + size + ", and at most " + std::to_string(limits::kPicturePixels / 1'000'000) +
                        " million are read",
                    "Reduce its size");
    Decoded decoded{static_cast<int>(width), static_cast<int>(height), channels};
    decoded.pixels.resize(static_cast<std::size_t>(width * height * channels));
    return decoded;
}

void refuseDamaged(const std::string& name, const std::string& why) {
    throw Error(name, "is damaged" + (why.empty() ? "" : " (" + why + ")"),
                "Copy it again, or save the picture again");
}

void refuseCut(const std::string& name) { refuseDamaged(name, "it ends early"); }

void refuseKind(const std::string& name, const std::string& kind) {
    throw Error(name, "is of a kind that is not read (it " + kind + ")", "Save it as PNG or JPEG");
}

int orientationOf(std::string_view exif) {
    constexpr std::uint32_t kOrientation = 0x0112;
    constexpr std::uint32_t kShort = 3;
    if (exif.starts_with(std::string_view("Exif\0\0", 6)))
        exif.remove_prefix(6);
    const Bytes bytes(exif);
    const bool little = exif.starts_with("II");
    if (!little && !exif.starts_with("MM"))
        return 1;
    const auto number = [&](std::uint64_t at, int count) {
        return little ? bytes.little(at, count) : bytes.big(at, count);
    };
    const std::uint64_t entries = number(4, 4);
    const std::uint32_t count = number(entries, 2);
    for (std::uint64_t entry = entries + 2; entry < entries + 2 + 12 * std::uint64_t{count}; entry += 12)
        if (number(entry, 2) == kOrientation && number(entry + 2, 2) == kShort) {
            const auto orientation = static_cast<int>(number(entry + 8, 2));
            return orientation >= 1 && orientation <= 8 ? orientation : 1;
        }
    return 1;
}

} // namespace moelab::pictures
