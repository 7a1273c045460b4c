#pragma once

#include <QByteArray>

namespace moelab {

/// Whether a picture file ends before its picture does. Walks the segments, chunks or blocks that the format
/// consists of, because Qt's decoders fill in what is missing from a JPEG, GIF or BMP file and call that a success.
/// Bytes behind the end of the picture are harmless: phones append films, cameras append padding.
/// @param format as QImageReader names it; of a format that is not known here (TIFF), the decoder is the judge
bool endsEarly(const QByteArray& bytes, const QByteArray& format);

/// The same picture in bytes that Qt decodes. Qt refuses a plain PBM file without blanks between its bits, which is
/// how GIMP and netpbm write it, drops a BMP's last row if the padding behind it is missing, and (6.8) refuses a
/// WebP of fewer than 40 bytes.
QByteArray readableByQt(const QByteArray& bytes, const QByteArray& format);

} // namespace moelab
