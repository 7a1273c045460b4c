#pragma once

#include "data/class_groups.h"
#include "experiment/member_outputs.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace moelab {

/// Counterfactual routing: how images pass through the mixture. The default is the mixture as trained.
struct ForcedRouting {
    enum class Route {
        Gate, ///< as trained: to the group that the gate prefers
        Soft, ///< to every group, weighted by the gate's probabilities
        Even, ///< to every group, with equal weights: the gate switched off
        Own,  ///< to the group of the true class: a perfect gate
        Fixed ///< to `group`, whatever the image
    };
    Route route = Route::Gate;
    std::int64_t group = 0;
    /// The expert's weight, in 0..1, for every class; the baseline's is what is left of 1. None: the sub-gates'
    /// weights, as trained. 0 is the baseline alone, 1 the expert alone, 0.5 the sub-gates switched off.
    std::optional<double> expertShare = {};
    bool baselineOn = true;           ///< off: its outputs count as 0
    std::vector<bool> expertsOn = {}; ///< [groups], off: its outputs count as 0; empty: all are on

    bool operator==(const ForcedRouting&) const = default;
};

/// What comes out of a mixture.
struct RoutedOutputs {
    std::vector<float> mixture;      ///< [images, classes]; rows do not sum to 1
    std::vector<std::int64_t> route; ///< [images] the group; empty if images go to several groups
};

/// Whether there is what every member said, the sub-gates included: what all questions to the mixture need.
bool isMixtureTrained(const MemberOutputs& outputs);

/// @throws Error unless it is trained, with as many groups
void checkMixture(const MemberOutputs& outputs, const ClassGroups& groups);

/// Sends the images through the mixture again. Nothing but what the members said is needed: no network runs.
/// @param groups those the outputs were made with
/// @throws Error as checkMixture, or if a setting is out of range
RoutedOutputs forceRouting(const MemberOutputs& outputs, const ClassGroups& groups, const ForcedRouting& forced);

} // namespace moelab
