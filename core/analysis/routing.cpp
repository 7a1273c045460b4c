#include "analysis/routing.h"

#include <algorithm>

namespace moelab {

std::vector<std::vector<std::int64_t>> routesByClass(std::span<const std::int64_t> labels,
                                                     std::span<const std::int64_t> route, std::int64_t classes,
                                                     std::int64_t groups) {
    std::vector<std::vector<std::int64_t>> counts(static_cast<std::size_t>(classes),
                                                  std::vector<std::int64_t>(static_cast<std::size_t>(groups)));
    for (std::size_t image = 0; image < labels.size(); ++image)
        ++counts[static_cast<std::size_t>(labels[image])][static_cast<std::size_t>(route[image])];
    return counts;
}

std::vector<float> gateMargins(std::span<const float> gate, std::int64_t groups) {
    std::vector<float> margins;
    for (auto row = gate.begin(); row != gate.end(); row += groups) {
        std::vector<float> sorted(row, row + groups);
        std::ranges::partial_sort(sorted, sorted.begin() + 2, std::greater());
        margins.push_back(sorted[0] - sorted[1]);
    }
    return margins;
}

} // namespace moelab
