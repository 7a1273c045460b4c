#pragma once

#include "data/data_options.h"
#include "data/image_set.h"

#include <QImage>

#include <filesystem>

namespace moelab {

/// Reads a picture file (see decodePicture) and makes of it what a network sees, as data sets of picture files do
/// (see bringTo).
/// @param run whose height, width and channels (3 or 1) are wanted
/// @returns RGB888 or Grayscale8. @throws Error naming the file
QImage readPicture(const std::filesystem::path& file, const ImageSet& run, Fit fit = Fit::Crop);

/// Appends a picture of the set's size; its label means nothing.
void appendPicture(ImageSet& set, const QImage& picture);

/// A set with the run's image size and no images.
ImageSet emptySetLike(const ImageSet& run);

/// Whether a file is meant as a picture: by its name's end or by its content, whichever says so.
bool isPicture(const QString& file);

/// For a file dialog: "*.png *.jpg ...".
QString pictureNames();

} // namespace moelab
