#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// A picture's pixels, of any size.
struct Picture {
    int width = 0;
    int height = 0;
    int channels = 3;                 ///< 1: gray, 3: red, green, blue
    std::vector<std::uint8_t> pixels; ///< [height, width, channels], rows from the top
};

/// Decodes a PNG, JPEG, WebP, GIF, BMP, TIFF or PPM file (PBM and PGM too); its content tells which, not its name.
/// - Of an animation the first frame, of a TIFF the first page. Turned upright as the camera noted (EXIF).
/// - What is transparent lies on white.
/// - Of 16 bits a channel the higher 8 are taken. Palettes are looked up. Gray stays one channel, also where all of
/// a
///   palette is gray. CMYK becomes RGB: red = (255 - cyan) * (255 - black) / 255; of a JPEG it is taken for
///   inverted, as Adobe writes it and everybody reads it. Colour profiles and gamma are ignored.
/// - Bytes behind the picture's end are ignored, as phones append films. A picture that is cut or damaged is
/// refused,
///   also where its decoder would fill in what is missing.
/// @param name what a message calls it
/// @throws Error naming it for other content, damage, and more than limits::kPicturePixels or limits::kPictureSide
Picture decodePicture(std::string_view bytes, const std::string& name);

/// Whether a file is named as a picture that is decoded: by its ending, in capitals or not.
bool hasPictureName(std::string_view fileName);

/// The endings of the names of such files: "png", "jpg"...
std::span<const std::string_view> pictureEndings();

} // namespace moelab
