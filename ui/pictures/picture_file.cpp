#include "pictures/picture_file.h"

#include "base/error.h"
#include "base/files.h"
#include "data/printable.h"
#include "pictures/picture_structure.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImageReader>
#include <QMimeDatabase>
#include <QPainter>

#include <algorithm>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kMostMegabytes = 512; // 64 million pixels of 16 bits in four channels
constexpr const char* kAdvice = "Give a PNG, JPEG, WebP, TIFF, BMP, GIF or PPM file";

/// Formats of pixels. SVG and PDF are none: what they draw can be of any size, and can refer to other files.
bool isKnownFormat(const QByteArray& format) {
    static const QByteArrayList kFormats = {"png", "jpeg", "jpg", "bmp",  "gif",
                                            "ppm", "pgm",  "pbm", "webp", "tiff"};
    return kFormats.contains(format);
}

/// Says what the bytes are, as far as that can be told.
[[noreturn]] void refuseFormat(const QByteArray& bytes, const std::string& name) {
    const QByteArray type = QMimeDatabase().mimeTypeForData(bytes).name().toLatin1();
    const QByteArray format = type.startsWith("image/") ? type.sliced(6) : QByteArray();
    if (isKnownFormat(format) && !QImageReader::supportedImageFormats().contains(format))
        throw Error(name,
                    "is a " + format.toUpper().toStdString() + " picture, and Qt's plugin for those is missing",
                    "Install the package qt6-image-formats-plugins, or save the picture as PNG or JPEG");
    if (!format.isEmpty())
        throw Error(name, "is not a picture in a known format (it is " + type.toStdString() + ")",
                    "Save it as PNG or JPEG");
    throw Error(name, "is not a picture in a known format", kAdvice);
}

QByteArray bytesOf(const fs::path& file, const std::string& name) {
    std::error_code problem;
    const fs::file_status status = fs::status(file, problem);
    if (!fs::exists(status))
        throw Error(name, "cannot be found", "Check its name");
    if (!fs::is_regular_file(status)) // devices and pipes never end
        throw Error(name, "is not a file", kAdvice);
    const std::uint64_t size = fs::file_size(file, problem);
    if (!problem && size == 0)
        throw Error(name, "is empty", kAdvice);
    if (!problem && size > kMostPictureBytes)
        throw Error(name, "is " + std::to_string(size >> 20) + " MiB large, and at most 64 MiB are read",
                    "Reduce its size");
    return QByteArray::fromStdString(readFile(file, kMostPictureBytes));
}

/// Where a pixel has a number without a colour, Qt reads behind the end of its table; it is black here.
QImage withAllColours(QImage image) {
    const qsizetype missing = (qsizetype{1} << std::min(image.depth(), 8)) - image.colorCount();
    if (image.depth() <= 8 && image.colorCount() > 0 && missing > 0)
        image.setColorTable(image.colorTable() + QList<QRgb>(missing, qRgb(0, 0, 0)));
    return image;
}

QByteArray formatOf(QByteArray bytes) {
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    return QImageReader::imageFormat(&buffer);
}

/// As it is in the file, but turned upright.
QImage decoded(const QByteArray& bytes, const std::string& name) {
    const QByteArray format = formatOf(bytes);
    if (!isKnownFormat(format))
        refuseFormat(bytes, name);
    QImageReader::setAllocationLimit(kMostMegabytes);
    QBuffer buffer;
    buffer.setData(readableByQt(bytes, format));
    QImageReader reader(&buffer, format);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isValid() && qint64{size.width()} * size.height() > kMostPicturePixels)
        throw Error(name,
                    "has " + std::to_string(size.width()) + " x " + std::to_string(size.height()) +
                        " pixels, and at most 64 million are read",
                    "Reduce its size");
    if (endsEarly(bytes, format))
        throw Error(name, "is damaged (it ends early)", "Copy it again, or save the picture again");
    const QImage image = reader.read();
    if (image.isNull())
        throw Error(name, "is damaged, or of a kind that is not read (" + reader.errorString().toStdString() + ")",
                    "Save it as PNG or JPEG");
    return withAllColours(image);
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
    const QMimeDatabase types;
    const auto isImage = [&](QMimeDatabase::MatchMode mode) {
        return types.mimeTypeForFile(file, mode).name().startsWith(QLatin1String("image/"));
    };
    return QFileInfo(file).isFile() &&
           (isImage(QMimeDatabase::MatchExtension) || isImage(QMimeDatabase::MatchContent));
}

QString pictureNames() { return QStringLiteral("*.") + pictureSuffixes().join(QStringLiteral(" *.")); }

} // namespace moelab
