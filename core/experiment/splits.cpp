#include "experiment/splits.h"

#include "base/error.h"

#include <cmath>

namespace moelab {
namespace {

using Images = std::vector<std::int64_t>;

/// An expert only ever sees its own group's images.
Images imagesOf(const Stage& stage, const Parameters& parameters, const ImageSet& set, std::int64_t begin,
                std::int64_t end) {
    Images images;
    for (std::int64_t image = begin; image < end; ++image)
        if (stage.kind != StageKind::Expert ||
            groupOf(parameters.groups, set.labels[static_cast<std::size_t>(image)]) == stage.group)
            images.push_back(image);
    return images;
}

/// Training images before this one are learned from, the others are set aside.
std::int64_t holdoutBegin(const Parameters& parameters, const DataSet& data) {
    const auto count = static_cast<std::int64_t>(data.train.size());
    if (parameters.validation == Validation::Test)
        return count;
    return count - std::llround(parameters.holdoutFraction * static_cast<double>(count));
}

Subset subset(const Stage& stage, const Parameters& parameters, const ImageSet& set, Images images,
              const char* parameter) {
    if (images.empty())
        throw Error(parameter, "leaves no image for stage " + stage.name, "Give a larger value");
    return Subset(set, std::move(images),
                  [&](int cls) { return stage.kind == StageKind::Gate ? groupOf(parameters.groups, cls) : cls; });
}

} // namespace

Splits splitsOf(const Stage& stage, const Parameters& parameters, const DataSet& data) {
    const auto trainCount = static_cast<std::int64_t>(data.train.size());
    const auto testCount = static_cast<std::int64_t>(data.test.size());
    const std::int64_t border = holdoutBegin(parameters, data);
    const auto pick = [&](const ImageSet& set, std::int64_t begin, std::int64_t end, const char* parameter) {
        return subset(stage, parameters, set, imagesOf(stage, parameters, set, begin, end), parameter);
    };
    Subset training = pick(data.train, 0, border, "train_examples");
    Subset test = pick(data.test, 0, testCount, "test_examples");
    Subset validation =
        parameters.validation == Validation::Test ? test : pick(data.train, border, trainCount, "holdout_fraction");
    return {std::move(training), std::move(validation), std::move(test)};
}

std::int64_t trainingSize(const Stage& stage, const Parameters& parameters, const DataSet& data) {
    return static_cast<std::int64_t>(
        imagesOf(stage, parameters, data.train, 0, holdoutBegin(parameters, data)).size());
}

Subset allTestImages(const DataSet& data) {
    Images images(data.test.size());
    for (std::size_t image = 0; image < images.size(); ++image)
        images[image] = static_cast<std::int64_t>(image);
    return Subset(data.test, std::move(images), [](int cls) { return cls; });
}

} // namespace moelab
