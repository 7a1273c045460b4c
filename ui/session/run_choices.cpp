#include "session/run_choices.h"

#include "session/session.h"
#include "session/settings.h"

#include <algorithm>

namespace moelab {
namespace {

/// @returns a number within a range from what a damaged file may have made of it
int numberFrom(const QVariantMap& map, const char* key, int least, int most, int other) {
    bool isNumber = false;
    const int value = map.value(QLatin1String(key)).toInt(&isNumber);
    return isNumber && value >= least && value <= most ? value : other;
}

constexpr int kMostAnswers = 255; // labels are bytes
constexpr int kMostImages = 1 << 30;
constexpr int kMostEpochs = 1 << 30;
constexpr std::size_t kMostChosen = 50000; // no part has more images

QString textOf(const std::vector<std::int64_t>& positions) {
    QStringList numbers;
    for (const std::int64_t position : positions)
        numbers << QString::number(position);
    return numbers.join(u' ');
}

/// @returns the positions, ascending; nothing if the text is not of positions alone
std::optional<std::vector<std::int64_t>> positionsFrom(const QString& text) {
    std::vector<std::int64_t> positions;
    for (const QString& number : text.split(u' ', Qt::SkipEmptyParts)) {
        bool whole = false;
        const qlonglong position = number.toLongLong(&whole);
        if (!whole || position < 0 || position > kMostImages || positions.size() >= kMostChosen)
            return std::nullopt;
        positions.push_back(position);
    }
    std::ranges::sort(positions);
    return positions.empty() ? std::nullopt : std::optional(positions);
}

QVariantMap toMap(const Selection& selection) {
    const ImageQuery& query = selection.query();
    return {{"stage", selection.stage()},
            {"image", selection.image()},
            {"verdict", int(query.verdict)},
            {"label", query.label},
            {"answer", query.answer},
            {"route", query.route},
            {"routeVerdict", int(query.routeVerdict)},
            {"compare", int(query.compare)},
            {"outcome", query.outcome ? int(*query.outcome) : -1},
            {"confidenceOver", query.confidence ? query.confidence->over : -1},
            {"confidenceUpTo", query.confidence ? query.confidence->upTo : -1},
            {"firstPosition", query.positions ? qlonglong(query.positions->first) : -1},
            {"lastPosition", query.positions ? qlonglong(query.positions->last) : -1},
            {"images", query.images ? textOf(*query.images) : QString()},
            {"epoch", query.epoch},
            {"learnedAt", query.learnedAt},
            {"forgottenAt", query.forgottenAt},
            {"order", int(query.order)},
            {"descending", int(query.descending)}};
}

ImageQuery queryFrom(const QVariantMap& map) {
    using Verdict = ImageQuery::Verdict;
    ImageQuery query;
    query.verdict = static_cast<Verdict>(numberFrom(map, "verdict", 0, int(Verdict::Wrong), 0));
    query.label = numberFrom(map, "label", -1, kMostAnswers, -1);
    query.answer = numberFrom(map, "answer", -1, kMostAnswers, -1);
    query.route = numberFrom(map, "route", -1, kMostAnswers, -1);
    query.routeVerdict = static_cast<Verdict>(numberFrom(map, "routeVerdict", 0, int(Verdict::Wrong), 0));
    query.compare =
        static_cast<ImageQuery::Compare>(numberFrom(map, "compare", 0, int(ImageQuery::Compare::BothWrong), 0));
    if (const int outcome = numberFrom(map, "outcome", -1, int(Outcome::MisroutedMembers), -1); outcome >= 0)
        query.outcome = static_cast<Outcome>(outcome);
    const double over = map.value(QStringLiteral("confidenceOver")).toDouble();
    const double upTo = map.value(QStringLiteral("confidenceUpTo")).toDouble();
    if (over >= 0 && over < upTo && upTo <= 1)
        query.confidence = {over, upTo};
    const int first = numberFrom(map, "firstPosition", -1, kMostImages, -1);
    const int last = numberFrom(map, "lastPosition", -1, kMostImages, -1);
    if (first >= 0 && first <= last)
        query.positions = {first, last};
    query.images = positionsFrom(map.value(QStringLiteral("images")).toString());
    query.epoch = numberFrom(map, "epoch", -1, kMostEpochs, -1);
    query.learnedAt = numberFrom(map, "learnedAt", -1, kMostEpochs, -1);
    query.forgottenAt = numberFrom(map, "forgottenAt", -1, kMostEpochs, -1);
    query.order = static_cast<ImageQuery::Order>(numberFrom(map, "order", 0, int(ImageQuery::Order::Forgotten), 0));
    query.descending = numberFrom(map, "descending", 0, 1, 0) == 1;
    return query;
}

} // namespace

RunChoices::RunChoices(Session& session, Settings& settings, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_settings(settings) {
    bringBack();
    connect(&session, &Session::runChanged, this, &RunChoices::bringBack);
    Selection& selection = session.selection();
    connect(&selection, &Selection::choiceChanged, this, &RunChoices::save);
    connect(&selection, &Selection::imageChanged, this, &RunChoices::save);
}

void RunChoices::save() {
    // While a run is being opened the selection is still, or already, another's.
    if (m_session.runFolder() == m_run)
        m_settings.setChoices(m_run, toMap(m_session.selection()));
}

void RunChoices::bringBack() {
    m_run = QString();
    const QVariantMap kept = m_settings.choices(m_session.runFolder());
    Selection& selection = m_session.selection();
    if (const QString stage = kept.value(QStringLiteral("stage")).toString(); m_session.findStage(stage))
        selection.setStage(stage);
    // What was asked for in another run means nothing here.
    selection.setQuery(kept.isEmpty() ? ImageQuery() : queryFrom(kept));
    if (!kept.isEmpty())
        selection.setImage(numberFrom(kept, "image", -1, kMostImages, -1));
    selection.forgetHistory();
    m_run = m_session.runFolder();
}

} // namespace moelab
