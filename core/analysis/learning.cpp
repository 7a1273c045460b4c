#include "analysis/learning.h"

#include "analysis/routing.h"

#include <limits>

namespace moelab {
namespace {

std::vector<std::int64_t> widened(std::span<const std::uint16_t> answers) {
    return {answers.begin(), answers.end()};
}

/// Takes in one epoch. Until the last, `learned` is where the present right stretch began.
void follow(ImageLearning& image, std::int64_t epoch, bool right) {
    const bool wasRight = image.learned > 0;
    if (right == wasRight)
        return;
    if (epoch > 1)
        ++image.changes;
    if (wasRight)
        image.forgotten = epoch;
    image.learned = right ? epoch : 0;
}

} // namespace

std::vector<ImageLearning> learningOf(const EpochAnswers& answers) {
    const std::int64_t epochs = answers.epochs();
    std::vector<ImageLearning> all(epochs > 0 ? answers.images.size() : 0);
    for (std::int64_t epoch = 1; epoch <= epochs; ++epoch) { // as the answers lie in memory
        const std::span<const std::uint16_t> now = answers.at(epoch);
        for (std::size_t row = 0; row < all.size(); ++row)
            follow(all[row], epoch, now[row] == answers.labels[row]);
    }
    return all;
}

ImageLearning learningOf(const EpochAnswers& answers, std::size_t row) {
    ImageLearning image;
    for (std::int64_t epoch = 1; epoch <= answers.epochs(); ++epoch)
        follow(image, epoch, answers.at(epoch)[row] == answers.labels[row]);
    return image;
}

LearningCounts countLearning(const EpochAnswers& answers) {
    const auto epochs = static_cast<std::size_t>(answers.epochs());
    LearningCounts counts{std::vector<std::int64_t>(epochs), std::vector<std::int64_t>(epochs)};
    for (const ImageLearning& image : learningOf(answers)) {
        if (image.learned > 0)
            ++counts.learned[static_cast<std::size_t>(image.learned - 1)];
        if (image.forgotten > 0)
            ++counts.forgotten[static_cast<std::size_t>(image.forgotten - 1)];
        counts.neverRight += image.neverRight();
        counts.alwaysRight += image.learned == 1;
    }
    return counts;
}

ConfusionMatrix confusionAt(const EpochAnswers& answers, std::int64_t epoch) {
    return confusion(answers.labels, widened(answers.at(epoch)), answers.width);
}

std::vector<std::vector<std::int64_t>> routesAt(const EpochAnswers& answers, std::int64_t epoch,
                                                std::int64_t classes) {
    return routesByClass(answers.classes, widened(answers.at(epoch)), classes, answers.width);
}

ScoredMember memberAt(const EpochAnswers& answers, std::int64_t epoch) {
    const std::vector<float> unknown(answers.images.size(), std::numeric_limits<float>::quiet_NaN());
    return {answers.width, answers.images, answers.labels, widened(answers.at(epoch)), unknown, unknown};
}

bool isOfSameImages(const EpochAnswers& answers, const ScoredMember& member) {
    return answers.ofTestImages() && answers.epochs() > 0 && answers.width == member.width &&
           answers.images == member.images && answers.labels == member.labels;
}

} // namespace moelab
