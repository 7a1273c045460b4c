#pragma once

#include "plotting/figure.h"
#include "routing/routing_table.h"

#include <QWidget>

#include <optional>

namespace moelab {

/// Draws classes down and groups across, a shade and a number in every cell, and right of them what there is to say
/// of each class. A class's own group is in bold. A cell is chosen by click, or by arrow keys and Enter.
class RoutingView : public QWidget, public Figure {
    Q_OBJECT
  public:
    /// What stands right of the groups.
    enum Fact { Images, HitRate, Entropy, Margin };
    static constexpr int kFacts = 4;

    explicit RoutingView(QWidget* parent = nullptr);

    void showTable(const RoutingTable& table, RoutingMode mode);
    void showNothing() { showTable({}, m_mode); }
    RoutingMode mode() const { return m_mode; }
    /// Where a cell is drawn. @param column a group, or the number of groups plus a Fact
    QRect cellRect(int cls, int column) const;

    QString figureName() const override { return QStringLiteral("routing"); }
    bool figureIsEmpty() const override { return m_table.order.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    /// All that is known of each class, whatever is shown.
    QString figureCsv() const override;
    QSize minimumSizeHint() const override;

  signals:
    /// @param column as of cellRect
    void cellOpened(int cls, int column);
    /// The cell under the pointer, or the one that the keys moved to, in words; empty outside.
    void hovered(const QString& words);
    /// The keys moved to a cell, which is drawn here.
    void moved(const QRect& cell);

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
        int cell;     ///< width of a group's
        int fact;     ///< width of a fact's
        int height;   ///< of both
        bool upright; ///< the groups' names stand on end
    };
    /// Positions on the screen.
    struct Cell {
        int row;
        int column;
    };

    int rows() const { return static_cast<int>(m_table.order.size()); }
    int groups() const { return static_cast<int>(m_table.groups.size()); }
    int classAt(int row) const { return m_table.order[static_cast<std::size_t>(row)]; }
    const ClassRouting& routingAt(int row) const { return m_table.rows[static_cast<std::size_t>(classAt(row))]; }
    Geometry geometryFor(const QSize& size, const QFontMetrics& metrics) const;
    QRect rectOf(const Geometry& grid, const Cell& cell) const;
    std::optional<Cell> cellAt(const QPoint& position) const;
    void draw(QPainter& painter, const QSize& size, const QPalette& colours) const;
    void drawGroups(QPainter& painter, const Geometry& grid, const QPalette& colours) const;
    void drawFacts(QPainter& painter, const Geometry& grid, const QPalette& colours) const;
    void drawNames(QPainter& painter, const Geometry& grid, const QPalette& colours) const;
    void drawLines(QPainter& painter, const Geometry& grid, const QPalette& colours) const;
    QString textOf(const Cell& cell) const;
    QString wordsFor(const Cell& cell) const;

    RoutingTable m_table;
    RoutingMode m_mode = RoutingMode::Shares;
    std::optional<Cell> m_current;
};

} // namespace moelab
