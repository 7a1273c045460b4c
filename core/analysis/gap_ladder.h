#pragma once

#include "analysis/statistics.h"
#include "data/class_groups.h"
#include "experiment/member_outputs.h"

#include <array>
#include <cstdint>

namespace moelab {

/// Accuracy of seven ways to combine the members, from a random gate to an oracle that knows the true class.
/// What lies between two rungs is what a part of the mixture gains, or could.
struct GapLadder {
    enum Way {
        RandomRoute,  ///< a group drawn at random for each image; its expected accuracy, exactly
        Baseline,     ///< the baseline alone
        BestMember,   ///< the one member, baseline or expert, that is best on all images; chosen on these images
        ChosenExpert, ///< the expert that the gate chooses, without the baseline
        Mixture,      ///< as trained
        PerfectGate,  ///< the mixture, each image sent to its own group
        Oracle        ///< correct if the baseline or any expert is correct
    };
    static constexpr std::size_t kWays = 7;

    struct Rung {
        double accuracy = 0;
        Interval interval;     ///< Wilson's
        double gain = 0;       ///< over the rung before; 0 for the first
        Interval gainInterval; ///< by paired bootstrap
    };

    std::array<Rung, kWays> rungs; ///< by Way
    std::int64_t bestMember = -1; ///< a group's expert, or -1 for the baseline; of equals the first, baseline first
    double overBaseline = 0;      ///< the mixture's accuracy minus the baseline's
    Interval overBaselineInterval;  ///< by paired bootstrap
    McNemar mixtureAgainstBaseline; ///< first: the mixture
};

/// Takes about 0.2 s for 10,000 images.
/// @param groups those the outputs were made with. @throws Error if a member is not trained
GapLadder gapLadder(const MemberOutputs& outputs, const ClassGroups& groups);

} // namespace moelab
