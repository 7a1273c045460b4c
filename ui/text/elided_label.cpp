#include "text/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLeastLetters = 6;

} // namespace

ElidedLabel::ElidedLabel(const QString& text, int lines, QWidget* parent)
    : QLabel(text, parent)
    , m_lines(lines) {
    setTextFormat(Qt::PlainText);
    if (lines > 1)
        setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    m_mode = mode;
    update();
}

QStringList ElidedLabel::shownLines() const {
    const int width = contentsRect().width();
    if (m_lines == 1) // without laying out what is then cut off
        return {fontMetrics().elidedText(QString(text()).replace(u'\n', u' '), m_mode, width)};
    const QStringList paragraphs = text().split(u'\n');
    QStringList shown;
    for (qsizetype i = 0; i < paragraphs.size(); ++i) {
        QTextLayout layout(paragraphs[i], font());
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            if (shown.size() + 1 == m_lines) {
                QStringList rest = paragraphs.mid(i);
                rest.front().remove(0, line.textStart());
                shown << fontMetrics().elidedText(rest.join(u' '), m_mode, width);
                return shown;
            }
            shown << paragraphs[i].mid(line.textStart(), line.textLength());
        }
        layout.endLayout();
    }
    return shown;
}

bool ElidedLabel::isElided() const { return shownLines().join(u' ').simplified() != text().simplified(); }

QSize ElidedLabel::sizeHint() const {
    return {std::max(QLabel::sizeHint().width(), minimumSizeHint().width()), minimumSizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    const QMargins margins = contentsMargins();
    return {kLeastLetters * fontMetrics().averageCharWidth() + margins.left() + margins.right(),
            m_lines * fontMetrics().lineSpacing() + margins.top() + margins.bottom()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QRect place = contentsRect();
    const QStringList lines = shownLines();
    const int line = fontMetrics().lineSpacing();
    if (!alignment().testFlag(Qt::AlignTop))
        place.setTop(place.top() + (place.height() - static_cast<int>(lines.size()) * line) / 2);
    place.setHeight(line);
    const int across = static_cast<int>(alignment() & Qt::AlignHorizontal_Mask);
    for (const QString& text : lines) {
        style()->drawItemText(&painter, place, across | Qt::AlignVCenter, palette(), isEnabled(), text,
                              foregroundRole());
        place.translate(0, line);
    }
}

/// A tool tip of its own comes first.
bool ElidedLabel::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty() || !isElided())
        return QLabel::event(event);
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
    return true;
}

} // namespace moelab
