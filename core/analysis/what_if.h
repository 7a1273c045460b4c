#pragma once

#include "analysis/statistics.h"
#include "data/class_groups.h"
#include "experiment/member_outputs.h"
#include "plan/mixture_rule.h"

namespace moelab {

/// How good the mixture is under another rule.
struct WhatIf {
    double accuracy = 0;
    Interval interval;       ///< Wilson's
    double overTrained = 0;  ///< minus the accuracy of the mixture as trained
    double overBaseline = 0; ///< minus the baseline's
    McNemar againstTrained;  ///< first: under the rule
    McNemar againstBaseline; ///< first: under the rule
};

/// @param outputs of a trained mixture. @param groups those the outputs were made with
WhatIf whatIf(const MemberOutputs& outputs, const ClassGroups& groups, const MixtureRule& rule);

} // namespace moelab
