#include "session/run_choices.h"

#include "session/session.h"
#include "session/settings.h"

namespace moelab {
namespace {

/// @returns a number within a range from what a damaged file may have made of it
int numberFrom(const QVariantMap& map, const char* key, int least, int most, int other) {
    bool isNumber = false;
    const int value = map.value(QLatin1String(key)).toInt(&isNumber);
    return isNumber && value >= least && value <= most ? value : other;
}

constexpr int kMostImages = 1 << 30;

QVariantMap toMap(const Selection& selection) {
    const ImageQuery& query = selection.query();
    return {{"stage", selection.stage()},
            {"image", selection.image()},
            {"order", int(query.order)},
            {"descending", int(query.descending)}};
}

/// All images: a filter that nobody remembers would have lists lack most of theirs.
ImageQuery queryFrom(const QVariantMap& map) {
    ImageQuery query;
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
    if (const QString stage = kept.value(QStringLiteral("stage")).toString(); m_session.findShown(stage))
        selection.setStage(stage);
    selection.setQuery(queryFrom(kept));
    if (!kept.isEmpty())
        selection.setImage(numberFrom(kept, "image", -1, kMostImages, -1));
    selection.forgetHistory();
    m_run = m_session.runFolder();
}

} // namespace moelab
