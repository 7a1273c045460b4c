#include "session/settings.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kSchema = 1;
constexpr int kMostRecentRuns = 10;
const QString kRecent = QStringLiteral("runs/recent");
const QString kChoices = QStringLiteral("runs/choices");
const QString kSchemaKey = QStringLiteral("schema");
const QString kTheme = QStringLiteral("window/theme");

} // namespace

Settings::Settings(const QString& file)
    : m_file(file, QSettings::IniFormat)
    , m_newer(m_file.value(kSchemaKey).toInt() > kSchema) {
    if (m_newer)
        spdlog::warn(
            "{}: was written by a newer moelab and is not changed. Settings of this session are not saved.",
            file.toStdString());
}

void Settings::setValue(const QString& key, const QVariant& value) {
    if (m_newer)
        return;
    m_file.setValue(kSchemaKey, kSchema);
    m_file.setValue(key, value);
}

QStringList Settings::recentRuns() const { return value(kRecent).toStringList(); }

void Settings::addRecentRun(const QString& folder) {
    QStringList runs = recentRuns();
    runs.removeAll(folder);
    runs.prepend(folder);
    setValue(kRecent, runs.mid(0, kMostRecentRuns));
}

Theme Settings::theme() const {
    return static_cast<Theme>(std::clamp(value(kTheme).toInt(), int(Theme::System), int(Theme::Dark)));
}

void Settings::setTheme(Theme theme) { setValue(kTheme, static_cast<int>(theme)); }

int Settings::number(const QString& key, int least, int most, int other) const {
    const QVariant kept = value(key);
    if (kept.typeId() == QMetaType::Bool) // before it was written and read again
        return kept.toBool() ? 1 : 0;
    bool isNumber = false;
    const int value = kept.toInt(&isNumber);
    return isNumber ? std::clamp(value, least, most) : other;
}

QVariantMap Settings::choices(const QString& runFolder) const {
    return value(kChoices).toMap().value(runFolder).toMap();
}

void Settings::setChoices(const QString& runFolder, const QVariantMap& choices) {
    const QVariantMap before = value(kChoices).toMap();
    const QStringList recent = recentRuns();
    QVariantMap kept;
    for (auto run = before.begin(); run != before.end(); ++run)
        if (run.key().isEmpty() || recent.contains(run.key()))
            kept[run.key()] = run.value();
    kept[runFolder] = choices;
    setValue(kChoices, kept);
}

void Settings::setWindow(const QByteArray& geometry, const QByteArray& layout) {
    setValue(QStringLiteral("window/geometry"), geometry);
    setValue(QStringLiteral("window/layout"), layout);
}

} // namespace moelab
