#pragma once

#include "plotting/palette.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>

namespace moelab {

/// What the window remembers, in one file. A damaged file counts as an empty one.
class Settings {
  public:
    explicit Settings(const QString& file)
        : m_file(file, QSettings::IniFormat) {}

    QStringList recentRuns() const;
    void addRecentRun(const QString& folder);

    Theme theme() const;
    void setTheme(Theme theme);

    QByteArray geometry() const { return m_file.value(QStringLiteral("window/geometry")).toByteArray(); }
    QByteArray layout() const { return m_file.value(QStringLiteral("window/layout")).toByteArray(); }
    QByteArray splitter() const { return m_file.value(QStringLiteral("window/splitter")).toByteArray(); }
    void setWindow(const QByteArray& geometry, const QByteArray& layout, const QByteArray& splitter);

  private:
    QSettings m_file;
};

} // namespace moelab
