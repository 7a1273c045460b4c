#pragma once

#include "message_of.h"
#include "pictures/picture_file.h"

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>

#include <filesystem>

/// Pictures for tests, in real files and in memory.
namespace fixture {

inline QByteArray encoded(const QImage& image, const char* format) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, format, 95))
        qFatal("no %s", format);
    return bytes;
}

inline QImage filled(const QSize& size, const QColor& colour, QImage::Format format = QImage::Format_RGB32) {
    QImage image(size, format);
    image.fill(colour);
    return image;
}

/// Big-endian, as PNG and EXIF have it.
inline QByteArray number32(quint32 value) {
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.append(static_cast<char>(value >> shift & 0xff));
    return bytes;
}

/// A PNG that says it is of any size, with a right checksum (ISO 3309, as the PNG specification has it) and no
/// pixels.
inline QByteArray pngHeader(quint32 width, quint32 height) {
    const QByteArray body =
        QByteArray("IHDR") + number32(width) + number32(height) + QByteArray("\x08\x02\0\0\0", 5);
    quint32 crc = 0xffffffff;
    for (const char byte : body) {
        crc ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    }
    const QByteArray noPixels = number32(0) + QByteArray("IDAT") + number32(0x35af061e);
    return QByteArray("\x89PNG\r\n\x1a\n") + number32(13) + body + number32(~crc) + noPixels;
}

inline QImage noise(const QSize& size) {
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x) {
            const int i = y * size.width() + x;
            image.setPixel(x, y, qRgb(i * 7919 % 256, i * 104729 % 256, i * 31 % 256));
        }
    return image;
}

/// Files of a test, and the run that they are read for, of 32 x 32 colour images.
class PictureFolder {
  public:
    const moelab::ImageSet run{32, 32, 3, {}, {}};

    std::filesystem::path path(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path write(const QString& name, const QByteArray& bytes) const {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        return path(name);
    }
    std::filesystem::path save(const QString& name, const QImage& image) const {
        return write(name, encoded(image, "png"));
    }
    QImage read(const QString& name, const QByteArray& bytes) const {
        return moelab::readPicture(write(name, bytes), run);
    }
    std::string complaintOf(const QByteArray& bytes) const {
        const auto file = write("complaint", bytes);
        return messageOf([&] { moelab::readPicture(file, run); });
    }

  private:
    QTemporaryDir m_folder;
};

} // namespace fixture
