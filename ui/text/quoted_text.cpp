#include "text/quoted_text.h"

#include <algorithm>

namespace moelab {
namespace {

struct Escape {
    char16_t letter;
    char16_t character;
};
constexpr Escape kEscapes[] = {{u'"', u'"'}, {u'\\', u'\\'}, {u'n', u'\n'}, {u'r', u'\r'}, {u't', u'\t'}};

bool needsQuotes(const QString& text, QStringView marks) {
    return text.isEmpty() || text != text.trimmed() || std::ranges::any_of(text, [&](QChar c) {
               return marks.contains(c) || c == u'"' || c.category() == QChar::Other_Control;
           });
}

} // namespace

QString quoted(const QString& text, QStringView marks) {
    if (!needsQuotes(text, marks))
        return text;
    QString result(u'"');
    for (const QChar c : text) {
        const auto* const escape = std::ranges::find(kEscapes, c.unicode(), &Escape::character);
        if (escape == std::end(kEscapes))
            result += c;
        else
            (result += u'\\') += QChar(escape->letter);
    }
    return result + u'"';
}

void QuotedReader::skip(QStringView characters) {
    while (!atEnd() && characters.contains(m_text[m_at]))
        ++m_at;
}

bool QuotedReader::take(QChar character) {
    const bool comes = !atEnd() && m_text[m_at] == character;
    m_at += comes;
    return comes;
}

QuotedReader::Word QuotedReader::next(QStringView marks) {
    Word word;
    if (readQuoted(word, marks))
        return word;
    const qsizetype start = m_at;
    while (!atEnd() && !marks.contains(m_text[m_at]))
        ++m_at;
    word.text = m_text.mid(start, m_at - start).trimmed();
    if (!atEnd())
        word.mark = m_text[m_at++];
    return word;
}

/// @returns false, with nothing read, unless there is a text in quotes and nothing more before the next mark
bool QuotedReader::readQuoted(Word& word, QStringView marks) {
    qsizetype at = m_at;
    const auto skipBlanks = [&] {
        while (at < m_text.size() && m_text[at].isSpace() && !marks.contains(m_text[at]))
            ++at;
    };
    skipBlanks();
    if (at >= m_text.size() || m_text[at] != u'"')
        return false;
    QString text;
    for (++at; at < m_text.size() && m_text[at] != u'"'; ++at) {
        const auto* const escape = m_text[at] == u'\\' && at + 1 < m_text.size()
                                       ? std::ranges::find(kEscapes, m_text[at + 1].unicode(), &Escape::letter)
                                       : std::end(kEscapes);
        text += escape == std::end(kEscapes) ? m_text[at] : QChar(escape->character);
        at += escape != std::end(kEscapes);
    }
    if (at >= m_text.size())
        return false;
    ++at;
    skipBlanks();
    if (at < m_text.size() && !marks.contains(m_text[at]))
        return false;
    word = {text, true, at < m_text.size() ? m_text[at] : QChar()};
    m_at = at < m_text.size() ? at + 1 : at;
    return true;
}

} // namespace moelab
