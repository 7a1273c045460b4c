#include "effects/parallel_plot.h"

#include "plotting/csv.h"
#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace moelab {
namespace {

constexpr double kNear = 8; // pixels
constexpr double kLeastPart = 0.02;
constexpr int kSpace = 4;
constexpr int kSide = 80;

double distanceTo(const QPolygonF& line, const QPointF& point) {
    double least = std::numeric_limits<double>::infinity();
    for (qsizetype i = 1; i < line.size(); ++i) {
        const QPointF along = line[i] - line[i - 1];
        const QPointF to = point - line[i - 1];
        const double length = QPointF::dotProduct(along, along);
        const double share = length > 0 ? std::clamp(QPointF::dotProduct(to, along) / length, 0.0, 1.0) : 0;
        const QPointF apart = to - share * along;
        least = std::min(least, std::hypot(apart.x(), apart.y()));
    }
    return least;
}

} // namespace

ParallelPlot::ParallelPlot(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void ParallelPlot::showRuns(const QStringList& names, std::vector<ParallelAxis> axes) {
    m_names = names;
    m_axes = std::move(axes);
    m_parts.assign(m_axes.size(), std::nullopt);
    m_dragged = -1;
    m_current = -1;
    update();
}

/// Room for titles above and for what is written beside the first and last axis.
QRectF ParallelPlot::frame(const QSize& size, const QFontMetrics& metrics) const {
    const int line = metrics.lineSpacing();
    const int top = 5 * line / 2 + kSpace;
    return QRectF(kSide, top, std::max(1, size.width() - 2 * kSide),
                  std::max(1, size.height() - top - line - kSpace));
}

QPointF ParallelPlot::pointIn(const QRectF& frame, std::size_t axis, double place) const {
    const double across =
        m_axes.size() < 2 ? 0.5 : static_cast<double>(axis) / static_cast<double>(m_axes.size() - 1);
    return {frame.left() + across * frame.width(), frame.bottom() - place * frame.height()};
}

QPointF ParallelPlot::pointOf(std::size_t axis, double place) const { return pointIn(frame(), axis, place); }

/// Only where the run has a value: a run without a measure ends before it.
QPolygonF ParallelPlot::lineOf(const QRectF& frame, std::size_t run) const {
    QPolygonF line;
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
        if (m_axes[axis].places[run])
            line << pointIn(frame, axis, *m_axes[axis].places[run]);
    return line;
}

bool ParallelPlot::isKept(std::size_t run) const {
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
        const auto& place = m_axes[axis].places[run];
        const auto& part = m_parts[axis];
        if (part && (!place || *place < part->low || *place > part->high))
            return false;
    }
    return true;
}

QColor ParallelPlot::colourOf(std::size_t run, const QPalette& colours) const {
    const auto& place = m_axes.back().places[run];
    return place ? shade(colours, 0.3 + 0.7 * *place) : mutedText(colours);
}

void ParallelPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    draw(painter, size(), palette());
}

void ParallelPlot::drawFigure(QCPPainter& painter, const QSize& size) { draw(painter, size, paperPalette()); }

void ParallelPlot::draw(QPainter& painter, const QSize& size, const QPalette& colours) const {
    painter.fillRect(QRect(QPoint(), size), colours.color(QPalette::Base));
    if (m_axes.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF inside = frame(size, painter.fontMetrics());
    drawLines(painter, inside, colours);
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
        drawAxis(painter, inside, axis, colours);
}

void ParallelPlot::drawLines(QPainter& painter, const QRectF& frame, const QPalette& colours) const {
    for (const bool kept : {false, true}) // what is kept lies above
        for (std::size_t run = 0; run < static_cast<std::size_t>(m_names.size()); ++run) {
            if (isKept(run) != kept)
                continue;
            QColor colour = kept ? colourOf(run, colours) : mutedText(colours);
            if (!kept)
                colour.setAlpha(40);
            painter.setPen(QPen(colour, kept ? 2 : 1));
            painter.drawPolyline(lineOf(frame, run));
        }
    if (m_current < 0)
        return;
    painter.setPen(QPen(colours.color(QPalette::WindowText), 3));
    painter.drawPolyline(lineOf(frame, static_cast<std::size_t>(m_current)));
}

void ParallelPlot::drawAxis(QPainter& painter, const QRectF& frame, std::size_t axis,
                            const QPalette& colours) const {
    const QFontMetrics metrics = painter.fontMetrics();
    const QPointF top = pointIn(frame, axis, 1);
    painter.setPen(QPen(colours.color(QPalette::WindowText), 1));
    painter.drawLine(top, pointIn(frame, axis, 0));
    if (const auto& part = m_parts[axis]) {
        const QRectF marked(pointIn(frame, axis, part->high) - QPointF(4, 0),
                            pointIn(frame, axis, part->low) + QPointF(4, 0));
        QColor fill = colours.color(QPalette::Highlight);
        fill.setAlpha(90);
        painter.fillRect(marked, fill);
        painter.drawRect(marked);
    }
    drawTitle(painter, frame, axis);
    const double room = roomFor(frame);
    const bool last = axis + 1 == m_axes.size();
    for (const auto& [place, text] : m_axes[axis].marks) {
        const QPointF point = pointIn(frame, axis, place);
        const QString shown = metrics.elidedText(inLine(text), Qt::ElideMiddle, int(std::max(60.0, room / 2)));
        const int wide = metrics.horizontalAdvance(shown);
        QRectF box(last ? point.x() + kSpace : point.x() - kSpace - wide, point.y() - metrics.height() / 2.0, wide,
                   metrics.height());
        QColor ground = colours.color(QPalette::Base);
        ground.setAlpha(200);
        painter.fillRect(box, ground); // legible above the lines
        painter.drawText(box, Qt::AlignCenter, shown);
    }
}

/// Between two axes.
double ParallelPlot::roomFor(const QRectF& frame) const {
    return m_axes.size() < 2 ? frame.width() : frame.width() / static_cast<double>(m_axes.size() - 1);
}

/// Above its axis; titles that do not fit beside one another stand in two lines by turns.
void ParallelPlot::drawTitle(QPainter& painter, const QRectF& frame, std::size_t axis) const {
    const QFontMetrics metrics = painter.fontMetrics();
    const double room = roomFor(frame);
    const bool staggered = std::ranges::any_of(
        m_axes, [&](const ParallelAxis& each) { return metrics.horizontalAdvance(each.title) > room - kSpace; });
    const double width = (staggered ? 2 : 1) * room - kSpace;
    const double paper = frame.left() + frame.right();
    const QString title = metrics.elidedText(m_axes[axis].title, Qt::ElideRight, static_cast<int>(width));
    const double wide = metrics.horizontalAdvance(title);
    const double left = std::clamp(pointIn(frame, axis, 1).x() - wide / 2, double(kSpace),
                                   std::max(double(kSpace), paper - wide - kSpace));
    const double y = staggered && axis % 2 == 0 ? 0 : metrics.lineSpacing();
    painter.drawText(QRectF(left, y, wide + 1, metrics.lineSpacing()), Qt::AlignCenter, title);
}

int ParallelPlot::axisAt(const QPointF& position) const {
    for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
        if (std::abs(pointOf(axis, 0).x() - position.x()) <= kNear)
            return static_cast<int>(axis);
    return -1;
}

int ParallelPlot::runAt(const QPointF& position) const {
    int nearest = -1;
    double least = kNear;
    for (std::size_t run = 0; run < static_cast<std::size_t>(m_names.size()); ++run) {
        const double distance = isKept(run) ? distanceTo(lineOf(frame(), run), position) : least;
        if (distance < least) {
            least = distance;
            nearest = static_cast<int>(run);
        }
    }
    return nearest;
}

void ParallelPlot::mousePressEvent(QMouseEvent* event) {
    m_dragged = event->button() == Qt::LeftButton ? axisAt(event->position()) : -1;
    if (m_dragged < 0)
        return;
    const QRectF inside = frame();
    m_from = std::clamp((inside.bottom() - event->position().y()) / inside.height(), 0.0, 1.0);
    m_parts[static_cast<std::size_t>(m_dragged)].reset();
    update();
}

void ParallelPlot::drag(const QPointF& position) {
    const QRectF inside = frame();
    const double to = std::clamp((inside.bottom() - position.y()) / inside.height(), 0.0, 1.0);
    auto& part = m_parts[static_cast<std::size_t>(m_dragged)];
    part.reset();
    if (std::abs(to - m_from) >= kLeastPart)
        part = Part{std::min(m_from, to), std::max(m_from, to)};
    update();
}

void ParallelPlot::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged >= 0)
        drag(event->position());
    else
        choose(runAt(event->position()));
    setCursor(m_dragged >= 0 || axisAt(event->position()) >= 0 ? Qt::SizeVerCursor : Qt::ArrowCursor);
}

void ParallelPlot::mouseReleaseEvent(QMouseEvent* event) {
    if (m_dragged >= 0)
        drag(event->position());
    m_dragged = -1;
}

void ParallelPlot::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    choose(-1);
}

void ParallelPlot::keyPressEvent(QKeyEvent* event) {
    const auto count = static_cast<int>(m_names.size());
    if (event->key() == Qt::Key_Escape) {
        m_parts.assign(m_axes.size(), std::nullopt);
        choose(-1);
        update();
    } else if (count > 0 && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        const int step = event->key() == Qt::Key_Up ? -1 : 1;
        choose(m_current < 0 ? (step > 0 ? 0 : count - 1) : std::clamp(m_current + step, 0, count - 1));
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ParallelPlot::choose(int run) {
    if (run == m_current)
        return;
    m_current = run;
    update();
    QStringList parts;
    if (run >= 0)
        for (const ParallelAxis& axis : m_axes)
            parts << QStringLiteral("%1 %2").arg(axis.title, inLine(axis.texts[static_cast<std::size_t>(run)]));
    emit hovered(parts.isEmpty() ? QString() : inText(m_names[run]) + QStringLiteral(": ") + parts.join(u", "));
}

QString ParallelPlot::figureCsv() const {
    QStringList header = {QStringLiteral("run")};
    for (const ParallelAxis& axis : m_axes)
        header << axis.title;
    QString csv = csvLine(header);
    for (qsizetype run = 0; run < m_names.size(); ++run) {
        QStringList line = {m_names[run]};
        for (const ParallelAxis& axis : m_axes)
            line << QString(axis.texts[static_cast<std::size_t>(run)]).replace(u'−', u'-');
        csv += csvLine(line);
    }
    return csv;
}

} // namespace moelab
