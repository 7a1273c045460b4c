#include "inspector/heat_legend.h"

#include "base/percent.h"

#include <QPainter>

#include <cmath>

namespace moelab {
namespace {

constexpr int kBarHeight = 8;

} // namespace

HeatLegend::HeatLegend(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("lookLegend"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void HeatLegend::showRange(const HeatRange& range, HeatMapKind kind) {
    m_range = range;
    m_kind = kind;
    setAccessibleName(kind == HeatMapKind::GradCam
                          ? tr("Colour scale from 0 (grey) to 1 (orange), the strongest evidence for the class")
                          : tr("Colour scale from %1 (blue) over 0 (grey) to %2 (orange): percentage points of "
                               "confidence lost when the region is covered")
                                .arg(textAt(range.low), textAt(range.high)));
    setToolTip(accessibleName());
    update();
}

QString HeatLegend::textAt(float value) const {
    if (m_kind == HeatMapKind::GradCam || value == 0)
        return QString::number(static_cast<double>(value));
    return QStringLiteral("%1%2")
        .arg(value < 0 ? QStringLiteral("−") : QStringLiteral("+"))
        .arg(inPercent(std::abs(static_cast<double>(value))), 0, 'f', 1);
}

QSize HeatLegend::sizeHint() const { return {140, kBarHeight + fontMetrics().lineSpacing() + 2}; }

void HeatLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int last = std::max(1, width() - 1);
    const QColor ground(0x80, 0x80, 0x80);
    for (int x = 0; x <= last; ++x) {
        const float value =
            m_range.low + (m_range.high - m_range.low) * static_cast<float>(x) / static_cast<float>(last);
        QColor colour = heatColour(value);
        colour.setAlphaF(std::abs(value) / m_range.high);
        painter.fillRect(x, 0, 1, kBarHeight, ground);
        painter.fillRect(x, 0, 1, kBarHeight, colour);
    }
    const QRect text(0, kBarHeight + 1, width(), fontMetrics().lineSpacing());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, textAt(m_range.low));
    const QString high = textAt(m_range.high);
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter,
                     m_kind == HeatMapKind::Occlusion ? tr("%1 points").arg(high) : high);
    if (m_range.low < 0)
        painter.drawText(text, Qt::AlignHCenter | Qt::AlignVCenter, textAt(0));
}

} // namespace moelab
