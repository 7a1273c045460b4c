#include "tables/matrix_layout.h"

#include "tables/matrix_model.h"
#include "text/foreign_text.h"

#include <QFontMetrics>
#include <QPalette>

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr int kMostCell = 64;         // that cells fill the paper with
constexpr double kMostZoom = 192;     // pixels
constexpr double kLeastCell = 0.25;   // pixels
constexpr double kWholePixels = 8;    // cells from there on are as large as each other
constexpr int kMostName = 26;         // letters
constexpr double kMostCellLines = 4;  // of text, the side of a square cell
constexpr double kMostRowLines = 1.3; // of text, the height of a cell that is not square
constexpr double kLeastNumber = 0.4;  // of the letters of names

/// The widest of some names, as far as there is room for names.
int widestName(const MatrixModel& model, Qt::Orientation orientation, int from, int to,
               const QFontMetrics& metrics) {
    const int most = kMostName * metrics.averageCharWidth();
    int widest = 0;
    for (int section = from; section < to && widest < most; ++section)
        widest = std::max(widest, metrics.horizontalAdvance(inLine(model.name(section, orientation))));
    return std::min(widest + 1, most); // their widths are rounded
}

double rounded(double size) { return size < kWholePixels ? size : std::floor(size); }

/// The first pixel that belongs to a section.
int startOf(int section, double size) { return static_cast<int>(std::ceil(section * size - 1e-9)); }

/// The widest text of a column of facts behind the rows.
int widestFact(const MatrixModel& model, int column, const QFontMetrics& metrics) {
    int widest = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        widest = std::max(widest, metrics.horizontalAdvance(model.cell(row, column, QPalette()).text));
    return widest;
}

} // namespace

MatrixLayout::MatrixLayout(const MatrixModel& model, const QSize& paper, const QFontMetrics& metrics,
                           const MatrixZoom& zoom)
    : m_rows(model.shadedRows())
    , m_columns(model.shadedColumns())
    , m_factRows(model.facts(Qt::Vertical))
    , m_factColumns(model.facts(Qt::Horizontal))
    , m_factHeight(metrics.lineSpacing()) {
    const QSizeF readable(model.leastCell(metrics), metrics.lineSpacing() + 2);
    lay(model, paper, metrics, zoom);
    if (zoom.fit != MatrixZoom::Fit::Readable && m_factColumns > 0 && m_cell.width() < readable.width()) {
        m_factsUpright = true; // nothing scrolls, and the numbers need the room
        lay(model, paper, metrics, zoom);
    }
    m_holdsFacts = m_cell.height() >= metrics.height() - kBetweenLines;
    if (zoom.fit == MatrixZoom::Fit::Square && m_factColumns > 0 && !m_holdsFacts) {
        m_takesFacts = m_factsUpright = false; // they don't take room for nothing
        lay(model, paper, metrics, zoom);
    }
    m_numberScale = std::min({1.0, m_cell.width() / readable.width(), m_cell.height() / readable.height()});
    m_holds = m_numberScale >= (zoom.fit == MatrixZoom::Fit::Square ? kLeastNumber : 1);
}

void MatrixLayout::lay(const MatrixModel& model, const QSize& paper, const QFontMetrics& metrics,
                       const MatrixZoom& zoom) {
    const int line = metrics.lineSpacing();
    const int titled = model.title(Qt::Vertical).isEmpty() ? 0 : line;
    const int left = titled + widestName(model, Qt::Vertical, 0, model.rowCount(), metrics) + 2 * kSpace;
    const int factNames = widestName(model, Qt::Horizontal, m_columns, model.columnCount(), metrics);
    layFacts(model, metrics);
    const int names = widestName(model, Qt::Horizontal, 0, m_columns, metrics);
    const QSizeF readable(model.leastCell(metrics), line + 2);
    const auto place = [&](int top) {
        m_origin = {left, line + std::max(top, m_factsUpright ? factNames : 0) + kSpace + kSpace / 2};
        m_cell = cellFor(paper, readable, zoom);
    };
    place(line);
    m_upright = m_cell.width() < names + kSpace; // names stand on end where they are wider than a cell
    if (m_upright)
        place(names);
}

void MatrixLayout::layFacts(const MatrixModel& model, const QFontMetrics& metrics) {
    m_factEnds.clear();
    int end = 0;
    for (int column = m_columns; column < m_columns + m_factColumns && m_takesFacts; ++column) {
        const int widest = m_factsUpright
                               ? std::max(metrics.lineSpacing(), widestFact(model, column, metrics))
                               : std::max(metrics.horizontalAdvance(QStringLiteral("00000")),
                                          widestName(model, Qt::Horizontal, column, column + 1, metrics) + kSpace);
        m_factEnds.push_back(end += kSpace + widest);
    }
}

QSizeF MatrixLayout::cellFor(const QSize& paper, const QSizeF& readable, const MatrixZoom& zoom) const {
    const int below = m_origin.y() + m_factRows * m_factHeight + kSpace;
    const int beside = m_origin.x() + factsWidth() + 2 * kSpace;
    const double height = static_cast<double>(paper.height() - below) / std::max(1, m_rows);
    const double width = static_cast<double>(paper.width() - beside) / std::max(1, m_columns);
    if (zoom.fit == MatrixZoom::Fit::Square) {
        const double most = kMostCellLines * readable.height();
        if (m_rows != m_columns)
            return {rounded(std::clamp(width, kLeastCell, most)),
                    rounded(std::clamp(height, kLeastCell, kMostRowLines * readable.height()))};
        const double side = std::clamp(std::min(width, height), kLeastCell, most);
        return {rounded(side), rounded(side)};
    }
    // Wide cells hold their numbers where the window is low.
    const auto within = [](double wide, double high, const QSizeF& least) {
        const double cellHeight = std::max(least.height(), std::min<double>(high, kMostCell));
        return QSizeF(std::max(least.width(), std::min(wide, std::max<double>(kMostCell, 2 * cellHeight))),
                      cellHeight);
    };
    const QSizeF whole = within(width, height, {kLeastCell, kLeastCell});
    const QSizeF fitted = zoom.fit == MatrixZoom::Fit::Whole ? whole : within(width, height, readable);
    // Smaller than whole there would be nothing more to see.
    const double most = std::max(kMostZoom / fitted.height(), 1.0);
    const double factor = std::min(zoom.factor, most);
    return {rounded(std::max(whole.width(), factor * fitted.width())),
            rounded(std::max(whole.height(), factor * fitted.height()))};
}

QRect MatrixLayout::cell(int row, int column) const {
    const auto place = [](int section, int shaded, double size, int space, const auto& factEnd) {
        if (section < shaded)
            return std::pair(startOf(section, size), startOf(section + 1, size));
        const int start = startOf(shaded, size) + space;
        return std::pair(start + factEnd(section - shaded), start + factEnd(section - shaded + 1));
    };
    const auto down = [this](int facts) { return facts * m_factHeight; };
    const auto across = [this](int facts) {
        return facts == 0 || m_factEnds.empty() ? 0 : m_factEnds[static_cast<std::size_t>(facts - 1)];
    };
    const auto [top, bottom] = place(row, m_rows, m_cell.height(), 0, down);
    const auto [left, right] = place(column, m_columns, m_cell.width(), kSpace, across);
    return QRect(left, top, right - left, bottom - top).translated(m_origin);
}

QRect MatrixLayout::shaded() const {
    return {m_origin, QSize(startOf(m_columns, m_cell.width()), startOf(m_rows, m_cell.height()))};
}

QSize MatrixLayout::whole() const {
    const QRect last = cell(m_rows + m_factRows - 1, m_columns + m_factColumns - 1);
    return {last.right() + 1 + kSpace, last.bottom() + 1 + kSpace};
}

int MatrixLayout::rowAt(int y) const {
    const int inside = y - m_origin.y();
    if (inside < 0)
        return -1;
    const int below = inside - startOf(m_rows, m_cell.height());
    return below < 0 ? std::min(static_cast<int>(inside / m_cell.height()), m_rows - 1)
                     : m_rows + below / m_factHeight;
}

int MatrixLayout::columnAt(int x) const {
    const int inside = x - m_origin.x();
    if (inside < 0)
        return -1;
    const int behind = inside - startOf(m_columns, m_cell.width()) - kSpace;
    if (behind < 0)
        return std::min(static_cast<int>(inside / m_cell.width()), m_columns - 1);
    return m_columns + static_cast<int>(std::ranges::upper_bound(m_factEnds, behind) - m_factEnds.begin());
}

QPointF MatrixLayout::inCells(const QPointF& place) const {
    const QPointF inside = place - m_origin;
    return {inside.x() / m_cell.width(), inside.y() / m_cell.height()};
}

QPointF MatrixLayout::placeOf(const QPointF& inCells) const {
    return QPointF(inCells.x() * m_cell.width(), inCells.y() * m_cell.height()) + m_origin;
}

} // namespace moelab
