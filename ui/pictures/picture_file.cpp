#include "pictures/picture_file.h"

#include "base/error.h"
#include "base/files.h"
#include "data/printable.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImageReader>
#include <QMimeDatabase>
#include <QPainter>
#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kMostMegabytes = 512; // 64 million pixels of 16 bits in four channels
constexpr const char* kAdvice = "Give a PNG, JPEG, BMP, GIF or PPM file";

/// Formats of pixels. SVG and PDF are none: what they draw can be of any size, and can refer to other files.
bool isKnownFormat(const QByteArray& format) {
    static const QByteArrayList kFormats = {"png", "jpeg", "jpg", "bmp",  "gif",
                                            "ppm", "pgm",  "pbm", "webp", "tiff"};
    return kFormats.contains(format);
}

/// libjpeg fills what is missing with grey and calls that a success. In a whole file the end marker follows the
/// last scan; a thumbnail, which has markers of its own, comes before.
bool isCutJpeg(const QByteArray& bytes) { return bytes.lastIndexOf("\xff\xd9") < bytes.lastIndexOf("\xff\xda"); }

/// Qt leaves the missing rows as they are and calls that a success, too. The header says how long the file is.
bool isCutBmp(const QByteArray& bytes) {
    return bytes.size() < 6 ||
           qFromLittleEndian<quint32>(bytes.constData() + 2) > static_cast<quint64>(bytes.size());
}

QByteArray bytesOf(const fs::path& file, const std::string& name) {
    std::error_code problem;
    const fs::file_status status = fs::status(file, problem);
    if (!fs::exists(status))
        throw Error(name, "cannot be found", "Check its name");
    if (!fs::is_regular_file(status)) // devices and pipes never end
        throw Error(name, "is no file", kAdvice);
    const std::uint64_t size = fs::file_size(file, problem);
    if (!problem && size == 0)
        throw Error(name, "is empty", kAdvice);
    if (!problem && size > kMostPictureBytes)
        throw Error(name, "has " + std::to_string(size >> 20) + " MiB, and at most 64 MiB are read",
                    "Save it smaller");
    return QByteArray::fromStdString(readFile(file, kMostPictureBytes));
}

/// As it is in the file, but turned upright.
QImage decoded(const QByteArray& bytes, const std::string& name) {
    QImageReader::setAllocationLimit(kMostMegabytes);
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    if (!reader.canRead() || !isKnownFormat(reader.format()))
        throw Error(name, "is no picture in a known format", kAdvice);
    const QSize size = reader.size();
    if (size.isValid() && qint64{size.width()} * size.height() > kMostPicturePixels)
        throw Error(name,
                    "has " + std::to_string(size.width()) + " x " + std::to_string(size.height()) +
                        " pixels, and at most 64 million are read",
                    "Save it smaller");
    if ((reader.format() == "jpeg" && isCutJpeg(bytes)) || (reader.format() == "bmp" && isCutBmp(bytes)))
        throw Error(name, "is damaged (it ends early)", "Save the picture anew");
    const QImage image = reader.read();
    if (image.isNull())
        throw Error(name, "is damaged (" + reader.errorString().toStdString() + ")", "Save the picture anew");
    return image;
}

QImage centre(const QImage& image, const QSize& proportions) {
    const QSize part = proportions.scaled(image.size(), Qt::KeepAspectRatio).expandedTo({1, 1});
    const QPoint corner((image.width() - part.width()) / 2, (image.height() - part.height()) / 2);
    return image.copy(QRect(corner, part));
}

QImage onWhite(const QImage& image) {
    QImage ground(image.size(), QImage::Format_RGB32);
    ground.fill(Qt::white);
    QPainter painter(&ground);
    painter.drawImage(0, 0, image);
    return ground;
}

const QStringList& pictureSuffixes() {
    static const QStringList kSuffixes = {QStringLiteral("png"),  QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                          QStringLiteral("bmp"),  QStringLiteral("gif"), QStringLiteral("ppm"),
                                          QStringLiteral("pgm"),  QStringLiteral("pbm"), QStringLiteral("webp"),
                                          QStringLiteral("tiff"), QStringLiteral("tif")};
    return kSuffixes;
}

} // namespace

QImage readPicture(const fs::path& file, const ImageSet& run) {
    const std::string name = printable(file);
    const QSize wanted(run.width, run.height);
    const QImage part = centre(decoded(bytesOf(file, name), name), wanted);
    const QImage scaled = onWhite(part).scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return scaled.convertToFormat(run.channels == 3 ? QImage::Format_RGB888 : QImage::Format_Grayscale8);
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
    return QFileInfo(file).isFile() &&
           QMimeDatabase().mimeTypeForFile(file).name().startsWith(QStringLiteral("image/"));
}

QString pictureNames() { return QStringLiteral("*.") + pictureSuffixes().join(QStringLiteral(" *.")); }

} // namespace moelab
