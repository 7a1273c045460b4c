#pragma once

#include <QModelIndex>
#include <QRect>
#include <QSize>

class QFontMetrics;
class QItemSelectionModel;
class QPainter;
class QPalette;

namespace moelab {

class MatrixModel;

/// Where a matrix stands that fills a paper, or is larger where the paper is too small: names before the rows and
/// over the columns, the shaded cells, the facts behind and below them.
class MatrixLayout {
  public:
    MatrixLayout(const MatrixModel& model, const QSize& paper, const QFontMetrics& metrics);

    QSize whole() const;
    QPoint origin() const { return m_origin; } ///< of the first cell
    QRect cell(int row, int column) const;
    /// @returns the row at a height, also of what stands beside the cells; below 0 or past the last row outside
    int rowAt(int y) const;
    int columnAt(int x) const;
    bool namesStandOnEnd() const { return m_upright; }
    bool isFactRow(int row) const { return row >= m_rows; }
    bool isFactColumn(int column) const { return column >= m_columns; }

  private:
    QPoint m_origin;
    QSize m_cell; ///< of a shaded one
    int m_rows;   ///< shaded ones
    int m_columns;
    int m_factRows;
    int m_factColumns;
    int m_factHeight;
    int m_factWidth;
    bool m_upright;
};

/// What of a matrix is seen, and what is marked in it.
struct MatrixLook {
    QPoint offset = {};                          ///< by how much it is scrolled; the names stay in sight
    QSize size = {};                             ///< of what is seen
    const QItemSelectionModel* chosen = nullptr; ///< cells with a frame
    QModelIndex current = {};                    ///< a cell with the keyboard's focus
};

void drawMatrix(QPainter& painter, const MatrixModel& model, const MatrixLayout& layout, const MatrixLook& look,
                const QPalette& colours);

} // namespace moelab
