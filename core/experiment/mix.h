#pragma once

#include "data/class_groups.h"
#include "experiment/member_outputs.h"
#include "plan/mixture_rule.h"

#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// What comes out of a mixture.
struct Mixed {
    std::vector<float> outputs;      ///< [images, classes]; rows do not sum to 1
    std::vector<std::int64_t> route; ///< [images] the group; empty if images go to several groups
};

/// Sends the images through the mixture. Nothing but the members' outputs is needed: no network runs. What the
/// outputs hold of the mixture itself is not read. Its torch twin, which trains, is in network/mixture.h.
/// @param groups those the outputs were made with
/// @throws Error if a member has no outputs, there are other groups, or a setting of the rule is out of range
Mixed mix(const MemberOutputs& outputs, const ClassGroups& groups, const MixtureRule& rule);

/// The outputs of one image on the route to one group, combined by the sub-gates. @returns [classes]
std::vector<float> mixOne(const MemberOutputs& outputs, std::int64_t image, std::int64_t group);

/// Whether there are outputs of every member, the sub-gates and the mixture included.
bool isMixtureTrained(const MemberOutputs& outputs);

/// @throws Error unless it is trained, with as many groups
void checkMixture(const MemberOutputs& outputs, const ClassGroups& groups);

/// The hard switch: the group with the largest gate output, the last of equals.
/// @param gate [N, groups]. @returns [N]
std::vector<std::int64_t> routes(std::span<const float> gate, std::int64_t groups);

/// @returns [N] the group that each label's class is in
std::vector<std::int64_t> ownGroups(std::span<const std::int64_t> labels, const ClassGroups& groups);

} // namespace moelab
