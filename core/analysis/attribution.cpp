#include "analysis/attribution.h"

#include "analysis/confusion.h"
#include "analysis/routing.h"
#include "experiment/mix.h"

#include <numeric>

namespace moelab {
namespace {

/// What a verdict on one image needs.
struct Answers {
    bool mixture = false;  ///< right as trained
    bool ownRoute = false; ///< right on the route to its own group
    bool baseline = false; ///< right alone
    bool expert = false;   ///< its own group's expert is right alone
    bool routed = false;   ///< sent to its own group
};

Outcome outcomeOf(const Answers& right) {
    if (right.mixture)
        return right.baseline ? Outcome::Right : Outcome::Saved;
    if (!right.routed && right.ownRoute)
        return Outcome::Gate;
    if (right.baseline || right.expert)
        return Outcome::Blend;
    return right.routed ? Outcome::Members : Outcome::MisroutedMembers;
}

} // namespace

std::int64_t OutcomeCounts::images() const {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

std::int64_t OutcomeCounts::errors() const {
    std::int64_t sum = 0;
    for (const Outcome cause : kErrorCauses)
        sum += (*this)[cause];
    return sum;
}

Attribution attribute(const MemberOutputs& outputs, const ClassGroups& groups) {
    const Mixed perfect = mix(outputs, groups, {.routing = MixtureRule::Routing::Own});
    const std::vector<std::int64_t>& own = perfect.route;
    const std::vector<std::int64_t> route = routes(outputs.gate(), outputs.groups);
    const std::vector<std::int64_t> mixture = predictions(outputs.mixture(), outputs.classes);
    const std::vector<std::int64_t> ownRoute = predictions(perfect.outputs, outputs.classes);
    const std::vector<std::int64_t> baseline = predictions(outputs.baseline(), outputs.classes);
    std::vector<std::vector<std::int64_t>> experts;
    for (std::int64_t group = 0; group < outputs.groups; ++group)
        experts.push_back(predictions(outputs.expert(group), outputs.classes));
    Attribution result{{}, std::vector<OutcomeCounts>(static_cast<std::size_t>(outputs.classes)), {}};
    for (std::size_t image = 0; image < outputs.labels.size(); ++image) {
        const std::int64_t label = outputs.labels[image];
        const auto group = static_cast<std::size_t>(own[image]);
        const Outcome outcome =
            outcomeOf({mixture[image] == label, ownRoute[image] == label, baseline[image] == label,
                       experts[group][image] == label, route[image] == own[image]});
        result.outcomes.push_back(outcome);
        ++result.classes[static_cast<std::size_t>(label)][outcome];
        ++result.all[outcome];
    }
    return result;
}

} // namespace moelab
