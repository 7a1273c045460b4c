#include "data/pictures/formats.h"

#include <memory>
#include <webp/decode.h>
#include <webp/demux.h>

namespace moelab::pictures {
namespace {

struct DeleteDemuxer {
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

int orientationNotedIn(const WebPDemuxer& demuxer) {
    WebPChunkIterator chunk = {};
    int orientation = 1;
    if (WebPDemuxGetChunk(&demuxer, "EXIF", 1, &chunk) != 0)
        orientation = orientationOf({reinterpret_cast<const char*>(chunk.chunk.bytes), chunk.chunk.size});
    WebPDemuxReleaseChunkIterator(&chunk);
    return orientation;
}

/// @returns false if the frame is damaged
bool decodeFrame(const WebPIterator& frame, Decoded& onto) {
    const std::size_t stride = static_cast<std::size_t>(onto.width) * static_cast<std::size_t>(onto.channels);
    const std::size_t skipped = static_cast<std::size_t>(frame.y_offset) * stride +
                                static_cast<std::size_t>(frame.x_offset) * static_cast<std::size_t>(onto.channels);
    if (frame.x_offset < 0 || frame.y_offset < 0 || frame.x_offset + frame.width > onto.width ||
        frame.y_offset + frame.height > onto.height)
        return false;
    const auto decode = onto.channels == 4 ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
    return decode(frame.fragment.bytes, frame.fragment.size, onto.pixels.data() + skipped,
                  onto.pixels.size() - skipped, static_cast<int>(stride)) != nullptr;
}

} // namespace

Decoded decodeWebp(std::string_view bytes, const std::string& name) {
    const WebPData data = {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    if (8 + std::uint64_t{Bytes(bytes).little(4, 4)} > bytes.size())
        refuseCut(name);
    const std::unique_ptr<WebPDemuxer, DeleteDemuxer> demuxer(WebPDemux(&data));
    WebPIterator frame = {};
    if (!demuxer || WebPDemuxGetFrame(demuxer.get(), 1, &frame) == 0)
        refuseDamaged(name);
    const std::unique_ptr<WebPIterator, void (*)(WebPIterator*)> release(&frame, WebPDemuxReleaseIterator);
    const auto width = static_cast<std::int64_t>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH));
    const auto height = static_cast<std::int64_t>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT));
    // Where a frame leaves its canvas free, that is transparent.
    const bool isPart = frame.width != width || frame.height != height;
    Decoded decoded = blank(width, height, frame.has_alpha != 0 || isPart ? 4 : 3, name);
    if (!decodeFrame(frame, decoded))
        refuseDamaged(name);
    decoded.orientation = orientationNotedIn(*demuxer);
    return decoded;
}

} // namespace moelab::pictures
