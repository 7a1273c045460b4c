#include "samples/sample_grid.h"

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
