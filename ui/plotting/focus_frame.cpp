#include "plotting/focus_frame.h"

#include <QPainter>
#include <QPalette>

namespace moelab {

void drawFocusFrame(QPainter& painter, const QRect& place, const QPalette& palette) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette.color(QPalette::Highlight), 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(place.adjusted(1, 1, -1, -1));
    painter.restore();
}

} // namespace moelab
