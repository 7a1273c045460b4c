#pragma once

#include <QStyledItemDelegate>

namespace moelab {

/// An image on the pixel grid with its true and predicted class under it; wrong ones have a coloured edge.
class SampleDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// @param zoom how many times 32 pixels an image may be wide and high
    void setZoom(int zoom) { m_zoom = zoom; }
    QSize cellSize(const QFontMetrics& metrics) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    QRect pictureRect(const QImage& image, const QRect& cell) const;

    int m_zoom = 2;
};

} // namespace moelab
