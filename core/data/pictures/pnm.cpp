#include "data/pictures/formats.h"

#include <algorithm>
#include <cctype>

namespace moelab::pictures {
namespace {

/// netpbm's pbm(5), pgm(5) and ppm(5): P1 to P3 in digits, P4 to P6 in bytes.
class PnmReader {
  public:
    PnmReader(std::string_view bytes, const std::string& name)
        : m_bytes(bytes)
        , m_name(name)
        , m_kind(m_bytes.byte(1) - '0') {}

    Decoded decode() {
        const bool isBits = m_kind == 1 || m_kind == 4;
        const std::int64_t width = number();
        const std::int64_t height = number();
        m_largest = isBits ? 1 : number();
        if (m_largest < 1 || m_largest > 65535)
            refuseDamaged(m_name, "its largest value is " + std::to_string(m_largest));
        ++m_at; // one blank
        const bool isColour = m_kind == 3 || m_kind == 6;
        Decoded decoded = blank(width, height, isColour ? 3 : 1, m_name);
        const auto rowValues = static_cast<std::size_t>(width * decoded.channels);
        for (int y = 0; y < decoded.height; ++y)
            readRow(decoded.row(y), rowValues);
        return decoded;
    }

  private:
    bool isBlank() const { return std::isspace(m_bytes.byte(m_at)) != 0; }
    bool isDigit() const { return std::isdigit(m_bytes.byte(m_at)) != 0; }
    bool atEnd() const { return m_at >= m_bytes.size(); }

    void skipBlanks() {
        for (; !atEnd() && (isBlank() || m_bytes.byte(m_at) == '#'); ++m_at)
            if (m_bytes.byte(m_at) == '#')
                while (!atEnd() && m_bytes.byte(m_at) != '\n')
                    ++m_at;
    }

    std::int64_t number() {
        skipBlanks();
        if (atEnd())
            refuseCut(m_name);
        if (!isDigit())
            refuseDamaged(m_name, "a number is missing");
        std::int64_t value = 0;
        for (; isDigit() && value < 1'000'000'000; ++m_at)
            value = value * 10 + (m_bytes.byte(m_at) - '0');
        return value;
    }

    std::uint8_t scaled(std::int64_t value) const {
        if (m_largest == 65535)
            return static_cast<std::uint8_t>(value >> 8);
        return static_cast<std::uint8_t>((std::min(value, m_largest) * 255 + m_largest / 2) / m_largest);
    }

    void readRow(std::uint8_t* into, std::size_t count) {
        if (m_kind == 1)
            return readDigitBits(into, count);
        if (m_kind < 4) {
            std::generate_n(into, count, [this] { return scaled(number()); });
            return;
        }
        const std::size_t valueBytes = m_largest > 255 ? 2 : 1;
        const std::size_t rowBytes = m_kind == 4 ? (count + 7) / 8 : count * valueBytes;
        if (m_at + rowBytes > m_bytes.size())
            refuseCut(m_name);
        for (std::size_t i = 0; i < count; ++i)
            if (m_kind == 4)
                into[i] = (m_bytes.byte(m_at + i / 8) >> (7 - i % 8) & 1) != 0 ? 0 : 255;
            else
                into[i] = scaled(m_bytes.big(m_at + i * valueBytes, static_cast<int>(valueBytes)));
        m_at += rowBytes;
    }

    /// Between which there may be no blanks, as GIMP writes them; 1 is black.
    void readDigitBits(std::uint8_t* into, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i, ++m_at) {
            skipBlanks();
            const int digit = m_bytes.byte(m_at);
            if (atEnd())
                refuseCut(m_name);
            if (digit != '0' && digit != '1')
                refuseDamaged(m_name, "a bit is neither 0 nor 1");
            into[i] = digit == '1' ? 0 : 255;
        }
    }

    const Bytes m_bytes;
    const std::string& m_name;
    const int m_kind;
    std::uint64_t m_at = 2;
    std::int64_t m_largest = 1;
};

} // namespace

Decoded decodePnm(std::string_view bytes, const std::string& name) { return PnmReader(bytes, name).decode(); }

} // namespace moelab::pictures
