#pragma once

#include "data/image_set.h"

#include <QImage>

#include <cstdint>
#include <filesystem>

namespace moelab {

/// What is read at most: the file, and its pixels when unpacked.
constexpr std::uint64_t kMostPictureBytes = 64u << 20;
constexpr std::int64_t kMostPicturePixels = 64'000'000;

/// Reads a picture file (PNG, JPEG, WebP, TIFF, BMP, GIF, PPM; its content tells, not its name) and makes of it
/// what a network sees. A picture that is cut is refused, bytes behind its end are ignored. In this order:
/// - of an animation the first frame; turned as the camera noted (EXIF);
/// - the largest part from the centre that has the run's proportions, for the run's 32 x 32 a square;
/// - what is transparent lies on white; 16 bits a channel become 8; CMYK becomes RGB; colour profiles are ignored;
/// - scaled smoothly, each pixel the mean of what it covers, or interpolated where the picture is smaller;
/// - for a run with one channel, grey as Qt weighs the colours.
/// @param run whose height, width and channels (3 or 1) are wanted
/// @returns RGB888 or Grayscale8. @throws Error naming the file
QImage readPicture(const std::filesystem::path& file, const ImageSet& run);

/// Appends a picture of the set's size; its label means nothing.
void appendPicture(ImageSet& set, const QImage& picture);

/// A set with the run's image size and no images.
ImageSet emptySetLike(const ImageSet& run);

/// Whether a file is meant as a picture: by its name's end or by its content, whichever says so.
bool isPicture(const QString& file);

/// For a file dialog: "*.png *.jpg ...".
QString pictureNames();

} // namespace moelab
