#include "samples/search_text.h"

#include "base/error.h"
#include "text/quoted_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace moelab {
namespace {

constexpr QStringView kSeparators = u" \t\n,";
constexpr QStringView kRoles = u">@";

QString tr(const char* text) { return QCoreApplication::translate("Search", text); }

[[noreturn]] void refuse(const QString& word, const QString& names) {
    throw Error(
        "search:", tr("\"%1\" is none of the names here (%2)").arg(word, names).toStdString(),
        tr("Type numbers, correct, wrong, a true class, >class for a predicted class, or @group for a route")
            .toStdString());
}

/// A word of a search.
struct Term {
    QChar role; ///< > or @ before it, or null
    QString text;
    bool isQuoted = false;
    bool goesOn = false; ///< only a blank is between it and the next one

    QString typed() const { return (role.isNull() ? QString() : QString(role)) + text; }
};

std::vector<Term> termsOf(const QString& text) {
    std::vector<Term> terms;
    QuotedReader reader(text);
    for (reader.skip(kSeparators); !reader.atEnd(); reader.skip(kSeparators)) {
        Term term;
        for (const QChar role : kRoles)
            if (term.role.isNull() && reader.take(role))
                term.role = role;
        const QuotedReader::Word word = reader.next(kSeparators);
        term.text = word.text;
        term.isQuoted = word.isQuoted;
        term.goesOn = word.mark.isSpace();
        terms.push_back(term);
    }
    return terms;
}

QString asTyped(const QString& name) {
    const bool hasRole = !name.isEmpty() && kRoles.contains(name.front());
    static const QRegularExpression other(QStringLiteral("^(correct|right|wrong|[\\d-]*)$"),
                                          QRegularExpression::CaseInsensitiveOption);
    return quoted(name, hasRole || other.match(name).hasMatch() ? QStringView(name) : kSeparators);
}

/// @returns the only name that begins so, or is so
int indexOf(const Term& term, const QStringList& names) {
    int found = -1;
    const QString text = term.text.trimmed();
    for (int i = 0; i < names.size(); ++i)
        if (names[i].trimmed().compare(text, Qt::CaseInsensitive) == 0)
            return i;
    for (int i = 0; i < names.size(); ++i) {
        if (!text.isEmpty() && names[i].trimmed().startsWith(text, Qt::CaseInsensitive)) {
            if (found >= 0)
                throw Error("search:",
                            tr("\"%1\" can be %2 or %3")
                                .arg(term.typed(), asTyped(names[found]), asTyped(names[i]))
                                .toStdString(),
                            tr("Type more of the name").toStdString());
            found = i;
        }
    }
    if (found < 0) {
        QStringList choices;
        for (const QString& name : names)
            choices << asTyped(name);
        refuse(term.typed(), choices.join(QStringLiteral(", ")));
    }
    return found;
}

/// The term, with as many behind it as a name with blanks begins with: all of "polar bear".
/// @param end of what is joined
Term joined(const std::vector<Term>& terms, std::size_t start, std::size_t& end, const QStringList& names) {
    Term whole = terms[start];
    Term longest = whole;
    end = start + 1;
    for (std::size_t i = start; i + 1 < terms.size() && terms[i].goesOn && !terms[i].isQuoted; ++i) {
        const Term& next = terms[i + 1];
        if (!next.role.isNull() || next.isQuoted)
            break;
        whole.text += u' ' + next.text;
        const auto begins = [&](const QString& name) {
            return name.simplified().startsWith(whole.text, Qt::CaseInsensitive);
        };
        const auto name = std::ranges::find_if(names, begins);
        if (name == names.end())
            break;
        end = i + 2;
        longest = whole;
        if (std::ranges::count_if(names, begins) == 1)
            longest.text = *name; // which may have other blanks in it
    }
    return longest;
}

/// @returns whether the term is numbers
bool takePositions(const QString& text, ImageQuery& query) {
    static const QRegularExpression number(QStringLiteral("^(\\d{1,9})(?:-(\\d{1,9}))?$"));
    const QRegularExpressionMatch numbers = number.match(text);
    if (!numbers.hasMatch())
        return false;
    if (query.positions) // as of "1,000", which is no thousand here
        throw Error("search:",
                    tr("\"%1\" is a second number or range, and only one is searched for").arg(text).toStdString(),
                    tr("Type one number, or two with a hyphen, without thousands separators").toStdString());
    const qlonglong first = numbers.captured(1).toLongLong();
    const qlonglong last = numbers.hasCaptured(2) ? numbers.captured(2).toLongLong() : first;
    query.positions = {std::min(first, last), std::max(first, last)};
    return true;
}

bool takeVerdict(const QString& text, ImageQuery& query) {
    const auto is = [&](const char* word) { return text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0; };
    const bool right = is("correct") || is("right");
    const bool wrong = is("wrong");
    if (right || wrong)
        query.verdict = right ? ImageQuery::Verdict::Right : ImageQuery::Verdict::Wrong;
    return right || wrong;
}

} // namespace

ImageQuery searchFor(const QString& text, const QStringList& answers, const QStringList& groups) {
    ImageQuery query;
    const std::vector<Term> terms = termsOf(text);
    for (std::size_t i = 0; i < terms.size();) {
        const Term& term = terms[i];
        const bool isName = !term.role.isNull() || term.isQuoted;
        if (!isName && (takePositions(term.text, query) || takeVerdict(term.text, query))) {
            ++i;
            continue;
        }
        const QStringList& names = term.role == u'@' ? groups : answers;
        const int index = indexOf(joined(terms, i, i, names), names);
        (term.role == u'@' ? query.route : term.role == u'>' ? query.answer : query.label) = index;
    }
    return query;
}

} // namespace moelab
