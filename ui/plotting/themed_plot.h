#pragma once

#include <qcustomplot.h>

namespace moelab {

/// A plot that follows the window's palette.
class ThemedPlot : public QCustomPlot {
    Q_OBJECT
  public:
    explicit ThemedPlot(QWidget* parent = nullptr);

    /// Draws the plot in colours for white paper.
    void drawOnPaper(QCPPainter& painter, const QSize& size);

  protected:
    void changeEvent(QEvent* event) override;
    /// Makes a row above all others, for a legend. @param across items in a line; 0 for all
    QCPLegend* addLegendAbove(int across = 0);
    /// Gives all axes, grids and legends the palette's colours.
    void applyPalette(const QPalette& colours);
};

} // namespace moelab
