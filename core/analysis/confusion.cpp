#include "analysis/confusion.h"

#include <algorithm>
#include <numeric>

namespace moelab {

std::int64_t ConfusionMatrix::total() const {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

double ConfusionMatrix::accuracy() const {
    std::int64_t right = 0;
    for (std::int64_t cls = 0; cls < classes; ++cls)
        right += at(cls, cls);
    return static_cast<double>(right) / static_cast<double>(total());
}

double ConfusionMatrix::balancedAccuracy() const {
    double recalls = 0;
    double occurring = 0;
    for (std::int64_t cls = 0; cls < classes; ++cls)
        if (const std::int64_t images = sumOfRow(cls); images > 0) {
            recalls += static_cast<double>(at(cls, cls)) / static_cast<double>(images);
            ++occurring;
        }
    return recalls / occurring;
}

double ConfusionMatrix::macroF1() const {
    double sum = 0;
    double known = 0;
    for (std::int64_t cls = 0; cls < classes; ++cls)
        if (const std::int64_t both = sumOfRow(cls) + sumOfColumn(cls); both > 0) { // 2 TP + FP + FN
            sum += 2 * static_cast<double>(at(cls, cls)) / static_cast<double>(both);
            ++known;
        }
    return sum / known;
}

std::int64_t ConfusionMatrix::sumOfRow(std::int64_t truth) const {
    const auto row = counts.begin() + truth * classes;
    return std::accumulate(row, row + classes, std::int64_t{0});
}

std::int64_t ConfusionMatrix::sumOfColumn(std::int64_t predicted) const {
    std::int64_t sum = 0;
    for (std::int64_t truth = 0; truth < classes; ++truth)
        sum += at(truth, predicted);
    return sum;
}

ConfusionMatrix confusion(std::span<const std::int64_t> labels, std::span<const std::int64_t> predicted,
                          std::int64_t classes) {
    ConfusionMatrix matrix{classes, std::vector<std::int64_t>(static_cast<std::size_t>(classes * classes))};
    for (std::size_t image = 0; image < labels.size(); ++image)
        ++matrix.counts[static_cast<std::size_t>(labels[image] * classes + predicted[image])];
    return matrix;
}

std::vector<ConfusedPair> mostConfused(const ConfusionMatrix& matrix, std::size_t most) {
    std::vector<ConfusedPair> pairs;
    for (std::int64_t truth = 0; truth < matrix.classes; ++truth)
        for (std::int64_t predicted = 0; predicted < matrix.classes; ++predicted)
            if (truth != predicted && matrix.at(truth, predicted) > 0)
                pairs.push_back({truth, predicted, matrix.at(truth, predicted)});
    std::ranges::stable_sort(pairs, std::ranges::greater(), &ConfusedPair::images);
    pairs.resize(std::min(most, pairs.size()));
    return pairs;
}

std::vector<std::int64_t> predictions(std::span<const float> outputs, std::int64_t width) {
    std::vector<std::int64_t> result;
    for (auto row = outputs.begin(); row != outputs.end(); row += width)
        result.push_back(std::max_element(row, row + width) - row);
    return result;
}

} // namespace moelab
