#pragma once

#include "analysis/scored_member.h"

#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// Temperature scaling (Guo et al. 2017, arXiv 1706.04599): one number that divides all log-probabilities of a
/// member, so that its confidence agrees with its accuracy. Its predictions stay the same.
struct TemperatureFit {
    double temperature = 1; ///< above 1: the member was overconfident
    double lossBefore = 0;  ///< mean negative log likelihood at temperature 1
    double lossAfter = 0;   ///< the same at `temperature`
};

/// Finds the temperature in 0.01..100 with the least mean negative log likelihood of softmax(log(p) / temperature).
/// @param said the member's outputs, [N, member.width], rows of any sum
/// @param member the images to fit on, at least one, and their true classes
TemperatureFit fitTemperature(std::span<const float> said, const ScoredMember& member);

/// @param said [N, width], rows of any sum. @returns [N, width], softmax(log(p) / temperature) of every row
std::vector<float> tempered(std::span<const float> said, std::int64_t width, double temperature);

} // namespace moelab
