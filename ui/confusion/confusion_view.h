#pragma once

#include "confusion/confusion_table.h"
#include "plotting/figure.h"

#include <QWidget>

#include <optional>

namespace moelab {

/// Draws a confusion matrix: true classes down, predicted classes across, a shade of one hue for the share, the
/// number in the cell, sums at the edges. A cell is chosen by click, or by arrow keys and Enter.
class ConfusionView : public QWidget, public Figure {
    Q_OBJECT
  public:
    explicit ConfusionView(QWidget* parent = nullptr);

    void showTable(const ConfusionTable& table, ConfusionMode mode);
    /// Marks a cell, as classes; -1, -1 marks none.
    void setCurrent(int truth, int answer);
    /// Where a cell is drawn.
    QRect cellRect(int truth, int answer) const;

    QString figureName() const override { return QStringLiteral("confusion"); }
    bool figureIsEmpty() const override { return m_table.order.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;
    QSize minimumSizeHint() const override { return {320, 160}; }

  signals:
    void cellChosen(int truth, int answer);
    /// Its images are wanted: by click, or by Enter.
    void cellOpened();
    /// The cell under the pointer, in words; empty outside.
    void hovered(const QString& words);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    /// The grid on a paper of some size.
    struct Geometry {
        QPoint origin;
        QSize cell;
        bool upright; ///< the names across stand on end
    };
    struct Cell {
        int truth;
        int answer;
    };

    int classes() const { return static_cast<int>(m_table.order.size()); }
    Geometry geometryFor(const QSize& size, const QFontMetrics& metrics) const;
    void draw(QPainter& painter, const QSize& size, const QPalette& colours) const;
    void drawCells(QPainter& painter, const Geometry& grid, const QPalette& colours) const;
    void drawNames(QPainter& painter, const Geometry& grid, const QPalette& colours) const;
    void drawSums(QPainter& painter, const Geometry& grid, const QPalette& colours) const;
    void drawColumnSums(QPainter& painter, const Geometry& grid) const;
    std::int64_t differenceAt(int truth, int answer) const; ///< where the table has one
    QString textOf(int truth, int answer) const;
    QColor colourOf(int truth, int answer, const QPalette& colours) const;
    QString wordsFor(const Cell& cell) const;
    std::optional<Cell> cellAt(const QPoint& position) const;

    ConfusionTable m_table;
    ConfusionMode m_mode = ConfusionMode::Counts;
    int m_truth = -1;
    int m_answer = -1;
};

} // namespace moelab
