#pragma once

#include <QBoxLayout>

namespace moelab {

/// Puts its items side by side where they have room so, else below one another. Those that stretch share what the
/// others leave of the width, and need their least of it.
class BesideLayout : public QBoxLayout {
  public:
    /// @param asLiked whether those that stretch need as much as they like to have, too, to stand beside others
    explicit BesideLayout(bool asLiked = false)
        : QBoxLayout(LeftToRight)
        , m_asLiked(asLiked) {}

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    int minimumHeightForWidth(int width) const override;
    /// As wide as the widest item.
    QSize minimumSize() const override;
    QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

  private:
    bool isBeside(int width) const;
    /// Where they are side by side.
    int widthOf(int index, int width) const;
    /// @param least as high as they must be, else as they like to be
    int heightIn(int width, bool least) const;

    bool m_asLiked;
};

} // namespace moelab
