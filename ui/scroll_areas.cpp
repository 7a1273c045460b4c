#include "scroll_areas.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kMostBoardLines = 20;

} // namespace

BoardArea::BoardArea(QWidget* board) {
    setWidget(board);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    board->installEventFilter(this);
}

bool BoardArea::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        setMinimumHeight(
            std::min(widget()->minimumSizeHint().height(), kMostBoardLines * fontMetrics().lineSpacing()));
    return QScrollArea::eventFilter(watched, event);
}

VerticalScroll::VerticalScroll(QWidget* content) {
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    content->installEventFilter(this);
}

bool VerticalScroll::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        setMinimumWidth(widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width());
    return QScrollArea::eventFilter(watched, event);
}

} // namespace moelab
