#include "data/geometry.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/machine.h"
#include "data/byte_source.h"

#include <algorithm>
#include <vector>

namespace moelab {
namespace {

/// A part of a picture, or of an image.
struct Area {
    int left, top, width, height;
};

/// What one pixel of an axis is made of: `weights` of the pixels from `first` on. Their sum is the same for all
/// pixels of the axis.
struct Taps {
    int first;
    std::vector<std::uint32_t> weights;
};

struct Axis {
    std::vector<Taps> taps; ///< [to]
    std::uint64_t sum;      ///< of a pixel's weights
};

/// Each pixel covers from / to of the others; an overlap is counted in parts of 1 / to.
Axis means(int from, int to) {
    Axis axis{std::vector<Taps>(static_cast<std::size_t>(to)), static_cast<std::uint64_t>(from)};
    for (std::int64_t i = 0; i < to; ++i) {
        const std::int64_t begin = i * from;
        const std::int64_t end = begin + from;
        Taps& taps = axis.taps[static_cast<std::size_t>(i)];
        taps.first = static_cast<int>(begin / to);
        for (std::int64_t other = taps.first; other * to < end; ++other)
            taps.weights.push_back(
                static_cast<std::uint32_t>(std::min(end, (other + 1) * to) - std::max(begin, other * to)));
    }
    return axis;
}

/// Between the two pixels whose centres are nearest, in parts of 1 / (2 to).
Axis interpolations(int from, int to) {
    Axis axis{std::vector<Taps>(static_cast<std::size_t>(to)), static_cast<std::uint64_t>(2 * to)};
    for (std::int64_t i = 0; i < to; ++i) {
        const std::int64_t centre =
            std::clamp<std::int64_t>((2 * i + 1) * from - to, 0, std::int64_t{2} * to * (from - 1));
        Taps& taps = axis.taps[static_cast<std::size_t>(i)];
        taps.first = static_cast<int>(centre / (2 * to));
        const auto second = static_cast<std::uint32_t>(centre % (2 * to));
        taps.weights = {static_cast<std::uint32_t>(2 * to) - second};
        if (second > 0)
            taps.weights.push_back(second);
    }
    return axis;
}

Axis axisOf(int from, int to) { return from >= to ? means(from, to) : interpolations(from, to); }

/// Sums of a picture's rows, weighed along the width; those used last are kept, as neighbours share them.
class WeighedRows {
  public:
    WeighedRows(const PictureView& picture, const Area& area, const Axis& across)
        : m_picture(picture)
        , m_area(area)
        , m_across(across) {
        for (Row& row : m_rows)
            row.sums.resize(across.taps.size() * static_cast<std::size_t>(picture.channels));
    }

    /// @param y within the area. @returns [width of the image, channels]
    const std::vector<std::uint64_t>& row(int y) {
        Row& row = m_rows[static_cast<std::size_t>(y % 2)];
        if (row.y != y) {
            row.y = y;
            weigh(row);
        }
        return row.sums;
    }

  private:
    struct Row {
        int y = -1;
        std::vector<std::uint64_t> sums;
    };

    void weigh(Row& row) const {
        const auto channels = static_cast<std::size_t>(m_picture.channels);
        const std::size_t begin =
            (static_cast<std::size_t>(m_area.top + row.y) * static_cast<std::size_t>(m_picture.width) +
             static_cast<std::size_t>(m_area.left)) *
            channels;
        auto to = row.sums.begin();
        for (const Taps& taps : m_across.taps) {
            const std::uint8_t* const from =
                m_picture.pixels.data() + begin + static_cast<std::size_t>(taps.first) * channels;
            for (std::size_t channel = 0; channel < channels; ++channel) {
                std::uint64_t sum = 0;
                for (std::size_t i = 0; i < taps.weights.size(); ++i)
                    sum += std::uint64_t{taps.weights[i]} * from[i * channels + channel];
                *to++ = sum;
            }
        }
    }

    const PictureView& m_picture;
    const Area& m_area;
    const Axis& m_across;
    Row m_rows[2];
};

/// @returns [height, width, the picture's channels]
std::vector<std::uint8_t> scaled(const PictureView& picture, const Area& area, int width, int height) {
    const Axis across = axisOf(area.width, width);
    const Axis down = axisOf(area.height, height);
    const std::uint64_t weight = across.sum * down.sum;
    WeighedRows rows(picture, area, across);
    std::vector<std::uint8_t> image;
    image.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                  static_cast<std::size_t>(picture.channels));
    std::vector<std::uint64_t> sums(static_cast<std::size_t>(width) * static_cast<std::size_t>(picture.channels));
    for (const Taps& taps : down.taps) {
        std::ranges::fill(sums, weight / 2); // rounds
        for (std::size_t i = 0; i < taps.weights.size(); ++i) {
            const std::vector<std::uint64_t>& row = rows.row(taps.first + static_cast<int>(i));
            for (std::size_t x = 0; x < sums.size(); ++x)
                sums[x] += taps.weights[i] * row[x];
        }
        for (const std::uint64_t sum : sums)
            image.push_back(static_cast<std::uint8_t>(sum / weight));
    }
    return image;
}

/// The largest part from the middle that has the proportions of width and height.
Area middleOf(const PictureView& picture, int width, int height) {
    const std::int64_t wide = std::int64_t{picture.height} * width / height;
    const std::int64_t high = std::int64_t{picture.width} * height / width;
    const int partWidth = static_cast<int>(std::clamp<std::int64_t>(wide, 1, picture.width));
    const int partHeight = static_cast<int>(std::clamp<std::int64_t>(high, 1, picture.height));
    return {(picture.width - partWidth) / 2, (picture.height - partHeight) / 2, partWidth, partHeight};
}

/// Where all of a picture lies, in its own proportions, in the middle of width and height.
Area placeIn(const PictureView& picture, int width, int height) {
    const auto nearest = [](std::int64_t product, int by) { return (2 * product + by) / (2 * std::int64_t{by}); };
    const std::int64_t wide = nearest(std::int64_t{picture.width} * height, picture.height);
    const std::int64_t high = nearest(std::int64_t{picture.height} * width, picture.width);
    const int placeWidth = static_cast<int>(std::clamp<std::int64_t>(wide, 1, width));
    const int placeHeight = static_cast<int>(std::clamp<std::int64_t>(high, 1, height));
    return {(width - placeWidth) / 2, (height - placeHeight) / 2, placeWidth, placeHeight};
}

void copyPixel(const std::uint8_t* from, int fromChannels, std::uint8_t* to, int toChannels) {
    if (fromChannels == toChannels)
        std::copy_n(from, toChannels, to);
    else if (toChannels == 3)
        std::fill_n(to, 3, *from);
    else
        *to = static_cast<std::uint8_t>((19595u * from[0] + 38470u * from[1] + 7471u * from[2] + 32768u) >> 16);
}

/// @param image [place.height, place.width, channels]
void put(const std::vector<std::uint8_t>& image, int channels, const Area& place, const Geometry& geometry,
         std::span<std::uint8_t> into) {
    std::ranges::fill(into, std::uint8_t{0});
    const std::uint8_t* from = image.data();
    for (int y = 0; y < place.height; ++y) {
        const auto pixel = static_cast<std::size_t>(place.top + y) * static_cast<std::size_t>(geometry.width) +
                           static_cast<std::size_t>(place.left);
        std::uint8_t* to = into.data() + pixel * static_cast<std::size_t>(geometry.channels);
        for (int x = 0; x < place.width; ++x, from += channels, to += geometry.channels)
            copyPixel(from, channels, to, geometry.channels);
    }
}

} // namespace

void bringTo(const Geometry& geometry, const PictureView& picture, std::span<std::uint8_t> into) {
    Area area{0, 0, picture.width, picture.height};
    Area place{0, 0, geometry.width, geometry.height};
    if (geometry.fit == Fit::Crop)
        area = middleOf(picture, geometry.width, geometry.height);
    else if (geometry.fit == Fit::Pad)
        place = placeIn(picture, geometry.width, geometry.height);
    const bool asItIs = area.width == picture.width && area.width == place.width && area.height == picture.height &&
                        area.height == place.height;
    put(asItIs ? std::vector(picture.pixels.begin(), picture.pixels.end())
               : scaled(picture, area, place.width, place.height),
        picture.channels, place, geometry, into);
}

Geometry geometryFor(const PictureSizes& sizes, bool allGray, const DataOptions& options) {
    using namespace limits;
    Geometry geometry{kUsualImageSide, kUsualImageSide, 3, options.fit};
    if (options.colour == Colour::Gray || (options.colour == Colour::AsIs && allGray))
        geometry.channels = 1;
    const auto isSide = [](int side) { return side >= kLeastImageSide && side <= kMostImageSide; };
    if (options.imageSize != 0) {
        if (!isSide(options.imageSize))
            throw Error("image_size", "is " + std::to_string(options.imageSize),
                        "Choose 0, for the data's own size, or " + std::to_string(kLeastImageSide) + " to " +
                            std::to_string(kMostImageSide));
        geometry.height = geometry.width = options.imageSize;
    } else if (sizes.size() == 1) {
        const auto [width, height] = sizes.begin()->first;
        if (isSide(width) && isSide(height) && std::max(width, height) <= kOwnImageSide) {
            geometry.width = width;
            geometry.height = height;
        }
    }
    return geometry;
}

void checkMemory(const std::string& source, std::size_t images, std::size_t imageBytes) {
    const std::uint64_t available = availableMemory();
    const std::uint64_t needed = std::uint64_t{images} * imageBytes;
    if (available == 0 || needed < available - available / 4) // the rest is for what is done with them
        return;
    throw Error(source,
                "takes " + std::to_string(needed >> 20) + " MiB for " + std::to_string(images) + " images of " +
                    std::to_string(imageBytes) + " bytes, and " + std::to_string(available >> 20) +
                    " MiB of memory are free",
                "Choose a smaller image_size, or fewer images with train_examples and test_examples");
}

namespace {

void bringTo(const Geometry& geometry, ImageSet& images, const StopToken& stop) {
    ImageSet brought{geometry.height, geometry.width, geometry.channels, {}, std::move(images.labels)};
    brought.pixels.resize(brought.size() * brought.imageBytes());
    for (std::size_t i = 0; i < brought.size(); ++i) {
        throwIfStopped(stop);
        const PictureView picture{images.width, images.height, images.channels,
                                  std::span(images.pixels).subspan(i * images.imageBytes(), images.imageBytes())};
        bringTo(geometry, picture,
                std::span(brought.pixels).subspan(i * brought.imageBytes(), brought.imageBytes()));
    }
    images = std::move(brought);
}

} // namespace

void bringTo(const DataOptions& options, DataSet& data, const StopToken& stop) {
    const ImageSet& images = data.train;
    const std::size_t count =
        data.train.size() + data.test.size() + (data.validation ? data.validation->size() : 0);
    const Geometry geometry = geometryFor({{{images.width, images.height}, count}}, images.channels == 1, options);
    const bool same = geometry.height == images.height && geometry.width == images.width;
    if (same && geometry.channels == images.channels)
        return;
    checkMemory(data.source.name, count, geometry.imageBytes());
    data.report.resized = data.report.resized || !same;
    bringTo(geometry, data.train, stop);
    bringTo(geometry, data.test, stop);
    if (data.validation)
        bringTo(geometry, *data.validation, stop);
}

} // namespace moelab
