#include "plotting/flow_layout.h"

#include <QWidget>

#include <algorithm>
#include <cstdint>
#include <iterator>

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

int FlowLayout::least(const QLayoutItem* item, int width) const {
    return std::min({item->sizeHint().width(), m_widest, width});
}

/// With their whole widths, where that costs no line more.
std::size_t FlowLayout::lineOf(std::span<QLayoutItem* const> items, int width) const {
    const auto firstLine = [&](std::span<QLayoutItem* const> rest, int widest) {
        const auto counts = [&](const QLayoutItem* item) {
            return std::min({item->sizeHint().width(), widest, width});
        };
        std::size_t count = 1;
        int x = counts(rest.front());
        while (count < rest.size() && (x += std::max(0, spacing()) + counts(rest[count])) <= width)
            ++count;
        return count;
    };
    const auto lines = [&](int widest) {
        int count = 0;
        for (auto rest = items; !rest.empty(); rest = rest.subspan(firstLine(rest, widest)))
            ++count;
        return count;
    };
    return firstLine(items, lines(QLAYOUTSIZE_MAX) > lines(m_widest) ? m_widest : QLAYOUTSIZE_MAX);
}

/// What the line has left goes to those that want it, as far as they do.
std::vector<int> FlowLayout::widthsOf(std::span<QLayoutItem* const> line, int width) const {
    int left = width - static_cast<int>(line.size() - 1) * std::max(0, spacing());
    int wanted = 0;
    std::vector<int> widths;
    for (const QLayoutItem* item : line) {
        widths.push_back(least(item, width));
        left -= widths.back();
        wanted += std::min(item->sizeHint().width(), width) - widths.back();
    }
    for (std::size_t i = 0; i < line.size() && wanted > 0; ++i) {
        const int wants = std::min(line[i]->sizeHint().width(), width) - widths[i];
        const int gets = std::min(wants, static_cast<int>(std::int64_t{left} * wants / wanted));
        widths[i] += gets;
        left -= gets;
        wanted -= wants;
    }
    return widths;
}

int FlowLayout::place(const QRect& rect, bool move) const {
    const int space = std::max(0, spacing());
    std::vector<QLayoutItem*> seen; // without the hidden ones, with no space around them
    std::ranges::copy_if(m_items, std::back_inserter(seen), [](QLayoutItem* item) { return !item->isEmpty(); });
    int y = rect.y();
    for (std::size_t first = 0; first < seen.size();) {
        const std::span<QLayoutItem* const> rest = std::span(seen).subspan(first);
        const std::span<QLayoutItem* const> line = rest.first(lineOf(rest, rect.width()));
        const std::vector<int> widths = widthsOf(line, rect.width());
        int height = 0;
        int x = rect.x();
        for (std::size_t i = 0; i < line.size(); ++i) {
            const int own = line[i]->sizeHint().height();
            if (move)
                line[i]->setGeometry({x, y, widths[i], own});
            x += widths[i] + space;
            height = std::max(height, own);
        }
        first += line.size();
        y += height + (first < seen.size() ? space : 0);
    }
    return y - rect.y();
}

} // namespace moelab
