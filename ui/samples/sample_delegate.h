#pragma once

#include <QStyledItemDelegate>

namespace moelab {

/// An image on the pixel grid with the prediction under it; wrong ones have a coloured edge and a cross.
class SampleDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setZoom(int zoom) { m_zoom = zoom; }
    QSize cellSize(const QFontMetrics& metrics) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    int m_zoom = 2;
};

} // namespace moelab
