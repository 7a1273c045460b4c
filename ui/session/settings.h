#pragma once

#include "plotting/palette.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>
#include <QVariantMap>

namespace moelab {

/// What the window remembers, in one file. A damaged file counts as an empty one; so does one of a newer program,
/// which is left as it is.
class Settings {
  public:
    explicit Settings(const QString& file);

    QStringList recentRuns() const;
    void addRecentRun(const QString& folder);

    Theme theme() const;
    void setTheme(Theme theme);

    QByteArray geometry() const { return value(QStringLiteral("window/geometry")).toByteArray(); }
    QByteArray layout() const { return value(QStringLiteral("window/layout")).toByteArray(); }
    void setWindow(const QByteArray& geometry, const QByteArray& layout);

    /// What a part of the window keeps under "<part>/<name>". A damaged file may give a value of any type.
    QVariant value(const QString& key) const { return m_newer ? QVariant() : m_file.value(key); }
    /// The same as a number, brought into the range; `other` where it is none.
    int number(const QString& key, int least, int most, int other) const;
    bool flag(const QString& key, bool other) const { return number(key, 0, 1, other) == 1; }
    void setValue(const QString& key, const QVariant& value);

    /// What was chosen in a run, or with "" in drafts; empty if that is not known. Kept for the recent runs.
    QVariantMap choices(const QString& runFolder) const;
    void setChoices(const QString& runFolder, const QVariantMap& choices);

  private:
    QSettings m_file;
    bool m_newer;
};

} // namespace moelab
