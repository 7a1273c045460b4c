#pragma once

#include "data/class_groups.h"
#include "experiment/member_outputs.h"
#include "plan/stage.h"

#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// What one member said of the test images that it is scored on: all of them, or an expert's own group. Every array
/// has one value an image, in the order of `images`.
struct ScoredMember {
    std::int64_t width = 0;            ///< number of outputs: classes, or groups for the gate
    std::vector<std::int64_t> images;  ///< positions among the test images
    std::vector<std::int64_t> labels;  ///< the true class, or the true group for the gate
    std::vector<std::int64_t> answers; ///< the prediction: the largest output, the first of equals
    std::vector<float> confidence;     ///< the share of the largest output in the row's sum
    std::vector<float> loss;           ///< -log of the true class's share in the row's sum
};

/// @returns [images, classes], or [images, groups] for the gate, what the stage's member said of every test image;
///          empty if it is not trained
std::span<const float> saidBy(const MemberOutputs& outputs, const Stage& stage);

/// @returns whether `outputs` holds what the stage's member said
bool isScored(const MemberOutputs& outputs, const Stage& stage);

/// @param groups those the outputs were made with. @returns no images if the stage is not trained
ScoredMember scoreMember(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups);
/// The same, with `said` in the place of what the stage's member said.
ScoredMember scoreMember(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups,
                         std::span<const float> said);

} // namespace moelab
