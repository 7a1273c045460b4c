#include "confusion/confusion_table.h"

namespace moelab {

std::int64_t rowSum(const ConfusionMatrix& matrix, std::int64_t truth) {
    std::int64_t sum = 0;
    for (std::int64_t answer = 0; answer < matrix.classes; ++answer)
        sum += matrix.at(truth, answer);
    return sum;
}

std::int64_t columnSum(const ConfusionMatrix& matrix, std::int64_t answer) {
    std::int64_t sum = 0;
    for (std::int64_t truth = 0; truth < matrix.classes; ++truth)
        sum += matrix.at(truth, answer);
    return sum;
}

ClassScores scoresOf(const ConfusionMatrix& matrix, std::int64_t cls) {
    const auto right = static_cast<double>(matrix.at(cls, cls));
    const std::int64_t images = rowSum(matrix, cls);
    const std::int64_t answers = columnSum(matrix, cls);
    return {images, right / static_cast<double>(answers), right / static_cast<double>(images),
            2 * right / static_cast<double>(images + answers)};
}

} // namespace moelab
