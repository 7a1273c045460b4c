#include "plotting/view_area.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLeastAreaLines = 6;
constexpr int kLeastAreaLetters = 30;

} // namespace

/// It scrolls what the keyboard goes to.
void putIn(QScrollArea& area, QWidget* content) {
    area.setWidget(content);
    area.setFrameShape(QFrame::NoFrame);
    area.setFocusPolicy(Qt::NoFocus);
    content->installEventFilter(&area);
}

ViewArea::ViewArea(QWidget* view) { putIn(*this, view); }

QSize ViewArea::minimumSizeHint() const {
    return {kLeastAreaLetters * fontMetrics().averageCharWidth(), kLeastAreaLines * fontMetrics().lineSpacing()};
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
