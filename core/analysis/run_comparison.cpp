#include "analysis/run_comparison.h"

#include "analysis/parameter_differences.h"
#include "analysis/scored_member.h"
#include "base/error.h"

#include <algorithm>
#include <set>

namespace moelab {
namespace {

const ClassGroups& groupsOf(const RunSummary& run) { return run.config.parameters.groups; }

const char* const kAdvice = "Compare runs of the same test images";

std::set<int> classesOf(const RunSummary& run, const Stage& stage) {
    const std::vector<int>& classes = groupsOf(run)[static_cast<std::size_t>(stage.group)].classes;
    return {classes.begin(), classes.end()};
}

/// @returns A's stage that answers the same question as B's `stage`, or null
const Stage* counterpart(const RunSummary& first, const RunSummary& second, const Stage& stage) {
    const auto found =
        std::ranges::find_if(first.stages, [&](const StageSummary& each) { return each.stage.name == stage.name; });
    if (found == first.stages.end())
        return nullptr;
    if (stage.targets == Targets::Groups && groupsOf(first) != groupsOf(second))
        return nullptr;
    if (stage.group >= 0 && classesOf(first, found->stage) != classesOf(second, stage))
        return nullptr;
    return &found->stage;
}

/// @param a, b scored on the same images
MemberComparison compareMembers(const Stage& stage, const ScoredMember& a, const ScoredMember& b) {
    MemberComparison comparison{
        stage, confusion(a.labels, a.answers, a.width), confusion(b.labels, b.answers, b.width), {}, {}, {}, 0, 0,
        {}};
    for (std::size_t cell = 0; cell < comparison.first.counts.size(); ++cell)
        comparison.difference.push_back(comparison.second.counts[cell] - comparison.first.counts[cell]);
    for (std::size_t row = 0; row < b.images.size(); ++row) {
        const bool rightA = a.answers[row] == a.labels[row];
        const bool rightB = b.answers[row] == b.labels[row];
        if (rightA == rightB)
            ++(rightA ? comparison.bothRight : comparison.bothWrong);
        else
            (rightB ? comparison.fixed : comparison.broken)
                .push_back({b.images[row], b.labels[row], a.answers[row], b.answers[row]});
    }
    comparison.test = mcNemar(static_cast<std::int64_t>(comparison.broken.size()),
                              static_cast<std::int64_t>(comparison.fixed.size()));
    return comparison;
}

} // namespace

void checkSameTestImages(const RunSummary& first, const RunSummary& second) {
    const std::int64_t countA = first.config.parameters.testExamples;
    const std::int64_t countB = second.config.parameters.testExamples;
    if (countA != countB)
        throw Error(second.name(),
                    "is scored on " + std::to_string(countB) + " test images, " + first.name() + " on " +
                        std::to_string(countA),
                    kAdvice);
    if (!haveSameSource(first.config, second.config))
        throw Error(second.name(),
                    "is scored on images of " + second.config.data.name + " from " + second.config.data.origin +
                        ", which cannot be shown to be those of " + first.name() + ": " + first.config.data.name +
                        " from " + first.config.data.origin,
                    kAdvice);
}

RunComparison compareRuns(const RunSummary& first, const MemberOutputs& firstOutputs, const RunSummary& second,
                          const MemberOutputs& secondOutputs) {
    checkSameTestImages(first, second);
    if (firstOutputs.labels != secondOutputs.labels)
        throw Error(second.name(), "has other labels than " + first.name() + " for the same test images", kAdvice);
    RunComparison comparison;
    for (const StageSummary& each : second.stages) {
        const Stage* const other = counterpart(first, second, each.stage);
        if (!other || !isScored(firstOutputs, *other) || !isScored(secondOutputs, each.stage)) {
            comparison.left.push_back(each.stage.name);
            continue;
        }
        comparison.members.push_back(compareMembers(each.stage, scoreMember(firstOutputs, *other, groupsOf(first)),
                                                    scoreMember(secondOutputs, each.stage, groupsOf(second))));
    }
    return comparison;
}

} // namespace moelab
