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

/// @param along the part of the bar from one share of its length to another
void drawShades(QPainter& painter, const ColourScale& scale, const QRectF& bar, const QPalette& colours,
                const std::function<QRectF(double from, double to)>& along) {
    for (int i = 0; i < kSteps; ++i) {
        const double value = scale.low + (i + 0.5) / kSteps * (scale.high - scale.low);
        // Half a step longer, so that no ground is seen between two of them.
        painter.fillRect(along(static_cast<double>(i) / kSteps, std::min(1.0, (i + 1.5) / kSteps)),
                         scale.colour(value, colours));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.color(QPalette::WindowText), 1));
    painter.drawRect(bar);
}

double shareOf(const ColourScale& scale, double value) { return (value - scale.low) / (scale.high - scale.low); }

void drawStanding(QPainter& painter, const ColourScale& scale, const QRect& place, const QPalette& colours) {
    const QFontMetrics metrics = painter.fontMetrics();
    const QRectF bar(place.left() + kApart, place.top(), barWidth(metrics), place.height());
    drawShades(painter, scale, bar, colours, [&](double from, double to) {
        return QRectF(bar.left(), bar.bottom() - to * bar.height(), bar.width(), (to - from) * bar.height());
    });
    for (const double value : valuesOf(scale, bar.height() > 4 * metrics.height())) {
        const double y = bar.bottom() - shareOf(scale, value) * bar.height();
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

void drawLying(QPainter& painter, const ColourScale& scale, const QRect& place, const QPalette& colours) {
    const QFontMetrics metrics = painter.fontMetrics();
    const QRectF bar(place.left(), place.top() + kApart / 2, place.width(), barWidth(metrics));
    drawShades(painter, scale, bar, colours, [&](double from, double to) {
        return QRectF(bar.left() + from * bar.width(), bar.top(), (to - from) * bar.width(), bar.height());
    });
    for (const double value : valuesOf(scale, bar.width() > 4 * numbersWidth(scale, metrics))) {
        const double width = metrics.horizontalAdvance(numberText(value));
        const double x = bar.left() + shareOf(scale, value) * bar.width();
        const double left = std::clamp(x - width / 2, bar.left(), bar.right() - width);
        painter.drawText(QRectF(left, bar.bottom() + kGap, width, metrics.height()),
                         Qt::AlignCenter | Qt::TextDontClip, numberText(value));
    }
    painter.setPen(mutedText(colours));
    const int title = metrics.horizontalAdvance(scale.title); // it may be longer than the bar
    const int left = std::max(0, place.center().x() - title / 2);
    painter.drawText(QRect(left, place.bottom() + 1 - metrics.lineSpacing(), title, metrics.lineSpacing()),
                     Qt::AlignCenter | Qt::TextDontClip, scale.title);
}

} // namespace

int colourBarWidth(const ColourScale& scale, const QFontMetrics& metrics) {
    return kApart + barWidth(metrics) + kGap + numbersWidth(scale, metrics) + kGap + metrics.lineSpacing();
}

int colourBarHeight(const QFontMetrics& metrics) {
    return kApart / 2 + barWidth(metrics) + kGap + 2 * metrics.lineSpacing();
}

void drawColourBar(QPainter& painter, const ColourScale& scale, const QRect& place, bool lies,
                   const QPalette& colours) {
    lies ? drawLying(painter, scale, place, colours) : drawStanding(painter, scale, place, colours);
}

} // namespace moelab
