#include "data/pictures/formats.h"

#include <algorithm>
#include <memory>
#include <tiffio.h>

namespace moelab::pictures {
namespace {

/// A file in memory, as libtiff reads one.
struct TiffFile {
    std::string_view bytes;
    std::uint64_t at = 0;
};

tmsize_t readTiff(thandle_t handle, void* into, tmsize_t count) {
    auto* const file = static_cast<TiffFile*>(handle);
    const std::string_view part = Bytes(file->bytes).part(file->at, static_cast<std::uint64_t>(count));
    std::ranges::copy(part, static_cast<char*>(into));
    file->at += part.size();
    return static_cast<tmsize_t>(part.size());
}

tmsize_t writeTiff(thandle_t, void*, tmsize_t) { return 0; }

toff_t seekTiff(thandle_t handle, toff_t to, int from) {
    auto* const file = static_cast<TiffFile*>(handle);
    file->at = from == SEEK_SET ? to : from == SEEK_CUR ? file->at + to : file->bytes.size() + to;
    return file->at;
}

int closeTiff(thandle_t) { return 0; }
toff_t sizeOfTiff(thandle_t handle) { return static_cast<TiffFile*>(handle)->bytes.size(); }

/// libtiff would write to the terminal.
void keepTiffQuiet() {
    [[maybe_unused]] static const bool quiet = [] {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
        return true;
    }();
}

struct CloseTiff {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

template <class Number>
Number fieldOf(TIFF* tiff, std::uint32_t tag, Number otherwise) {
    Number value = otherwise;
    return TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : otherwise;
}

/// Before memory is taken for it.
void checkKind(TIFF* tiff, const std::string& name) {
    const int bits = fieldOf<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    const int samples = fieldOf<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    if (bits > 16 || samples > 5)
        refuseKind(name, "has " + std::to_string(samples) + " channels of " + std::to_string(bits) + " bits");
}

/// The first page, its rows as the file has them. @returns false if it is damaged or of a kind that is not read
bool readRgba(TIFF* tiff, std::vector<std::uint32_t>& pixels, std::uint32_t width, std::uint32_t height,
              std::string& problem) {
    char why[1024] = {};
    TIFFRGBAImage image;
    constexpr int kStopAtErrors = 1;
    if (TIFFRGBAImageOK(tiff, why) == 0 || TIFFRGBAImageBegin(&image, tiff, kStopAtErrors, why) == 0) {
        problem = why;
        return false;
    }
    image.req_orientation = image.orientation; // we turn all formats alike
    const bool read = TIFFRGBAImageGet(&image, pixels.data(), width, height) == 1;
    TIFFRGBAImageEnd(&image);
    return read;
}

/// What a page's channels mean.
struct Channels {
    bool gray;
    bool alpha;
    bool multiplied; ///< by alpha, as libtiff gives them; gray ones only if the file has them so
};

Channels channelsOf(TIFF* tiff) {
    const int colours = fieldOf<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    const bool gray = colours == PHOTOMETRIC_MINISBLACK || colours == PHOTOMETRIC_MINISWHITE;
    std::uint16_t extra = 0;
    std::uint16_t* kinds = nullptr;
    if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &extra, &kinds) != 1 || extra == 0)
        return {gray, false, false};
    const bool associated = kinds[0] == EXTRASAMPLE_ASSOCALPHA;
    return {gray, associated || kinds[0] == EXTRASAMPLE_UNASSALPHA, associated || !gray};
}

std::uint8_t divided(std::uint32_t colour, std::uint32_t alpha) {
    return static_cast<std::uint8_t>(alpha == 0 ? 0
                                                : std::min<std::uint32_t>(255, (colour * 255 + alpha / 2) / alpha));
}

void unpack(const std::vector<std::uint32_t>& rgba, const Channels& channels, std::uint8_t* to) {
    for (const std::uint32_t pixel : rgba) {
        const std::uint32_t values[] = {TIFFGetR(pixel), TIFFGetG(pixel), TIFFGetB(pixel)};
        const std::uint32_t alpha = TIFFGetA(pixel);
        for (int channel = 0; channel < (channels.gray ? 1 : 3); ++channel)
            *to++ =
                channels.multiplied ? divided(values[channel], alpha) : static_cast<std::uint8_t>(values[channel]);
        if (channels.alpha)
            *to++ = static_cast<std::uint8_t>(alpha);
    }
}

} // namespace

Decoded decodeTiff(std::string_view bytes, const std::string& name) {
    keepTiffQuiet();
    TiffFile file{bytes};
    const std::unique_ptr<TIFF, CloseTiff> tiff(TIFFClientOpen("picture", "rm", &file, readTiff, writeTiff,
                                                               seekTiff, closeTiff, sizeOfTiff, nullptr, nullptr));
    if (!tiff)
        refuseDamaged(name, "its directory cannot be read");
    checkKind(tiff.get(), name);
    const auto width = fieldOf<std::uint32_t>(tiff.get(), TIFFTAG_IMAGEWIDTH, 0);
    const auto height = fieldOf<std::uint32_t>(tiff.get(), TIFFTAG_IMAGELENGTH, 0);
    const Channels channels = channelsOf(tiff.get());
    Decoded decoded = blank(width, height, (channels.gray ? 1 : 3) + (channels.alpha ? 1 : 0), name);
    std::vector<std::uint32_t> rgba(std::size_t{width} * height);
    if (std::string problem; !readRgba(tiff.get(), rgba, width, height, problem))
        problem.empty() ? refuseDamaged(name) : refuseKind(name, "is a TIFF of which libtiff says: " + problem);
    unpack(rgba, channels, decoded.pixels.data());
    decoded.orientation = fieldOf<std::uint16_t>(tiff.get(), TIFFTAG_ORIENTATION, 1);
    return decoded;
}

} // namespace moelab::pictures
