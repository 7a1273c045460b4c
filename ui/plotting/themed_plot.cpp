#include "plotting/themed_plot.h"

#include "plotting/focus_frame.h"
#include "plotting/palette.h"

#include <QPainter>

#include <algorithm>
#include <numeric>
#include <utility>

namespace moelab {
namespace {

constexpr QSize kLeast(260, 220);
constexpr int kLeastLines = 10;  // of text, in its height
constexpr int kLeastMargin = 15; // pixels round axes, as QCustomPlot has it
constexpr int kLinesAround = 6;  // for a legend, ticks and a title beside the rows
constexpr int kMostLayouts = 3;  // more, until labels and layout agree
constexpr int kMostTicks = 5;    // about so many; QCustomPlot's own choice

void styleAxis(QCPAxis& axis, const QPalette& colours) {
    const QColor text = colours.color(QPalette::WindowText);
    QColor line = mutedText(colours);
    axis.setBasePen(line);
    axis.setTickPen(line);
    axis.setSubTickPen(line);
    axis.setTickLabelColor(text);
    axis.setLabelColor(text);
    line.setAlpha(55);
    axis.grid()->setPen(QPen(line, 0));
    axis.grid()->setZeroLinePen(Qt::NoPen);
}

} // namespace

QString inTwoLines(const QString& text) {
    const auto middle = text.size() / 2;
    const auto before = text.lastIndexOf(u' ', middle);
    const auto after = text.indexOf(u' ', middle);
    const auto space = after < 0 || (before > 0 && middle - before < after - middle) ? before : after;
    return space > 0 ? text.first(space).trimmed() + u'\n' + text.sliced(space).trimmed() : text;
}

ThemedPlot::ThemedPlot(QWidget* parent)
    : QCustomPlot(parent) {
    setAttribute(Qt::WA_NoMousePropagation, false); // else what the wheel scrolls would not hear of it
    setNotAntialiasedElements(QCP::aeAll);
    setAntialiasedElements(QCP::aeScatters | QCP::aeLegendItems);
    connect(this, &QCustomPlot::beforeReplot, this, [this] {
        fitLegends(width());
        makeRoomForLegends();
    });
}

QCPLegend* ThemedPlot::addLegendAbove(int across) {
    auto* const made = new QCPLegend;
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, made);
    plotLayout()->setRowStretchFactor(0, 0.001);
    made->setLayer(QStringLiteral("legend"));
    made->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    made->setWrap(across);
    made->setMargins(QMargins(4, 2, 4, 2));
    m_legends.push_back({made, across});
    return made;
}

void ThemedPlot::setRowsBeside(int rows) {
    m_rows = rows;
    updateGeometry();
}

/// Legends have fewer items in a line where there is less room.
int ThemedPlot::leastWidth() const {
    if (plotLayout()->columnCount() > 1)
        return QCustomPlot::minimumSizeHint().width();
    int width = 0;
    for (const QCPAxisRect* rect : axisRects())
        width = std::max(width, rect->minimumOuterSizeHint().width());
    for (const LegendAbove& above : m_legends)
        for (int i = 0; i < above.legend->itemCount(); ++i)
            if (const QCPAbstractLegendItem* const item = above.legend->item(i))
                width = std::max(width, item->minimumOuterSizeHint().width());
    return width;
}

QSize ThemedPlot::minimumSizeHint() const {
    const int lines = std::max(kLeastLines, m_rows > 0 ? m_rows + kLinesAround : 0);
    const QSize least(leastWidth(),
                      std::max(QCustomPlot::minimumSizeHint().height(), lines * fontMetrics().lineSpacing()));
    return least.expandedTo(kLeast) + QSize(0, m_legendLines);
}

/// Legends of more than one line don't take the axes' room.
void ThemedPlot::makeRoomForLegends() {
    int lines = 0;
    for (const LegendAbove& above : m_legends) {
        const int items = above.legend->itemCount();
        const int first = items > 0 ? above.legend->item(0)->minimumOuterSizeHint().height() : 0;
        lines += std::max(0, above.legend->minimumOuterSizeHint().height() - first);
    }
    if (std::exchange(m_legendLines, lines) != lines)
        updateGeometry();
}

/// Scrolls what the plot is in, unless it has the focus and can be zoomed.
void ThemedPlot::wheelEvent(QWheelEvent* event) {
    if (hasFocus() && interactions().testFlag(QCP::iRangeZoom))
        QCustomPlot::wheelEvent(event);
    else
        event->ignore();
}

void ThemedPlot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(this);
    drawFocusFrame(painter, rect(), palette());
}

/// As many items in a line as have room.
void ThemedPlot::fitLegends(int width) {
    for (const auto& [above, across] : m_legends) {
        std::vector<int> widths;
        for (int i = 0; i < above->itemCount(); ++i)
            if (const QCPAbstractLegendItem* const item = above->item(i))
                widths.push_back(item->minimumOuterSizeHint().width());
        const auto widthOf = [&, spacing = above->columnSpacing()](std::size_t columns) {
            std::vector<int> widest(columns);
            for (std::size_t i = 0; i < widths.size(); ++i)
                widest[i % columns] = std::max(widest[i % columns], widths[i]);
            return std::accumulate(widest.begin(), widest.end(), (static_cast<int>(columns) - 1) * spacing);
        };
        const int room = width - above->margins().left() - above->margins().right();
        std::size_t columns = std::max<std::size_t>(1, widths.size());
        if (across > 0)
            columns = std::min(columns, static_cast<std::size_t>(across));
        while (columns > 1 && widthOf(columns) > room)
            --columns;
        if (above->wrap() == static_cast<int>(columns))
            continue;
        above->setWrap(static_cast<int>(columns));
        above->setFillOrder(above->fillOrder(), true);
    }
}

/// Breaks axes' labels that have no room beside their axis, and takes fewer ticks where their numbers would touch.
/// @returns whether anything changed
bool ThemedPlot::fitLabels() {
    bool changed = false;
    for (QCPAxisRect* rect : axisRects())
        for (QCPAxis* axis : rect->axes()) {
            const QString whole = axis->label().replace(u'\n', u' ');
            const QFontMetrics metrics(axis->labelFont());
            const bool across = axis->orientation() == Qt::Horizontal;
            const int number =
                across ? metrics.horizontalAdvance(QStringLiteral("00000")) : 3 * metrics.lineSpacing() / 2;
            const int ticks = std::clamp((across ? rect->width() : rect->height()) / number, 2, kMostTicks);
            changed |= axis->ticker()->tickCount() != ticks;
            axis->ticker()->setTickCount(ticks);
            QRect all = rect->outerRect();
            for (const LegendAbove& above : m_legends)
                all.setTop(std::max(all.top(), above.legend->outerRect().bottom() + 1));
            const int middle = across ? rect->center().x() : rect->center().y();
            const int room = across ? 2 * std::min(middle - all.left(), all.right() - middle)
                                    : 2 * std::min(middle - all.top(), all.bottom() - middle);
            const QString fitted = metrics.horizontalAdvance(whole) > room ? inTwoLines(whole) : whole;
            if (fitted == axis->label())
                continue;
            axis->setLabel(fitted);
            changed = true;
        }
    return changed;
}

void ThemedPlot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    applyPalette(palette());
    replot(rpQueuedReplot);
}

/// Labels are fitted to a layout, which they change: it is made anew at once, not once all of it was drawn.
void ThemedPlot::updateLayout() {
    QCustomPlot::updateLayout();
    for (int again = 0; again < kMostLayouts && fitLabels(); ++again)
        QCustomPlot::updateLayout();
}

void ThemedPlot::showEvent(QShowEvent* event) {
    QCustomPlot::showEvent(event);
    if (std::exchange(m_changed, false))
        replot(rpQueuedRefresh);
}

void ThemedPlot::redraw() {
    m_changed = !isVisible() && window()->isVisible();
    if (!m_changed)
        replot(rpQueuedReplot);
}

void ThemedPlot::applyLook(const QPalette& colours, const QFont& text) {
    setBackground(colours.color(QPalette::Base));
    // The number at the right end reaches over it.
    const int beside = std::max(kLeastMargin, QFontMetrics(text).horizontalAdvance(QStringLiteral("0000")) / 2);
    for (QCPAxisRect* rect : axisRects()) {
        rect->setMinimumMargins({kLeastMargin, kLeastMargin, beside, kLeastMargin});
        for (QCPAxis* axis : rect->axes()) {
            styleAxis(*axis, colours);
            axis->setTickLabelFont(text);
            axis->setLabelFont(text);
        }
    }
    for (QCPLegend* item : findChildren<QCPLegend*>()) {
        item->setBrush(Qt::NoBrush);
        item->setBorderPen(Qt::NoPen);
        item->setFont(text);
        item->setTextColor(colours.color(QPalette::WindowText));
        item->setSelectedTextColor(colours.color(QPalette::WindowText));
    }
}

void ThemedPlot::drawOnPaper(QCPPainter& painter, const QSize& size) {
    applyLook(paperPalette(), painter.font());
    fitLegends(size.width());
    toPainter(&painter, size.width(), size.height());
    applyPalette(palette());
    replot(rpQueuedReplot);
}

} // namespace moelab
