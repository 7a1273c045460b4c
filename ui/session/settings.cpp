#include "session/settings.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr int kMostRecentRuns = 10;
const QString kRecent = QStringLiteral("runs/recent");
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

void Settings::setWindow(const QByteArray& geometry, const QByteArray& layout, const QByteArray& splitter) {
    m_file.setValue(QStringLiteral("window/geometry"), geometry);
    m_file.setValue(QStringLiteral("window/layout"), layout);
    m_file.setValue(QStringLiteral("window/splitter"), splitter);
}

} // namespace moelab
