#include "data/pictures/formats.h"

#include <algorithm>
#include <cstring>
#include <png.h>

namespace moelab::pictures {
namespace {

/// What libpng's functions get back from us.
struct PngFile {
    std::string_view bytes;
    std::size_t at = 0;
    char problem[120] = {};
};

[[noreturn]] void keepPngProblem(png_structp png, png_const_charp problem) {
    auto* const file = static_cast<PngFile*>(png_get_error_ptr(png));
    std::strncpy(file->problem, problem, sizeof file->problem - 1);
    png_longjmp(png, 1);
}

void ignorePngWarning(png_structp, png_const_charp) {} // of chunks that play no part

void readPng(png_structp png, png_bytep into, std::size_t count) {
    auto* const file = static_cast<PngFile*>(png_get_io_ptr(png));
    if (count > file->bytes.size() - file->at)
        png_error(png, "it ends early");
    std::memcpy(into, file->bytes.data() + file->at, count);
    file->at += count;
}

/// libpng's objects; it ends with an error by a jump, which leaves no objects of ours behind: what may jump is in
/// functions that have none.
class PngReader {
  public:
    explicit PngReader(PngFile& file)
        : m_png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &file, keepPngProblem, ignorePngWarning))
        , m_info(m_png ? png_create_info_struct(m_png) : nullptr) {
        if (m_info)
            png_set_read_fn(m_png, &file, readPng);
    }
    ~PngReader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;

    png_structp png() const { return m_png; }
    png_infop info() const { return m_info; }

  private:
    png_structp m_png;
    png_infop m_info;
};

bool readHeader(png_structp png, png_infop info, bool& interlaced) {
    if (!info || setjmp(png_jmpbuf(png)))
        return false;
    png_read_info(png, info);
    png_set_expand(png);   // palettes, fewer than 8 bits, and a transparent colour as alpha
    png_set_strip_16(png); // keeps the high byte
    interlaced = png_set_interlace_handling(png) > 1;
    png_read_update_info(png, info);
    return true;
}

bool readRows(png_structp png, png_infop info, std::uint8_t* pixels, std::size_t rowBytes, bool interlaced) {
    if (setjmp(png_jmpbuf(png)))
        return false;
    const png_uint_32 height = png_get_image_height(png, info);
    for (int pass = 0; pass < (interlaced ? PNG_INTERLACE_ADAM7_PASSES : 1); ++pass)
        for (png_uint_32 y = 0; y < height; ++y)
            png_read_row(png, pixels + y * rowBytes, nullptr);
    png_read_end(png, info);
    return true;
}

bool isGrayPalette(png_structp png, png_infop info) {
    png_colorp colours = nullptr;
    int count = 0;
    return png_get_PLTE(png, info, &colours, &count) != 0 &&
           std::all_of(colours, colours + count,
                       [](const png_color& c) { return c.red == c.green && c.green == c.blue; });
}

/// Keeps the red channel, and alpha if there is one.
void keepGray(Decoded& decoded) {
    const auto from = static_cast<std::size_t>(decoded.channels);
    const std::size_t to = from - 2;
    for (std::size_t pixel = 0; pixel < decoded.pixels.size() / from; ++pixel) {
        decoded.pixels[pixel * to] = decoded.pixels[pixel * from];
        if (to == 2)
            decoded.pixels[pixel * to + 1] = decoded.pixels[pixel * from + 3];
    }
    decoded.pixels.resize(decoded.pixels.size() / from * to);
    decoded.channels = static_cast<int>(to);
}

} // namespace

Decoded decodePng(std::string_view bytes, const std::string& name) {
    PngFile file{bytes};
    const PngReader reader(file);
    bool interlaced = false;
    if (!readHeader(reader.png(), reader.info(), interlaced))
        refuseDamaged(name, file.problem);
    const bool wasPalette = png_get_valid(reader.png(), reader.info(), PNG_INFO_PLTE) != 0 && bytes.size() > 25 &&
                            bytes[25] == PNG_COLOR_TYPE_PALETTE;
    Decoded decoded =
        blank(png_get_image_width(reader.png(), reader.info()), png_get_image_height(reader.png(), reader.info()),
              png_get_channels(reader.png(), reader.info()), name);
    const std::size_t rowBytes = png_get_rowbytes(reader.png(), reader.info());
    if (rowBytes * static_cast<std::size_t>(decoded.height) != decoded.pixels.size())
        refuseDamaged(name, "its rows do not fit its size");
    if (!readRows(reader.png(), reader.info(), decoded.pixels.data(), rowBytes, interlaced))
        refuseDamaged(name, file.problem);
    png_bytep exif = nullptr;
    png_uint_32 exifBytes = 0;
    if (png_get_eXIf_1(reader.png(), reader.info(), &exifBytes, &exif) != 0)
        decoded.orientation = orientationOf({reinterpret_cast<const char*>(exif), exifBytes});
    if (wasPalette && isGrayPalette(reader.png(), reader.info()))
        keepGray(decoded);
    return decoded;
}

} // namespace moelab::pictures
