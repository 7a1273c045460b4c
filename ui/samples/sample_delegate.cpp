#include "samples/sample_delegate.h"

#include "plotting/palette.h"
#include "samples/sample_model.h"

#include <QAbstractItemView>
#include <QPainter>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kPicture = 32;
constexpr int kEdge = 3;
constexpr int kSpace = 3;
constexpr int kLines = 2;
constexpr int kMostLetters = 20; // of a name, and what follows it
const QString kArrow = QStringLiteral(" →");

/// A name with what follows it, which stays whole.
QString fitted(const QString& name, const QString& rest, const QFontMetrics& metrics, int width) {
    return metrics.elidedText(name, Qt::ElideMiddle, width - metrics.horizontalAdvance(rest)) + rest;
}

/// The tile's words in this width, in a line or two.
QString fitted(const QModelIndex& index, const QFontMetrics& metrics, int width) {
    const QString whole = index.data().toString();
    if (metrics.horizontalAdvance(whole) <= width)
        return whole;
    const QString truth = index.data(SampleModel::TruthRole).toString();
    const QString answer = index.data(SampleModel::AnswerRole).toString();
    const QString percent = index.data(SampleModel::PercentRole).toString();
    const QString last = fitted(answer, percent.isEmpty() ? QString() : u' ' + percent, metrics, width);
    return truth == answer ? last : fitted(truth, kArrow, metrics, width) + u'\n' + last;
}

} // namespace

void SampleDelegate::setNames(const QStringList& names) {
    const auto longest = std::ranges::max_element(names, {}, &QString::size);
    m_longest = longest == names.end() ? QString() : *longest;
}

QSize SampleDelegate::cellSize(const QFontMetrics& metrics) const {
    const int side = m_zoom * kPicture + 2 * (kEdge + kSpace);
    const int words = metrics.horizontalAdvance(m_longest + QStringLiteral(" 100 %")) + 2 * kSpace;
    return {std::max(side, std::min(words, kMostLetters * metrics.averageCharWidth())),
            side + kLines * metrics.lineSpacing()};
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
    const auto* const view = qobject_cast<const QAbstractItemView*>(option.widget); // null on paper
    const bool chosen = view && view->currentIndex() == index;
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
    const QRect text(option.rect.left() + 2, top, option.rect.width() - 4,
                     kLines * option.fontMetrics.lineSpacing());
    painter->setPen(option.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(text, Qt::AlignTop | Qt::AlignHCenter, fitted(index, option.fontMetrics, text.width()));
}

} // namespace moelab
