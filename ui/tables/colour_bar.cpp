#include "tables/colour_bar.h"

#include "plotting/palette.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kApart = 10; ///< from the matrix
constexpr int kGap = 4;    ///< between the bar and its numbers
constexpr int kSteps = 64;

int barWidth(const QFontMetrics& metrics) { return metrics.height() * 3 / 4; }

/// Both ends and, if there is room, what lies halfway.
QList<double> valuesOf(const ColourScale& scale, bool halfway) {
    if (!halfway)
        return {scale.low, scale.high};
    return {scale.low, (scale.low + scale.high) / 2, scale.high};
}

QString numberText(double value) { return QString::number(value, 'g', 3).replace(u'-', QChar(0x2212)); }

int numbersWidth(const ColourScale& scale, const QFontMetrics& metrics) {
    int widest = 0;
    for (const double value : valuesOf(scale, true))
        widest = std::max(widest, metrics.horizontalAdvance(numberText(value)));
    return widest;
}

} // namespace

int colourBarWidth(const ColourScale& scale, const QFontMetrics& metrics) {
    return kApart + barWidth(metrics) + kGap + numbersWidth(scale, metrics) + kGap + metrics.lineSpacing();
}

void drawColourBar(QPainter& painter, const ColourScale& scale, const QRect& place, const QPalette& colours) {
    const QFontMetrics metrics = painter.fontMetrics();
    const QRectF bar(place.left() + kApart, place.top(), barWidth(metrics), place.height());
    const double step = bar.height() / kSteps;
    for (int i = 0; i < kSteps; ++i) {
        const double value = scale.low + (i + 0.5) / kSteps * (scale.high - scale.low);
        // Half a step deeper, so that no ground is seen between two of them.
        painter.fillRect(QRectF(bar.left(), bar.bottom() - (i + 1) * step, bar.width(), i > 0 ? 1.5 * step : step),
                         scale.colour(value, colours));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.color(QPalette::WindowText), 1));
    painter.drawRect(bar);
    for (const double value : valuesOf(scale, bar.height() > 4 * metrics.height())) {
        const double y = bar.bottom() - (value - scale.low) / (scale.high - scale.low) * bar.height();
        const double top = std::clamp(y - metrics.height() / 2.0, bar.top(), bar.bottom() - metrics.height());
        painter.drawText(QRectF(bar.right() + kGap, top, numbersWidth(scale, metrics), metrics.height()),
                         Qt::AlignVCenter | Qt::AlignRight | Qt::TextDontClip, numberText(value));
    }
    painter.setPen(mutedText(colours));
    painter.save();
    painter.translate(place.right() + 1 - metrics.lineSpacing(), place.bottom());
    painter.rotate(-90);
    painter.drawText(QRect(0, 0, place.height(), metrics.lineSpacing()), Qt::AlignCenter | Qt::TextDontClip,
                     metrics.elidedText(scale.title, Qt::ElideMiddle, place.height()));
    painter.restore();
}

} // namespace moelab
