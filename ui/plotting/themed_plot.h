#pragma once

#include <qcustomplot.h>

#include <vector>

namespace moelab {

/// A text in two lines that are about as long as each other, if it has a space.
QString inTwoLines(const QString& text);

/// A plot that follows the window's palette.
class ThemedPlot : public QCustomPlot {
    Q_OBJECT
  public:
    explicit ThemedPlot(QWidget* parent = nullptr);

    /// Draws the plot in colours for white paper, with all text in the painter's font.
    void drawOnPaper(QCPPainter& painter, const QSize& size);

    QSize minimumSizeHint() const override;

  protected:
    void wheelEvent(QWheelEvent* event) override;
    /// With a frame while it has the keyboard's focus.
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void updateLayout() override;
    /// Draws what has changed: soon, or where the plot lies in a window out of sight, once it is seen.
    void redraw();
    /// Makes a row above all others, for a legend.
    /// @param across at most so many items in a line, fewer where they would be cut off; 0 for all
    QCPLegend* addLegendAbove(int across = 0);
    /// Makes the plot so high that each of so many labels beside its axis has a line, or that its axes are as high
    /// as so many lines.
    void setRowsBeside(int rows);
    /// Gives all axes, grids and legends the palette's colours, and their text the widget's font.
    void applyPalette(const QPalette& colours) { applyLook(colours, font()); }

  private:
    struct LegendAbove {
        QCPLegend* legend;
        int across;
    };

    void applyLook(const QPalette& colours, const QFont& text);
    void fitLegends(int width);
    void makeRoomForLegends();
    int leastWidth() const;
    bool fitLabels();

    std::vector<LegendAbove> m_legends;
    bool m_changed = false; ///< since it was drawn
    int m_rows = 0;
    int m_legendLines = 0; ///< pixels that legends need beside their first lines
};

} // namespace moelab
