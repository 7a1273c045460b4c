#include "plotting/beside_layout.h"

#include <algorithm>

namespace moelab {
namespace {

int heightOf(const QLayoutItem& item, int width, bool least) {
    if (item.hasHeightForWidth())
        return least ? item.minimumHeightForWidth(width) : item.heightForWidth(width);
    return least ? item.minimumSize().height() : item.sizeHint().height();
}

} // namespace

bool BesideLayout::isBeside(int width) const {
    int least = -spacing();
    for (int i = 0; i < count(); ++i)
        if (!itemAt(i)->isEmpty())
            least += spacing() +
                     (stretch(i) > 0 && !m_asLiked ? itemAt(i)->minimumSize() : itemAt(i)->sizeHint()).width();
    return least <= width;
}

int BesideLayout::widthOf(int index, int width) const {
    if (stretch(index) == 0)
        return itemAt(index)->sizeHint().width();
    int left = width + spacing();
    int stretches = 0;
    for (int i = 0; i < count(); ++i) {
        if (itemAt(i)->isEmpty())
            continue;
        left -= spacing() + (stretch(i) > 0 ? 0 : itemAt(i)->sizeHint().width());
        stretches += stretch(i);
    }
    return std::max(itemAt(index)->minimumSize().width(), left * stretch(index) / std::max(1, stretches));
}

int BesideLayout::heightIn(int width, bool least) const {
    const bool beside = isBeside(width);
    int height = beside ? 0 : -spacing();
    for (int i = 0; i < count(); ++i) {
        if (itemAt(i)->isEmpty())
            continue;
        const int item = heightOf(*itemAt(i), beside ? widthOf(i, width) : width, least);
        height = beside ? std::max(height, item) : height + item + spacing();
    }
    return std::max(0, height);
}

int BesideLayout::heightForWidth(int width) const { return heightIn(width, false); }

int BesideLayout::minimumHeightForWidth(int width) const { return heightIn(width, true); }

QSize BesideLayout::minimumSize() const {
    QSize least;
    for (int i = 0; i < count(); ++i)
        least = least.expandedTo(itemAt(i)->minimumSize());
    return least;
}

QSize BesideLayout::sizeHint() const {
    QSize wish;
    for (int i = 0; i < count(); ++i)
        wish = wish.expandedTo(itemAt(i)->sizeHint());
    return wish;
}

void BesideLayout::setGeometry(const QRect& rect) {
    setDirection(isBeside(rect.width()) ? LeftToRight : TopToBottom);
    QBoxLayout::setGeometry(rect);
}

} // namespace moelab
