#include "analysis/image_query.h"

#include "analysis/confusion.h"
#include "analysis/learning.h"
#include "analysis/routing.h"
#include "experiment/mix.h"

#include <algorithm>
#include <limits>
#include <set>

namespace moelab {
namespace {

using Verdict = ImageQuery::Verdict;
using Compare = ImageQuery::Compare;

bool fits(Verdict wanted, bool right) { return wanted == Verdict::Any || (wanted == Verdict::Right) == right; }

bool fits(Compare wanted, std::int64_t label, std::int64_t baseline, std::int64_t mixture) {
    switch (wanted) {
    case Compare::Any:
        return true;
    case Compare::Disagree:
        return baseline != mixture;
    case Compare::FixedBy:
        return baseline != label && mixture == label;
    case Compare::BrokenBy:
        return baseline == label && mixture != label;
    case Compare::BothWrong:
        return baseline != label && mixture != label;
    }
    return false;
}

bool fits(const std::optional<ConfidenceRange>& wanted, double confidence) {
    return !wanted || ((confidence > wanted->over || (confidence == 0 && wanted->over == 0)) &&
                       (confidence <= wanted->upTo || wanted->upTo >= 1)); // rounding may lift a confidence above 1
}

bool fits(const std::optional<PositionRange>& wanted, std::int64_t position) {
    return !wanted || (position >= wanted->first && position <= wanted->last);
}

bool fits(const std::optional<std::vector<std::int64_t>>& wanted, std::int64_t position) {
    return !wanted || std::ranges::binary_search(*wanted, position);
}

/// The conditions of a query, with what they need of the other members at hand.
class Conditions {
  public:
    /// @param learning one a row of the member; empty if not known. Has to outlive this, as the others
    Conditions(const MemberOutputs& outputs, const ClassGroups& groups, const ImageQuery& query,
               const std::vector<ImageLearning>& learning)
        : m_outputs(outputs)
        , m_query(query)
        , m_learning(learning)
        , m_routes(routes(outputs.gate(), outputs.groups))
        , m_own(ownGroups(outputs.labels, groups)) {
        if (query.outcome && isMixtureTrained(outputs))
            m_outcomes = attribute(outputs, groups).outcomes;
        if (query.compare == Compare::Any)
            return;
        m_baseline = predictions(outputs.baseline(), outputs.classes);
        m_mixture = predictions(outputs.mixture(), outputs.classes);
    }

    bool hold(const ScoredMember& member, std::size_t row) const {
        const std::int64_t label = member.labels[row];
        const std::int64_t answer = member.answers[row];
        return fits(m_query.verdict, label == answer) && (m_query.label < 0 || m_query.label == label) &&
               (m_query.answer < 0 || m_query.answer == answer) &&
               fits(m_query.confidence, static_cast<double>(member.confidence[row])) &&
               fits(m_query.positions, member.images[row]) && fits(m_query.images, member.images[row]) &&
               holdRoute(static_cast<std::size_t>(member.images[row])) &&
               holdCompare(static_cast<std::size_t>(member.images[row])) &&
               holdOutcome(static_cast<std::size_t>(member.images[row])) && holdLearning(row);
    }

  private:
    bool holdRoute(std::size_t image) const {
        if (m_query.route < 0 && m_query.routeVerdict == Verdict::Any)
            return true;
        return !m_routes.empty() && (m_query.route < 0 || m_query.route == m_routes[image]) &&
               fits(m_query.routeVerdict, m_routes[image] == m_own[image]);
    }

    bool holdCompare(std::size_t image) const {
        if (m_query.compare == Compare::Any)
            return true;
        return !m_baseline.empty() && !m_mixture.empty() &&
               fits(m_query.compare, m_outputs.labels[image], m_baseline[image], m_mixture[image]);
    }

    bool holdOutcome(std::size_t image) const {
        return !m_query.outcome || (!m_outcomes.empty() && m_outcomes[image] == *m_query.outcome);
    }

    bool holdLearning(std::size_t row) const {
        if (m_query.learnedAt < 0 && m_query.forgottenAt < 0)
            return true;
        return !m_learning.empty() && (m_query.learnedAt < 0 || m_query.learnedAt == m_learning[row].learned) &&
               (m_query.forgottenAt < 0 || m_query.forgottenAt == m_learning[row].forgotten);
    }

    const MemberOutputs& m_outputs;
    const ImageQuery& m_query;
    const std::vector<ImageLearning>& m_learning;
    std::vector<std::int64_t> m_routes;
    std::vector<std::int64_t> m_own;
    std::vector<std::int64_t> m_baseline;
    std::vector<std::int64_t> m_mixture;
    std::vector<Outcome> m_outcomes;
};

/// What each row of `member` is sorted by; empty where that is not known.
std::vector<float> keysOf(const MemberOutputs& outputs, const ScoredMember& member,
                          const std::vector<ImageLearning>& learning, const ImageQuery& query) {
    using Order = ImageQuery::Order;
    if (query.order == Order::Confidence && query.epoch < 0)
        return member.confidence;
    if (query.order == Order::Loss && query.epoch < 0)
        return member.loss;
    std::vector<float> keys;
    if (query.order == Order::GateMargin && !outputs.gate().empty()) {
        const std::vector<float> margins = gateMargins(outputs.gate(), outputs.groups);
        for (const std::int64_t image : member.images)
            keys.push_back(margins[static_cast<std::size_t>(image)]);
    }
    const float never = std::numeric_limits<float>::infinity();
    if (query.order == Order::Learned)
        for (const ImageLearning& image : learning)
            keys.push_back(image.learned == 0 ? never : static_cast<float>(image.learned));
    if (query.order == Order::Forgotten)
        for (const ImageLearning& image : learning)
            keys.push_back(static_cast<float>(image.forgotten));
    return keys;
}

bool asksForLearning(const ImageQuery& query) {
    using Order = ImageQuery::Order;
    return query.learnedAt >= 0 || query.forgottenAt >= 0 || query.order == Order::Learned ||
           query.order == Order::Forgotten;
}

std::vector<std::size_t> find(const MemberOutputs& outputs, const ClassGroups& groups, const ScoredMember& member,
                              const ImageQuery& query, const std::vector<ImageLearning>& learning) {
    const Conditions conditions(outputs, groups, query, learning);
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < member.images.size(); ++row)
        if (conditions.hold(member, row))
            rows.push_back(row);
    const std::vector<float> keys = keysOf(outputs, member, learning, query);
    if (!keys.empty())
        std::ranges::stable_sort(rows, [&](std::size_t left, std::size_t right) {
            return query.descending ? keys[left] > keys[right] : keys[left] < keys[right];
        });
    else if (query.descending)
        std::ranges::reverse(rows);
    return rows;
}

} // namespace

std::vector<std::size_t> findImages(const MemberOutputs& outputs, const ClassGroups& groups,
                                    const ScoredMember& member, const ImageQuery& query,
                                    const EpochAnswers* epochs) {
    const bool known = epochs && isOfSameImages(*epochs, member);
    std::vector<ImageLearning> learning;
    if (known && asksForLearning(query)) // a thousand epochs of 10,000 images take a moment
        learning = learningOf(*epochs);
    if (query.epoch < 0)
        return find(outputs, groups, member, query, learning);
    if (!known || query.epoch < 1 || query.epoch > epochs->epochs())
        return {};
    return find(outputs, groups, memberAt(*epochs, query.epoch), query, learning);
}

ImageQuery unite(const MemberOutputs& outputs, const ClassGroups& groups, const ScoredMember& member,
                 std::span<const ImageQuery> queries, const EpochAnswers* epochs) {
    ImageQuery all;
    all.epoch = queries.front().epoch;
    all.order = queries.front().order;
    // Queries that differ in classes alone, as those of a matrix's cells do, are found in one pass.
    using Classes = std::set<std::pair<std::int64_t, std::int64_t>>;
    std::vector<std::pair<ImageQuery, Classes>> kinds;
    for (const ImageQuery& query : queries) {
        ImageQuery rest = query;
        rest.label = rest.answer = -1;
        auto kind = std::ranges::find(kinds, rest, &std::pair<ImageQuery, Classes>::first);
        if (kind == kinds.end())
            kind = kinds.insert(kind, {rest, {}});
        kind->second.emplace(query.label, query.answer);
    }
    const bool ofEpoch =
        all.epoch > 0 && epochs && isOfSameImages(*epochs, member) && all.epoch <= epochs->epochs();
    const ScoredMember& said = ofEpoch ? memberAt(*epochs, all.epoch) : member;
    std::set<std::int64_t> positions;
    for (const auto& [rest, classes] : kinds)
        for (const std::size_t row : findImages(outputs, groups, member, rest, epochs)) {
            const std::int64_t label = member.labels[row];
            const std::int64_t answer = said.answers[row];
            if (classes.contains({label, answer}) || classes.contains({label, -1}) ||
                classes.contains({-1, answer}) || classes.contains({-1, -1}))
                positions.insert(member.images[row]);
        }
    all.images = std::vector(positions.begin(), positions.end());
    return all;
}

} // namespace moelab
