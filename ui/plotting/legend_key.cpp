#include "plotting/legend_key.h"

#include <algorithm>

namespace moelab {

LegendKey::LegendKey(QCPLegend* legend, QString text, const QPen& line, const QCPScatterStyle& mark)
    : QCPAbstractLegendItem(legend)
    , m_text(std::move(text))
    , m_line(line)
    , m_mark(mark) {}

QRect LegendKey::textRect(const QFontMetrics& metrics) const {
    return metrics.boundingRect(QRect(), Qt::TextDontClip, m_text);
}

void LegendKey::draw(QCPPainter* painter) {
    const QColor ink = mTextColor;
    const QSize icon = mParentLegend->iconSize();
    const double middle = mRect.top() + mRect.height() / 2.0;
    if (m_line.style() != Qt::NoPen) {
        QPen line = m_line;
        line.setColor(ink);
        painter->setPen(line);
        painter->drawLine(QLineF(mRect.left(), middle, mRect.left() + icon.width(), middle));
    }
    if (!m_mark.isNone()) {
        QCPScatterStyle mark = m_mark;
        mark.setPen(QPen(ink, m_mark.pen().widthF()));
        if (mark.brush().style() != Qt::NoBrush)
            mark.setBrush(ink);
        mark.applyTo(painter, Qt::NoPen);
        mark.drawShape(painter, mRect.left() + icon.width() / 2.0, middle);
    }
    painter->setFont(mFont);
    painter->setPen(ink);
    const int left = mRect.left() + icon.width() + mParentLegend->iconTextPadding();
    painter->drawText(QRect(left, mRect.top(), mRect.right() - left + 1, mRect.height()),
                      Qt::TextDontClip | Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

QSize LegendKey::minimumOuterSizeHint() const {
    const QSize icon = mParentLegend->iconSize();
    const QRect text = textRect(QFontMetrics(mFont));
    constexpr int kAir = 2; // what letters may be larger by where they are drawn finer than measured
    return {icon.width() + mParentLegend->iconTextPadding() + text.width() + kAir + mMargins.left() +
                mMargins.right(),
            std::max(text.height() + kAir, icon.height()) + mMargins.top() + mMargins.bottom()};
}

} // namespace moelab
