#include "text/short_names.h"

#include "text/foreign_text.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace moelab {

QString shortName(const QString& name, qsizetype most) {
    if (name.size() <= most)
        return inLine(name);
    qsizetype end = most / 2;
    qsizetype begin = most - 1 - end;
    if (name[begin - 1].isHighSurrogate()) // half a letter is none
        --begin;
    if (name[name.size() - end].isLowSurrogate())
        --end;
    return inLine(name.left(begin)) + QChar(0x2026) + inLine(name.right(end));
}

QStringList shortNames(const QStringList& names, qsizetype most) {
    QHash<QString, QSet<QString>> alike; // by what they are cut to
    for (const QString& name : names)
        alike[shortName(name, most)] << name;
    QStringList result;
    for (const QString& name : names) {
        const QSet<QString>& others = alike[shortName(name, most)];
        const auto isUnclear = [&](qsizetype letters) {
            return std::ranges::any_of(others, [&](const QString& other) {
                return other != name && shortName(other, letters) == shortName(name, letters);
            });
        };
        qsizetype letters = most;
        while (letters < name.size() && isUnclear(letters))
            ++letters;
        result << shortName(name, letters);
    }
    return result;
}

} // namespace moelab
