#include "data/pictures/formats.h"

#include <csetjmp>
#include <cstdio> // jpeglib.h needs it
#include <cstring>

#include <jpeglib.h>

namespace moelab::pictures {
namespace {

/// A file with more asks for minutes; usual ones have about ten.
constexpr int kMostScans = 100;

/// What libjpeg's functions get back from us; its own part comes first, as it knows only that.
struct JpegErrors {
    jpeg_error_mgr manager;
    std::jmp_buf jump;
    char problem[JMSG_LENGTH_MAX] = {};
};

[[noreturn]] void keepJpegProblem(j_common_ptr common) {
    auto* const errors = reinterpret_cast<JpegErrors*>(common->err);
    common->err->format_message(common, errors->problem);
    std::longjmp(errors->jump, 1);
}

/// libjpeg fills in what is missing or spoilt, and only warns of it.
void takeJpegMessage(j_common_ptr common, int level) {
    if (level < 0)
        keepJpegProblem(common);
}

void limitScans(j_common_ptr common) {
    if (common->is_decompressor && reinterpret_cast<j_decompress_ptr>(common)->input_scan_number > kMostScans) {
        auto* const errors = reinterpret_cast<JpegErrors*>(common->err);
        std::strncpy(errors->problem, "it has too many scans", sizeof errors->problem - 1);
        std::longjmp(errors->jump, 1);
    }
}

/// libjpeg ends with an error by a jump, which leaves no objects of ours behind: what may jump is in functions that
/// have none.
class JpegReader {
  public:
    explicit JpegReader(JpegErrors& errors) {
        m_jpeg.err = jpeg_std_error(&errors.manager);
        errors.manager.error_exit = keepJpegProblem;
        errors.manager.emit_message = takeJpegMessage;
        m_progress.progress_monitor = limitScans;
    }
    ~JpegReader() { jpeg_destroy_decompress(&m_jpeg); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    jpeg_decompress_struct& jpeg() { return m_jpeg; }
    jpeg_progress_mgr& progress() { return m_progress; }

  private:
    jpeg_decompress_struct m_jpeg = {};
    jpeg_progress_mgr m_progress = {};
};

bool readHeader(JpegReader& reader, JpegErrors& errors, std::string_view bytes) {
    if (setjmp(errors.jump))
        return false;
    jpeg_decompress_struct& jpeg = reader.jpeg();
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &reader.progress();
    jpeg_save_markers(&jpeg, JPEG_APP0 + 1, 0xffff); // EXIF
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = jpeg.num_components == 1 ? JCS_GRAYSCALE : jpeg.num_components == 4 ? JCS_CMYK : JCS_RGB;
    return true;
}

/// @param row for one row of the file's channels
bool readRows(jpeg_decompress_struct& jpeg, JpegErrors& errors, Decoded& decoded, std::uint8_t* row) {
    if (setjmp(errors.jump))
        return false;
    jpeg_start_decompress(&jpeg);
    while (jpeg.output_scanline < jpeg.output_height) {
        const auto y = static_cast<int>(jpeg.output_scanline);
        JSAMPROW rows[] = {jpeg.output_components == 4 ? row : decoded.row(y)};
        jpeg_read_scanlines(&jpeg, rows, 1);
        if (jpeg.output_components != 4)
            continue;
        std::uint8_t* to = decoded.row(y);
        for (const std::uint8_t* cmyk = row; cmyk < row + 4 * std::size_t{jpeg.output_width}; cmyk += 4)
            for (int channel = 0; channel < 3; ++channel) // inverted: 255 is no ink
                *to++ = static_cast<std::uint8_t>((cmyk[channel] * cmyk[3] + 127) / 255);
    }
    jpeg_finish_decompress(&jpeg);
    return true;
}

int orientationNotedIn(const jpeg_decompress_struct& jpeg) {
    for (const jpeg_marker_struct* marker = jpeg.marker_list; marker; marker = marker->next) {
        const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
        if (data.starts_with("Exif"))
            return orientationOf(data);
    }
    return 1;
}

} // namespace

Decoded decodeJpeg(std::string_view bytes, const std::string& name) {
    JpegErrors errors;
    JpegReader reader(errors);
    if (!readHeader(reader, errors, bytes))
        refuseDamaged(name, errors.problem);
    const jpeg_decompress_struct& jpeg = reader.jpeg();
    Decoded decoded = blank(jpeg.image_width, jpeg.image_height, jpeg.num_components == 1 ? 1 : 3, name);
    decoded.orientation = orientationNotedIn(jpeg); // which does not outlast the reading of the rows
    std::vector<std::uint8_t> row(4 * std::size_t{jpeg.image_width});
    if (!readRows(reader.jpeg(), errors, decoded, row.data()))
        refuseDamaged(name, errors.problem);
    return decoded;
}

} // namespace moelab::pictures
