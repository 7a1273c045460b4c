#include "samples/sample_delegate.h"

#include "plotting/palette.h"
#include "samples/sample_model.h"

#include <QPainter>

namespace moelab {
namespace {

constexpr int kPicture = 32;
constexpr int kEdge = 3;
constexpr int kSpace = 3;

} // namespace

QSize SampleDelegate::cellSize(const QFontMetrics& metrics) const {
    const int side = m_zoom * kPicture + 2 * (kEdge + kSpace);
    return {side, side + metrics.lineSpacing()};
}

QSize SampleDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return cellSize(option.fontMetrics);
}

void SampleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const bool right = index.data(SampleModel::RightRole).toBool();
    const bool chosen = option.state & QStyle::State_Selected;
    if (chosen)
        painter->fillRect(option.rect, option.palette.highlight());
    const QRect picture(option.rect.left() + kEdge + kSpace, option.rect.top() + kEdge + kSpace, m_zoom * kPicture,
                        m_zoom * kPicture);
    if (!right)
        painter->fillRect(picture.adjusted(-kEdge, -kEdge, kEdge, kEdge), wrongColour());
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    if (image.isNull())
        painter->fillRect(picture, option.palette.mid());
    else
        painter->drawImage(picture, image);
    const QRect text(option.rect.left() + 1, picture.bottom() + kEdge, option.rect.width() - 2,
                     option.fontMetrics.lineSpacing());
    painter->setPen(option.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text));
    const QString answer = (right ? QString() : QStringLiteral("✗ ")) + index.data().toString();
    painter->drawText(text, Qt::AlignCenter, option.fontMetrics.elidedText(answer, Qt::ElideRight, text.width()));
}

} // namespace moelab
