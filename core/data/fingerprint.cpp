#include "data/fingerprint.h"

#include "base/sha256.h"

namespace moelab {

std::string sha256OfImages(const ImageSet& images) {
    Sha256 hash;
    hash.update(std::to_string(images.height) + " " + std::to_string(images.width) + " " +
                std::to_string(images.channels) + " " + std::to_string(images.size()) + "\n");
    hash.update(std::as_bytes(std::span(images.pixels)));
    hash.update(std::as_bytes(std::span(images.labels)));
    return hash.hex();
}

std::string fingerprint(const DataSet& data) {
    std::string text = "moelab-data-1\n";
    // The length keeps names with line ends apart from two names.
    for (const std::string& name : data.classNames)
        text += std::to_string(name.size()) + " " + name + "\n";
    text += "train " + sha256OfImages(data.train) + "\n";
    text += "test " + sha256OfImages(data.test) + "\n";
    return sha256(text);
}

} // namespace moelab
