#pragma once

#include <QString>
#include <QStringList>

namespace moelab {

/// One line of RFC 4180, with its end.
inline QString csvLine(const QStringList& cells) {
    QStringList quoted;
    for (QString cell : cells) {
        const bool needed = cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n');
        quoted << (needed ? u'"' + cell.replace(u'"', QLatin1String("\"\"")) + u'"' : cell);
    }
    return quoted.join(u',') + QLatin1String("\r\n");
}

/// With a decimal point and all digits of a double that matter.
inline QString csvNumber(double value) { return QString::number(value, 'g', 9); }

} // namespace moelab
