#pragma once

#include <QTranslator>

namespace fixture {

/// Translates every text into one that can still be read, but is accented, about a third longer and in brackets:
/// what is not translated, glued from parts or cut off then shows. Placeholders, mnemonics and markup stay as they
/// are.
class PseudoTranslator : public QTranslator {
  public:
    static constexpr QChar kOpen = u'\u27e6';
    static constexpr QChar kClose = u'\u27e7';

    bool isEmpty() const override { return false; }

    QString translate(const char* context, const char* text, const char*, int) const override {
        const QString source = QString::fromUtf8(text);
        if (source.isEmpty() || QLatin1String(context) == QLatin1String("QDialogButtonBox"))
            return {};
        QString result = kOpen;
        bool markup = false;
        int letters = 0;
        for (qsizetype i = 0; i < source.size(); ++i) {
            const QChar character = source[i];
            markup = character == u'<' || (markup && character != u'>');
            const bool placeholder = character == u'%' && i + 1 < source.size();
            result += markup ? character : accented(character);
            for (qsizetype kept = i + 1; placeholder && kept < source.size() && isPlaceholder(source[kept]); ++kept)
                result += source[i = kept];
            letters += character.isLetter() && !markup ? 1 : 0;
        }
        return result + QString(letters / 3, u'~') + kClose;
    }

  private:
    static bool isPlaceholder(QChar character) {
        return character.isDigit() || character == u'L' || character == u'n';
    }

    static QChar accented(QChar character) {
        static const QString plain = QStringLiteral("aceinouyACEINOUY");
        static const QString accents = QStringLiteral("àçéîñöûýÀÇÉÎÑÖÛÝ");
        const qsizetype found = plain.indexOf(character);
        return found < 0 ? character : accents[found];
    }
};

} // namespace fixture
