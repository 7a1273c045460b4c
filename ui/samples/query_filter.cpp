#include "samples/query_filter.h"

#include "session/data_view.h"
#include "session/outcome_words.h"
#include "session/stage_view.h"
#include "text/foreign_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace moelab {
namespace {

using Verdict = ImageQuery::Verdict;
using Compare = ImageQuery::Compare;
using Order = ImageQuery::Order;
using Filter = QueryFilter;

/// In the order in which they are said.
constexpr std::array kFilters = {Filter::Verdict,      Filter::Label,   Filter::Answer,  Filter::Route,
                                 Filter::RouteVerdict, Filter::Compare, Filter::Outcome, Filter::Confidence,
                                 Filter::Positions,    Filter::Images,  Filter::Epoch,   Filter::Learned,
                                 Filter::Forgotten};

QString translated(const char* text) { return QCoreApplication::translate("QueryFilter", text); }

void copy(Filter filter, const ImageQuery& from, ImageQuery& to) {
    switch (filter) {
    case Filter::Verdict:
        to.verdict = from.verdict;
        break;
    case Filter::Label:
        to.label = from.label;
        break;
    case Filter::Answer:
        to.answer = from.answer;
        break;
    case Filter::Route:
        to.route = from.route;
        break;
    case Filter::RouteVerdict:
        to.routeVerdict = from.routeVerdict;
        break;
    case Filter::Compare:
        to.compare = from.compare;
        break;
    case Filter::Outcome:
        to.outcome = from.outcome;
        break;
    case Filter::Confidence:
        to.confidence = from.confidence;
        break;
    case Filter::Positions:
        to.positions = from.positions;
        break;
    case Filter::Images:
        to.images = from.images;
        break;
    case Filter::Epoch:
        to.epoch = from.epoch;
        break;
    case Filter::Learned:
        to.learnedAt = from.learnedAt;
        break;
    case Filter::Forgotten:
        to.forgottenAt = from.forgottenAt;
        break;
    }
}

QString wordsFor(Compare compare) {
    switch (compare) {
    case Compare::Any:
        break;
    case Compare::Disagree:
        return translated("baseline and mixture disagree");
    case Compare::FixedBy:
        return translated("fixed by the mixture");
    case Compare::BrokenBy:
        return translated("broken by the mixture");
    case Compare::BothWrong:
        return translated("both wrong");
    }
    return {};
}

/// As a condition: only what is wrong has a cause.
QString wordsFor(Outcome outcome) {
    const bool wrong = std::ranges::find(kErrorCauses, outcome) != kErrorCauses.end();
    return wrong ? translated("cause: %1").arg(nameOf(outcome)) : nameOf(outcome);
}

QString learnedWords(int epoch) {
    if (epoch == 0)
        return translated("wrong at the end");
    return epoch == 1 ? translated("correct after every epoch") : translated("learned in epoch %1").arg(epoch);
}

QString forgottenWords(int epoch) {
    return epoch == 0 ? translated("never forgotten") : translated("forgotten in epoch %1").arg(epoch);
}

QString wordsFor(const PositionRange& positions) {
    return positions.first == positions.last
               ? translated("number %1").arg(positions.first)
               : translated("numbers %1 to %2").arg(positions.first).arg(positions.last);
}

QString wordsFor(Order order) {
    switch (order) {
    case Order::Position:
        break;
    case Order::Confidence:
        return translated("by confidence");
    case Order::Loss:
        return translated("by loss");
    case Order::GateMargin:
        return translated("by gate margin");
    case Order::Learned:
        return translated("by epoch learned");
    case Order::Forgotten:
        return translated("by epoch forgotten");
    }
    return {};
}

/// @returns a choice for each value of a field, as the condition is said
template <class Field, class Value>
std::vector<FilterChoice> listed(Filter filter, Field ImageQuery::*field, std::initializer_list<Value> values) {
    std::vector<FilterChoice> choices;
    for (const Value value : values) {
        FilterChoice& choice = choices.emplace_back();
        choice.condition.*field = value;
        choice.text = wordsFor(choice.condition, filter, {});
    }
    return choices;
}

std::vector<FilterChoice> named(int ImageQuery::*field, const QStringList& names) {
    std::vector<FilterChoice> choices;
    for (int i = 0; i < names.size(); ++i) {
        FilterChoice& choice = choices.emplace_back();
        choice.condition.*field = i;
        choice.text = inText(names[i]);
    }
    return choices;
}

std::vector<FilterChoice> epochsOf(Filter filter, int ImageQuery::*field, int first, int last) {
    std::vector<FilterChoice> choices;
    if (last == 0)
        return choices; // no epoch is known
    for (int epoch = first; epoch <= last; ++epoch) {
        if (epoch == 1 && filter == Filter::Forgotten)
            continue; // nothing was right before it
        FilterChoice& choice = choices.emplace_back();
        choice.condition.*field = epoch;
        choice.text = wordsFor(choice.condition, filter, {});
    }
    return choices;
}

std::vector<FilterChoice> outcomes() {
    std::vector<FilterChoice> choices = listed(Filter::Outcome, &ImageQuery::outcome,
                                               {Outcome::Right, Outcome::Saved, Outcome::Gate, Outcome::Blend,
                                                Outcome::Members, Outcome::MisroutedMembers});
    for (FilterChoice& choice : choices)
        choice.help = meaningOf(*choice.condition.outcome);
    return choices;
}

} // namespace

std::vector<QueryFilter> filtersOf(const ImageQuery& query) {
    std::vector<Filter> filters;
    std::ranges::copy_if(kFilters, std::back_inserter(filters),
                         [&](Filter filter) { return without(query, filter) != query; });
    return filters;
}

ImageQuery without(ImageQuery query, QueryFilter filter) {
    copy(filter, {}, query);
    return query;
}

ImageQuery withoutFilters(const ImageQuery& query) {
    ImageQuery rest;
    rest.order = query.order;
    rest.descending = query.descending;
    return rest;
}

ImageQuery with(ImageQuery query, const ImageQuery& conditions) {
    for (const Filter filter : filtersOf(conditions))
        copy(filter, conditions, query);
    return query;
}

QString titleOf(QueryFilter filter) {
    switch (filter) {
    case Filter::Verdict:
        return translated("Correct or wrong");
    case Filter::Label:
        return translated("True class");
    case Filter::Answer:
        return translated("Predicted class");
    case Filter::Route:
        return translated("Routed to group");
    case Filter::RouteVerdict:
        return translated("Routed correctly or wrongly");
    case Filter::Compare:
        return translated("Baseline against mixture");
    case Filter::Outcome:
        return translated("Outcome and its cause");
    case Filter::Confidence:
        return translated("Confidence");
    case Filter::Positions:
        return translated("Numbers");
    case Filter::Images:
        return translated("Chosen images");
    case Filter::Epoch:
        return translated("Predictions after an epoch");
    case Filter::Learned:
        return translated("Epoch learned");
    case Filter::Forgotten:
        return translated("Epoch forgotten");
    }
    return {};
}

const char* nameOf(QueryFilter filter) {
    static constexpr const char* kNames[] = {"verdict", "label",   "answer",     "route",   "routeVerdict",
                                             "compare", "outcome", "confidence", "numbers", "images",
                                             "epoch",   "learned", "forgotten"};
    return kNames[static_cast<std::size_t>(filter)];
}

QString wordsFor(const ImageQuery& query, QueryFilter filter, const QueryNames& names) {
    const auto name = [](const QStringList& all, int index) { return inText(all.value(index)); };
    switch (filter) {
    case Filter::Verdict:
        return query.verdict == Verdict::Right ? translated("correct") : translated("wrong");
    case Filter::Label:
        return translated("true class %1").arg(name(names.answers, query.label));
    case Filter::Answer:
        return translated("predicted %1").arg(name(names.answers, query.answer));
    case Filter::Route:
        return translated("routed to %1").arg(name(names.groups, query.route));
    case Filter::RouteVerdict:
        return query.routeVerdict == Verdict::Right ? translated("correct route") : translated("wrong route");
    case Filter::Compare:
        return wordsFor(query.compare);
    case Filter::Outcome:
        return wordsFor(query.outcome.value());
    case Filter::Confidence:
        return translated("confidence %1 to %2 %")
            .arg(100 * query.confidence->over, 0, 'f', 0)
            .arg(100 * query.confidence->upTo, 0, 'f', 0);
    case Filter::Positions:
        return wordsFor(query.positions.value());
    case Filter::Images:
        return QCoreApplication::translate("QueryFilter", "among %Ln chosen images", nullptr,
                                           static_cast<int>(query.images->size()));
    case Filter::Epoch:
        return translated("after epoch %1").arg(query.epoch);
    case Filter::Learned:
        return learnedWords(query.learnedAt);
    case Filter::Forgotten:
        return forgottenWords(query.forgottenAt);
    }
    return {};
}

std::vector<FilterChoice> choicesOf(QueryFilter filter, const QueryNames& names) {
    switch (filter) {
    case Filter::Verdict:
        return listed(filter, &ImageQuery::verdict, {Verdict::Right, Verdict::Wrong});
    case Filter::Label:
        return named(&ImageQuery::label, names.answers);
    case Filter::Answer:
        return named(&ImageQuery::answer, names.answers);
    case Filter::Route:
        return named(&ImageQuery::route, names.groups);
    case Filter::RouteVerdict:
        return listed(filter, &ImageQuery::routeVerdict, {Verdict::Right, Verdict::Wrong});
    case Filter::Compare:
        return listed(filter, &ImageQuery::compare,
                      {Compare::Disagree, Compare::FixedBy, Compare::BrokenBy, Compare::BothWrong});
    case Filter::Outcome:
        return outcomes();
    case Filter::Epoch:
        return epochsOf(filter, &ImageQuery::epoch, 1, names.epochs);
    case Filter::Learned:
        return epochsOf(filter, &ImageQuery::learnedAt, 0, names.epochs);
    case Filter::Forgotten:
        return epochsOf(filter, &ImageQuery::forgottenAt, 0, names.epochs);
    case Filter::Confidence:
    case Filter::Positions:
    case Filter::Images:
        break;
    }
    return {};
}

QString wordsFor(const Selection::Place& place, const Stage& stage, const QStringList& answers,
                 const QStringList& groups, std::size_t count) {
    const ImageQuery& query = place.query;
    const QString images = query.verdict == Verdict::Right   ? translated("correct %1 of %2")
                           : query.verdict == Verdict::Wrong ? translated("wrong %1 of %2")
                                                             : translated("%1 of %2");
    QStringList parts = {images.arg(imagesOf(place.part, static_cast<std::int64_t>(count)), titleOf(stage))};
    for (const Filter filter : filtersOf(query))
        if (filter != Filter::Verdict)
            parts << wordsFor(query, filter, {answers, groups, 0});
    if (query.order != ImageQuery::Order::Position)
        parts << wordsFor(query.order);
    return parts.join(QStringLiteral(", "));
}

} // namespace moelab
