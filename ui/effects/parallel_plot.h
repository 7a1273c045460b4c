#pragma once

#include "effects/parallel_axes.h"
#include "plotting/figure.h"

#include <QStringList>
#include <QWidget>

namespace moelab {

/// Parallel coordinates: every run a line through its parameters and measures, shaded by the last axis. Dragging
/// along an axis keeps the runs within that part in view and lets the others fade; a click on it, or Escape, brings
/// all back. Up and Down go from run to run.
class ParallelPlot : public QWidget, public Figure {
    Q_OBJECT
  public:
    explicit ParallelPlot(QWidget* parent = nullptr);

    /// @param names one a run
    void showRuns(const QStringList& names, std::vector<ParallelAxis> axes);
    /// Where a place of an axis is drawn. @param place 0..1
    QPointF pointOf(std::size_t axis, double place) const;
    /// Whether a run lies within every part that was dragged.
    bool isKept(std::size_t run) const;

    QString figureName() const override { return QStringLiteral("parallel-coordinates"); }
    bool figureIsEmpty() const override { return m_axes.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;
    QSize minimumSizeHint() const override { return {260, 160}; }

  signals:
    /// The run under the pointer in words; empty elsewhere.
    void hovered(const QString& words);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    /// A part of an axis, as places.
    struct Part {
        double low = 0;
        double high = 1;
    };

    QRectF frame(const QSize& size, const QFontMetrics& metrics) const;
    QRectF frame() const { return frame(size(), fontMetrics()); } ///< on the screen
    QPointF pointIn(const QRectF& frame, std::size_t axis, double place) const;
    QPolygonF lineOf(const QRectF& frame, std::size_t run) const;
    void draw(QPainter& painter, const QSize& size, const QPalette& colours) const;
    void drawLines(QPainter& painter, const QRectF& frame, const QPalette& colours) const;
    void drawAxis(QPainter& painter, const QRectF& frame, std::size_t axis, const QPalette& colours) const;
    void drawTitle(QPainter& painter, const QRectF& frame, std::size_t axis) const;
    double roomFor(const QRectF& frame) const;
    QColor colourOf(std::size_t run, const QPalette& colours) const;
    int axisAt(const QPointF& position) const;
    int runAt(const QPointF& position) const;
    void drag(const QPointF& position);
    void choose(int run);

    QStringList m_names;
    std::vector<ParallelAxis> m_axes;
    std::vector<std::optional<Part>> m_parts; ///< one an axis, where a part was dragged
    int m_dragged = -1;                       ///< the axis that is being dragged along
    double m_from = 0;                        ///< where dragging began
    int m_current = -1;                       ///< run
};

} // namespace moelab
