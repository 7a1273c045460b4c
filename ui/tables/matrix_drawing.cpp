#include "tables/matrix_drawing.h"

#include "plotting/palette.h"
#include "tables/matrix_layout.h"
#include "tables/matrix_model.h"
#include "text/foreign_text.h"

#include <QItemSelectionModel>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace moelab {
namespace {

constexpr int kLeastMark = 7;             // pixels
constexpr float kFaintLine = 0.3F;        // its opacity
constexpr double kLeastFactLetters = 0.6; // of the letters beside them

QFont scaled(QFont font, double scale) {
    if (font.pixelSize() > 0)
        font.setPixelSize(std::max(1, static_cast<int>(std::lround(font.pixelSize() * scale))));
    else
        font.setPointSizeF(font.pointSizeF() * scale);
    return font;
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
        , m_firstRow(std::max(0, layout.rowAt(layout.origin().y() + look.hidden + look.offset.y())))
        , m_rowEnd(std::min(model.rowCount(), layout.rowAt(look.size.height() + look.offset.y()) + 1))
        , m_firstColumn(std::max(0, layout.columnAt(layout.origin().x() + look.offset.x())))
        , m_columnEnd(std::min(model.columnCount(), layout.columnAt(look.size.width() + look.offset.x()) + 1)) {}

    void draw() {
        const QPoint origin = m_layout.origin();
        const QSize size = m_look.size;
        const QPoint offset = m_look.offset;
        const int top = origin.y() + m_look.hidden; // of the cells
        part({QPoint(origin.x() - 1, top - 1), QPoint(size.width(), size.height())}, offset,
             [this] { drawCells(); });
        const int half = m_metrics.height() / 2; // of a name beside a cell that is smaller
        part({QPoint(0, top - half), QPoint(origin.x() - 2, size.height())}, {0, offset.y()},
             [this] { drawRowNames(); });
        part({QPoint(origin.x() - half, m_look.hidden), QPoint(size.width(), top - 2)},
             {offset.x(), -m_look.hidden}, [this] { drawColumnNames(); });
        drawTitles();
    }

  private:
    static constexpr int kSpace = MatrixLayout::kSpace;
    static constexpr int kBetweenLines = MatrixLayout::kBetweenLines;

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
        if (!m_layout.holdsNumbers())
            drawColours();
        for (int row = m_firstRow; row < m_rowEnd; ++row)
            for (int column = firstWithText(row); column < endOfText(row); ++column) {
                const MatrixModel::Cell cell = m_model.cell(row, column, m_colours);
                m_painter.setFont(cell.strong ? strong : plain);
                if (!cell.ground.isValid())
                    drawFact(row, column, cell.text);
                else
                    drawShaded(m_layout.cell(row, column), cell);
            }
        m_painter.setFont(plain);
        drawLines();
        drawMarks();
    }

    /// @returns the column from which on cells are drawn one by one
    int firstWithText(int row) const {
        return m_layout.holdsNumbers() || m_layout.isFactRow(row)
                   ? m_firstColumn
                   : std::max(m_firstColumn, m_model.shadedColumns());
    }

    /// @returns the end of those; facts beside rows that are too low would lie on each other
    int endOfText(int row) const {
        return !m_layout.holdsFacts() && !m_layout.isFactRow(row) ? std::min(m_columnEnd, m_model.shadedColumns())
                                                                  : m_columnEnd;
    }

    /// The cells without their numbers, as one picture: there may be a million of them.
    void drawColours() {
        const int rows = std::min(m_rowEnd, m_model.shadedRows()) - m_firstRow;
        const int columns = std::min(m_columnEnd, m_model.shadedColumns()) - m_firstColumn;
        if (rows <= 0 || columns <= 0)
            return;
        QImage image(columns, rows, QImage::Format_RGB32);
        for (int row = 0; row < rows; ++row) {
            auto* const line = reinterpret_cast<QRgb*>(image.scanLine(row));
            for (int column = 0; column < columns; ++column)
                line[column] = m_model.ground(m_firstRow + row, m_firstColumn + column, m_colours).rgb();
        }
        // From the first to the end of the last, which may be smaller than a pixel.
        const QRect place(m_layout.cell(m_firstRow, m_firstColumn).topLeft(),
                          m_layout.cell(m_firstRow + rows - 1, m_firstColumn + columns - 1).bottomRight());
        const QSize dots = m_painter.deviceTransform().mapRect(place).size();
        const bool onScreen = m_painter.paintEngine()->type() == QPaintEngine::Raster;
        if (onScreen && (dots.width() < columns || dots.height() < rows)) // or some cells would not be there
            image = image.scaled(dots.expandedTo({1, 1}), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        m_painter.drawImage(place, image);
    }

    QRect cellsOf(const QItemSelectionRange& range) const {
        return m_layout.cell(range.top(), range.left()) | m_layout.cell(range.bottom(), range.right());
    }

    /// @returns a frame within the cells, or round them where they are too small for one
    static QRect frameOf(const QRect& cells) {
        const QPoint centre = cells.center();
        const QRect least(centre - QPoint(kLeastMark / 2, kLeastMark / 2), QSize(kLeastMark, kLeastMark));
        return cells.adjusted(1, 1, -2, -2) | least;
    }

    void drawMarks() {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_colours.color(QPalette::WindowText), 3));
        const QItemSelection chosen = m_look.chosen ? m_look.chosen->selection() : QItemSelection();
        for (const QItemSelectionRange& range : chosen)
            drawMarks(range);
        if (!m_look.current.isValid() || chosen.contains(m_look.current))
            return;
        m_painter.setPen(QPen(m_colours.color(QPalette::WindowText), 1, Qt::DashLine));
        m_painter.drawRect(
            frameOf(m_layout.cell(m_look.current.row(), m_look.current.column())).adjusted(0, 0, -1, -1));
    }

    /// A frame for each cell; where those would be all that is seen, one round them.
    void drawMarks(const QItemSelectionRange& range) {
        if (!m_layout.holdsNumbers()) {
            m_painter.drawRect(frameOf(cellsOf(range)));
            return;
        }
        for (int row = std::max(range.top(), m_firstRow); row <= std::min(range.bottom(), m_rowEnd - 1); ++row)
            for (int column = std::max(range.left(), m_firstColumn);
                 column <= std::min(range.right(), m_columnEnd - 1); ++column)
                m_painter.drawRect(frameOf(m_layout.cell(row, column)));
    }

    void drawShaded(const QRect& place, const MatrixModel::Cell& cell) {
        m_painter.fillRect(place.adjusted(0, 0, -1, -1), cell.ground);
        m_painter.setPen(textOn(cell.ground));
        if (m_layout.numberScale() < 1)
            m_painter.setFont(scaled(m_painter.font(), m_layout.numberScale()));
        if (m_painter.fontMetrics().horizontalAdvance(cell.text) <= place.width())
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
        if (scale < kLeastFactLetters)
            return; // nobody could read them
        if (scale < 1)
            m_painter.setFont(scaled(m_painter.font(), scale));
        m_painter.drawText(place, Qt::AlignCenter, text);
    }

    /// Facts below columns are in smaller letters where neighbours would touch.
    double factScale(int row) {
        if (m_scaledRow == row)
            return m_factScale;
        int widest = 1;
        for (int column = 0; column < m_model.shadedColumns(); ++column)
            widest = std::max(widest, m_metrics.horizontalAdvance(m_model.cell(row, column, m_colours).text));
        const int needed = widest + m_metrics.horizontalAdvance(u'0');
        m_scaledRow = row;
        m_factScale = std::min(1.0, static_cast<double>(m_layout.cell(0, 0).width()) / needed);
        return m_factScale;
    }

    void drawLines() {
        m_painter.setBrush(Qt::NoBrush);
        QColor ink = m_colours.color(QPalette::WindowText);
        m_painter.setPen(QPen(ink, 1));
        const QRect all = m_layout.shaded();
        m_painter.drawRect(all.adjusted(-1, -1, -1, -1));
        if (!m_layout.holdsNumbers())
            ink.setAlphaF(kFaintLine); // or there would be more lines than colours to see
        m_painter.setPen(QPen(ink, 1));
        const int end = m_layout.cell(0, m_model.columnCount() - 1).right();
        for (const int row : bordersIn(all.height(), Qt::Vertical)) {
            const int y = m_layout.cell(row, 0).top() - 1;
            m_painter.drawLine(all.left(), y, end, y);
        }
        for (const int column : bordersIn(all.width(), Qt::Horizontal)) {
            const int x = m_layout.cell(0, column).left() - 1;
            m_painter.drawLine(x, all.top(), x, all.bottom());
        }
    }

    /// @returns none where lines would leave nothing to see between them
    std::vector<int> bordersIn(int length, Qt::Orientation orientation) const {
        constexpr int kLeastApart = 4; // pixels
        const std::vector<int> borders = m_model.borders(orientation);
        return std::ssize(borders) * kLeastApart < length ? borders : std::vector<int>();
    }

    void setNamePen(bool fact) {
        m_painter.setPen(fact ? mutedText(m_colours) : m_colours.color(QPalette::WindowText));
    }

    /// @returns how far names are apart, in sections of a size, so that they don't lie on each other
    int nameStep(double size) const {
        return std::max(1, static_cast<int>(std::ceil((m_metrics.height() - kBetweenLines) / size)));
    }

    /// As high as a name where its cell is lower. @param end of the cells that have names like it
    /// @returns nothing where it would reach over the end by more than a bit
    std::optional<std::pair<int, int>> placeOfName(int start, int size, int end) const {
        const int length = std::max(size, m_metrics.height());
        const int first = start + (size - length) / 2;
        constexpr int kBit = 3;
        return first + length > end + kBit ? std::nullopt : std::optional(std::pair(first, length));
    }

    void drawRowNames() {
        const int left = m_model.title(Qt::Vertical).isEmpty() ? kSpace : m_line + kSpace / 2;
        const int step = nameStep(m_layout.cellSize().height());
        const int end = m_layout.shaded().bottom() + 1;
        for (int row = m_firstRow; row < m_rowEnd; ++row) {
            const QRect cell = m_layout.cell(row, 0);
            const bool fact = m_layout.isFactRow(row);
            const auto place = fact              ? std::pair(cell.top(), cell.height())
                               : row % step == 0 ? placeOfName(cell.top(), cell.height(), end)
                                                 : std::nullopt;
            if (!place)
                continue;
            setNamePen(fact);
            const QRect rect(left, place->first, cell.left() - left - kSpace, place->second);
            m_painter.drawText(
                rect, Qt::AlignVCenter | Qt::AlignRight,
                m_metrics.elidedText(inLine(m_model.name(row, Qt::Vertical)), Qt::ElideMiddle, rect.width()));
        }
    }

    void drawColumnNames() {
        const int top = m_line + kSpace / 2;
        const int step = m_layout.namesStandOnEnd() ? nameStep(m_layout.cellSize().width()) : 1;
        const int end = m_layout.shaded().right() + 1;
        for (int column = m_firstColumn; column < m_columnEnd; ++column) {
            const QRect cell = m_layout.cell(0, column);
            const bool fact = m_layout.isFactColumn(column);
            const QRect place(cell.left(), top, cell.width(), cell.top() - m_line - kSpace);
            const QString name = inLine(m_model.name(column, Qt::Horizontal));
            if (fact && cell.width() == 0)
                continue;
            setNamePen(fact);
            if (fact && m_layout.factNamesStandOnEnd())
                drawOnEnd(name, place.adjusted(0, 0, -kSpace, 0), place.right() + 1);
            else if (fact)
                m_painter.drawText(place.adjusted(0, 0, -kSpace, 0), Qt::AlignBottom | Qt::AlignRight, name);
            else if (!m_layout.namesStandOnEnd())
                m_painter.drawText(place, Qt::AlignHCenter | Qt::AlignBottom,
                                   m_metrics.elidedText(name, Qt::ElideMiddle, place.width()));
            else if (column % step == 0)
                drawOnEnd(name, place, end);
        }
    }

    void drawOnEnd(const QString& name, const QRect& place, int end) {
        const auto across = placeOfName(place.left(), place.width(), end);
        if (!across)
            return;
        m_painter.save();
        m_painter.translate(across->first, place.bottom());
        m_painter.rotate(-90);
        m_painter.drawText(QRect(0, 0, place.height(), across->second), Qt::AlignVCenter | Qt::AlignLeft,
                           m_metrics.elidedText(name, Qt::ElideMiddle, place.height()));
        m_painter.restore();
    }

    /// In the middle of what is seen of the rows and columns.
    void drawTitles() {
        const QRect last = m_layout.shaded();
        const int top = m_layout.origin().y() + m_look.hidden;
        const QSize seen(std::min(m_look.size.width(), last.right()) - m_layout.origin().x(),
                         std::max(0, std::min(m_look.size.height(), last.bottom()) - top));
        m_painter.setPen(mutedText(m_colours));
        const QString over = m_model.title(Qt::Horizontal);
        // From the left edge where it is wider than the columns are.
        const int width = std::max(seen.width(), m_metrics.horizontalAdvance(over));
        const int left = std::max(0, m_layout.origin().x() + std::min(0, seen.width() - width) / 2);
        m_painter.drawText(QRect(left, m_look.hidden, width, m_line), Qt::AlignCenter, over);
        if (m_look.hidden > 0 && m_metrics.horizontalAdvance(m_model.title(Qt::Vertical)) > seen.height())
            return; // a part of it would be left
        m_painter.save();
        m_painter.translate(0, top + seen.height());
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

void drawMatrix(QPainter& painter, const MatrixModel& model, const MatrixLayout& layout, const MatrixLook& look,
                const QPalette& colours) {
    painter.fillRect(QRect(QPoint(), look.size), colours.color(QPalette::Base));
    if (model.rowCount() > 0)
        Drawing(painter, model, layout, look, colours).draw();
}

} // namespace moelab
