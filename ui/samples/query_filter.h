#pragma once

#include "plan/stage.h"
#include "session/selection.h"

#include <QStringList>

#include <vector>

namespace moelab {

/// A condition of an image query, as a person adds it, reads it and takes it off.
enum class QueryFilter {
    Verdict,
    Label,
    Answer,
    Route,
    RouteVerdict,
    Compare,
    Outcome,
    Confidence,
    Positions,
    Images,
    Epoch,
    Learned,
    Forgotten
};

/// What conditions are said with.
struct QueryNames {
    QStringList answers; ///< of the member's outputs
    QStringList groups;
    int epochs = 0; ///< after which the predictions are known

    bool operator==(const QueryNames&) const = default;
};

/// The conditions that a query makes.
std::vector<QueryFilter> filtersOf(const ImageQuery& query);
ImageQuery without(ImageQuery query, QueryFilter filter);
/// The query without any condition, in its order.
ImageQuery withoutFilters(const ImageQuery& query);
/// @param conditions takes the place of those that the query makes of the same kinds
ImageQuery with(ImageQuery query, const ImageQuery& conditions);

/// "Predicted class": what a person chooses a condition from.
QString titleOf(QueryFilter filter);
/// "label": for names of widgets.
const char* nameOf(QueryFilter filter);
/// "predicted frog": a condition that the query makes.
QString wordsFor(const ImageQuery& query, QueryFilter filter, const QueryNames& names);

/// What can be chosen of a kind of condition.
struct FilterChoice {
    QString text; ///< where the kind is said beside it
    QString help;
    ImageQuery condition; ///< and no other
};
/// Empty where nothing is listed: numbers and ranges are typed.
std::vector<FilterChoice> choicesOf(QueryFilter filter, const QueryNames& names);

/// "wrong test images of Mixture, true class cat, predicted dog, by loss": the query in words.
/// @param count how many images there are, if a number stands before the words
QString wordsFor(const Selection::Place& place, const Stage& stage, const QStringList& answers,
                 const QStringList& groups, std::size_t count = 2);

} // namespace moelab
