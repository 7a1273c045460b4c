#include "analysis/what_if.h"

#include "analysis/hits.h"
#include "experiment/mix.h"

namespace moelab {

WhatIf whatIf(const MemberOutputs& outputs, const ClassGroups& groups, const MixtureRule& rule) {
    const Hits hits = hitsOf(outputs, mix(outputs, groups, rule).outputs);
    const Hits trained = hitsOf(outputs, outputs.mixture());
    const Hits baseline = hitsOf(outputs, outputs.baseline());
    const double accuracy = accuracyOf(hits);
    return {accuracy,
            wilson(accuracy, outputs.images),
            accuracy - accuracyOf(trained),
            accuracy - accuracyOf(baseline),
            mcNemar(hits, trained),
            mcNemar(hits, baseline)};
}

} // namespace moelab
