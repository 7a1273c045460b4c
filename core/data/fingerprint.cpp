#include "data/fingerprint.h"

#include "base/sha256.h"

#include <algorithm>

namespace moelab {
namespace {

/// A byte each, as labels were before there were more than 256 classes; two where one is no byte.
std::vector<std::uint8_t> bytesOf(const std::vector<std::uint16_t>& labels) {
    std::vector<std::uint8_t> bytes(labels.begin(), labels.end());
    if (std::ranges::any_of(labels, [](std::uint16_t label) { return label > 0xff; }))
        for (const std::uint16_t label : labels)
            bytes.push_back(static_cast<std::uint8_t>(label >> 8));
    return bytes;
}

} // namespace

std::string sha256OfImages(const ImageSet& images) {
    Sha256 hash;
    hash.update(std::to_string(images.height) + " " + std::to_string(images.width) + " " +
                std::to_string(images.channels) + " " + std::to_string(images.size()) + "\n");
    hash.update(std::as_bytes(std::span(images.pixels)));
    const std::vector<std::uint8_t> labels = bytesOf(images.labels);
    hash.update(std::as_bytes(std::span(labels)));
    return hash.hex();
}

std::string fingerprint(const DataSet& data) {
    std::string text = "moelab-data-1\n";
    // The length keeps names with line ends apart from two names.
    for (const std::string& name : data.classNames)
        text += std::to_string(name.size()) + " " + name + "\n";
    text += "train " + sha256OfImages(data.train) + "\n";
    text += "test " + sha256OfImages(data.test) + "\n";
    if (data.validation)
        text += "validation " + sha256OfImages(*data.validation) + "\n";
    return sha256(text);
}

} // namespace moelab
