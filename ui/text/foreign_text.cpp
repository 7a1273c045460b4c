#include "text/foreign_text.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>
#include <QMessageBox>

#include <algorithm>

namespace moelab {
namespace {

/// Every label is polished once, before it is shown; Qt's tool tips are labels, too.
class PlainLabels : public QObject {
  public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Polish)
            return false;
        auto* const label = qobject_cast<QLabel*>(watched);
        // Those of a message box have the format that the box was given; "About Qt" needs its HTML.
        if (label && label->textFormat() == Qt::AutoText && !qobject_cast<const QMessageBox*>(label->window()))
            label->setTextFormat(Qt::PlainText);
        return false;
    }
};

constexpr qsizetype kMostInText = 100;
constexpr QChar kEndOfLine(0x21B5); // a bent arrow
constexpr QChar kIsolate(0x2068);   // as its first letter goes
constexpr QChar kIsolateEnd(0x2069);

bool goesLeft(QChar c) { return c.direction() == QChar::DirR || c.direction() == QChar::DirAL; }

} // namespace

void showTextAsItIs(QApplication& application) {
    static const QString kName = QStringLiteral("plainLabels");
    if (application.findChild<QObject*>(kName, Qt::FindDirectChildrenOnly))
        return;
    auto* const filter = new PlainLabels(&application);
    filter->setObjectName(kName);
    application.installEventFilter(filter);
}

bool turnsDirection(QChar c) {
    return (c.unicode() >= 0x202A && c.unicode() <= 0x202E) || (c.unicode() >= 0x2066 && c.unicode() <= 0x2069);
}

QString inLine(const QString& text) {
    QString line;
    for (const QChar c : text)
        if (c == u'\n' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            line += kEndOfLine;
        else if (!turnsDirection(c))
            line += c.category() == QChar::Other_Control ? QChar(u' ') : c;
    return std::ranges::any_of(line, goesLeft) ? kIsolate + line + kIsolateEnd : line;
}

QString inText(const QString& text) {
    if (text.size() <= kMostInText)
        return inLine(text);
    return inLine(text.left(kMostInText / 2)) + QChar(0x2026) + inLine(text.right(kMostInText / 2));
}

QString asCaption(const QString& text) { return QString(text).replace(u'&', QStringLiteral("&&")); }

QString asWindowTitle(const QString& text) {
    return QString(text).replace(QStringLiteral("[*]"), QStringLiteral("[*][*]"));
}

} // namespace moelab
