#pragma once

#include "analysis/attribution.h"
#include "analysis/scored_member.h"
#include "experiment/epoch_answers.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace moelab {

/// Confidence of a member. A range from 0 includes 0.
struct ConfidenceRange {
    double over = 0;
    double upTo = 1;

    bool operator==(const ConfidenceRange&) const = default;
};

/// Positions among the images, both ends included.
struct PositionRange {
    std::int64_t first = 0;
    std::int64_t last = 0;

    bool operator==(const PositionRange&) const = default;
};

/// Which images a person wants to see, by what one member and the mixture's parts said of them. -1 is any.
struct ImageQuery {
    enum class Verdict { Any, Right, Wrong };
    enum class Compare {
        Any,
        Disagree, ///< baseline and mixture give different classes
        FixedBy,  ///< the baseline is wrong, the mixture is correct
        BrokenBy, ///< the baseline is correct, the mixture is wrong
        BothWrong
    };
    enum class Order {
        Position,
        Confidence,
        Loss,
        GateMargin,
        Learned,  ///< by the epoch; those never learned come after the last
        Forgotten ///< by the epoch; those never forgotten come before the first
    };

    Verdict verdict = Verdict::Any; ///< of the member
    int label = -1;                 ///< the true class, or the true group for the gate
    int answer = -1;                ///< the member's prediction
    int route = -1;                 ///< the group that the gate chose
    Verdict routeVerdict = Verdict::Any;
    Compare compare = Compare::Any;
    std::optional<Outcome> outcome = {};            ///< what became of it in the mixture; none is any
    std::optional<ConfidenceRange> confidence = {}; ///< of the member
    std::optional<PositionRange> positions = {};
    std::optional<std::vector<std::int64_t>> images = {}; ///< only these positions, ascending; none is any
    int epoch = -1;       ///< predictions after this epoch, from 1; any: those of the best weights
    int learnedAt = -1;   ///< the epoch from which on the member is correct, see ImageLearning; 0 is never
    int forgottenAt = -1; ///< the epoch at which it last became wrong; 0 is never
    Order order = Order::Position;
    bool descending = false;

    bool operator==(const ImageQuery&) const = default;
};

/// The images of `member` that the query asks for, in its order. Conditions on members that are not trained, or on
/// epochs that are not known, hold for no image; an order by what is not known is the images' own.
/// @param epochs the member's predictions over the epochs; null, or of other images, where they are not known
/// @returns indices into `member`'s arrays
std::vector<std::size_t> findImages(const MemberOutputs& outputs, const ClassGroups& groups,
                                    const ScoredMember& member, const ImageQuery& query,
                                    const EpochAnswers* epochs = nullptr);

/// One query for all images of several, by their positions. @param queries at least one; they name the same epoch
/// @param epochs as of findImages
ImageQuery unite(const MemberOutputs& outputs, const ClassGroups& groups, const ScoredMember& member,
                 std::span<const ImageQuery> queries, const EpochAnswers* epochs = nullptr);

} // namespace moelab
