#include "pictures/picture_file.h"

#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/printable.h"
#include "data/geometry.h"
#include "data/pictures/picture.h"

#include <QFileInfo>
#include <QMimeDatabase>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAdvice = "Give a PNG, JPEG, WebP, TIFF, BMP, GIF or PPM file";

std::string bytesOf(const fs::path& file, const std::string& name) {
    std::error_code problem;
    const fs::file_status status = fs::status(file, problem);
    if (!fs::exists(status))
        throw Error(name, "cannot be found", "Check its name");
    if (!fs::is_regular_file(status)) // devices and pipes never end
        throw Error(name, "is not a file", kAdvice);
    const std::uint64_t size = fs::file_size(file, problem);
    if (!problem && size > limits::kPictureBytes)
        throw Error(name, "is " + std::to_string(size >> 20) + " MiB large, and at most 64 MiB are read",
                    "Reduce its size");
    return readFile(file, limits::kPictureBytes);
}

} // namespace

QImage readPicture(const fs::path& file, const ImageSet& run, Fit fit) {
    const std::string name = printable(file);
    const Picture picture = decodePicture(bytesOf(file, name), name);
    const Geometry geometry{run.height, run.width, run.channels, fit};
    std::vector<std::uint8_t> pixels(geometry.imageBytes());
    bringTo(geometry, {picture.width, picture.height, picture.channels, picture.pixels}, pixels);
    const QImage::Format format = run.channels == 3 ? QImage::Format_RGB888 : QImage::Format_Grayscale8;
    return QImage(pixels.data(), run.width, run.height, run.width * run.channels, format).copy();
}

void appendPicture(ImageSet& set, const QImage& picture) {
    const auto rowBytes = static_cast<std::size_t>(set.width) * static_cast<std::size_t>(set.channels);
    for (int y = 0; y < set.height; ++y) {
        const uchar* const row = picture.constScanLine(y); // rows of a QImage are padded
        set.pixels.insert(set.pixels.end(), row, row + rowBytes);
    }
    set.labels.push_back(0);
}

ImageSet emptySetLike(const ImageSet& run) { return {run.height, run.width, run.channels, {}, {}}; }

bool isPicture(const QString& file) {
    const QMimeDatabase types;
    const auto isImage = [&](QMimeDatabase::MatchMode mode) {
        return types.mimeTypeForFile(file, mode).name().startsWith(QLatin1String("image/"));
    };
    return QFileInfo(file).isFile() &&
           (isImage(QMimeDatabase::MatchExtension) || isImage(QMimeDatabase::MatchContent));
}

QString pictureNames() {
    QStringList names;
    for (const std::string_view ending : pictureEndings())
        names << QStringLiteral("*.") + QLatin1String(ending.data(), static_cast<qsizetype>(ending.size()));
    return names.join(QLatin1Char(' '));
}

} // namespace moelab
