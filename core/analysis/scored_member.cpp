#include "analysis/scored_member.h"

#include "analysis/routing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace moelab {
namespace {

void addImage(ScoredMember& member, std::int64_t image, std::int64_t label, std::span<const float> row) {
    const auto largest = std::ranges::max_element(row);
    // The mixture's rows do not sum to 1, the others' do up to rounding.
    const float sum = std::max(std::accumulate(row.begin(), row.end(), 0.0F), std::numeric_limits<float>::min());
    const float share = row[static_cast<std::size_t>(label)] / sum;
    member.images.push_back(image);
    member.labels.push_back(label);
    member.answers.push_back(largest - row.begin());
    member.confidence.push_back(*largest / sum);
    member.loss.push_back(-std::log(std::max(share, std::numeric_limits<float>::min())));
}

} // namespace

std::span<const float> saidBy(const MemberOutputs& outputs, const Stage& stage) {
    const std::vector<float>& array = outputs.of(stage.outputs.front());
    if (array.empty() || std::isnan(array.front())) // a damaged member's
        return {};
    return array;
}

bool isScored(const MemberOutputs& outputs, const Stage& stage) { return !saidBy(outputs, stage).empty(); }

ScoredMember scoreMember(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups) {
    return scoreMember(outputs, stage, groups, saidBy(outputs, stage));
}

ScoredMember scoreMember(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups,
                         std::span<const float> said) {
    ScoredMember member;
    const bool groupsAreTargets = stage.targets == Targets::Groups;
    member.width = groupsAreTargets ? outputs.groups : outputs.classes;
    if (said.empty())
        return member;
    const std::vector<std::int64_t> own = ownGroups(outputs.labels, groups);
    for (std::int64_t image = 0; image < outputs.images; ++image) {
        const auto position = static_cast<std::size_t>(image);
        if (stage.group >= 0 && own[position] != stage.group)
            continue;
        addImage(member, image, groupsAreTargets ? own[position] : outputs.labels[position],
                 outputs.row(said, image, member.width));
    }
    return member;
}

} // namespace moelab
