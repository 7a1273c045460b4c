#include "inspector/verdict_words.h"

#include "analysis/image_way.h"
#include "text/foreign_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace moelab {
namespace {

QString verdictWords(const char* text) { return QCoreApplication::translate("Verdict", text); }

/// What the members on the image's route predict; nothing where one is not trained.
struct RouteAnswers {
    using Answer = std::optional<std::int64_t>;
    Answer baseline;
    Answer expert;    ///< of the route
    Answer mixture;   ///< on the route
    Answer ownExpert; ///< of the group of the true class, where that is another one
};

std::optional<std::int64_t> predictionOf(const std::vector<float>& values) {
    if (values.empty())
        return std::nullopt;
    return std::ranges::max_element(values) - values.begin();
}

/// @returns the group of the true class, if that is known
std::optional<std::int64_t> ownGroupOf(const ImageWay& way, const ClassGroups& groups) {
    return way.label ? std::optional<std::int64_t>(groupOf(groups, static_cast<int>(*way.label))) : std::nullopt;
}

RouteAnswers predictionsOn(const ImageWay& way, std::optional<std::int64_t> own) {
    RouteAnswers said{predictionOf(way.baseline), {}, {}, {}};
    if (!way.route)
        return said;
    const RouteWay& taken = way.ways[static_cast<std::size_t>(*way.route)];
    said.expert = predictionOf(taken.expert);
    said.mixture = predictionOf(taken.result);
    if (own && own != way.route)
        said.ownExpert = predictionOf(way.ways[static_cast<std::size_t>(*own)].expert);
    return said;
}

QString predictedSentence(const RouteAnswers& said, const ImageWay& way, const QStringList& classNames) {
    const auto name = [&](std::int64_t cls) { return inText(classNames[cls]); };
    const auto answer = said.mixture ? said.mixture : said.baseline ? said.baseline : said.expert;
    if (!answer)
        return way.label ? verdictWords("True class %1. No member that predicts classes is trained.")
                               .arg(name(*way.label))
                         : verdictWords("No member that predicts classes is trained.");
    const QString who = said.mixture    ? verdictWords("Predicted %1")
                        : said.baseline ? verdictWords("The baseline predicts %1")
                                        : verdictWords("The expert predicts %1");
    if (!way.label)
        return verdictWords("%1.").arg(who.arg(name(*answer)));
    if (*answer == *way.label)
        return verdictWords("%1, the true class.").arg(who.arg(name(*answer)));
    return verdictWords("%1, true class %2.").arg(who.arg(name(*answer)), name(*way.label));
}

QString routeClause(const ImageWay& way, std::optional<std::int64_t> own, const ClassGroups& groups) {
    if (!way.route)
        return verdictWords("The gate is not trained");
    const auto name = [&](std::int64_t group) {
        return inText(QString::fromStdString(groups[static_cast<std::size_t>(group)].name));
    };
    if (!own)
        return verdictWords("Routed to %1").arg(name(*way.route));
    return own == way.route ? verdictWords("Routed correctly")
                            : verdictWords("Routed wrongly, to %1 instead of %2").arg(name(*way.route), name(*own));
}

/// Of the baseline and the expert, which of them are right.
QString judgedClause(const RouteAnswers& said, std::int64_t label) {
    const bool baseline = said.baseline == label;
    const bool expert = said.expert == label;
    if (said.baseline && said.expert) {
        if (baseline == expert)
            return baseline ? verdictWords("baseline and expert both correct")
                            : verdictWords("baseline and expert both wrong");
        return baseline ? verdictWords("baseline correct, expert wrong")
                        : verdictWords("baseline wrong, expert correct");
    }
    if (said.baseline)
        return baseline ? verdictWords("baseline correct, expert not trained")
                        : verdictWords("baseline wrong, expert not trained");
    if (said.expert)
        return expert ? verdictWords("expert correct, baseline not trained")
                      : verdictWords("expert wrong, baseline not trained");
    return {};
}

/// Of the baseline and the expert, whether they say the same: nobody knows what is right.
QString comparedClause(const RouteAnswers& said, const QStringList& classNames) {
    const auto name = [&](std::int64_t cls) { return inText(classNames[cls]); };
    if (!said.baseline || !said.expert)
        return {};
    if (!said.mixture) // the baseline's is told already
        return said.baseline == said.expert ? verdictWords("the expert predicts it, too")
                                            : verdictWords("the expert predicts %1").arg(name(*said.expert));
    if (said.baseline == said.expert)
        return verdictWords("baseline and expert both predict %1").arg(name(*said.baseline));
    return verdictWords("the baseline predicts %1, the expert %2").arg(name(*said.baseline), name(*said.expert));
}

} // namespace

QString whatHappened(const ImageWay& way, const ClassGroups& groups, const QStringList& classNames) {
    const std::optional<std::int64_t> own = ownGroupOf(way, groups);
    const RouteAnswers said = predictionsOn(way, own);
    QStringList clauses = {routeClause(way, own, groups)};
    if (way.route)
        clauses << (way.label ? judgedClause(said, *way.label) : comparedClause(said, classNames));
    clauses.removeAll(QString());
    QStringList sentences = {predictedSentence(said, way, classNames),
                             verdictWords("%1.").arg(clauses.join(QStringLiteral("; ")))};
    if (said.ownExpert)
        sentences << (said.ownExpert == way.label ? verdictWords("The expert of its own group is correct.")
                                                  : verdictWords("The expert of its own group is wrong, too."));
    return sentences.join(u' ');
}

} // namespace moelab
