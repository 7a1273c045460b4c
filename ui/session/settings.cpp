#include "session/settings.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr int kMostRecentRuns = 10;
const QString kRecent = QStringLiteral("runs/recent");
const QString kChoices = QStringLiteral("runs/choices");
const QString kTheme = QStringLiteral("window/theme");

} // namespace

QStringList Settings::recentRuns() const { return m_file.value(kRecent).toStringList(); }

void Settings::addRecentRun(const QString& folder) {
    QStringList runs = recentRuns();
    runs.removeAll(folder);
    runs.prepend(folder);
    m_file.setValue(kRecent, runs.mid(0, kMostRecentRuns));
}

Theme Settings::theme() const {
    return static_cast<Theme>(std::clamp(m_file.value(kTheme, 0).toInt(), int(Theme::System), int(Theme::Dark)));
}

void Settings::setTheme(Theme theme) { m_file.setValue(kTheme, static_cast<int>(theme)); }

int Settings::number(const QString& key, int least, int most, int other) const {
    const QVariant kept = m_file.value(key);
    if (kept.typeId() == QMetaType::Bool) // before it was written and read again
        return kept.toBool() ? 1 : 0;
    bool isNumber = false;
    const int value = kept.toInt(&isNumber);
    return isNumber ? std::clamp(value, least, most) : other;
}

QVariantMap Settings::choices(const QString& runFolder) const {
    return m_file.value(kChoices).toMap().value(runFolder).toMap();
}

void Settings::setChoices(const QString& runFolder, const QVariantMap& choices) {
    const QVariantMap before = m_file.value(kChoices).toMap();
    const QStringList recent = recentRuns();
    QVariantMap kept;
    for (auto run = before.begin(); run != before.end(); ++run)
        if (run.key().isEmpty() || recent.contains(run.key()))
            kept[run.key()] = run.value();
    kept[runFolder] = choices;
    m_file.setValue(kChoices, kept);
}

void Settings::setWindow(const QByteArray& geometry, const QByteArray& layout, const QByteArray& splitter) {
    m_file.setValue(QStringLiteral("window/geometry"), geometry);
    m_file.setValue(QStringLiteral("window/layout"), layout);
    m_file.setValue(QStringLiteral("window/splitter"), splitter);
}

} // namespace moelab
