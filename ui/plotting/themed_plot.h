#pragma once

#include <qcustomplot.h>

#include <vector>

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
    /// Makes a row above all others, for a legend.
    /// @param across at most so many items in a line, fewer where they would be cut off; 0 for all
    QCPLegend* addLegendAbove(int across = 0);
    /// Gives all axes, grids and legends the palette's colours.
    void applyPalette(const QPalette& colours);

  private:
    struct LegendAbove {
        QCPLegend* legend;
        int across;
    };

    void fitLegends(int width);
    bool fitLabels();

    std::vector<LegendAbove> m_legends;
};

} // namespace moelab
