#pragma once

#include <QLayout>

#include <span>
#include <vector>

namespace moelab {

/// Puts widgets side by side, and continues in a new line where there is no more room, like words in a text.
class FlowLayout : public QLayout {
  public:
    using QLayout::QLayout;
    ~FlowLayout() override;

    void insertWidget(int position, QWidget* widget);
    /// Wider widgets count with this much where a line ends, and get more of what is left of it then.
    void setWidest(int width) { m_widest = width; }

    void addItem(QLayoutItem* item) override { m_items.push_back(item); }
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place({0, 0, width, 0}, false); }
    /// As wide as the widest widget.
    QSize minimumSize() const override;
    QSize sizeHint() const override { return minimumSize(); }
    Qt::Orientations expandingDirections() const override { return {}; }
    void setGeometry(const QRect& rect) override;

  private:
    /// @returns the height that the widgets need in that width. @param move whether they are put there
    int place(const QRect& rect, bool move) const;

    /// The widths of the items of a line of that width, with their spaces.
    std::vector<int> widthsOf(std::span<QLayoutItem* const> line, int width) const;
    int least(const QLayoutItem* item, int width) const;
    /// @returns how many of the items, from the first on, a line takes
    std::size_t lineOf(std::span<QLayoutItem* const> items, int width) const;

    std::vector<QLayoutItem*> m_items;
    int m_widest = QLAYOUTSIZE_MAX;
};

} // namespace moelab
