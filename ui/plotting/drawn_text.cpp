#include "plotting/drawn_text.h"

#include "base/error.h"
#include "text/foreign_text.h"

#include <QFontMetrics>

namespace moelab {

void requireFonts() {
    if (!QFontMetrics(QFont()).inFont(u'a')) // Qt names some families even where there is none
        throw Error("fonts", "are missing: no installed font has letters",
                    "Install one, on Debian with: apt install fonts-dejavu-core");
}

QString withoutControls(QString text) {
    text.removeIf(turnsDirection);
    for (QChar& c : text)
        if ((c < u' ' && c != u'\n' && c != u'\t') || c == QChar(0x7f) || c == QChar(0xfffe) || c == QChar(0xffff))
            c = QChar::ReplacementCharacter;
    return text;
}

} // namespace moelab
