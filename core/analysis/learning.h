#pragma once

#include "analysis/confusion.h"
#include "analysis/scored_member.h"
#include "experiment/epoch_answers.h"

#include <cstdint>
#include <vector>

namespace moelab {

/// When a member learned one image, and forgot it. Epochs count from 1; 0 is never.
struct ImageLearning {
    std::int64_t learned = 0;   ///< it is correct from this epoch to the last; 0: wrong after the last
    std::int64_t forgotten = 0; ///< the last epoch in which it changed from correct to wrong
    std::int64_t changes = 0;   ///< how often it changed from correct to wrong or back

    /// Wrong after the last epoch and never correct before.
    bool neverRight() const { return learned == 0 && forgotten == 0; }

    bool operator==(const ImageLearning&) const = default;
};

/// @returns one an image; none without epochs
std::vector<ImageLearning> learningOf(const EpochAnswers& answers);

/// Of one image alone. @param row its position in answers.images
ImageLearning learningOf(const EpochAnswers& answers, std::size_t row);

/// How many images were learned and forgotten when.
struct LearningCounts {
    std::vector<std::int64_t> learned;   ///< [epochs] images with this epoch as `learned`
    std::vector<std::int64_t> forgotten; ///< [epochs] likewise
    std::int64_t neverRight = 0;
    std::int64_t alwaysRight = 0; ///< learned at the first epoch, that is
};
LearningCounts countLearning(const EpochAnswers& answers);

/// @param epoch from 1 to answers.epochs()
ConfusionMatrix confusionAt(const EpochAnswers& answers, std::int64_t epoch);

/// How often the gate sent images of each class to each group at an epoch. @returns [classes][groups]
/// @param answers the gate's
std::vector<std::vector<std::int64_t>> routesAt(const EpochAnswers& answers, std::int64_t epoch,
                                                std::int64_t classes);

/// Predictions of the member after an epoch. Only the predicted classes were kept: confidence and loss are NaN.
ScoredMember memberAt(const EpochAnswers& answers, std::int64_t epoch);

/// Whether there are epochs, of the test images that the member is scored on, row by row.
bool isOfSameImages(const EpochAnswers& answers, const ScoredMember& member);

} // namespace moelab
