#include "data/cifar/cifar_python.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text_lines.h"
#include "data/cifar/pickle.h"

namespace moelab {
namespace {

Pickle readPickle(ByteSource& source, std::uint64_t limit) {
    std::string bytes = readAll(source, limit);
    if (bytes.empty())
        throw Error(source.name(), "is empty (0 bytes)", "Copy the file again, or fetch the data again");
    return Pickle(std::move(bytes), source.name());
}

/// @param wanted, others a key of either set
void refuseOther(const Pickle& pickle, const std::string& name, const CifarSet& set, std::string_view wanted,
                 std::string_view others) {
    const CifarSet& other = set.other();
    if (!pickle.contains(wanted) && pickle.contains(others))
        throw Error(name,
                    "is " + std::string(other.name) + ", not " + std::string(set.name) + ": it has " +
                        std::string(others),
                    "Choose " + std::string(set.name));
}

/// Bytes without a shape, as some write them, have that of their labels.
void checkShape(const PickledArray& data, std::size_t labels, const CifarSet& set, const std::string& name) {
    constexpr std::size_t kWidth = SplitBuilder::kImageBytes;
    const bool flat = data.shape.size() == 1 && data.shape[0] % kWidth == 0;
    if (!flat && (data.shape.size() != 2 || data.shape[1] != kWidth)) {
        std::string shape;
        for (std::size_t length : data.shape)
            shape += (shape.empty() ? "" : " x ") + std::to_string(length);
        throw Error(name, "has data of shape (" + shape + "); " + std::string(set.name) + " has N x 3072",
                    "Save a row of 3072 bytes for each image: 1024 of red, 1024 of green, 1024 of blue");
    }
    const std::size_t images = flat ? data.shape[0] / kWidth : data.shape[0];
    if (images != labels)
        throw Error(name, "has " + std::to_string(images) + " images and " + std::to_string(labels) + " labels",
                    "Choose the published file");
}

} // namespace

void readPythonBatch(ByteSource& source, CifarLabels& labels, SplitBuilder& split) {
    const CifarSet& set = labels.set();
    const auto isWanted = [&] { return split.room() > 0 || labels.wantsMore(); };
    if (!isWanted())
        return;
    Pickle pickle = readPickle(source, limits::kBatchBytes);
    refuseOther(pickle, source.name(), set, set.labelsKey, set.other().labelsKey);
    const std::vector<std::int64_t> fine = pickle.integers(set.labelsKey);
    const std::vector<std::int64_t> coarse = set.hasSuperclasses() ? pickle.integers(kCoarseLabelsKey) : fine;
    if (coarse.size() != fine.size())
        throw Error(source.name(),
                    "has " + std::to_string(fine.size()) + " labels of classes and " +
                        std::to_string(coarse.size()) + " of superclasses",
                    "Choose the published file");
    const PickledArray data = pickle.array("data");
    checkShape(data, fine.size(), set, source.name());
    const auto* pixels = reinterpret_cast<const std::uint8_t*>(data.bytes.data());
    const std::span bytes(pixels, data.bytes.size());
    for (std::size_t i = 0; i < fine.size() && isWanted(); ++i) {
        if (const std::string problem = labels.take(fine[i], coarse[i]); !problem.empty())
            throw Error(source.name() + ":", "image " + std::to_string(i + 1) + " " + problem,
                        "Copy the file again, or fetch the data again");
        constexpr std::size_t kImage = SplitBuilder::kImageBytes;
        if (split.room() > 0)
            split.add(labels.wanted(fine[i], coarse[i]), bytes.subspan(i * kImage).first<kImage>());
    }
}

CifarNames readPythonNames(ByteSource& source, const CifarSet& set) {
    const Pickle pickle = readPickle(source, limits::kClassNamesBytes);
    refuseOther(pickle, source.name(), set, set.namesKey, set.other().namesKey);
    CifarNames names{pickle.texts(set.namesKey)};
    if (set.hasSuperclasses())
        names.superclasses = pickle.texts(kCoarseNamesKey);
    for (std::vector<std::string>* list : {&names.classes, &names.superclasses})
        for (std::string& name : *list)
            name = std::string(trimmed(name));
    return names;
}

} // namespace moelab
