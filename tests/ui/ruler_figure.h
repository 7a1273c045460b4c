#pragma once

#include "plotting/figure.h"

#include <qcustomplot.h>

namespace fixture {

/// A letter in the middle of the paper, of which one knows how high it is to be. Its width is told as numbers.
class RulerFigure : public moelab::Figure {
  public:
    QString figureName() const override { return QStringLiteral("ruler"); }
    bool figureIsEmpty() const override { return empty; }
    void drawFigure(QCPPainter& painter, const QSize& size) override {
        ++drawn;
        painter.setPen(Qt::black);
        painter.scale(shrunk, shrunk);
        painter.drawText(QRect({}, size / shrunk), Qt::AlignCenter, QStringLiteral("H"));
    }
    QString figureCsv() const override { return numbers; }
    int figureHeight(int width, const QFont&) const override { return width / 2; }

    QString numbers = QStringLiteral("a,b\r\n1,2\r\n");
    bool empty = false;
    double shrunk = 1; ///< as figures do that need more room
    int drawn = 0;
};

} // namespace fixture
