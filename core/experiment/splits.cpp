#include "experiment/splits.h"

#include "base/error.h"
#include "base/limits.h"

#include <cmath>

namespace moelab {
namespace {

using Images = std::vector<std::int64_t>;

/// Of its own group, where it has one.
Images imagesOf(const Stage& stage, const Parameters& parameters, const ImageSet& set, std::int64_t begin,
                std::int64_t end) {
    const std::vector<int> groups = groupsByClass(parameters.groups, limits::kClasses);
    Images images;
    for (std::int64_t image = begin; image < end; ++image)
        if (stage.group < 0 || groups.at(set.labels[static_cast<std::size_t>(image)]) == stage.group)
            images.push_back(image);
    return images;
}

/// Training images before this one are learned from, the others are set aside.
std::int64_t holdoutBegin(const Parameters& parameters, const DataSet& data) {
    const auto count = static_cast<std::int64_t>(data.train.size());
    if (parameters.validation != Validation::Holdout)
        return count;
    return count - std::llround(parameters.holdoutFraction * static_cast<double>(count));
}

const ImageSet& ownValidation(const DataSet& data) {
    if (!data.validation)
        throw Error("validation", "is \"own\", but " + data.source.name + " has no validation images of its own",
                    "Give test or holdout");
    return *data.validation;
}

Split split(const Stage& stage, const ImageSet& set, Images images, const char* parameter) {
    if (images.empty() && learns(stage))
        throw Error(parameter, "leaves no image for stage " + stage.name,
                    "Give a larger value, or data with images of its classes");
    return {set, std::move(images)};
}

} // namespace

Splits splitsOf(const Stage& stage, const Parameters& parameters, const DataSet& data) {
    const auto trainCount = static_cast<std::int64_t>(data.train.size());
    const auto testCount = static_cast<std::int64_t>(data.test.size());
    const std::int64_t border = holdoutBegin(parameters, data);
    const auto pick = [&](const ImageSet& set, std::int64_t begin, std::int64_t end, const char* parameter) {
        return split(stage, set, imagesOf(stage, parameters, set, begin, end), parameter);
    };
    Split training = pick(data.train, 0, border, "train_examples");
    Split test = pick(data.test, 0, testCount, "test_examples");
    const auto validation = [&] {
        switch (parameters.validation) {
        case Validation::Holdout:
            return pick(data.train, border, trainCount, "holdout_fraction");
        case Validation::Own:
            return pick(ownValidation(data), 0, static_cast<std::int64_t>(data.validation->size()),
                        "validation=own");
        case Validation::Test:
            break;
        }
        return test;
    };
    Split watched = validation(); // before its parts go
    return {std::move(training), std::move(watched), std::move(test)};
}

int targetOf(const Stage& stage, const Parameters& parameters, int cls) {
    return stage.targets == Targets::Groups ? groupOf(parameters.groups, cls) : cls;
}

} // namespace moelab
