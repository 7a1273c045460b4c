#include "scroll_areas.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLeastBoardLines = 3;
constexpr int kLeastLetters = 30;

} // namespace

BoardArea::BoardArea(QWidget* board) {
    setWidgetResizable(true);
    putIn(*this, board);
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
    putIn(*this, content);
}

bool VerticalScroll::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        setMinimumWidth(widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width());
    return QScrollArea::eventFilter(watched, event);
}

} // namespace moelab
