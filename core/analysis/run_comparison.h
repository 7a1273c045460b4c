#pragma once

#include "analysis/confusion.h"
#include "analysis/statistics.h"
#include "experiment/member_outputs.h"
#include "workspace/run_summary.h"

#include <string>
#include <vector>

namespace moelab {

/// An image that only one of two runs classifies correctly, with both predictions.
struct ChangedImage {
    std::int64_t image = 0;  ///< its position among the test images
    std::int64_t label = 0;  ///< the true class, or the true group for the gate
    std::int64_t first = 0;  ///< A's prediction
    std::int64_t second = 0; ///< B's

    bool operator==(const ChangedImage&) const = default;
};

/// What a member of run A and the same member of run B make of the same test images.
struct MemberComparison {
    Stage stage;                          ///< as in run B
    ConfusionMatrix first;                ///< of A, [classes, classes], or [groups, groups] for the gate
    ConfusionMatrix second;               ///< of B
    std::vector<std::int64_t> difference; ///< second minus first, as `counts`
    std::vector<ChangedImage> fixed;      ///< only B classifies them correctly; by position
    std::vector<ChangedImage> broken;     ///< only A classifies them correctly
    std::int64_t bothRight = 0;
    std::int64_t bothWrong = 0;
    McNemar test; ///< first: A
};

struct RunComparison {
    std::vector<MemberComparison>
        members;                   ///< of the stages for which both runs have outputs, as stagesOf orders them
    std::vector<std::string> left; ///< stages of B that cannot be compared, by name
};

/// Makes sure that position i is the same image in both runs: as many test images, of the same source (see
/// haveSameSource). Labels alone would not tell: altered pictures often keep them.
/// @throws Error naming the second run and what differs
void checkSameTestImages(const RunSummary& first, const RunSummary& second);

/// Member by member: baseline and mixture on all test images, the gate if both runs have the same groups, an expert
/// on its own images if both have an expert of the same name for the same classes.
/// @param firstOutputs, secondOutputs the runs' own, of the test images
/// @throws Error as checkSameTestImages, and if an image has another label
RunComparison compareRuns(const RunSummary& first, const MemberOutputs& firstOutputs, const RunSummary& second,
                          const MemberOutputs& secondOutputs);

} // namespace moelab
