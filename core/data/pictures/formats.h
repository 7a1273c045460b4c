#pragma once

#include "data/pictures/picture.h"

#include <cstdint>
#include <string>
#include <string_view>

/// What the decoders of the formats share; everybody else takes decodePicture.
namespace moelab::pictures {

/// As a file has it, with 8 bits a channel.
struct Decoded {
    int width = 0;
    int height = 0;
    int channels = 0;                      ///< 1: gray, 2: gray and alpha, 3: RGB, 4: RGBA
    std::vector<std::uint8_t> pixels = {}; ///< [height, width, channels]
    int orientation = 1;                   ///< as EXIF numbers them

    std::uint8_t* row(int y) {
        return pixels.data() +
               static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
    }
};

/// Room for a picture of this size, all 0.
/// @throws Error on `name` if it has no pixels or more than are read
Decoded blank(std::int64_t width, std::int64_t height, int channels, const std::string& name);

/// Each decodes a file of its format. @throws Error on `name`
Decoded decodePng(std::string_view bytes, const std::string& name);
Decoded decodeJpeg(std::string_view bytes, const std::string& name);
Decoded decodeWebp(std::string_view bytes, const std::string& name);
Decoded decodeGif(std::string_view bytes, const std::string& name);
Decoded decodeBmp(std::string_view bytes, const std::string& name);
Decoded decodeTiff(std::string_view bytes, const std::string& name);
Decoded decodePnm(std::string_view bytes, const std::string& name);

/// @param why as a decoder says it; may be empty
[[noreturn]] void refuseDamaged(const std::string& name, const std::string& why = {});
[[noreturn]] void refuseCut(const std::string& name);
/// @param kind "has 32 bits a channel", say
[[noreturn]] void refuseKind(const std::string& name, const std::string& kind);

/// The orientation that an EXIF block notes, which is a small TIFF file: 1 to 8; 1 if it notes none.
/// @param exif with or without the "Exif\0\0" that JPEG puts in front
int orientationOf(std::string_view exif);

/// Numbers out of bytes. What lies behind their end is 0.
class Bytes {
  public:
    explicit Bytes(std::string_view bytes)
        : m_bytes(bytes) {}

    std::uint64_t size() const { return m_bytes.size(); }
    std::uint8_t byte(std::uint64_t at) const {
        return at < m_bytes.size() ? static_cast<std::uint8_t>(m_bytes[at]) : std::uint8_t{0};
    }
    std::uint32_t little(std::uint64_t at, int count) const {
        std::uint32_t value = 0;
        for (int i = count; i-- > 0;)
            value = value << 8 | byte(at + static_cast<std::uint64_t>(i));
        return value;
    }
    std::uint32_t big(std::uint64_t at, int count) const {
        std::uint32_t value = 0;
        for (int i = 0; i < count; ++i)
            value = value << 8 | byte(at + static_cast<std::uint64_t>(i));
        return value;
    }
    std::string_view part(std::uint64_t at, std::uint64_t count) const {
        return at < m_bytes.size() ? m_bytes.substr(at, count) : std::string_view();
    }

  private:
    std::string_view m_bytes;
};

} // namespace moelab::pictures
