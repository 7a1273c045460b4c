#include "scroll_areas.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLeastLines = 6;
constexpr int kLeastBoardLines = 3;
constexpr int kLeastLetters = 30;

/// It scrolls what the keyboard goes to, and is no stop on the way itself.
void prepare(QScrollArea& area, QWidget* content) {
    area.setWidget(content);
    area.setFrameShape(QFrame::NoFrame);
    area.setFocusPolicy(Qt::NoFocus);
    content->installEventFilter(&area);
}

} // namespace

BoardArea::BoardArea(QWidget* board) {
    setWidgetResizable(true);
    prepare(*this, board);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
}

void BoardArea::setMost(int height) {
    m_most = height;
    fit();
}

int BoardArea::wanted() const {
    const QSize least = widget()->minimumSizeHint();
    if (least.width() > width())
        return least.height() + horizontalScrollBar()->sizeHint().height();
    return widget()->hasHeightForWidth() ? widget()->heightForWidth(width()) : least.height();
}

/// A bar that it does not need would take the width in which it needs none.
void BoardArea::fit() {
    setVerticalScrollBarPolicy(wanted() > height() ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    updateGeometry();
}

QSize BoardArea::sizeHint() const { return {widget()->minimumSizeHint().width(), std::min(wanted(), m_most)}; }

QSize BoardArea::minimumSizeHint() const {
    return {kLeastLetters * fontMetrics().averageCharWidth(),
            std::min(sizeHint().height(), kLeastBoardLines * fontMetrics().lineSpacing())};
}

bool BoardArea::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

void BoardArea::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    fit();
}

VerticalScroll::VerticalScroll(QWidget* content) {
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    prepare(*this, content);
}

bool VerticalScroll::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        setMinimumWidth(widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width());
    return QScrollArea::eventFilter(watched, event);
}

ViewArea::ViewArea(QWidget* view) { prepare(*this, view); }

QSize ViewArea::minimumSizeHint() const {
    return {kLeastLetters * fontMetrics().averageCharWidth(), kLeastLines * fontMetrics().lineSpacing()};
}

/// What the view needs at least in the room's width; texts that wrap need the more height the narrower they are.
QSize ViewArea::leastFor(const QSize& room) const {
    const QSize least = widget()->minimumSizeHint().expandedTo(widget()->minimumSize());
    const int width = std::max(room.width(), least.width());
    const QLayout* const layout = widget()->layout();
    const int height = layout && layout->hasHeightForWidth() ? layout->totalMinimumHeightForWidth(width) : 0;
    return {least.width(), std::max(least.height(), height)};
}

void ViewArea::fit() {
    QSize room = maximumViewportSize();
    if (leastFor(room).height() > room.height())
        room.rwidth() -= verticalScrollBar()->sizeHint().width();
    if (leastFor(room).width() > room.width())
        room.rheight() -= horizontalScrollBar()->sizeHint().height();
    widget()->resize(room.expandedTo(leastFor(room)));
}

bool ViewArea::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

void ViewArea::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    fit();
}

} // namespace moelab
