#include "samples/sample_grid.h"

#include "plotting/focus_frame.h"

#include <QPainter>
#include <QResizeEvent>
#include <QTimer>

namespace moelab {

SampleGrid::SampleGrid(QWidget* parent)
    : QListView(parent) {
    setFlow(LeftToRight);
    setWrapping(true);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    // The current image is marked. What is selected would follow the pointer when the inspector, which a press
    // opens, moves the tiles before the button is released.
    setSelectionMode(NoSelection);
    setVerticalScrollMode(ScrollPerPixel);
}

/// Qt chooses the first image then, for which the inspector would open. Where the program gave the keyboard, as
/// after a click on a cell, a key chooses.
void SampleGrid::focusInEvent(QFocusEvent* event) {
    if (event->reason() == Qt::OtherFocusReason)
        QFrame::focusInEvent(event);
    else
        QListView::focusInEvent(event);
}

void SampleGrid::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (!hasFocus() || currentIndex().isValid())
        return; // the current image says where the keyboard is
    QPainter painter(viewport());
    drawFocusFrame(painter, viewport()->rect(), palette());
}

/// A view that comes to fill the window is resized several times: as panels and the board go.
void SampleGrid::resizeEvent(QResizeEvent* event) {
    if (!m_follows && QRect(QPoint(), event->oldSize()).intersects(visualRect(currentIndex()))) {
        m_follows = true;
        QTimer::singleShot(0, this, [this] {
            m_follows = false;
            scrollTo(currentIndex());
        });
    }
    QListView::resizeEvent(event);
}

} // namespace moelab
