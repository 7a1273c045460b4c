#include "data/pictures/formats.h"

#include <algorithm>
#include <array>

namespace moelab::pictures {
namespace {

/// The GIF89a specification's blocks, up to the first picture's end.
class GifReader {
  public:
    GifReader(std::string_view bytes, const std::string& name)
        : m_bytes(bytes)
        , m_name(name) {}

    Decoded decode() {
        enum Introducer { Extension = 0x21, Image = 0x2c };
        readColours(10, 13);
        for (;;) {
            const int introducer = next();
            if (introducer == Image)
                return decodeImage();
            if (introducer != Extension)
                refuseDamaged(m_name, "it has no picture");
            readExtension();
        }
    }

  private:
    struct Frame {
        std::int64_t left, top, width, height;
        bool interlaced;
    };

    std::uint8_t next() {
        if (m_at >= m_bytes.size())
            refuseCut(m_name);
        return m_bytes.byte(m_at++);
    }

    /// A table of colours, if the flags say that there is one.
    void readColours(std::uint64_t flagsAt, std::uint64_t begin) {
        m_at = begin;
        const int flags = m_bytes.byte(flagsAt);
        if ((flags & 0x80) == 0)
            return;
        m_colours.fill({});
        const std::size_t count = std::size_t{2} << (flags & 7);
        for (std::size_t i = 0; i < count; ++i)
            for (std::uint8_t& value : m_colours[i])
                value = next();
        m_colourCount = count;
    }

    void readExtension() {
        constexpr int kGraphicControl = 0xf9;
        if (next() == kGraphicControl)
            m_transparent = (m_bytes.byte(m_at + 1) & 1) != 0 ? m_bytes.byte(m_at + 4) : -1;
        skipBlocks();
    }

    void skipBlocks() {
        for (std::uint64_t length = next(); length > 0; length = next())
            m_at += length;
    }

    Decoded decodeImage() {
        const std::uint64_t at = m_at;
        const int flags = m_bytes.byte(at + 8);
        const Frame frame = {m_bytes.little(at, 2), m_bytes.little(at + 2, 2), m_bytes.little(at + 4, 2),
                             m_bytes.little(at + 6, 2), (flags & 0x40) != 0};
        readColours(at + 8, at + 9);
        // Some writers leave out the screen's size.
        const auto width = std::max<std::int64_t>(m_bytes.little(6, 2), frame.left + frame.width);
        const auto height = std::max<std::int64_t>(m_bytes.little(8, 2), frame.top + frame.height);
        const bool covers = frame.width == width && frame.height == height;
        const bool gray =
            std::all_of(m_colours.begin(), m_colours.begin() + static_cast<std::ptrdiff_t>(m_colourCount),
                        [](const auto& c) { return c[0] == c[1] && c[1] == c[2]; });
        const int channels = (gray ? 1 : 3) + (m_transparent >= 0 || !covers ? 1 : 0);
        Decoded decoded = blank(width, height, channels, m_name);
        if (frame.width == 0 || frame.height == 0)
            refuseDamaged(m_name, "its first frame is empty");
        place(unpacked(static_cast<std::size_t>(frame.width * frame.height)), frame, decoded);
        return decoded;
    }

    /// LZW as the specification's appendix F has it. @returns `count` indices
    std::vector<std::uint8_t> unpacked(std::size_t count) {
        constexpr int kCodes = 4096;
        const int bits = next();
        if (bits < 1 || bits > 11)
            refuseDamaged(m_name);
        const int clear = 1 << bits;
        std::array<std::uint16_t, kCodes> prefix{};
        std::array<std::uint8_t, kCodes> suffix{};
        std::vector<std::uint8_t> pixels;
        pixels.reserve(count);
        std::vector<std::uint8_t> reversed;
        int size = bits + 1;
        int known = clear + 2;
        int before = -1;
        std::uint8_t first = 0;
        while (pixels.size() < count) {
            int code = nextCode(size);
            if (code == clear) {
                size = bits + 1;
                known = clear + 2;
                before = -1;
                continue;
            }
            if (code == clear + 1)
                refuseCut(m_name);
            if (code > known || (code == known && before < 0) || (before < 0 && code > clear))
                refuseDamaged(m_name);
            const int given = code;
            if (code == known) {
                reversed.push_back(first);
                code = before;
            }
            for (; code >= clear; code = prefix[static_cast<std::size_t>(code)])
                reversed.push_back(suffix[static_cast<std::size_t>(code)]);
            first = static_cast<std::uint8_t>(code);
            pixels.push_back(first);
            pixels.insert(pixels.end(), reversed.rbegin(), reversed.rend());
            reversed.clear();
            if (before >= 0 && known < kCodes) {
                prefix[static_cast<std::size_t>(known)] = static_cast<std::uint16_t>(before);
                suffix[static_cast<std::size_t>(known)] = first;
                if (++known == 1 << size && size < 12)
                    ++size;
            }
            before = given;
        }
        return pixels;
    }

    int nextCode(int size) {
        while (m_bitCount < size) {
            if (m_blockLeft == 0) {
                m_blockLeft = next();
                if (m_blockLeft == 0)
                    refuseCut(m_name);
            }
            m_bits |= std::uint32_t{next()} << m_bitCount;
            m_bitCount += 8;
            --m_blockLeft;
        }
        const auto code = static_cast<int>(m_bits & ((1u << size) - 1));
        m_bits >>= size;
        m_bitCount -= size;
        return code;
    }

    /// The row that is the `index`-th in the file.
    static std::int64_t rowOf(std::int64_t index, const Frame& frame) {
        if (!frame.interlaced)
            return index;
        for (const auto& [begin, step] : {std::pair<std::int64_t, std::int64_t>{0, 8}, {4, 8}, {2, 4}, {1, 2}}) {
            const std::int64_t rows = frame.height > begin ? (frame.height - begin + step - 1) / step : 0;
            if (index < rows)
                return begin + index * step;
            index -= rows;
        }
        return 0;
    }

    void place(const std::vector<std::uint8_t>& indices, const Frame& frame, Decoded& decoded) const {
        const int colours = decoded.channels <= 2 ? 1 : 3;
        auto index = indices.begin();
        for (std::int64_t i = 0; i < frame.height; ++i) {
            std::uint8_t* to =
                decoded.row(static_cast<int>(frame.top + rowOf(i, frame))) + frame.left * decoded.channels;
            for (std::int64_t x = 0; x < frame.width; ++x, ++index) {
                to = std::copy_n(m_colours[*index].begin(), colours, to);
                if (colours < decoded.channels)
                    *to++ = *index == m_transparent ? 0 : 255;
            }
        }
    }

    const Bytes m_bytes;
    const std::string& m_name;
    std::uint64_t m_at = 0;
    std::array<std::array<std::uint8_t, 3>, 256> m_colours{}; ///< what is in no table is black
    std::size_t m_colourCount = 0;
    int m_transparent = -1;
    std::uint32_t m_bits = 0;
    int m_bitCount = 0;
    int m_blockLeft = 0;
};

} // namespace

Decoded decodeGif(std::string_view bytes, const std::string& name) { return GifReader(bytes, name).decode(); }

} // namespace moelab::pictures
