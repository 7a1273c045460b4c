#include "experiment/mix.h"

#include "base/error.h"

#include <algorithm>
#include <string>

namespace moelab {
namespace {

bool areMembersTrained(const MemberOutputs& outputs) {
    bool experts = true;
    for (std::int64_t group = 0; group < outputs.groups; ++group)
        experts = experts && !outputs.expert(group).empty();
    return experts && !outputs.baseline().empty() && !outputs.gate().empty() && !outputs.subGates().empty();
}

void checkMembers(bool trained, const MemberOutputs& outputs, const ClassGroups& groups) {
    if (!trained)
        throw Error("mixture", "is not trained", "Train all stages first");
    if (outputs.groups != static_cast<std::int64_t>(groups.size()))
        throw Error("groups",
                    "are " + std::to_string(groups.size()) + ", the outputs are of " +
                        std::to_string(outputs.groups),
                    "Use the groups that the run was trained with");
}

void checkRule(const MixtureRule& rule, std::int64_t groups) {
    const std::string count = std::to_string(groups);
    if (rule.group < 0 || rule.group >= groups)
        throw Error("group", "is " + std::to_string(rule.group) + ", which is none of the " + count,
                    "Give one from 0 to " + std::to_string(groups - 1));
    if (rule.expertShare && !(*rule.expertShare >= 0 && *rule.expertShare <= 1))
        throw Error("expertShare", "is " + std::to_string(*rule.expertShare), "Give a number from 0 to 1");
    const std::size_t switches = rule.expertsOn.size();
    if (switches != 0 && switches != static_cast<std::size_t>(groups))
        throw Error("expertsOn", "has " + std::to_string(switches) + " switches for " + count + " experts",
                    "Give one for each, or none");
}

/// @returns [images]; empty if images go to several groups
std::vector<std::int64_t> singleRoutes(const MemberOutputs& outputs, const ClassGroups& groups,
                                       const MixtureRule& rule) {
    switch (rule.routing) {
    case MixtureRule::Routing::Hard:
        return routes(outputs.gate(), outputs.groups);
    case MixtureRule::Routing::Own:
        return ownGroups(outputs.labels, groups);
    case MixtureRule::Routing::Fixed:
        return std::vector<std::int64_t>(static_cast<std::size_t>(outputs.images), rule.group);
    case MixtureRule::Routing::Soft:
    case MixtureRule::Routing::Even:
        break;
    }
    return {};
}

/// Combines baseline and expert.
class Blend {
  public:
    Blend(const MemberOutputs& outputs, const MixtureRule& rule)
        : m_outputs(outputs)
        , m_base(outputs.baseline())
        , m_subGates(outputs.subGates())
        , m_learned(!rule.expertShare)
        , m_share(static_cast<float>(rule.expertShare.value_or(0)))
        , m_baseline(rule.baselineOn ? 1.0F : 0.0F)
        , m_experts(static_cast<std::size_t>(outputs.groups)) {
        for (std::size_t group = 0; group < m_experts.size(); ++group)
            m_experts[group] = {outputs.expert(static_cast<std::int64_t>(group)),
                                rule.expertsOn.empty() || rule.expertsOn[group] ? 1.0F : 0.0F};
    }

    /// Adds `weight` times what becomes of the image on the route to `group`.
    void add(std::int64_t image, std::int64_t group, float weight, std::span<float> sum) const {
        const Expert& expert = m_experts[static_cast<std::size_t>(group)];
        const std::int64_t classes = m_outputs.classes;
        const auto base = m_outputs.row(m_base, image, classes);
        const auto own = m_outputs.row(expert.outputs, image, classes);
        const auto weights = m_outputs.row(m_subGates, group * m_outputs.images + image, classes * 2);
        for (std::size_t cls = 0; cls < sum.size(); ++cls) {
            const float ofBase = m_learned ? weights[2 * cls] : 1 - m_share;
            const float ofExpert = m_learned ? weights[2 * cls + 1] : m_share;
            sum[cls] += weight * (m_baseline * ofBase * base[cls] + expert.factor * ofExpert * own[cls]);
        }
    }

  private:
    struct Expert {
        std::span<const float> outputs; ///< [images, classes]
        float factor = 1;               ///< 0: off
    };

    const MemberOutputs& m_outputs;
    std::span<const float> m_base;
    std::span<const float> m_subGates;
    bool m_learned;
    float m_share;
    float m_baseline;
    std::vector<Expert> m_experts;
};

} // namespace

bool isMixtureTrained(const MemberOutputs& outputs) {
    return areMembersTrained(outputs) && !outputs.mixture().empty();
}

void checkMixture(const MemberOutputs& outputs, const ClassGroups& groups) {
    checkMembers(isMixtureTrained(outputs), outputs, groups);
}

Mixed mix(const MemberOutputs& outputs, const ClassGroups& groups, const MixtureRule& rule) {
    checkMembers(areMembersTrained(outputs), outputs, groups);
    checkRule(rule, outputs.groups);
    Mixed mixed{std::vector<float>(outputs.baseline().size()), singleRoutes(outputs, groups, rule)};
    const Blend blend(outputs, rule);
    const auto width = static_cast<std::size_t>(outputs.classes);
    const bool soft = rule.routing == MixtureRule::Routing::Soft;
    for (std::int64_t image = 0; image < outputs.images; ++image) {
        const auto position = static_cast<std::size_t>(image);
        const std::span<float> sum = std::span(mixed.outputs).subspan(position * width, width);
        if (!mixed.route.empty()) {
            blend.add(image, mixed.route[position], 1, sum);
            continue;
        }
        const std::span<const float> gate = outputs.row(outputs.gate(), image, outputs.groups);
        for (std::int64_t group = 0; group < outputs.groups; ++group)
            blend.add(image, group,
                      soft ? gate[static_cast<std::size_t>(group)] : 1.0F / static_cast<float>(outputs.groups),
                      sum);
    }
    return mixed;
}

std::vector<float> mixOne(const MemberOutputs& outputs, std::int64_t image, std::int64_t group) {
    std::vector<float> sum(static_cast<std::size_t>(outputs.classes));
    Blend(outputs, {}).add(image, group, 1, sum);
    return sum;
}

std::vector<std::int64_t> routes(std::span<const float> gate, std::int64_t groups) {
    std::vector<std::int64_t> result;
    for (auto row = gate.begin(); row != gate.end(); row += groups) {
        std::int64_t best = 0;
        for (std::int64_t group = 1; group < groups; ++group)
            if (row[group] >= row[best])
                best = group;
        result.push_back(best);
    }
    return result;
}

std::vector<std::int64_t> ownGroups(std::span<const std::int64_t> labels, const ClassGroups& groups) {
    std::vector<std::int64_t> result;
    const auto classes = labels.empty() ? 0 : static_cast<std::size_t>(std::ranges::max(labels)) + 1;
    const std::vector<int> known = groupsByClass(groups, classes);
    for (const std::int64_t label : labels) {
        const int group = known[static_cast<std::size_t>(label)];
        result.push_back(group >= 0 ? group : groupOf(groups, static_cast<int>(label))); // which refuses it
    }
    return result;
}

} // namespace moelab
