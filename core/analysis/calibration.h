#pragma once

#include "analysis/scored_member.h"

#include <cstdint>
#include <vector>

namespace moelab {

/// The images whose confidence lies in (low, high]; 0 itself is in the first bin.
struct ReliabilityBin {
    double low = 0;
    double high = 0;
    std::int64_t images = 0;
    double confidence = 0; ///< mean; NaN without images
    double accuracy = 0;   ///< share of correct predictions; NaN without images
};

/// How far confidence can be taken at its word (Guo et al. 2017, arXiv 1706.04599).
struct Reliability {
    std::vector<ReliabilityBin> bins; ///< of equal width over 0..1
    double expectedError = 0;         ///< the mean gap between confidence and accuracy of the bins, by images
};
/// @param bins at least 1
Reliability reliability(const ScoredMember& member, int bins = 15);

/// Accuracy of a member on the images for which it is most confident.
struct CoveragePoint {
    double coverage = 0;   ///< share of the images that are covered
    double accuracy = 0;   ///< on those
    double confidence = 0; ///< the least of them
};
/// @returns a point for every confidence there is, the highest first; images of equal confidence are taken together
std::vector<CoveragePoint> accuracyByCoverage(const ScoredMember& member);

} // namespace moelab
