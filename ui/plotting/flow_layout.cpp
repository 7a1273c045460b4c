#include "plotting/flow_layout.h"

#include <QWidget>

#include <algorithm>

namespace moelab {

FlowLayout::~FlowLayout() {
    for (QLayoutItem* item : m_items)
        delete item;
}

void FlowLayout::insertWidget(int position, QWidget* widget) {
    addChildWidget(widget);
    m_items.insert(m_items.begin() + position, new QWidgetItem(widget));
    invalidate();
}

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    QLayoutItem* const item = itemAt(index);
    if (item)
        m_items.erase(m_items.begin() + index);
    return item;
}

QSize FlowLayout::minimumSize() const {
    QSize least;
    for (const QLayoutItem* item : m_items)
        least = least.expandedTo(item->minimumSize());
    return least;
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::place(const QRect& rect, bool move) const {
    const int space = std::max(0, spacing());
    int x = rect.x();
    int y = rect.y();
    int line = 0;
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty()) // hidden, with no space around it
            continue;
        const QSize size = item->sizeHint();
        if (x > rect.x() && x + size.width() > rect.x() + rect.width()) {
            x = rect.x();
            y += line + space;
            line = 0;
        }
        if (move)
            item->setGeometry({{x, y}, QSize(std::min(size.width(), rect.width()), size.height())});
        x += size.width() + space;
        line = std::max(line, size.height());
    }
    return y + line - rect.y();
}

} // namespace moelab
