#include "samples/sample_delegate.h"

#include "plotting/palette.h"
#include "samples/sample_model.h"

#include <QPainter>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kPicture = 32;
constexpr int kEdge = 3;
constexpr int kSpace = 3;
constexpr int kLetters = 17; // "cat → horse 100 %"

/// The tile's words in this width: names give way, the arrow and the number do not.
QString fitted(const QModelIndex& index, const QFontMetrics& metrics, int width) {
    const QString whole = index.data().toString();
    if (metrics.horizontalAdvance(whole) <= width)
        return whole;
    const QString truth = index.data(SampleModel::TruthRole).toString();
    const QString answer = index.data(SampleModel::AnswerRole).toString();
    const QString percent = index.data(SampleModel::PercentRole).toString();
    const QString number = percent.isEmpty() ? QString() : u' ' + percent;
    if (truth == answer)
        return metrics.elidedText(answer, Qt::ElideRight, width - metrics.horizontalAdvance(number)) + number;
    const QString arrow = QStringLiteral(" → ");
    const int names = width - metrics.horizontalAdvance(arrow + number);
    const int first =
        std::min(metrics.horizontalAdvance(truth), std::max(names / 2, names - metrics.horizontalAdvance(answer)));
    return metrics.elidedText(truth, Qt::ElideRight, first) + arrow +
           metrics.elidedText(answer, Qt::ElideRight, names - first) + number;
}

} // namespace

QSize SampleDelegate::cellSize(const QFontMetrics& metrics) const {
    const int side = m_zoom * kPicture + 2 * (kEdge + kSpace);
    return {std::max(side, kLetters * metrics.averageCharWidth()), side + metrics.lineSpacing()};
}

QSize SampleDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return cellSize(option.fontMetrics);
}

/// In the middle of the tile, on whole pixels where the image is smaller than its place.
QRect SampleDelegate::pictureRect(const QImage& image, const QRect& cell) const {
    const int side = m_zoom * kPicture;
    QSize size(side, side);
    if (!image.isNull()) {
        const int times = side / std::max(image.width(), image.height());
        size = times > 0 ? image.size() * times : image.size().scaled(size, Qt::KeepAspectRatio);
    }
    return {QPoint(cell.left() + (cell.width() - size.width()) / 2,
                   cell.top() + kEdge + kSpace + (side - size.height()) / 2),
            size};
}

void SampleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const bool right = index.data(SampleModel::RightRole).toBool();
    const bool chosen = option.state & QStyle::State_Selected;
    if (chosen)
        painter->fillRect(option.rect, option.palette.highlight());
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    const QRect picture = pictureRect(image, option.rect);
    if (!right)
        painter->fillRect(picture.adjusted(-kEdge, -kEdge, kEdge, kEdge), wrongColour());
    if (image.isNull())
        painter->fillRect(picture, option.palette.mid());
    else
        painter->drawImage(picture, image);
    const int top = option.rect.top() + m_zoom * kPicture + 2 * kEdge + kSpace;
    const QRect text(option.rect.left() + 2, top, option.rect.width() - 4, option.fontMetrics.lineSpacing());
    painter->setPen(option.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(text, Qt::AlignCenter, fitted(index, option.fontMetrics, text.width()));
}

} // namespace moelab
