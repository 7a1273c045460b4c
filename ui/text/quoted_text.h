#pragma once

#include <QString>

#include <utility>

namespace moelab {

/// A foreign text as it is typed among others: as it is, or between double quotes where it would be read as
/// something else. Within quotes, \" and \\ stand for themselves, \n, \r and \t for the characters.
/// @param marks what parts texts there, or means something at their beginning
QString quoted(const QString& text, QStringView marks);

/// Reads what a person typed, text by text, as quoted() writes them.
class QuotedReader {
  public:
    struct Word {
        QString text;
        bool isQuoted = false;
        QChar mark; ///< that ended it; null at the end of all
    };

    explicit QuotedReader(QString text)
        : m_text(std::move(text)) {}

    bool atEnd() const { return m_at >= m_text.size(); }
    /// Goes past all of `characters` that come next.
    void skip(QStringView characters);
    /// Goes past a character if it comes next. @returns whether it did
    bool take(QChar character);
    /// The text up to one of the marks, which is read too, without blanks around it. A quote that nobody ends is a
    /// character like others.
    Word next(QStringView marks);

  private:
    bool readQuoted(Word& word, QStringView marks);

    QString m_text;
    qsizetype m_at = 0;
};

} // namespace moelab
