#include "data/cifar_python.h"

#include "base/error.h"
#include "base/limits.h"
#include "data/pickle.h"
#include "data/text_lines.h"

namespace moelab {
namespace {

Pickle readPickle(ByteSource& source, std::uint64_t limit) {
    std::string bytes = readAll(source, limit);
    if (bytes.empty())
        throw Error(source.name(), "is empty (0 bytes)", "Copy the file again, or fetch the data again");
    return Pickle(std::move(bytes), source.name());
}

void refuseCifar100(const Pickle& pickle, const std::string& name, const char* wanted, const char* cifar100) {
    if (!pickle.contains(wanted) && pickle.contains(cifar100))
        throw Error(name, std::string("is CIFAR-100, not CIFAR-10: it has ") + cifar100, "Choose CIFAR-10");
}

/// Bytes without a shape, as some write them, have that of their labels.
void checkShape(const PickledArray& data, std::size_t labels, const std::string& name) {
    constexpr std::size_t kWidth = SplitBuilder::kImageBytes;
    const bool flat = data.shape.size() == 1 && data.shape[0] % kWidth == 0;
    if (!flat && (data.shape.size() != 2 || data.shape[1] != kWidth)) {
        std::string shape;
        for (std::size_t length : data.shape)
            shape += (shape.empty() ? "" : " x ") + std::to_string(length);
        throw Error(name, "has data of shape (" + shape + "); CIFAR-10 has N x 3072",
                    "Save a row of 3072 bytes for each image: 1024 of red, 1024 of green, 1024 of blue");
    }
    const std::size_t images = flat ? data.shape[0] / kWidth : data.shape[0];
    if (images != labels)
        throw Error(name, "has " + std::to_string(images) + " images and " + std::to_string(labels) + " labels",
                    "Choose the published file");
}

} // namespace

void readPythonBatch(ByteSource& source, SplitBuilder& split) {
    if (split.room() == 0)
        return;
    Pickle pickle = readPickle(source, limits::kBatchBytes);
    refuseCifar100(pickle, source.name(), "labels", "fine_labels");
    const std::vector<std::int64_t> labels = pickle.integers("labels");
    const PickledArray data = pickle.array("data");
    checkShape(data, labels.size(), source.name());
    const auto* pixels = reinterpret_cast<const std::uint8_t*>(data.bytes.data());
    const std::span bytes(pixels, data.bytes.size());
    for (std::size_t i = 0; i < labels.size() && split.room() > 0; ++i) {
        if (labels[i] < 0 || labels[i] > 9)
            throw Error(source.name() + ":",
                        "image " + std::to_string(i + 1) + " has label " + std::to_string(labels[i]) +
                            "; CIFAR-10 has labels 0 to 9",
                        "Copy the file again, or fetch the data again");
        constexpr std::size_t kImage = SplitBuilder::kImageBytes;
        split.add(static_cast<std::uint8_t>(labels[i]), bytes.subspan(i * kImage).first<kImage>());
    }
}

std::vector<std::string> readPythonNames(ByteSource& source) {
    const Pickle pickle = readPickle(source, limits::kClassNamesBytes);
    refuseCifar100(pickle, source.name(), "label_names", "fine_label_names");
    std::vector<std::string> names = pickle.texts("label_names");
    for (std::string& name : names)
        name = std::string(trimmed(name));
    return names;
}

} // namespace moelab
