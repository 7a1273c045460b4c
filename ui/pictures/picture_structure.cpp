#include "pictures/picture_structure.h"

#include <QtEndian>

#include <algorithm>
#include <cctype>
#include <optional>

namespace moelab {
namespace {

/// A file's bytes. What is read behind its end is 0.
class Bytes {
  public:
    explicit Bytes(const QByteArray& bytes)
        : m_bytes(bytes) {}

    qint64 size() const { return m_bytes.size(); }
    int byte(qint64 at) const { return at < size() ? static_cast<uchar>(m_bytes[at]) : 0; }
    template <class T>
    T little(qint64 at) const {
        return at <= size() - qint64{sizeof(T)} ? qFromLittleEndian<T>(m_bytes.constData() + at) : T();
    }
    template <class T>
    T big(qint64 at) const {
        return at <= size() - qint64{sizeof(T)} ? qFromBigEndian<T>(m_bytes.constData() + at) : T();
    }
    /// @returns the file's end if there is none
    qint64 find(char wanted, qint64 from) const {
        const qint64 found = from < size() ? m_bytes.indexOf(wanted, from) : -1;
        return found < 0 ? size() : found;
    }

  private:
    const QByteArray& m_bytes;
};

/// ITU-T T.81, B.1.1: segments that begin with a marker; between those of a scan lie coded bytes, in which FF is
/// followed by 00 or by the number of a restart. A thumbnail with markers of its own lies inside a segment.
bool isCutJpeg(const Bytes& bytes) {
    enum Marker { Stuffed = 0x00, Temporary = 0x01, Restart0 = 0xd0, Start = 0xd8, End = 0xd9, Fill = 0xff };
    for (qint64 at = bytes.find('\xff', 2); at + 1 < bytes.size(); at = bytes.find('\xff', at)) {
        const int marker = bytes.byte(at + 1);
        if (marker == End)
            return false;
        const bool alone = marker == Stuffed || marker == Temporary || (marker >= Restart0 && marker <= Start);
        at += marker == Fill ? 1 : 2;
        if (marker != Fill && !alone)
            at += bytes.big<quint16>(at);
    }
    return true;
}

/// PNG specification, 5.3: chunks of length, type, data and checksum, the last one IEND.
bool isCutPng(const Bytes& bytes) {
    constexpr quint32 kEnd = 0x49454e44; // "IEND"
    for (qint64 at = 8; at + 8 <= bytes.size(); at += 12 + qint64{bytes.big<quint32>(at)})
        if (bytes.big<quint32>(at + 4) == kEnd)
            return false;
    return true;
}

/// GIF89a specification, 17 to 27. Looks only as far as the first frame's end, for more is not shown.
bool isCutGif(const Bytes& bytes) {
    enum Introducer { Extension = 0x21, Image = 0x2c };
    const auto colourBytes = [&](qint64 flagsAt) {
        const int flags = bytes.byte(flagsAt);
        return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
    };
    for (qint64 at = 13 + colourBytes(10); at < bytes.size();) {
        const int introducer = bytes.byte(at);
        if (introducer != Extension && introducer != Image)
            return false; // the end, or nothing that a GIF has: the decoder says what is wrong
        at += introducer == Extension ? 2 : 11 + colourBytes(at + 9);
        while (bytes.byte(at) != 0)
            at += 1 + bytes.byte(at);
        if (introducer == Image)
            return at >= bytes.size();
        ++at;
    }
    return true;
}

/// RLE4 or RLE8, as Microsoft's "Bitmap Compression" has it: pairs of bytes, the last one 0 1, which some writers
/// leave out.
bool isCutRle(const Bytes& bytes, qint64 at, int bits, qint64 width, qint64 height) {
    qint64 x = 0;
    qint64 rows = 0;
    while (at + 1 < bytes.size()) {
        const int count = bytes.byte(at);
        const int code = bytes.byte(at + 1);
        at += 2;
        if (count == 0 && code == 1) // end of the picture
            return false;
        if (count > 0) {
            x += count;
        } else if (code == 0) { // end of the row
            x = 0;
            ++rows;
        } else if (code == 2) { // a step
            x += bytes.byte(at);
            rows += bytes.byte(at + 1);
            at += 2;
        } else { // pixels as they are, padded to 16 bits
            x += code;
            at += ((code * bits + 7) / 8 + 1) & ~1;
        }
    }
    return at > bytes.size() || rows + (x >= width ? 1 : 0) < height;
}

/// The sizes in the headers are often wrong, and decoders do not look at them: what the picture takes follows from
/// its width, height and bits.
bool isCutBmp(const Bytes& bytes) {
    constexpr quint32 kNone = 0, kRle8 = 1, kRle4 = 2, kBitFields = 3;
    const qint64 header = bytes.little<quint32>(14);
    const bool old = header == 12; // of OS/2
    const qint64 width = old ? bytes.little<quint16>(18) : bytes.little<qint32>(18);
    const qint64 height = old ? bytes.little<quint16>(20) : qAbs(qint64{bytes.little<qint32>(22)});
    const int bits = bytes.little<quint16>(old ? 24 : 28);
    const quint32 compression = old ? kNone : bytes.little<quint32>(30);
    if (bytes.size() < 26)
        return true;
    if ((!old && header < 40) || compression > kBitFields || width <= 0)
        return false; // no kind that Qt decodes: it says so
    // The offset is wrong in some files, too: pixels do not lie before the colours, whose number OS/2 leaves to it.
    const qint64 named = bytes.little<quint32>(46);
    const qint64 colours = bits > 8 || old ? 0 : named > 0 ? std::min<qint64>(named, 256) : qint64{1} << bits;
    const qint64 begin = std::max<qint64>(bytes.little<quint32>(10), 14 + header + 4 * colours);
    if (compression == kRle8 || compression == kRle4)
        return isCutRle(bytes, begin, compression == kRle8 ? 8 : 4, width, height);
    const qint64 row = (width * bits + 7) / 8;
    const qint64 paddedRow = (row + 3) & ~qint64{3};
    const qint64 there = bytes.size() - begin + (paddedRow - row); // the padding behind the last row may be missing
    return there < 0 || (paddedRow > 0 && there / paddedRow < height);
}

/// RIFF: its length at byte 4 counts what follows.
bool isCutWebp(const Bytes& bytes) { return 8 + qint64{bytes.little<quint32>(4)} > bytes.size(); }

struct PnmHeader {
    int kind; ///< 1 to 6: P1 is plain bits, P6 is binary RGB
    qint64 width;
    qint64 height;
    qint64 largest; ///< value of a pixel
    qint64 end;     ///< where the pixels begin
};

/// netpbm's pbm(5), pgm(5), ppm(5): numbers between blanks and comments, then one blank.
std::optional<PnmHeader> pnmHeader(const Bytes& bytes) {
    qint64 at = 2;
    const auto number = [&] {
        for (; std::isspace(bytes.byte(at)) || bytes.byte(at) == '#'; ++at)
            if (bytes.byte(at) == '#')
                at = bytes.find('\n', at);
        qint64 value = -1;
        for (; std::isdigit(bytes.byte(at)) && value < 1'000'000'000; ++at)
            value = std::max<qint64>(value, 0) * 10 + bytes.byte(at) - '0';
        return value;
    };
    PnmHeader header = {bytes.byte(1) - '0', number(), number(), 1, 0};
    if (header.kind != 1 && header.kind != 4)
        header.largest = number();
    header.end = at + 1;
    if (header.kind < 1 || header.kind > 6 || header.width < 1 || header.height < 1 || header.largest < 1)
        return std::nullopt; // the decoder says so
    return header;
}

/// The plain kinds' numbers are counted by Qt.
bool isCutPnm(const Bytes& bytes) {
    const auto header = pnmHeader(bytes);
    if (!header || header->kind < 4)
        return false;
    const qint64 channels = header->kind == 6 ? 3 : 1;
    const qint64 row =
        header->kind == 4 ? (header->width + 7) / 8 : header->width * channels * (header->largest > 255 ? 2 : 1);
    return (bytes.size() - header->end) / row < header->height;
}

bool isPnm(const QByteArray& format) { return format == "pbm" || format == "pgm" || format == "ppm"; }

QByteArray withBlanksBetweenBits(const QByteArray& plainPbm, qint64 headerEnd) {
    QByteArray spaced = plainPbm.left(headerEnd);
    spaced.reserve(2 * plainPbm.size());
    for (qint64 at = headerEnd; at < plainPbm.size(); ++at)
        if (plainPbm[at] == '0' || plainPbm[at] == '1')
            spaced.append(plainPbm[at]).append(' ');
    return spaced;
}

} // namespace

bool endsEarly(const QByteArray& bytes, const QByteArray& format) {
    const Bytes file(bytes);
    if (format == "jpeg" || format == "jpg")
        return isCutJpeg(file);
    if (format == "png")
        return isCutPng(file);
    if (format == "gif")
        return isCutGif(file);
    if (format == "bmp")
        return isCutBmp(file);
    if (format == "webp")
        return isCutWebp(file);
    return isPnm(format) && isCutPnm(file);
}

QByteArray readableByQt(const QByteArray& bytes, const QByteArray& format) {
    if (format == "bmp")
        return bytes + QByteArray(3, '\0');
    if (format == "webp")
        return bytes + QByteArray(40, '\0');
    const auto header = isPnm(format) ? pnmHeader(Bytes(bytes)) : std::nullopt;
    return header && header->kind == 1 ? withBlanksBetweenBits(bytes, header->end) : bytes;
}

} // namespace moelab
