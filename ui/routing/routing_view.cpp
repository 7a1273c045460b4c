#include "routing/routing_view.h"

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
constexpr int kMostName = 150;
constexpr int kMostWidth = 180;
constexpr int kMostHeight = 48;

const QString kNothing = QStringLiteral("–");

QString percent(double share) { return std::isnan(share) ? kNothing : QString::number(100 * share, 'f', 1); }

QString factName(int fact) {
    const QString names[] = {RoutingView::tr("images"), RoutingView::tr("own (%)"), RoutingView::tr("entropy"),
                             RoutingView::tr("margin")};
    return names[fact];
}

/// The widest of the names, as far as there is room for names.
int widestOf(const QStringList& names, const QFontMetrics& metrics) {
    int widest = 0;
    for (const QString& name : names)
        widest = std::max(widest, metrics.horizontalAdvance(inLine(name)));
    return std::min(widest, kMostName);
}

int leastCell(const QFontMetrics& metrics) { return metrics.horizontalAdvance(QStringLiteral("100.0")) + kSpace; }

int leastFact(const QFontMetrics& metrics) {
    int widest = 0;
    for (int fact = 0; fact < RoutingView::kFacts; ++fact)
        widest = std::max(widest, metrics.horizontalAdvance(factName(fact)));
    return widest + kSpace;
}

} // namespace

RoutingView::RoutingView(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void RoutingView::showTable(const RoutingTable& table, RoutingMode mode) {
    m_table = table;
    m_mode = mode;
    if (m_current && (m_current->row >= rows() || m_current->column >= groups() + kFacts))
        m_current.reset();
    updateGeometry();
    update();
}

QSize RoutingView::minimumSizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    const Geometry least = geometryFor({0, 0}, metrics);
    return {least.origin.x() + groups() * least.cell + kFacts * least.fact + 2 * kSpace,
            least.origin.y() + rows() * least.height + kSpace};
}

RoutingView::Geometry RoutingView::geometryFor(const QSize& size, const QFontMetrics& metrics) const {
    const int names = widestOf(m_table.groups, metrics);
    const int line = metrics.lineSpacing();
    const int left = widestOf(m_table.classes, metrics) + 2 * kSpace;
    const int fact = leastFact(metrics);
    const int width = (size.width() - left - kFacts * fact - 2 * kSpace) / std::max(1, groups());
    const int cell = std::clamp(width, leastCell(metrics), kMostWidth);
    const bool upright = cell < names + kSpace; // names stand on end where they are wider than a cell
    const QPoint origin(left, line + (upright ? names : line) + 2 * kSpace);
    const int height = (size.height() - origin.y() - kSpace) / std::max(1, rows());
    return {origin, cell, fact, std::clamp(height, line + 4, kMostHeight), upright};
}

QRect RoutingView::rectOf(const Geometry& grid, const Cell& cell) const {
    const int y = grid.origin.y() + cell.row * grid.height;
    if (cell.column < groups())
        return {grid.origin.x() + cell.column * grid.cell, y, grid.cell, grid.height};
    const int x = grid.origin.x() + groups() * grid.cell + kSpace + (cell.column - groups()) * grid.fact;
    return {x, y, grid.fact, grid.height};
}

QRect RoutingView::cellRect(int cls, int column) const {
    const auto row = static_cast<int>(std::ranges::find(m_table.order, cls) - m_table.order.begin());
    return rectOf(geometryFor(size(), fontMetrics()), {row, column});
}

std::optional<RoutingView::Cell> RoutingView::cellAt(const QPoint& position) const {
    const Geometry grid = geometryFor(size(), fontMetrics());
    for (int row = 0; row < rows(); ++row)
        for (int column = 0; column < groups() + kFacts; ++column)
            if (rectOf(grid, {row, column}).contains(position))
                return Cell{row, column};
    return std::nullopt;
}

void RoutingView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    draw(painter, size(), palette());
}

void RoutingView::drawFigure(QCPPainter& painter, const QSize& size) {
    painter.setFont(font());
    // Many groups or classes need more room than the paper has.
    const QSize least = minimumSizeHint();
    const double scale = std::min({1.0, static_cast<double>(size.width()) / least.width(),
                                   static_cast<double>(size.height()) / least.height()});
    painter.save();
    painter.scale(scale, scale);
    draw(painter, (QSizeF(size) / scale).toSize(), paperPalette());
    painter.restore();
}

void RoutingView::draw(QPainter& painter, const QSize& size, const QPalette& colours) const {
    painter.fillRect(QRect(QPoint(), size), colours.color(QPalette::Base));
    if (figureIsEmpty())
        return;
    const Geometry grid = geometryFor(size, painter.fontMetrics());
    drawGroups(painter, grid, colours);
    drawFacts(painter, grid, colours);
    drawNames(painter, grid, colours);
    drawLines(painter, grid, colours);
}

void RoutingView::drawGroups(QPainter& painter, const Geometry& grid, const QPalette& colours) const {
    const QFont plain = painter.font();
    QFont bold = plain;
    bold.setBold(true);
    const double most = largestShare(m_table, m_mode);
    for (int row = 0; row < rows(); ++row)
        for (int group = 0; group < groups(); ++group) {
            const QRect rect = rectOf(grid, {row, group});
            const double share = shareOf(routingAt(row), m_mode, group) / most;
            const QColor ground = shade(colours, std::isnan(share) ? 0 : std::clamp(share, 0.0, 1.0));
            painter.fillRect(rect.adjusted(0, 0, -1, -1), ground);
            painter.setPen(textOn(ground));
            painter.setFont(m_table.own[static_cast<std::size_t>(classAt(row))] == group ? bold : plain);
            painter.drawText(rect, Qt::AlignCenter, textOf({row, group}));
        }
    painter.setFont(plain);
}

void RoutingView::drawFacts(QPainter& painter, const Geometry& grid, const QPalette& colours) const {
    painter.setPen(colours.color(QPalette::WindowText));
    for (int row = 0; row < rows(); ++row)
        for (int fact = 0; fact < kFacts; ++fact)
            painter.drawText(rectOf(grid, {row, groups() + fact}).adjusted(0, 0, -kSpace, 0),
                             Qt::AlignVCenter | Qt::AlignRight, textOf({row, groups() + fact}));
}

void RoutingView::drawNames(QPainter& painter, const Geometry& grid, const QPalette& colours) const {
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.lineSpacing();
    painter.setPen(colours.color(QPalette::WindowText));
    for (int row = 0; row < rows(); ++row) {
        const QRect left(kSpace, grid.origin.y() + row * grid.height, grid.origin.x() - 2 * kSpace, grid.height);
        painter.drawText(left, Qt::AlignVCenter | Qt::AlignRight,
                         metrics.elidedText(inLine(m_table.classes[classAt(row)]), Qt::ElideMiddle, left.width()));
    }
    for (int group = 0; group < groups(); ++group) {
        const QRect top(grid.origin.x() + group * grid.cell, line + kSpace, grid.cell,
                        grid.origin.y() - line - 2 * kSpace);
        if (!grid.upright) {
            painter.drawText(top, Qt::AlignCenter,
                             metrics.elidedText(m_table.groups[group], Qt::ElideMiddle, top.width()));
            continue;
        }
        painter.save();
        painter.translate(top.left(), top.bottom());
        painter.rotate(-90);
        painter.drawText(QRect(0, 0, top.height(), top.width()), Qt::AlignVCenter | Qt::AlignLeft,
                         metrics.elidedText(m_table.groups[group], Qt::ElideMiddle, top.height()));
        painter.restore();
    }
    painter.setPen(mutedText(colours));
    for (int fact = 0; fact < kFacts; ++fact) {
        const QRect cell = rectOf(grid, {0, groups() + fact});
        painter.drawText(QRect(cell.left(), cell.top() - line - kSpace, cell.width() - kSpace, line),
                         Qt::AlignVCenter | Qt::AlignRight, factName(fact));
    }
    // Over the groups, or from the left edge where it is wider than they are.
    const QString title = titleOf(m_mode);
    const int across = groups() * grid.cell;
    const int width = std::max(across, metrics.horizontalAdvance(title));
    painter.drawText(QRect(grid.origin.x() + std::min(0, across - width) / 2, 2, width, line), Qt::AlignCenter,
                     title);
}

void RoutingView::drawLines(QPainter& painter, const Geometry& grid, const QPalette& colours) const {
    painter.setPen(QPen(colours.color(QPalette::WindowText), 1));
    painter.setBrush(Qt::NoBrush);
    const QRect all(grid.origin, QSize(groups() * grid.cell, rows() * grid.height));
    painter.drawRect(all.adjusted(-1, -1, -1, -1));
    const int end = rectOf(grid, {0, groups() + kFacts - 1}).right();
    for (const int border : m_table.borders) {
        const int y = grid.origin.y() + border * grid.height - 1;
        painter.drawLine(grid.origin.x(), y, end, y);
    }
    if (!m_current)
        return;
    painter.setPen(QPen(colours.color(QPalette::WindowText), 3));
    painter.drawRect(rectOf(grid, *m_current).adjusted(1, 1, -2, -2));
}

QString RoutingView::textOf(const Cell& cell) const {
    const ClassRouting& row = routingAt(cell.row);
    if (cell.column < groups())
        return m_mode == RoutingMode::Counts ? QString::number(row.routed[static_cast<std::size_t>(cell.column)])
                                             : percent(shareOf(row, m_mode, cell.column));
    const auto number = [](double value) { return std::isnan(value) ? kNothing : QString::number(value, 'f', 3); };
    switch (cell.column - groups()) {
    case Images:
        return QString::number(row.images);
    case HitRate:
        return percent(row.hitRate);
    case Entropy:
        return number(row.entropy);
    default:
        return number(row.margin);
    }
}

QString RoutingView::wordsFor(const Cell& cell) const {
    const ClassRouting& row = routingAt(cell.row);
    const QString name = inText(m_table.classes[classAt(cell.row)]);
    const QString text = textOf(cell);
    if (row.images == 0)
        return tr("There are no images of %1.").arg(name);
    switch (cell.column - groups()) {
    case Images:
        return tr("There are %Ln images of %1. Click to see them.", nullptr, static_cast<int>(row.images))
            .arg(name);
    case HitRate:
        return tr("%1 % of the images of %2 are routed to its own group, %3. Click to see them.")
            .arg(text, name, m_table.groups[m_table.own[static_cast<std::size_t>(classAt(cell.row))]]);
    case Entropy:
        return tr("The gate's probabilities for %1 have a mean entropy of %2 bits: 0 is certain, %3 is undecided "
                  "between all groups. Click to see all images of %1, most uncertain first.")
            .arg(name, text, QString::number(std::log2(groups()), 'f', 2));
    case Margin:
        return tr("For %1 the gate's first choice is on average %2 above its second. Click to see all images of "
                  "%1, smallest margin first.")
            .arg(name, text);
    default:
        break;
    }
    const QString& group = m_table.groups[cell.column];
    const auto position = static_cast<std::size_t>(cell.column);
    switch (m_mode) {
    case RoutingMode::Shares:
    case RoutingMode::Counts:
        return tr("%L1 of the %L2 images of %3 (%4 %) are routed to %5. Click to see them.")
            .arg(row.routed[position])
            .arg(row.images)
            .arg(name, percent(row.load[position]), group);
    case RoutingMode::Gate:
        return tr("The gate's mean probability of %1 is %3 % for images of %2. Click to see all images of %2.")
            .arg(group, name, text);
    case RoutingMode::BaselineWeight:
    case RoutingMode::ExpertWeight:
        break;
    }
    const QString member = m_mode == RoutingMode::BaselineWeight ? tr("the baseline") : tr("the expert");
    return tr("On the route to %1, the output of %2 for %3 has a weight of %4 % (the outputs of both members for "
              "all classes add up to 100 %), on average over all images of %3, wherever they are routed. Click to "
              "see them.")
        .arg(group, member, name, text);
}

void RoutingView::mousePressEvent(QMouseEvent* event) {
    const auto cell = event->button() == Qt::LeftButton ? cellAt(event->pos()) : std::nullopt;
    if (!cell)
        return;
    m_current = cell;
    update();
    emit cellOpened(classAt(cell->row), cell->column);
}

void RoutingView::mouseMoveEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->pos());
    setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
    emit hovered(cell ? wordsFor(*cell) : QString());
}

void RoutingView::leaveEvent(QEvent*) { emit hovered({}); }

void RoutingView::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current) {
        emit cellOpened(classAt(m_current->row), m_current->column);
        return;
    }
    const std::pair<int, QPoint> moves[] = {
        {Qt::Key_Left, {-1, 0}}, {Qt::Key_Right, {1, 0}}, {Qt::Key_Up, {0, -1}}, {Qt::Key_Down, {0, 1}}};
    const auto move = std::ranges::find(moves, event->key(), &std::pair<int, QPoint>::first);
    if (move == std::end(moves) || figureIsEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (m_current)
        m_current = {std::clamp(m_current->row + move->second.y(), 0, rows() - 1),
                     std::clamp(m_current->column + move->second.x(), 0, groups() + kFacts - 1)};
    else
        m_current = Cell{0, 0};
    update();
    emit hovered(wordsFor(*m_current));
    emit moved(rectOf(geometryFor(size(), fontMetrics()), *m_current));
}

QString RoutingView::figureCsv() const {
    QStringList header = {QStringLiteral("class"), QStringLiteral("images"), QStringLiteral("hit_rate"),
                          QStringLiteral("entropy_bits"), QStringLiteral("margin")};
    for (const char* what : {"routed", "load", "gate", "baseline_weight", "expert_weight"})
        for (const QString& group : m_table.groups)
            header << QStringLiteral("%1:%2").arg(QLatin1String(what), group);
    QString csv = csvLine(header);
    // What is said of no images is left empty.
    const auto number = [](double value) { return std::isnan(value) ? QString() : nineDigits(value); };
    for (const int cls : m_table.order) {
        const ClassRouting& row = m_table.rows[static_cast<std::size_t>(cls)];
        QStringList line = {m_table.classes[cls], QString::number(row.images), number(row.hitRate),
                            number(row.entropy), number(row.margin)};
        for (const std::int64_t images : row.routed)
            line << QString::number(images);
        for (const auto* const values : {&row.load, &row.gate, &row.baselineWeight, &row.expertWeight})
            for (const double value : *values)
                line << number(value);
        csv += csvLine(line);
    }
    return csv;
}

} // namespace moelab
