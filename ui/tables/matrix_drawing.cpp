#include "tables/matrix_drawing.h"

#include "plotting/palette.h"
#include "tables/matrix_model.h"
#include "text/foreign_text.h"

#include <QItemSelectionModel>
#include <QPainter>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kSpace = 6;
constexpr int kMostCell = 64;
constexpr int kMostName = 150;

/// The widest of some names, as far as there is room for names.
int widestName(const MatrixModel& model, Qt::Orientation orientation, int from, int to,
               const QFontMetrics& metrics) {
    int widest = 0;
    for (int section = from; section < to && widest < kMostName; ++section)
        widest = std::max(widest, metrics.horizontalAdvance(inLine(model.name(section, orientation))));
    return std::min(widest, kMostName);
}

/// Draws a matrix in parts: each is clipped to its place, and scrolled in the directions in which it moves.
class Drawing {
  public:
    Drawing(QPainter& painter, const MatrixModel& model, const MatrixLayout& layout, const MatrixLook& look,
            const QPalette& colours)
        : m_painter(painter)
        , m_model(model)
        , m_layout(layout)
        , m_look(look)
        , m_colours(colours)
        , m_metrics(painter.fontMetrics())
        , m_line(m_metrics.lineSpacing())
        , m_firstRow(std::max(0, layout.rowAt(layout.origin().y() + look.offset.y())))
        , m_rowEnd(std::min(model.rowCount(), layout.rowAt(look.size.height() + look.offset.y()) + 1))
        , m_firstColumn(std::max(0, layout.columnAt(layout.origin().x() + look.offset.x())))
        , m_columnEnd(std::min(model.columnCount(), layout.columnAt(look.size.width() + look.offset.x()) + 1)) {}

    void draw() {
        const QPoint origin = m_layout.origin();
        const QSize size = m_look.size;
        const QPoint offset = m_look.offset;
        part({origin - QPoint(1, 1), QPoint(size.width(), size.height())}, offset, [this] { drawCells(); });
        part({QPoint(0, origin.y()), QPoint(origin.x() - 2, size.height())}, {0, offset.y()},
             [this] { drawRowNames(); });
        part({QPoint(origin.x(), 0), QPoint(size.width(), origin.y() - 2)}, {offset.x(), 0},
             [this] { drawColumnNames(); });
        drawTitles();
    }

  private:
    template <typename Draw>
    void part(const QRect& place, const QPoint& offset, const Draw& draw) {
        m_painter.save();
        m_painter.setClipRect(place);
        m_painter.translate(-offset);
        draw();
        m_painter.restore();
    }

    void drawCells() {
        const QFont plain = m_painter.font();
        QFont strong = plain;
        strong.setBold(true);
        for (int row = m_firstRow; row < m_rowEnd; ++row)
            for (int column = m_firstColumn; column < m_columnEnd; ++column) {
                const MatrixModel::Cell cell = m_model.cell(row, column, m_colours);
                const QRect place = m_layout.cell(row, column);
                m_painter.setFont(cell.strong ? strong : plain);
                if (!cell.ground.isValid())
                    drawFact(row, column, cell.text);
                else
                    drawShaded(place, cell);
            }
        m_painter.setFont(plain);
        drawLines();
        drawMarks();
    }

    bool isChosen(const QModelIndex& cell) const { return m_look.chosen && m_look.chosen->isSelected(cell); }

    void drawMarks() {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_colours.color(QPalette::WindowText), 3));
        for (int row = m_firstRow; row < m_rowEnd; ++row)
            for (int column = m_firstColumn; column < m_columnEnd; ++column)
                if (isChosen(m_model.index(row, column)))
                    m_painter.drawRect(m_layout.cell(row, column).adjusted(1, 1, -2, -2));
        if (!m_look.current.isValid() || isChosen(m_look.current))
            return;
        m_painter.setPen(QPen(m_colours.color(QPalette::WindowText), 1, Qt::DashLine));
        m_painter.drawRect(m_layout.cell(m_look.current.row(), m_look.current.column()).adjusted(1, 1, -3, -3));
    }

    void drawShaded(const QRect& place, const MatrixModel::Cell& cell) {
        m_painter.fillRect(place.adjusted(0, 0, -1, -1), cell.ground);
        m_painter.setPen(textOn(cell.ground));
        if (m_painter.fontMetrics().horizontalAdvance(cell.text) <= place.width() && m_line <= place.height() + 4)
            m_painter.drawText(place, Qt::AlignCenter, cell.text);
    }

    void drawFact(int row, int column, const QString& text) {
        const QRect place = m_layout.cell(row, column);
        m_painter.setPen(m_colours.color(QPalette::WindowText));
        if (m_layout.isFactColumn(column)) {
            m_painter.drawText(place.adjusted(0, 0, -kSpace, 0), Qt::AlignVCenter | Qt::AlignRight, text);
            return;
        }
        const double scale = factScale(row);
        QFont small = m_painter.font();
        small.setPointSizeF(std::max(1.0, small.pointSizeF() * scale));
        if (scale < 1)
            m_painter.setFont(small);
        m_painter.drawText(place, Qt::AlignCenter, text);
    }

    /// Facts below columns are in smaller letters where neighbours would touch.
    double factScale(int row) {
        if (m_scaledRow == row)
            return m_factScale;
        int widest = 1;
        for (int column = 0; column < m_model.shadedColumns(); ++column)
            widest = std::max(widest, m_metrics.horizontalAdvance(m_model.cell(row, column, m_colours).text));
        const int room = m_layout.cell(0, 0).width() - m_metrics.horizontalAdvance(u'0');
        m_scaledRow = row;
        m_factScale = std::min(1.0, static_cast<double>(room) / widest);
        return m_factScale;
    }

    void drawLines() {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_colours.color(QPalette::WindowText), 1));
        const QRect first = m_layout.cell(0, 0);
        const QRect all = first.united(m_layout.cell(m_model.shadedRows() - 1, m_model.shadedColumns() - 1));
        m_painter.drawRect(all.adjusted(-1, -1, -1, -1));
        const int end = m_layout.cell(0, m_model.columnCount() - 1).right();
        for (const int row : m_model.borders(Qt::Vertical)) {
            const int y = m_layout.cell(row, 0).top() - 1;
            m_painter.drawLine(all.left(), y, end, y);
        }
        for (const int column : m_model.borders(Qt::Horizontal)) {
            const int x = m_layout.cell(0, column).left() - 1;
            m_painter.drawLine(x, all.top(), x, all.bottom());
        }
    }

    void setNamePen(bool fact) {
        m_painter.setPen(fact ? mutedText(m_colours) : m_colours.color(QPalette::WindowText));
    }

    void drawRowNames() {
        const int left = m_model.title(Qt::Vertical).isEmpty() ? kSpace : m_line + kSpace / 2;
        for (int row = m_firstRow; row < m_rowEnd; ++row) {
            const QRect cell = m_layout.cell(row, 0);
            const QRect place(left, cell.top(), cell.left() - left - kSpace, cell.height());
            setNamePen(m_layout.isFactRow(row));
            if (m_metrics.height() > place.height() + 6)
                continue; // names would lie on each other
            m_painter.drawText(
                place, Qt::AlignVCenter | Qt::AlignRight,
                m_metrics.elidedText(inLine(m_model.name(row, Qt::Vertical)), Qt::ElideMiddle, place.width()));
        }
    }

    void drawColumnNames() {
        for (int column = m_firstColumn; column < m_columnEnd; ++column) {
            const QRect cell = m_layout.cell(0, column);
            const bool fact = m_layout.isFactColumn(column);
            setNamePen(fact);
            const QRect place(cell.left(), m_line + kSpace / 2, cell.width(), cell.top() - m_line - kSpace);
            const QString name = inLine(m_model.name(column, Qt::Horizontal));
            if (fact) {
                m_painter.drawText(place.adjusted(0, 0, -kSpace, 0), Qt::AlignBottom | Qt::AlignRight, name);
                continue;
            }
            if (!m_layout.namesStandOnEnd()) {
                m_painter.drawText(place, Qt::AlignHCenter | Qt::AlignBottom,
                                   m_metrics.elidedText(name, Qt::ElideMiddle, place.width()));
                continue;
            }
            if (m_metrics.height() > place.width() + 6)
                continue;
            m_painter.save();
            m_painter.translate(place.left(), place.bottom());
            m_painter.rotate(-90);
            m_painter.drawText(QRect(0, 0, place.height(), place.width()), Qt::AlignVCenter | Qt::AlignLeft,
                               m_metrics.elidedText(name, Qt::ElideMiddle, place.height()));
            m_painter.restore();
        }
    }

    /// In the middle of what is seen of the rows and columns.
    void drawTitles() {
        const QRect last = m_layout.cell(m_model.shadedRows() - 1, m_model.shadedColumns() - 1);
        const QSize seen(std::min(m_look.size.width(), last.right()) - m_layout.origin().x(),
                         std::min(m_look.size.height(), last.bottom()) - m_layout.origin().y());
        m_painter.setPen(mutedText(m_colours));
        const QString over = m_model.title(Qt::Horizontal);
        // From the left edge where it is wider than the columns are.
        const int width = std::max(seen.width(), m_metrics.horizontalAdvance(over));
        m_painter.drawText(QRect(m_layout.origin().x() + std::min(0, seen.width() - width) / 2, 0, width, m_line),
                           Qt::AlignCenter, over);
        m_painter.save();
        m_painter.translate(0, m_layout.origin().y() + seen.height());
        m_painter.rotate(-90);
        m_painter.drawText(QRect(0, 0, seen.height(), m_line), Qt::AlignCenter, m_model.title(Qt::Vertical));
        m_painter.restore();
    }

    QPainter& m_painter;
    const MatrixModel& m_model;
    const MatrixLayout& m_layout;
    const MatrixLook& m_look;
    const QPalette& m_colours;
    const QFontMetrics m_metrics;
    const int m_line;
    const int m_firstRow; ///< of what is seen
    const int m_rowEnd;
    const int m_firstColumn;
    const int m_columnEnd;
    int m_scaledRow = -1;
    double m_factScale = 1;
};

} // namespace

MatrixLayout::MatrixLayout(const MatrixModel& model, const QSize& paper, const QFontMetrics& metrics)
    : m_rows(model.shadedRows())
    , m_columns(model.shadedColumns())
    , m_factRows(model.facts(Qt::Vertical))
    , m_factColumns(model.facts(Qt::Horizontal))
    , m_factHeight(metrics.lineSpacing())
    , m_factWidth(0) {
    const int line = metrics.lineSpacing();
    const int titled = model.title(Qt::Vertical).isEmpty() ? 0 : line;
    const int left = titled + widestName(model, Qt::Vertical, 0, model.rowCount(), metrics) + 2 * kSpace;
    if (m_factColumns > 0)
        m_factWidth = std::max(metrics.horizontalAdvance(QStringLiteral("00000")),
                               widestName(model, Qt::Horizontal, m_columns, model.columnCount(), metrics)) +
                      kSpace;
    const int names = widestName(model, Qt::Horizontal, 0, m_columns, metrics);
    const int least = model.leastCell(metrics);
    const int width = (paper.width() - left - m_factColumns * m_factWidth - 2 * kSpace) / std::max(1, m_columns);
    const auto lay = [&](int top) {
        m_origin = {left, line + top + kSpace + kSpace / 2};
        const int height =
            (paper.height() - m_origin.y() - m_factRows * m_factHeight - kSpace) / std::max(1, m_rows);
        m_cell.setHeight(std::clamp(height, std::min(least, line + 4), kMostCell));
        // Wide cells hold their numbers where the window is low.
        m_cell.setWidth(std::clamp(width, least, std::max({least, kMostCell, 2 * m_cell.height()})));
    };
    lay(line);
    m_upright = m_cell.width() < names + kSpace; // names stand on end where they are wider than a cell
    if (m_upright)
        lay(names);
}

QRect MatrixLayout::cell(int row, int column) const {
    const int x = std::min(column, m_columns) * m_cell.width() +
                  (isFactColumn(column) ? kSpace + (column - m_columns) * m_factWidth : 0);
    const int y = std::min(row, m_rows) * m_cell.height() + (isFactRow(row) ? (row - m_rows) * m_factHeight : 0);
    return {m_origin.x() + x, m_origin.y() + y, isFactColumn(column) ? m_factWidth : m_cell.width(),
            isFactRow(row) ? m_factHeight : m_cell.height()};
}

QSize MatrixLayout::whole() const {
    const QRect last = cell(m_rows + m_factRows - 1, m_columns + m_factColumns - 1);
    return {last.right() + 1 + kSpace, last.bottom() + 1 + kSpace};
}

int MatrixLayout::rowAt(int y) const {
    const int inside = y - m_origin.y();
    if (inside < 0)
        return -1;
    const int below = inside - m_rows * m_cell.height();
    return below < 0 ? inside / m_cell.height() : m_rows + below / m_factHeight;
}

int MatrixLayout::columnAt(int x) const {
    const int inside = x - m_origin.x();
    if (inside < 0)
        return -1;
    const int behind = inside - m_columns * m_cell.width() - kSpace;
    if (behind < 0)
        return std::min(inside / m_cell.width(), m_columns - 1);
    return m_factWidth == 0 ? m_columns : m_columns + behind / m_factWidth;
}

void drawMatrix(QPainter& painter, const MatrixModel& model, const MatrixLayout& layout, const MatrixLook& look,
                const QPalette& colours) {
    painter.fillRect(QRect(QPoint(), look.size), colours.color(QPalette::Base));
    if (model.rowCount() > 0)
        Drawing(painter, model, layout, look, colours).draw();
}

} // namespace moelab
