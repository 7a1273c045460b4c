#include "samples/search_text.h"

#include "base/error.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace moelab {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Search", text); }

[[noreturn]] void refuse(const QString& word, const QString& names) {
    throw Error("search", tr("\"%1\" is none of the names here (%2)").arg(word, names).toStdString(),
                tr("Type numbers, right, wrong, a name, >name for an answer, or @group for a route").toStdString());
}

/// @returns the only name that begins so, or is so
int indexOf(const QString& word, const QString& beginning, const QStringList& names) {
    int found = -1;
    for (int i = 0; i < names.size(); ++i) {
        if (names[i].compare(beginning, Qt::CaseInsensitive) == 0)
            return i;
        if (!beginning.isEmpty() && names[i].startsWith(beginning, Qt::CaseInsensitive)) {
            if (found >= 0)
                throw Error("search", tr("\"%1\" may be %2 or %3").arg(word, names[found], names[i]).toStdString(),
                            tr("Type more of the name").toStdString());
            found = i;
        }
    }
    if (found < 0)
        refuse(word, names.join(QStringLiteral(", ")));
    return found;
}

} // namespace

ImageQuery searchFor(const QString& text, const QStringList& answers, const QStringList& groups) {
    static const QRegularExpression separators(QStringLiteral("[\\s,]+"));
    static const QRegularExpression number(QStringLiteral("^(\\d{1,9})(?:-(\\d{1,9}))?$"));
    ImageQuery query;
    for (const QString& word : text.split(separators, Qt::SkipEmptyParts)) {
        const QRegularExpressionMatch numbers = number.match(word);
        if (numbers.hasMatch()) {
            const qlonglong first = numbers.captured(1).toLongLong();
            const qlonglong last = numbers.hasCaptured(2) ? numbers.captured(2).toLongLong() : first;
            query.positions = {std::min(first, last), std::max(first, last)};
        } else if (word.compare(QStringLiteral("right"), Qt::CaseInsensitive) == 0) {
            query.verdict = ImageQuery::Verdict::Right;
        } else if (word.compare(QStringLiteral("wrong"), Qt::CaseInsensitive) == 0) {
            query.verdict = ImageQuery::Verdict::Wrong;
        } else if (word.startsWith(u'>')) {
            query.answer = indexOf(word, word.mid(1), answers);
        } else if (word.startsWith(u'@')) {
            query.route = indexOf(word, word.mid(1), groups);
        } else {
            query.label = indexOf(word, word, answers);
        }
    }
    return query;
}

} // namespace moelab
