#include "analysis/forced_routing.h"

#include "analysis/routing.h"
#include "base/error.h"

#include <algorithm>
#include <string>

namespace moelab {
namespace {

void checkForced(const ForcedRouting& forced, std::int64_t groups) {
    const std::string count = std::to_string(groups);
    if (forced.group < 0 || forced.group >= groups)
        throw Error("group", std::to_string(forced.group) + " is none of the " + count,
                    "Give one from 0 to " + std::to_string(groups - 1));
    if (forced.expertShare && !(*forced.expertShare >= 0 && *forced.expertShare <= 1))
        throw Error("expertShare", "is " + std::to_string(*forced.expertShare), "Give a number from 0 to 1");
    const std::size_t switches = forced.expertsOn.size();
    if (switches != 0 && switches != static_cast<std::size_t>(groups))
        throw Error("expertsOn", "has " + std::to_string(switches) + " switches for " + count + " experts",
                    "Give one for each, or none");
}

/// @returns [images]; empty if images go to several groups
std::vector<std::int64_t> singleRoutes(const MemberOutputs& outputs, const ClassGroups& groups,
                                       const ForcedRouting& forced) {
    switch (forced.route) {
    case ForcedRouting::Route::Gate:
        return routes(outputs.gate, outputs.groups);
    case ForcedRouting::Route::Own:
        return ownGroups(outputs.labels, groups);
    case ForcedRouting::Route::Fixed:
        return std::vector<std::int64_t>(static_cast<std::size_t>(outputs.images), forced.group);
    case ForcedRouting::Route::Soft:
    case ForcedRouting::Route::Even:
        break;
    }
    return {};
}

/// Weighs baseline and expert.
class Blend {
  public:
    Blend(const MemberOutputs& outputs, const ForcedRouting& forced)
        : m_outputs(outputs)
        , m_learned(!forced.expertShare)
        , m_share(static_cast<float>(forced.expertShare.value_or(0)))
        , m_baseline(forced.baselineOn ? 1.0F : 0.0F)
        , m_experts(outputs.experts.size(), 1.0F) {
        for (std::size_t group = 0; group < forced.expertsOn.size(); ++group)
            m_experts[group] = forced.expertsOn[group] ? 1.0F : 0.0F;
    }

    /// Adds `weight` times what becomes of the image on the route to `group`.
    void add(std::int64_t image, std::int64_t group, float weight, std::span<float> sum) const {
        const auto position = static_cast<std::size_t>(group);
        const std::int64_t classes = m_outputs.classes;
        const auto base = m_outputs.row(m_outputs.baseline, image, classes);
        const auto expert = m_outputs.row(m_outputs.experts[position], image, classes);
        const auto weights = m_outputs.row(m_outputs.subGates, group * m_outputs.images + image, classes * 2);
        for (std::size_t cls = 0; cls < sum.size(); ++cls) {
            const float ofBase = m_learned ? weights[2 * cls] : 1 - m_share;
            const float ofExpert = m_learned ? weights[2 * cls + 1] : m_share;
            sum[cls] += weight * (m_baseline * ofBase * base[cls] + m_experts[position] * ofExpert * expert[cls]);
        }
    }

  private:
    const MemberOutputs& m_outputs;
    bool m_learned;
    float m_share;
    float m_baseline;
    std::vector<float> m_experts;
};

} // namespace

bool isMixtureTrained(const MemberOutputs& outputs) {
    const auto untrained = [](const std::vector<float>& expert) { return expert.empty(); };
    return !outputs.baseline.empty() && !outputs.gate.empty() && !outputs.subGates.empty() &&
           !outputs.mixture.empty() && std::ranges::none_of(outputs.experts, untrained);
}

void checkMixture(const MemberOutputs& outputs, const ClassGroups& groups) {
    if (!isMixtureTrained(outputs))
        throw Error("mixture", "is not trained", "Train all stages first");
    if (outputs.groups != static_cast<std::int64_t>(groups.size()))
        throw Error("groups",
                    "are " + std::to_string(groups.size()) + ", the outputs are of " +
                        std::to_string(outputs.groups),
                    "Use the groups that the run was trained with");
}

RoutedOutputs forceRouting(const MemberOutputs& outputs, const ClassGroups& groups, const ForcedRouting& forced) {
    checkMixture(outputs, groups);
    checkForced(forced, outputs.groups);
    RoutedOutputs routed{std::vector<float>(outputs.baseline.size()), singleRoutes(outputs, groups, forced)};
    const Blend blend(outputs, forced);
    const auto width = static_cast<std::size_t>(outputs.classes);
    const bool soft = forced.route == ForcedRouting::Route::Soft;
    for (std::int64_t image = 0; image < outputs.images; ++image) {
        const auto position = static_cast<std::size_t>(image);
        const std::span<float> sum = std::span(routed.mixture).subspan(position * width, width);
        if (!routed.route.empty()) {
            blend.add(image, routed.route[position], 1, sum);
            continue;
        }
        const std::span<const float> gate = outputs.row(outputs.gate, image, outputs.groups);
        for (std::int64_t group = 0; group < outputs.groups; ++group)
            blend.add(image, group,
                      soft ? gate[static_cast<std::size_t>(group)] : 1.0F / static_cast<float>(outputs.groups),
                      sum);
    }
    return routed;
}

} // namespace moelab
