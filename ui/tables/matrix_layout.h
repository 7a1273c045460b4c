#pragma once

#include <QPointF>
#include <QRect>
#include <QSize>
#include <QSizeF>

#include <vector>

class QFontMetrics;

namespace moelab {

class MatrixModel;

/// How large the cells of a matrix are: as large as fits the paper, times a factor.
struct MatrixZoom {
    enum class Fit {
        Readable, ///< they fill the paper, but are never too small for their numbers
        Whole,    ///< all of them are on the paper, however small that makes them
        Square    ///< the same, on paper: square cells where there are as many rows as columns, and their numbers
                  ///< may be smaller than names
    };

    Fit fit = Fit::Readable;
    double factor = 1;
};

/// Where a matrix stands that fills a paper, or is larger where the paper is too small: names before the rows and
/// over the columns, the shaded cells, the facts behind and below them. Cells may be smaller than a pixel.
class MatrixLayout {
  public:
    static constexpr int kSpace = 6;        ///< round names and facts, in pixels
    static constexpr int kBetweenLines = 3; ///< pixels that letters leave free

    MatrixLayout(const MatrixModel& model, const QSize& paper, const QFontMetrics& metrics,
                 const MatrixZoom& zoom = {});

    QSize whole() const;
    QPoint origin() const { return m_origin; }    ///< of the first cell
    QSizeF cellSize() const { return m_cell; }    ///< of a shaded one
    bool holdsNumbers() const { return m_holds; } ///< else cells are colours alone
    /// Of their letters, where cells hold them.
    double numberScale() const { return m_numberScale; }
    QRect cell(int row, int column) const;
    QRect shaded() const; ///< all shaded cells
    /// @returns the row at a height, also of what stands beside the cells; below 0 or past the last row outside
    int rowAt(int y) const;
    int columnAt(int x) const;
    /// A place in cells from the first one, and back: what stays where it is while the cells change their size.
    QPointF inCells(const QPointF& place) const;
    QPointF placeOf(const QPointF& inCells) const;
    bool namesStandOnEnd() const { return m_upright; }
    bool factNamesStandOnEnd() const { return m_factsUpright; }
    /// Whether rows are high enough for the facts beside them; else those would lie on each other.
    bool holdsFacts() const { return m_holdsFacts; }
    bool isFactRow(int row) const { return row >= m_rows; }
    bool isFactColumn(int column) const { return column >= m_columns; }

  private:
    void lay(const MatrixModel& model, const QSize& paper, const QFontMetrics& metrics, const MatrixZoom& zoom);
    void layFacts(const MatrixModel& model, const QFontMetrics& metrics);
    int factsWidth() const { return m_factEnds.empty() ? 0 : m_factEnds.back(); }
    /// The size of the cells from the origin on.
    QSizeF cellFor(const QSize& paper, const QSizeF& readable, const MatrixZoom& zoom) const;

    QPoint m_origin;
    QSizeF m_cell;
    int m_rows; ///< shaded ones
    int m_columns;
    int m_factRows;
    int m_factColumns;
    int m_factHeight;
    std::vector<int> m_factEnds; ///< where each column of facts ends, from where the first one begins
    bool m_upright = false;
    bool m_factsUpright = false;
    bool m_takesFacts = true; ///< in the width
    bool m_holdsFacts;
    bool m_holds;
    double m_numberScale;
};

} // namespace moelab
