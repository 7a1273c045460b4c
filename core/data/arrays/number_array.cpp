#include "data/arrays/number_array.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/machine.h"
#include "data/arrays/promised_bytes.h"

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
constexpr const char* kImageShapes = "N x height x width, or with 1 or 3 channels behind N or at the end";

/// How one image lies in the file.
struct PictureLayout {
    std::size_t count = 0; ///< images
    std::size_t height = 0;
    std::size_t width = 0;
    std::size_t channels = 1;
    bool planar = false; ///< [C, H, W] rather than [H, W, C]

    std::size_t numbers() const { return height * width * channels; }
};

bool isChannels(std::size_t length) { return length == 1 || length == 3; }

PictureLayout layoutOf(const std::vector<std::size_t>& shape, const std::string& name) {
    const bool behind = shape.size() == 4 && isChannels(shape[3]);
    const bool before = shape.size() == 4 && isChannels(shape[1]);
    if (behind && before)
        throw Error(name, "has images of shape (" + shapeInWords(shape) + "), whose channels may be 2nd or last",
                    "Save images with sides of 4 pixels or more");
    if (behind)
        return {shape[0], shape[1], shape[2], shape[3]};
    if (before)
        return {shape[0], shape[2], shape[3], shape[1], true};
    if (shape.size() != 3)
        throw Error(name, "has numbers of shape (" + shapeInWords(shape) + "); images have " + kImageShapes,
                    "Save the images in such an array");
    return {shape[0], shape[1], shape[2]};
}

PictureLayout usableLayout(const std::vector<std::size_t>& shape, const std::string& name) {
    const PictureLayout layout = layoutOf(shape, name);
    if (layout.numbers() == 0 || layout.count == 0)
        throw Error(name, "holds no images (its shape is " + shapeInWords(shape) + ")", "Choose another file");
    if (std::max(layout.height, layout.width) > limits::kArraySide)
        throw Error(name,
                    "has images of " + std::to_string(layout.width) + " x " + std::to_string(layout.height) +
                        " pixels; at most " + std::to_string(limits::kArraySide) + " each way are read",
                    "Save them smaller");
    return layout;
}

/// @throws Error also where the product is no number of 64 bits
std::uint64_t arrayBytes(const ArrayHeader& header, const std::string& name) {
    std::uint64_t bytes = header.type.size;
    for (const std::size_t length : header.shape) {
        if (length > 0 && bytes > limits::kArrayBytes / length)
            throw Error(name,
                        "has numbers of shape (" + shapeInWords(header.shape) + "), which are more than the " +
                            std::to_string(limits::kArrayBytes) + " bytes that are read",
                        "Save fewer or smaller images");
        bytes *= length;
    }
    return bytes;
}

void checkRoom(const PictureLayout& layout, const std::string& name) {
    const std::uint64_t free = availableMemory();
    const std::uint64_t needed = std::uint64_t{layout.count} * layout.numbers();
    if (free > 0 && needed > free - free / 4) // the rest is for what is done with them
        throw Error(name,
                    "takes " + std::to_string(needed / limits::kMiB) + " MiB of memory, and " +
                        std::to_string(free / limits::kMiB) + " MiB are free",
                    "Save fewer or smaller images");
}

void checkPixelType(const ElementType& type, PixelRange range, const std::string& name) {
    if (type.isReal() && range == PixelRange::Bytes)
        throw Error(name, "holds numbers with a fraction (" + type.name() + "), and nothing says what they mean",
                    "If they go from 0 to 1, say pixels=unit; else save bytes: images.astype(numpy.uint8)");
    if (type.kind == 'b')
        throw Error(name, "holds truth values instead of pixels",
                    "Save bytes from 0 to 255: images.astype(numpy.uint8) * 255");
}

/// @returns the pixel that a number means; -1 if it means none
int pixelFrom(std::string_view bytes, const ElementType& type) {
    if (type.isReal()) {
        const double share = realFrom(bytes, type);
        return share >= 0 && share <= 1 ? static_cast<int>(std::lround(share * 255)) : -1; // not for NaN
    }
    const std::int64_t number = integerFrom(bytes, type);
    return number >= 0 && number <= 255 ? static_cast<int>(number) : -1;
}

/// @param image its place in the file, from 0
[[noreturn]] void refusePixel(std::string_view bytes, const ElementType& type, std::size_t image,
                              const std::string& name) {
    const std::string number =
        type.isReal() ? std::to_string(realFrom(bytes, type)) : std::to_string(integerFrom(bytes, type));
    throw Error(name + ":",
                "image " + std::to_string(image + 1) + " has the value " + number +
                    (type.isReal() ? "; pixels=unit says that all are from 0 to 1" : "; pixels are 0 to 255"),
                "Save bytes from 0 to 255: images.astype(numpy.uint8)");
}

/// Appends the pixels of whole images.
void appendPixels(std::string_view raw, const ElementType& type, const PictureLayout& layout, ImageSet& images,
                  const std::string& name) {
    const std::size_t begin = images.pixels.size();
    if (type.kind == 'u' && type.size == 1) {
        images.pixels.insert(images.pixels.end(), raw.begin(), raw.end());
        return;
    }
    images.pixels.resize(begin + raw.size() / type.size);
    for (std::size_t i = begin; i < images.pixels.size(); ++i) {
        const std::string_view number = raw.substr((i - begin) * type.size, type.size);
        const int pixel = pixelFrom(number, type);
        if (pixel < 0)
            refusePixel(number, type, i / layout.numbers(), name);
        images.pixels[i] = static_cast<std::uint8_t>(pixel);
    }
}

/// Turns images of [C, H, W] behind `begin` into [H, W, C].
void interleave(std::vector<std::uint8_t>& pixels, std::size_t begin, const PictureLayout& layout) {
    const std::size_t plane = layout.height * layout.width;
    std::vector<std::uint8_t> planar(layout.numbers());
    for (; begin < pixels.size(); begin += planar.size()) {
        const auto image = pixels.begin() + static_cast<std::ptrdiff_t>(begin);
        std::copy_n(image, planar.size(), planar.begin());
        for (std::size_t i = 0; i < planar.size(); ++i)
            image[static_cast<std::ptrdiff_t>(i)] = planar[i % layout.channels * plane + i / layout.channels];
    }
}

} // namespace

std::string shapeInWords(const std::vector<std::size_t>& shape) {
    std::string words;
    for (const std::size_t length : shape)
        words += (words.empty() ? "" : " x ") + std::to_string(length);
    return words;
}

ImageSet readImageArray(ByteSource& source, const ArrayHeader& header, PixelRange range, const Progress& progress) {
    const std::uint64_t bytes = arrayBytes(header, source.name());
    const PictureLayout layout = usableLayout(header.shape, source.name());
    checkPixelType(header.type, range, source.name());
    PromisedBytes promised(source, header.bytes, bytes);
    checkRoom(layout, source.name());

    ImageSet images{
        static_cast<int>(layout.height), static_cast<int>(layout.width), static_cast<int>(layout.channels), {}, {}};
    // What a header says costs nothing before the bytes are there.
    if (source.statedSize())
        images.pixels.reserve(bytes / header.type.size);
    const std::size_t imageBytes = layout.numbers() * header.type.size;
    const std::size_t imagesABlock = std::clamp<std::size_t>(kBlockBytes / imageBytes, 1, layout.count);
    std::vector<std::uint8_t> block(imagesABlock * imageBytes);
    for (std::uint64_t left = bytes; left > 0; left -= block.size()) {
        block.resize(std::min<std::uint64_t>(block.size(), left));
        promised.read(block);
        const std::size_t begin = images.pixels.size();
        appendPixels({reinterpret_cast<const char*>(block.data()), block.size()}, header.type, layout, images,
                     source.name());
        if (layout.planar)
            interleave(images.pixels, begin, layout);
        if (progress)
            progress(images.pixels.size() / layout.numbers(), layout.count);
    }
    promised.end();
    return images;
}

std::vector<std::int64_t> readLabelArray(ByteSource& source, const ArrayHeader& header) {
    const std::vector<std::size_t>& shape = header.shape;
    const bool column = shape.size() == 2 && shape[1] == 1;
    if (shape.size() == 2 && shape[1] > 1)
        throw Error(source.name(),
                    "has labels of shape (" + shapeInWords(shape) + "), several for each image; one is read",
                    "Save one number for each image; of rows with a single 1 it is numpy.argmax(labels, axis=1)");
    if (shape.size() != 1 && !column)
        throw Error(source.name(), "has labels of shape (" + shapeInWords(shape) + "); labels have N or N x 1",
                    "Save one number for each image");
    if (!header.type.isInteger())
        throw Error(source.name(), "has labels that are no integers (" + header.type.name() + ")",
                    "Save them as integers: labels.astype(numpy.int64)");
    const std::uint64_t bytes = arrayBytes(header, source.name());
    PromisedBytes promised(source, header.bytes, bytes);
    std::vector<std::int64_t> labels;
    std::vector<std::uint8_t> block(std::min<std::uint64_t>(kBlockBytes, bytes));
    for (std::uint64_t left = bytes; left > 0; left -= block.size()) {
        block.resize(std::min<std::uint64_t>(block.size(), left));
        promised.read(block);
        const std::string_view raw(reinterpret_cast<const char*>(block.data()), block.size());
        for (std::size_t at = 0; at < raw.size(); at += header.type.size)
            labels.push_back(integerFrom(raw.substr(at, header.type.size), header.type));
    }
    promised.end();
    return labels;
}

} // namespace moelab
