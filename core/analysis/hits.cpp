#include "analysis/hits.h"

#include "analysis/confusion.h"

#include <numeric>

namespace moelab {

Hits hitsOf(const MemberOutputs& outputs, std::span<const float> said) {
    const std::vector<std::int64_t> answers = predictions(said, outputs.classes);
    Hits hits;
    for (std::size_t image = 0; image < answers.size(); ++image)
        hits.push_back(answers[image] == outputs.labels[image] ? 1 : 0);
    return hits;
}

double accuracyOf(const Hits& hits) {
    return std::accumulate(hits.begin(), hits.end(), 0.0) / static_cast<double>(hits.size());
}

McNemar mcNemar(const Hits& first, const Hits& second) {
    std::int64_t onlyFirst = 0;
    std::int64_t onlySecond = 0;
    for (std::size_t image = 0; image < first.size(); ++image) {
        onlyFirst += first[image] > second[image];
        onlySecond += first[image] < second[image];
    }
    return mcNemar(onlyFirst, onlySecond);
}

} // namespace moelab
