#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// How often each true class (row) was predicted as each class (column).
struct ConfusionMatrix {
    std::int64_t classes = 0;
    std::vector<std::int64_t> counts; ///< [classes, classes]

    std::int64_t at(std::int64_t truth, std::int64_t predicted) const {
        return counts[static_cast<std::size_t>(truth * classes + predicted)];
    }
    std::int64_t total() const;
    std::int64_t sumOfRow(std::int64_t truth) const;        ///< images of a class
    std::int64_t sumOfColumn(std::int64_t predicted) const; ///< images taken for one
    /// @returns the share on the diagonal; NaN without images
    double accuracy() const;
    /// The mean recall of the classes that occur: an image of a rare class counts more. As scikit-learn's
    /// balanced_accuracy_score. @returns NaN without images
    double balancedAccuracy() const;
    /// The mean F1 of the classes that occur or are predicted, 2 TP / (2 TP + FP + FN) each, which is 0 for one
    /// that occurs and is never predicted, or is predicted and does not occur. As scikit-learn's f1_score with
    /// average "macro" and zero_division 0. @returns NaN without images
    double macroF1() const;
};

/// @param labels, predictions [N], each in 0..classes-1
ConfusionMatrix confusion(std::span<const std::int64_t> labels, std::span<const std::int64_t> predictions,
                          std::int64_t classes);

/// Images of one class that were predicted as another: a cell off the diagonal.
struct ConfusedPair {
    std::int64_t truth = 0;
    std::int64_t predicted = 0;
    std::int64_t images = 0;

    bool operator==(const ConfusedPair&) const = default;
};

/// The pairs with the most images, those first; of equals in the order of the true, then the predicted class.
/// @param most at most so many; pairs without images are not among them
std::vector<ConfusedPair> mostConfused(const ConfusionMatrix& matrix, std::size_t most);

/// @param outputs [N, width]. @returns [N] the position of each row's largest value, the first of equals
std::vector<std::int64_t> predictions(std::span<const float> outputs, std::int64_t width);

} // namespace moelab
