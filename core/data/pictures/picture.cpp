#include "data/pictures/picture.h"

#include "base/error.h"
#include "base/limits.h"
#include "data/pictures/formats.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace moelab {
namespace {

using pictures::Decoded;

constexpr std::array<std::string_view, 12> kEndings = {"png", "jpg",  "jpeg", "webp", "gif", "bmp",
                                                       "tif", "tiff", "ppm",  "pgm",  "pbm", "pnm"};

struct Format {
    std::string_view begin; ///< of the file; '?' stands for any byte
    Decoded (*decode)(std::string_view bytes, const std::string& name);
};

constexpr std::array kFormats = {
    Format{"\x89PNG\r\n\x1a\n", pictures::decodePng},
    Format{"\xff\xd8\xff", pictures::decodeJpeg},
    Format{"RIFF????WEBP", pictures::decodeWebp},
    Format{"GIF87a", pictures::decodeGif},
    Format{"GIF89a", pictures::decodeGif},
    Format{"BM", pictures::decodeBmp},
    Format{std::string_view("II*\0", 4), pictures::decodeTiff},
    Format{std::string_view("MM\0*", 4), pictures::decodeTiff},
    Format{"P1", pictures::decodePnm},
    Format{"P2", pictures::decodePnm},
    Format{"P3", pictures::decodePnm},
    Format{"P4", pictures::decodePnm},
    Format{"P5", pictures::decodePnm},
    Format{"P6", pictures::decodePnm},
};

/// What people take for pictures, and this is not able to read.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kOthers = {{
    {"????ftyphei", "HEIC"},
    {"????ftypmif1", "HEIC or AVIF"},
    {"????ftypavif", "AVIF"},
    {"8BPS", "a Photoshop file"},
    {"<svg", "SVG"},
    {"%PDF", "PDF"},
    {std::string_view("\0\0\1\0", 4), "an icon"},
}};

bool begins(std::string_view bytes, std::string_view with) {
    return bytes.size() >= with.size() &&
           std::equal(with.begin(), with.end(), bytes.begin(), [](char a, char b) { return a == '?' || a == b; });
}

[[noreturn]] void refuseFormat(std::string_view bytes, const std::string& name) {
    if (bytes.empty())
        throw Error(name, "is empty", "Copy it again");
    const auto other = std::ranges::find_if(kOthers, [&](const auto& one) { return begins(bytes, one.first); });
    const std::string what = other == kOthers.end() ? "" : " (it is " + std::string(other->second) + ")";
    throw Error(name, "is not a picture in a known format" + what,
                "Save it as PNG or JPEG; WebP, GIF, BMP, TIFF and PPM are read, too");
}

/// Lays what is transparent on white.
template <int colours>
void layOnWhite(const std::uint8_t* from, const std::uint8_t* end, std::uint8_t* to) {
    for (; from != end; from += colours + 1) {
        const int alpha = from[colours];
        for (int channel = 0; channel < colours; ++channel)
            *to++ = static_cast<std::uint8_t>((from[channel] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}

Picture withoutAlpha(const Decoded& decoded) {
    const int channels = decoded.channels - 1;
    const auto pixels = decoded.pixels.size() / static_cast<std::size_t>(decoded.channels);
    Picture picture{decoded.width, decoded.height, channels,
                    std::vector<std::uint8_t>(pixels * static_cast<std::size_t>(channels))};
    const std::uint8_t* const begin = decoded.pixels.data();
    (channels == 1 ? layOnWhite<1> : layOnWhite<3>)(begin, begin + decoded.pixels.size(), picture.pixels.data());
    return picture;
}

/// Where the pixel at (x, y) of an upright picture lies in the file's, by orientation (EXIF 2.3, 4.6.4, tag 274).
std::pair<int, int> inFile(int orientation, int x, int y, int width, int height) {
    const int right = width - 1 - x;
    const int below = height - 1 - y;
    switch (orientation) {
    case 2:
        return {right, y};
    case 3:
        return {right, below};
    case 4:
        return {x, below};
    case 5:
        return {y, x};
    case 6:
        return {y, right};
    case 7:
        return {below, right};
    case 8:
        return {below, x};
    default:
        return {x, y};
    }
}

Picture upright(Picture picture, int orientation) {
    if (orientation <= 1 || orientation > 8)
        return picture;
    const bool onItsSide = orientation >= 5;
    const int width = onItsSide ? picture.height : picture.width;
    const int height = onItsSide ? picture.width : picture.height;
    Picture turned{width, height, picture.channels, std::vector<std::uint8_t>(picture.pixels.size())};
    std::uint8_t* to = turned.pixels.data();
    const auto channels = static_cast<std::size_t>(picture.channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x, to += channels) {
            const auto [fromX, fromY] = inFile(orientation, x, y, width, height);
            const std::size_t from = static_cast<std::size_t>(fromY) * static_cast<std::size_t>(picture.width) +
                                     static_cast<std::size_t>(fromX);
            std::copy_n(picture.pixels.data() + from * channels, channels, to);
        }
    return turned;
}

} // namespace

Picture decodePicture(std::string_view bytes, const std::string& name) {
    const auto format = std::ranges::find_if(kFormats, [&](const Format& one) { return begins(bytes, one.begin); });
    if (format == kFormats.end())
        refuseFormat(bytes, name);
    Decoded decoded = format->decode(bytes, name);
    const int orientation = decoded.orientation;
    const bool hasAlpha = decoded.channels % 2 == 0;
    return upright(hasAlpha ? withoutAlpha(decoded)
                            : Picture{decoded.width, decoded.height, decoded.channels, std::move(decoded.pixels)},
                   orientation);
}

std::span<const std::string_view> pictureEndings() { return kEndings; }

bool hasPictureName(std::string_view fileName) {
    std::string ending(fileName.substr(fileName.find_last_of('.') + 1));
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending.size() < fileName.size() && std::ranges::find(kEndings, ending) != kEndings.end();
}

} // namespace moelab
