#include "data/cifar/cifar_labels.h"

#include <algorithm>

namespace moelab {
namespace {

std::string outOfRange(const CifarSet& set, const std::string& kind, std::int64_t label, std::size_t classes) {
    return "has " + kind + " " + std::to_string(label) + "; " + std::string(set.name) + " has " + kind + "s 0 to " +
           std::to_string(classes - 1);
}

bool isWithin(std::int64_t label, std::size_t classes) {
    return label >= 0 && static_cast<std::uint64_t>(label) < classes;
}

} // namespace

CifarLabels::CifarLabels(const CifarSet& set, Labels wanted)
    : m_set(set)
    , m_wanted(wanted)
    , m_superclassOf(set.hasSuperclasses() ? set.classes : 0, -1)
    , m_unknown(m_superclassOf.size()) {}

std::string CifarLabels::take(std::int64_t fine, std::int64_t coarse) {
    if (!isWithin(fine, m_set.classes))
        return outOfRange(m_set, m_set.hasSuperclasses() ? "fine label" : "label", fine, m_set.classes);
    if (!m_set.hasSuperclasses())
        return {};
    if (!isWithin(coarse, m_set.superclasses))
        return outOfRange(m_set, "coarse label", coarse, m_set.superclasses);
    int& known = m_superclassOf[static_cast<std::size_t>(fine)];
    if (known >= 0 && known != coarse)
        return "has fine label " + std::to_string(fine) + " with coarse label " + std::to_string(coarse) +
               ", which had coarse label " + std::to_string(known) + " before";
    m_unknown -= known < 0 ? 1 : 0;
    known = static_cast<int>(coarse);
    return {};
}

ClassGroups CifarLabels::groups(const std::vector<std::string>& names) const {
    if (!m_set.hasSuperclasses() || m_unknown > 0)
        return {};
    ClassGroups groups;
    for (const std::string& name : names)
        groups.push_back({name, {}});
    for (std::size_t fine = 0; fine < m_superclassOf.size(); ++fine)
        groups[static_cast<std::size_t>(m_superclassOf[fine])].classes.push_back(static_cast<int>(fine));
    const bool complete =
        std::ranges::none_of(groups, [](const ClassGroup& group) { return group.classes.empty(); });
    return complete ? groups : ClassGroups{};
}

} // namespace moelab
