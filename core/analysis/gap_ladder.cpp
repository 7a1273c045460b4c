#include "analysis/gap_ladder.h"

#include "analysis/hits.h"
#include "experiment/mix.h"

#include <algorithm>

namespace moelab {
namespace {

using Way = GapLadder::Way;

Hits randomRouteHits(const MemberOutputs& outputs, const ClassGroups& groups) {
    Hits mean(outputs.labels.size());
    for (std::int64_t group = 0; group < outputs.groups; ++group) {
        const MixtureRule always{.routing = MixtureRule::Routing::Fixed, .group = group};
        const Hits hits = hitsOf(outputs, mix(outputs, groups, always).outputs);
        for (std::size_t image = 0; image < mean.size(); ++image)
            mean[image] += hits[image] / static_cast<double>(outputs.groups);
    }
    return mean;
}

/// Fills in what the members do alone: baseline, the best, and all together.
void addMembers(const MemberOutputs& outputs, std::array<Hits, GapLadder::kWays>& hits, std::int64_t& bestMember) {
    hits[Way::Baseline] = hitsOf(outputs, outputs.baseline());
    hits[Way::BestMember] = hits[Way::Baseline];
    hits[Way::Oracle] = hits[Way::Baseline];
    for (std::int64_t group = 0; group < outputs.groups; ++group) {
        const Hits expert = hitsOf(outputs, outputs.expert(group));
        if (accuracyOf(expert) > accuracyOf(hits[Way::BestMember])) {
            hits[Way::BestMember] = expert;
            bestMember = group;
        }
        for (std::size_t image = 0; image < expert.size(); ++image)
            hits[Way::Oracle][image] = std::max(hits[Way::Oracle][image], expert[image]);
    }
}

/// The differences of neighbouring rungs, then mixture minus baseline, bootstrapped together.
void addDifferences(const std::array<Hits, GapLadder::kWays>& hits, GapLadder& ladder) {
    const std::size_t columns = GapLadder::kWays;
    std::vector<double> differences;
    for (std::size_t image = 0; image < hits[0].size(); ++image) {
        for (std::size_t way = 1; way < GapLadder::kWays; ++way)
            differences.push_back(hits[way][image] - hits[way - 1][image]);
        differences.push_back(hits[Way::Mixture][image] - hits[Way::Baseline][image]);
    }
    const std::vector<Interval> intervals = bootstrapMeans(differences, columns);
    for (std::size_t way = 1; way < GapLadder::kWays; ++way) {
        ladder.rungs[way].gain = ladder.rungs[way].accuracy - ladder.rungs[way - 1].accuracy;
        ladder.rungs[way].gainInterval = intervals[way - 1];
    }
    ladder.overBaseline = ladder.rungs[Way::Mixture].accuracy - ladder.rungs[Way::Baseline].accuracy;
    ladder.overBaselineInterval = intervals.back();
}

} // namespace

GapLadder gapLadder(const MemberOutputs& outputs, const ClassGroups& groups) {
    const MixtureRule perfectGate{.routing = MixtureRule::Routing::Own};
    const MixtureRule expertAlone{.expertShare = 1};
    GapLadder ladder;
    std::array<Hits, GapLadder::kWays> hits;
    hits[Way::RandomRoute] = randomRouteHits(outputs, groups);
    hits[Way::ChosenExpert] = hitsOf(outputs, mix(outputs, groups, expertAlone).outputs);
    hits[Way::Mixture] = hitsOf(outputs, outputs.mixture());
    hits[Way::PerfectGate] = hitsOf(outputs, mix(outputs, groups, perfectGate).outputs);
    addMembers(outputs, hits, ladder.bestMember);
    for (std::size_t way = 0; way < GapLadder::kWays; ++way) {
        const double accuracy = accuracyOf(hits[way]);
        ladder.rungs[way] = {accuracy, wilson(accuracy, outputs.images), 0, {}};
    }
    addDifferences(hits, ladder);
    ladder.mixtureAgainstBaseline = mcNemar(hits[Way::Mixture], hits[Way::Baseline]);
    return ladder;
}

} // namespace moelab
