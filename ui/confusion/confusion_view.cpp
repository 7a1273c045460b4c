#include "confusion/confusion_view.h"

#include "plotting/csv.h"
#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr int kSpace = 6;
constexpr int kMostCell = 64;
constexpr int kMostName = 150;

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

ConfusionView::ConfusionView(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void ConfusionView::showTable(const ConfusionTable& table, ConfusionMode mode) {
    m_table = table;
    m_mode = mode;
    update();
}

void ConfusionView::setCurrent(int truth, int answer) {
    m_truth = truth;
    m_answer = answer;
    update();
}

ConfusionView::Geometry ConfusionView::geometryFor(const QSize& size, const QFontMetrics& metrics) const {
    int names = 0;
    for (const QString& name : m_table.names)
        names = std::max(names, metrics.horizontalAdvance(inLine(name)));
    names = std::min(names, kMostName);
    const int line = metrics.lineSpacing();
    const int sums = metrics.horizontalAdvance(QStringLiteral("00000")) + kSpace;
    const int count = std::max(1, classes());
    const int left = line + names + 2 * kSpace;
    const int width = (size.width() - left - sums - kSpace) / count;
    const bool upright = width < names; // names stand on end where they are wider than a cell
    const QPoint origin(left, line + (upright ? names : line) + kSpace);
    const int height = (size.height() - origin.y() - line - kSpace) / count;
    // Wide cells hold their numbers where the window is low.
    return {
        origin,
        {std::clamp(width, 8, std::max(kMostCell, std::min(width, 2 * height))), std::clamp(height, 8, kMostCell)},
        upright};
}

QRect ConfusionView::cellRect(int truth, int answer) const {
    const Geometry grid = geometryFor(size(), fontMetrics());
    const auto position = [this](int cls) {
        return static_cast<int>(std::ranges::find(m_table.order, cls) - m_table.order.begin());
    };
    return {grid.origin.x() + position(answer) * grid.cell.width(),
            grid.origin.y() + position(truth) * grid.cell.height(), grid.cell.width(), grid.cell.height()};
}

void ConfusionView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    draw(painter, size(), palette());
}

void ConfusionView::drawFigure(QCPPainter& painter, const QSize& size) {
    painter.setFont(font());
    draw(painter, size, paperPalette());
}

void ConfusionView::draw(QPainter& painter, const QSize& size, const QPalette& colours) const {
    painter.fillRect(QRect(QPoint(), size), colours.color(QPalette::Base));
    if (m_table.order.empty())
        return;
    const Geometry grid = geometryFor(size, painter.fontMetrics());
    drawCells(painter, grid, colours);
    drawNames(painter, grid, colours);
    drawSums(painter, grid, colours);
}

void ConfusionView::drawCells(QPainter& painter, const Geometry& grid, const QPalette& colours) const {
    const int count = classes();
    const QSize all = grid.cell * count;
    for (int row = 0; row < count; ++row)
        for (int column = 0; column < count; ++column) {
            const int truth = m_table.order[static_cast<std::size_t>(row)];
            const int answer = m_table.order[static_cast<std::size_t>(column)];
            const QRect cell(grid.origin + QPoint(column * grid.cell.width(), row * grid.cell.height()), grid.cell);
            const QColor ground = colourOf(truth, answer, colours);
            painter.fillRect(cell.adjusted(0, 0, -1, -1), ground);
            painter.setPen(textOn(ground));
            const QString text = textOf(truth, answer);
            if (painter.fontMetrics().horizontalAdvance(text) <= cell.width())
                painter.drawText(cell, Qt::AlignCenter, text);
            if (truth != m_truth || answer != m_answer)
                continue;
            painter.setPen(QPen(colours.color(QPalette::WindowText), 3));
            painter.drawRect(cell.adjusted(1, 1, -2, -2));
        }
    painter.setPen(QPen(colours.color(QPalette::WindowText), 1));
    painter.drawRect(QRect(grid.origin, all).adjusted(-1, -1, -1, -1));
    for (const int border : m_table.borders) {
        const int x = grid.origin.x() + border * grid.cell.width() - 1;
        const int y = grid.origin.y() + border * grid.cell.height() - 1;
        painter.drawLine(x, grid.origin.y(), x, grid.origin.y() + all.height() - 1);
        painter.drawLine(grid.origin.x(), y, grid.origin.x() + all.width() - 1, y);
    }
}

void ConfusionView::drawNames(QPainter& painter, const Geometry& grid, const QPalette& colours) const {
    painter.setPen(colours.color(QPalette::WindowText));
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.lineSpacing();
    for (int position = 0; position < classes(); ++position) {
        const QString name = metrics.elidedText(
            inLine(m_table.names[m_table.order[static_cast<std::size_t>(position)]]), Qt::ElideMiddle, kMostName);
        const QRect left(line, grid.origin.y() + position * grid.cell.height(), grid.origin.x() - line - kSpace,
                         grid.cell.height());
        painter.drawText(left, Qt::AlignVCenter | Qt::AlignRight, name);
        const QRect top(grid.origin.x() + position * grid.cell.width(), line, grid.cell.width(),
                        grid.origin.y() - line - kSpace);
        if (!grid.upright) {
            painter.drawText(top, Qt::AlignCenter, name);
            continue;
        }
        painter.save();
        painter.translate(top.left(), top.bottom());
        painter.rotate(-90);
        painter.drawText(QRect(0, 0, top.height(), top.width()), Qt::AlignVCenter | Qt::AlignLeft, name);
        painter.restore();
    }
    painter.setPen(mutedText(colours));
    painter.drawText(QRect(grid.origin.x(), 0, grid.cell.width() * classes(), line), Qt::AlignCenter,
                     tr("predicted class"));
    painter.save();
    painter.translate(0, grid.origin.y() + grid.cell.height() * classes());
    painter.rotate(-90);
    painter.drawText(QRect(0, 0, grid.cell.height() * classes(), line), Qt::AlignCenter, tr("true class"));
    painter.restore();
}

void ConfusionView::drawSums(QPainter& painter, const Geometry& grid, const QPalette& colours) const {
    painter.setPen(mutedText(colours));
    const int count = classes();
    const int line = painter.fontMetrics().lineSpacing();
    const QPoint end = grid.origin + QPoint(count * grid.cell.width(), count * grid.cell.height());
    const int sums = painter.fontMetrics().horizontalAdvance(QStringLiteral("00000"));
    for (int position = 0; position < count; ++position) {
        const int cls = m_table.order[static_cast<std::size_t>(position)];
        painter.drawText(
            QRect(end.x() + kSpace / 2, grid.origin.y() + position * grid.cell.height(), sums, grid.cell.height()),
            Qt::AlignVCenter | Qt::AlignRight, QString::number(rowSum(m_table.matrix, cls)));
    }
    painter.drawText(QRect(end.x() + kSpace / 2, end.y(), sums, line), Qt::AlignVCenter | Qt::AlignRight,
                     QString::number(m_table.matrix.total()));
    drawColumnSums(painter, grid);
}

/// Below the columns; in smaller letters where neighbours would touch.
void ConfusionView::drawColumnSums(QPainter& painter, const Geometry& grid) const {
    const QFontMetrics metrics = painter.fontMetrics();
    int widest = 1;
    for (const int cls : m_table.order)
        widest = std::max(widest, metrics.horizontalAdvance(QString::number(columnSum(m_table.matrix, cls))));
    const double room = grid.cell.width() - metrics.horizontalAdvance(u'0');
    painter.save();
    if (widest > room) {
        QFont small = painter.font();
        small.setPointSizeF(std::max(1.0, painter.font().pointSizeF() * room / widest));
        painter.setFont(small);
    }
    const QPoint below(0, classes() * grid.cell.height());
    for (std::size_t position = 0; position < m_table.order.size(); ++position) {
        const QPoint corner = grid.origin + below + QPoint(static_cast<int>(position) * grid.cell.width(), 0);
        painter.drawText(QRect(corner, QSize(grid.cell.width(), metrics.lineSpacing())), Qt::AlignCenter,
                         QString::number(columnSum(m_table.matrix, m_table.order[position])));
    }
    painter.restore();
}

std::int64_t ConfusionView::differenceAt(int truth, int answer) const {
    return m_table.difference[static_cast<std::size_t>(qsizetype{truth} * classes() + answer)];
}

QString ConfusionView::textOf(int truth, int answer) const {
    const std::int64_t count = m_table.matrix.at(truth, answer);
    const auto percent = [](double value) {
        return value == 0 ? QStringLiteral("0") : QString::number(100 * value, 'f', 1);
    };
    switch (m_mode) {
    case ConfusionMode::RowShares:
        return percent(share(count, rowSum(m_table.matrix, truth)));
    case ConfusionMode::ColumnShares:
        return percent(share(count, columnSum(m_table.matrix, answer)));
    case ConfusionMode::Difference:
        if (!m_table.difference.empty()) {
            const auto change = differenceAt(truth, answer);
            return change > 0 ? QStringLiteral("+%1").arg(change) : QString::number(change);
        }
        break;
    case ConfusionMode::Counts:
        break;
    }
    return QString::number(count);
}

/// The shade is the share of the row or column, so that small classes show too. More right answers and fewer wrong
/// ones are good.
QColor ConfusionView::colourOf(int truth, int answer, const QPalette& colours) const {
    const std::int64_t count = m_table.matrix.at(truth, answer);
    if (m_mode == ConfusionMode::Difference && !m_table.difference.empty()) {
        const auto change = static_cast<double>(differenceAt(truth, answer));
        const auto images = static_cast<double>(std::max<std::int64_t>(1, rowSum(m_table.matrix, truth)));
        const double good = (truth == answer ? change : -change) / images;
        return diverging(colours, std::copysign(std::min(1.0, std::sqrt(std::abs(good))), good));
    }
    const std::int64_t whole =
        m_mode == ConfusionMode::ColumnShares ? columnSum(m_table.matrix, answer) : rowSum(m_table.matrix, truth);
    return shade(colours, std::sqrt(share(count, whole)));
}

QString ConfusionView::wordsFor(const Cell& cell) const {
    const std::int64_t count = m_table.matrix.at(cell.truth, cell.answer);
    return tr("%1 of the %2 images of %3 (%5 %) were classified as %4; that is %6 % of all predictions of %4.")
        .arg(QString::number(count), QString::number(rowSum(m_table.matrix, cell.truth)),
             inText(m_table.names[cell.truth]), inText(m_table.names[cell.answer]),
             QString::number(100 * share(count, rowSum(m_table.matrix, cell.truth)), 'f', 1),
             QString::number(100 * share(count, columnSum(m_table.matrix, cell.answer)), 'f', 1));
}

std::optional<ConfusionView::Cell> ConfusionView::cellAt(const QPoint& position) const {
    const Geometry grid = geometryFor(size(), fontMetrics());
    const QPoint inside = position - grid.origin;
    const int column = inside.x() / grid.cell.width();
    const int row = inside.y() / grid.cell.height();
    if (inside.x() < 0 || inside.y() < 0 || column >= classes() || row >= classes())
        return std::nullopt;
    return Cell{m_table.order[static_cast<std::size_t>(row)], m_table.order[static_cast<std::size_t>(column)]};
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->pos());
    if (!cell)
        return;
    emit cellChosen(cell->truth, cell->answer);
    emit cellOpened();
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->pos());
    emit hovered(cell ? wordsFor(*cell) : QString());
}

void ConfusionView::leaveEvent(QEvent*) { emit hovered({}); }

void ConfusionView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return && m_truth >= 0 && m_answer >= 0) {
        emit cellOpened();
        return;
    }
    const std::pair<int, QPoint> moves[] = {
        {Qt::Key_Left, {-1, 0}}, {Qt::Key_Right, {1, 0}}, {Qt::Key_Up, {0, -1}}, {Qt::Key_Down, {0, 1}}};
    const auto move = std::ranges::find(moves, event->key(), &std::pair<int, QPoint>::first);
    if (move == std::end(moves) || m_table.order.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto step = [this](int cls, int by) {
        const auto found = std::ranges::find(m_table.order, cls);
        const int position =
            found == m_table.order.end() ? 0 : static_cast<int>(found - m_table.order.begin()) + by;
        return m_table.order[static_cast<std::size_t>(std::clamp(position, 0, classes() - 1))];
    };
    emit cellChosen(step(m_truth, move->second.y()), step(m_answer, move->second.x()));
}

QString ConfusionView::figureCsv() const {
    QStringList header = {QStringLiteral("true\\answer")};
    for (const int cls : m_table.order)
        header << m_table.names[cls];
    QString csv = csvLine(header);
    for (const int truth : m_table.order) {
        QStringList line = {m_table.names[truth]};
        for (const int answer : m_table.order)
            line << textOf(truth, answer);
        csv += csvLine(line);
    }
    return csv;
}

} // namespace moelab
