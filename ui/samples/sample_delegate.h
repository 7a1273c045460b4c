#pragma once

#include <QStyledItemDelegate>

namespace moelab {

/// An image on the pixel grid, and under it the predicted class with its confidence. Wrong ones have a coloured
/// edge and say their true class before: "cat → frog 31 %", in two lines where one has no room.
class SampleDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// @param zoom how many times 32 pixels an image may be wide and high
    void setZoom(int zoom) { m_zoom = zoom; }
    /// @param names of the classes or groups, which tiles have room for unless they are very long
    void setNames(const QStringList& names);
    QSize cellSize(const QFontMetrics& metrics) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    QRect pictureRect(const QImage& image, const QRect& cell) const;

    int m_zoom = 2;
    QString m_longest; ///< name
};

} // namespace moelab
