#include "data/arrays/split_arrays.h"

#include "base/error.h"
#include "base/limits.h"
#include "data/stratified_split.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace moelab {
namespace {

std::string sizeInWords(const ImageSet& images) {
    return std::to_string(images.width) + " x " + std::to_string(images.height) + " pixels and " +
           std::to_string(images.channels) + (images.channels == 1 ? " channel" : " channels");
}

/// The images at `indices`, which ascend; at most `most` of them.
ImageSet imagesAt(const ImageSet& images, std::span<const std::size_t> indices, std::size_t most) {
    ImageSet chosen{images.height, images.width, images.channels, {}, {}};
    indices = indices.first(std::min(indices.size(), most));
    chosen.pixels.reserve(indices.size() * images.imageBytes());
    for (const std::size_t index : indices) {
        const auto image = images.image(index);
        chosen.pixels.insert(chosen.pixels.end(), image.begin(), image.end());
        chosen.labels.push_back(images.labels[index]);
    }
    return chosen;
}

/// Leaves the first `most` images.
void keepFirst(ImageSet& images, std::size_t most) {
    if (images.size() <= most)
        return;
    images.pixels.resize(most * images.imageBytes());
    images.pixels.shrink_to_fit();
    images.labels.resize(most);
}

} // namespace

SplitArrays::SplitArrays(std::string source, const DataOptions& options)
    : m_source(std::move(source))
    , m_options(options) {}

void SplitArrays::addImages(SplitName split, const std::string& name, ImageSet images) {
    Part& place = part(split);
    if (!place.imagesName.empty())
        throw Error(m_source, "has the images of one split twice, in " + place.imagesName + " and " + name,
                    "Keep one of the two");
    place.imagesName = name;
    place.images = std::move(images);
}

void SplitArrays::addLabels(SplitName split, const std::string& name, std::vector<std::int64_t> labels) {
    Part& place = part(split);
    if (!place.labelsName.empty())
        throw Error(m_source, "has the labels of one split twice, in " + place.labelsName + " and " + name,
                    "Keep one of the two");
    place.labelsName = name;
    place.numbers = std::move(labels);
}

void SplitArrays::checkSplits() const {
    const auto there = std::ranges::count_if(m_parts, [](const Part& part) { return part.isThere(); });
    if (there == 0)
        throw Error(m_source, "holds neither images nor labels", "Choose the file or folder that holds both");
    if (there > 1 && m_parts[static_cast<std::size_t>(SplitName::None)].isThere())
        throw Error(m_source, "holds images of a split and others of none", "Keep one kind");
}

void SplitArrays::checkPart(const Part& part) const {
    if (part.labelsName.empty())
        throw Error(m_source, "has images (" + part.imagesName + ") without their labels",
                    "Put the array of labels beside them");
    if (part.imagesName.empty())
        throw Error(m_source, "has labels (" + part.labelsName + ") without their images",
                    "Put the array of images beside them");
    const std::size_t images = part.images.pixels.size() / part.images.imageBytes();
    if (images != part.numbers.size())
        throw Error(part.labelsName,
                    "has " + std::to_string(part.numbers.size()) + " labels; " + part.imagesName + " has " +
                        std::to_string(images) + " images",
                    "Choose files that belong together");
    const auto negative = std::ranges::find_if(part.numbers, [](std::int64_t number) { return number < 0; });
    if (negative != part.numbers.end())
        throw Error(part.labelsName + ":",
                    "image " + std::to_string(negative - part.numbers.begin() + 1) + " has label " +
                        std::to_string(*negative) + "; labels are 0 or more",
                    "Give every image the number of its class, or leave it out");
}

void SplitArrays::checkSizes() const {
    const Part* first = nullptr;
    for (const Part& part : m_parts) {
        if (!part.isThere())
            continue;
        if (!first)
            first = &part;
        const std::string size = sizeInWords(part.images);
        if (size != sizeInWords(first->images))
            throw Error(part.imagesName,
                        "has images of " + size + "; " + first->imagesName + " has " + sizeInWords(first->images),
                        "Save all at one size");
    }
}

void SplitArrays::nameClasses(DataSet& data) {
    std::map<std::int64_t, std::uint16_t> classes;
    for (const Part& part : m_parts)
        for (const std::int64_t number : part.numbers) {
            classes.emplace(number, 0);
            if (classes.size() > static_cast<std::size_t>(limits::kClasses))
                throw Error(m_source, "has labels of more than " + std::to_string(limits::kClasses) + " classes",
                            "Choose data with 2 to " + std::to_string(limits::kClasses) + " classes");
        }
    if (classes.empty())
        throw Error(m_source, "has no images", "Choose other data");
    if (classes.size() < 2)
        throw Error(m_source, "has images of one class only (label " + std::to_string(classes.begin()->first) + ")",
                    "Choose data with 2 to " + std::to_string(limits::kClasses) + " classes");
    for (auto& [number, label] : classes) {
        label = static_cast<std::uint16_t>(data.classNames.size());
        data.classNames.push_back(std::to_string(number));
    }
    for (Part& part : m_parts)
        for (const std::int64_t number : std::exchange(part.numbers, {}))
            part.images.labels.push_back(classes.at(number));
}

void SplitArrays::splitAlone(SplitName alone, DataSet& data) {
    const ImageSet images = take(alone);
    const SplitIndices parts = stratifiedSplit(images.labels, m_options.testFraction, m_options.splitSeed);
    data.train = imagesAt(images, parts.train, m_options.size.train);
    data.test = imagesAt(images, parts.test, m_options.size.test);
}

DataSet SplitArrays::finish() {
    checkSplits();
    const auto isThere = [](const Part& part) { return part.isThere(); };
    if (part(SplitName::Validation).isThere() && std::ranges::count_if(m_parts, isThere) == 1)
        std::swap(part(SplitName::None), part(SplitName::Validation)); // nothing else to train on
    for (const Part& part : m_parts)
        if (isThere(part))
            checkPart(part);
    checkSizes();
    DataSet data;
    for (const Part& part : m_parts)
        if (isThere(part))
            data.report.sizes[{part.images.width, part.images.height}] += part.numbers.size();
    nameClasses(data);
    const bool both = part(SplitName::Train).isThere() && part(SplitName::Test).isThere();
    if (both) {
        data.train = take(SplitName::Train);
        data.test = take(SplitName::Test);
        keepFirst(data.train, m_options.size.train);
        keepFirst(data.test, m_options.size.test);
    }
    for (const SplitName alone : {SplitName::None, SplitName::Train, SplitName::Test})
        if (!both && part(alone).isThere())
            splitAlone(alone, data);
    if (part(SplitName::Validation).isThere())
        data.validation = take(SplitName::Validation);
    return data;
}

} // namespace moelab
