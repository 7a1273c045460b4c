#include "plotting/themed_plot.h"

#include "plotting/palette.h"

namespace moelab {
namespace {

void styleAxis(QCPAxis& axis, const QPalette& colours) {
    const QColor text = colours.color(QPalette::WindowText);
    QColor line = mutedText(colours);
    axis.setBasePen(line);
    axis.setTickPen(line);
    axis.setSubTickPen(line);
    axis.setTickLabelColor(text);
    axis.setLabelColor(text);
    line.setAlpha(55);
    axis.grid()->setPen(QPen(line, 0));
    axis.grid()->setZeroLinePen(Qt::NoPen);
}

} // namespace

ThemedPlot::ThemedPlot(QWidget* parent)
    : QCustomPlot(parent) {
    setNotAntialiasedElements(QCP::aeAll);
    setAntialiasedElements(QCP::aeScatters | QCP::aeLegendItems);
}

QCPLegend* ThemedPlot::addLegendAbove(int across) {
    auto* const made = new QCPLegend;
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, made);
    plotLayout()->setRowStretchFactor(0, 0.001);
    made->setLayer(QStringLiteral("legend"));
    made->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    made->setWrap(across);
    made->setMargins(QMargins(4, 2, 4, 2));
    return made;
}

void ThemedPlot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    applyPalette(palette());
    replot(rpQueuedReplot);
}

void ThemedPlot::applyPalette(const QPalette& colours) {
    setBackground(colours.color(QPalette::Base));
    for (QCPAxisRect* rect : axisRects())
        for (QCPAxis* axis : rect->axes()) {
            styleAxis(*axis, colours);
            axis->setTickLabelFont(font());
            axis->setLabelFont(font());
        }
    for (QCPLegend* item : findChildren<QCPLegend*>()) {
        item->setBrush(Qt::NoBrush);
        item->setBorderPen(Qt::NoPen);
        item->setFont(font());
        item->setTextColor(colours.color(QPalette::WindowText));
        item->setSelectedTextColor(colours.color(QPalette::WindowText));
    }
}

void ThemedPlot::drawOnPaper(QCPPainter& painter, const QSize& size) {
    applyPalette(paperPalette());
    toPainter(&painter, size.width(), size.height());
    applyPalette(palette());
    replot(rpQueuedReplot);
}

} // namespace moelab
