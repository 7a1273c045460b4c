#include "analysis/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moelab {

Reliability reliability(const ScoredMember& member, int bins) {
    Reliability result;
    for (int bin = 0; bin < bins; ++bin)
        result.bins.push_back({static_cast<double>(bin) / bins, static_cast<double>(bin + 1) / bins, 0, 0, 0});
    for (std::size_t row = 0; row < member.images.size(); ++row) {
        const double confidence = member.confidence[row];
        // Rounding may lift a confidence above 1, and what is not a number goes to the first bin.
        const double position = std::min(std::max(0.0, std::ceil(confidence * bins) - 1), bins - 1.0);
        ReliabilityBin& bin = result.bins[static_cast<std::size_t>(position)];
        ++bin.images;
        bin.confidence += confidence;
        bin.accuracy += member.answers[row] == member.labels[row] ? 1 : 0;
    }
    for (ReliabilityBin& bin : result.bins) {
        result.expectedError += std::abs(bin.accuracy - bin.confidence);
        bin.confidence /= static_cast<double>(bin.images);
        bin.accuracy /= static_cast<double>(bin.images);
    }
    result.expectedError /= static_cast<double>(member.images.size());
    return result;
}

std::vector<CoveragePoint> accuracyByCoverage(const ScoredMember& member) {
    const std::size_t images = member.images.size();
    std::vector<std::size_t> order(images);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t row) { return member.confidence[row]; });
    std::vector<CoveragePoint> curve;
    double right = 0;
    for (std::size_t taken = 1; taken <= images; ++taken) {
        const std::size_t row = order[taken - 1];
        right += member.answers[row] == member.labels[row] ? 1 : 0;
        if (taken == images || member.confidence[order[taken]] != member.confidence[row])
            curve.push_back({static_cast<double>(taken) / static_cast<double>(images),
                             right / static_cast<double>(taken), member.confidence[row]});
    }
    return curve;
}

} // namespace moelab
