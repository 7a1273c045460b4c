#include "data/pictures/formats.h"

#include <algorithm>
#include <array>
#include <bit>

namespace moelab::pictures {
namespace {

/// What a BMP says of itself, in all its versions: Microsoft's BITMAPINFOHEADER to BITMAPV5HEADER, and OS/2's.
struct BmpHeader {
    enum Compression : std::uint32_t { None = 0, Rle8 = 1, Rle4 = 2, BitFields = 3, AlphaBitFields = 6 };

    std::uint64_t bytes;
    std::int64_t width, height;
    bool fromTop;
    int bits;
    std::uint32_t compression;
    std::uint64_t colours;     ///< of the palette
    std::uint64_t colourBytes; ///< of one
    std::uint64_t pixels;      ///< where they begin
};

BmpHeader headerOf(const Bytes& bytes, const std::string& name) {
    const std::uint64_t size = bytes.little(14, 4);
    if (bytes.size() < 26)
        refuseCut(name);
    BmpHeader header{};
    header.bytes = size;
    const bool old = size == 12;
    if (!old && size < 40)
        refuseKind(name, "has a header of " + std::to_string(size) + " bytes");
    header.width = old ? std::int64_t{bytes.little(18, 2)} : static_cast<std::int32_t>(bytes.little(18, 4));
    const std::int64_t height =
        old ? std::int64_t{bytes.little(20, 2)} : static_cast<std::int32_t>(bytes.little(22, 4));
    header.fromTop = height < 0;
    header.height = header.fromTop ? -height : height;
    header.bits = static_cast<int>(bytes.little(old ? 24 : 28, 2));
    header.compression = old ? BmpHeader::None : bytes.little(30, 4);
    const std::uint64_t named = old ? 0 : bytes.little(46, 4);
    const std::uint64_t most = header.bits <= 8 ? std::uint64_t{1} << header.bits : 0;
    header.colours = named > 0 ? std::min(named, most) : most;
    header.colourBytes = old ? 3 : 4;
    // The offset is wrong in some files: pixels do not lie before the colours, whose number OS/2 leaves to it.
    const std::uint64_t masks = size == 40 && header.compression == BmpHeader::BitFields ? 12 : 0;
    const std::uint64_t table = old ? 0 : header.colours * 4;
    header.pixels = std::max<std::uint64_t>(bytes.little(10, 4), 14 + size + masks + table);
    return header;
}

using Colours = std::array<std::array<std::uint8_t, 3>, 256>; ///< what is in no table is black

Colours coloursOf(const Bytes& bytes, const BmpHeader& header) {
    Colours colours{};
    for (std::uint64_t i = 0; i < header.colours; ++i) {
        const std::uint64_t at = 14 + header.bytes + i * header.colourBytes;
        if (at + 3 <= header.pixels)
            colours[i] = {bytes.byte(at + 2), bytes.byte(at + 1), bytes.byte(at)};
    }
    return colours;
}

/// Some of a pixel's bits.
struct Mask {
    std::uint32_t bits = 0;

    std::uint8_t of(std::uint32_t pixel) const {
        if (bits == 0)
            return 0;
        const int shift = std::countr_zero(bits);
        const std::uint64_t most = bits >> shift;
        return static_cast<std::uint8_t>((std::uint64_t{(pixel & bits) >> shift} * 255 + most / 2) / most);
    }
};

std::array<Mask, 4> masksOf(const Bytes& bytes, const BmpHeader& header) {
    const bool named =
        header.compression == BmpHeader::BitFields || header.compression == BmpHeader::AlphaBitFields;
    if (!named && header.bits == 16)
        return {Mask{0x7c00}, Mask{0x03e0}, Mask{0x001f}, Mask{}};
    if (!named)
        return {Mask{0xff0000}, Mask{0x00ff00}, Mask{0x0000ff}, Mask{}};
    const bool hasAlpha = header.bytes >= 56 || header.compression == BmpHeader::AlphaBitFields;
    return {Mask{bytes.little(54, 4)}, Mask{bytes.little(58, 4)}, Mask{bytes.little(62, 4)},
            Mask{hasAlpha ? bytes.little(66, 4) : 0}};
}

/// The indices of RLE4 or RLE8, as Microsoft's "Bitmap Compression" has it, [height, width], rows from the bottom:
/// pairs of bytes, the last one 0 1, which some writers leave out. What is stepped over is 0.
class RunLengths {
  public:
    RunLengths(const Bytes& bytes, const BmpHeader& header)
        : m_bytes(bytes)
        , m_header(header)
        , m_at(header.pixels)
        , m_indices(static_cast<std::size_t>(header.width * header.height)) {}

    std::vector<std::uint8_t> unpacked(const std::string& name) {
        while (m_at + 1 < m_bytes.size()) {
            const int count = next();
            const int code = next();
            if (count == 0 && code == 1)
                return std::move(m_indices);
            take(count, code);
        }
        if (m_at > m_bytes.size() || m_y + (m_x >= m_header.width ? 1 : 0) < m_header.height)
            refuseCut(name);
        return std::move(m_indices);
    }

  private:
    int next() { return m_bytes.byte(m_at++); }
    int half(int pair, int i) const { return m_header.bits == 8 ? pair : i % 2 == 0 ? pair >> 4 : pair & 15; }

    void take(int count, int code) {
        if (count > 0) {
            for (int i = 0; i < count; ++i)
                put(half(code, i));
        } else if (code == 0) { // end of the row
            m_x = 0;
            ++m_y;
        } else if (code == 2) { // a step
            m_x += next();
            m_y += next();
        } else { // pixels as they are, padded to 16 bits
            const std::uint64_t begin = m_at;
            for (int i = 0, pair = 0; i < code; ++i) {
                if (m_header.bits == 8 || i % 2 == 0)
                    pair = next();
                put(half(pair, i));
            }
            m_at += (m_at - begin) & 1;
        }
    }

    void put(int index) {
        if (m_x < m_header.width && m_y < m_header.height)
            m_indices[static_cast<std::size_t>(m_y * m_header.width + m_x)] = static_cast<std::uint8_t>(index);
        ++m_x;
    }

    const Bytes& m_bytes;
    const BmpHeader& m_header;
    std::uint64_t m_at;
    std::int64_t m_x = 0;
    std::int64_t m_y = 0;
    std::vector<std::uint8_t> m_indices;
};

void checkKind(const BmpHeader& header, const std::string& name) {
    const auto is = [&](std::uint32_t compression, auto... bits) {
        return header.compression == compression && ((header.bits == bits) || ...);
    };
    if (!is(BmpHeader::None, 1, 4, 8, 16, 24, 32) && !is(BmpHeader::Rle8, 8) && !is(BmpHeader::Rle4, 4) &&
        !is(BmpHeader::BitFields, 16, 32) && !is(BmpHeader::AlphaBitFields, 16, 32))
        refuseKind(name, "has " + std::to_string(header.bits) + " bits a pixel and compression " +
                             std::to_string(header.compression));
}

/// Gray, if all of the palette is.
Decoded withColours(const Bytes& bytes, const BmpHeader& header, const std::string& name) {
    const Colours colours = coloursOf(bytes, header);
    const bool gray =
        std::all_of(colours.begin(), colours.end(), [](const auto& c) { return c[0] == c[1] && c[1] == c[2]; });
    Decoded decoded = blank(header.width, header.height, gray ? 1 : 3, name);
    const bool packed = header.compression != BmpHeader::None;
    const std::vector<std::uint8_t> indices =
        packed ? RunLengths(bytes, header).unpacked(name) : std::vector<std::uint8_t>();
    const auto rowBytes = static_cast<std::uint64_t>((header.width * header.bits + 31) / 32 * 4);
    const auto inByte = static_cast<std::uint64_t>(8 / header.bits);
    for (std::int64_t y = 0; y < header.height; ++y) {
        std::uint8_t* to = decoded.row(static_cast<int>(header.fromTop ? y : header.height - 1 - y));
        const std::uint64_t begin = header.pixels + static_cast<std::uint64_t>(y) * rowBytes;
        for (std::uint64_t x = 0; x < static_cast<std::uint64_t>(header.width); ++x) {
            const int shift = 8 - header.bits * (1 + static_cast<int>(x % inByte));
            const int index = packed ? indices[static_cast<std::size_t>(y * header.width) + x]
                                     : bytes.byte(begin + x / inByte) >> shift & ((1 << header.bits) - 1);
            to = std::copy_n(colours[static_cast<std::size_t>(index)].begin(), decoded.channels, to);
        }
    }
    return decoded;
}

Decoded withMasks(const Bytes& bytes, const BmpHeader& header, const std::string& name) {
    const std::array<Mask, 4> masks = masksOf(bytes, header);
    const bool hasAlpha = masks[3].bits != 0;
    Decoded decoded = blank(header.width, header.height, hasAlpha ? 4 : 3, name);
    const auto rowBytes = static_cast<std::uint64_t>((header.width * header.bits + 31) / 32 * 4);
    const int pixelBytes = header.bits / 8;
    for (std::int64_t y = 0; y < header.height; ++y) {
        std::uint8_t* to = decoded.row(static_cast<int>(header.fromTop ? y : header.height - 1 - y));
        std::uint64_t at = header.pixels + static_cast<std::uint64_t>(y) * rowBytes;
        for (std::int64_t x = 0; x < header.width; ++x, at += static_cast<std::uint64_t>(pixelBytes)) {
            const std::uint32_t pixel = bytes.little(at, pixelBytes);
            for (int channel = 0; channel < decoded.channels; ++channel)
                *to++ = masks[static_cast<std::size_t>(channel)].of(pixel);
        }
    }
    return decoded;
}

} // namespace

Decoded decodeBmp(std::string_view file, const std::string& name) {
    const Bytes bytes(file);
    const BmpHeader header = headerOf(bytes, name);
    checkKind(header, name);
    blank(header.width, header.height, 0, name); // refuses sizes before anything is reckoned from them
    if (header.compression != BmpHeader::Rle8 && header.compression != BmpHeader::Rle4) {
        const auto rows = static_cast<std::uint64_t>(header.height);
        const auto width = static_cast<std::uint64_t>(header.width) * static_cast<std::uint64_t>(header.bits);
        const std::uint64_t rowBytes = (width + 31) / 32 * 4;
        // The padding behind the last row may be missing.
        if (header.pixels + (rows - 1) * rowBytes + (width + 7) / 8 > bytes.size())
            refuseCut(name);
    }
    return header.bits <= 8 ? withColours(bytes, header, name) : withMasks(bytes, header, name);
}

} // namespace moelab::pictures
