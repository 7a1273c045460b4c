#include "parameters/data_preview.h"

#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QPaintEvent>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLetters = 9; // of a name; longer ones are elided
constexpr int kPicture = 32;
constexpr int kSpace = 4;
constexpr double kMostRows = 8.5; // half a row says that there are more

} // namespace

DataPreview::DataPreview(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("dataPreview"));
    setAccessibleName(tr("An image of each class with its numbers of training and test images"));
    setToolTip(tr("Class, training images / test images in use"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void DataPreview::showData(std::shared_ptr<const DataView> images) {
    m_data = std::move(images);
    updateGeometry();
    update();
}

int DataPreview::rowHeight() const { return std::max(kPicture, 2 * fontMetrics().lineSpacing()) + kSpace; }

int DataPreview::mostHeight() const { return std::min(heightForWidth(width()), qRound(kMostRows * rowHeight())); }

QString DataPreview::countsOf(std::size_t cls) const {
    return tr("%L1 / %L2").arg(m_data->trainCounts[cls]).arg(m_data->testCounts[cls]);
}

int DataPreview::cellWidth() const {
    int text = kLetters * fontMetrics().averageCharWidth();
    for (std::size_t cls = 0; m_data && cls < m_data->classNames.size(); ++cls)
        text = std::max(text, fontMetrics().horizontalAdvance(countsOf(cls)));
    return kPicture + kSpace + text;
}

int DataPreview::rowsIn(int width) const {
    const int classes = m_data ? static_cast<int>(m_data->classNames.size()) : 0;
    const int columns = std::max(1, (width + kSpace) / (cellWidth() + kSpace));
    return (classes + columns - 1) / columns;
}

void DataPreview::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (rowsIn(event->oldSize().width()) != rowsIn(width()))
        emit mostHeightChanged();
}

void DataPreview::paintEvent(QPaintEvent* event) {
    if (!m_data)
        return;
    QPainter painter(this);
    const int classes = static_cast<int>(m_data->classNames.size());
    const int rows = std::max(1, rowsIn(width()));
    const int columnWidth = (width() + kSpace) / std::max(1, (classes + rows - 1) / rows);
    for (int cls = 0; cls < classes; ++cls) {
        const QRect cell(cls / rows * columnWidth, cls % rows * rowHeight(), columnWidth - kSpace,
                         rowHeight() - kSpace);
        if (!cell.intersects(event->rect()))
            continue;
        const auto index = static_cast<std::size_t>(cls);
        if (!m_data->samples[index].isNull())
            painter.drawImage(QRect(cell.left(), cell.top(), kPicture, kPicture), m_data->samples[index]);
        const QRect text = cell.adjusted(kPicture + kSpace, 0, 0, 0);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(text, Qt::AlignTop | Qt::AlignLeft,
                         fontMetrics().elidedText(inLine(m_data->className(cls)), Qt::ElideRight, text.width()));
        painter.setPen(mutedText(palette()));
        painter.drawText(text, Qt::AlignBottom | Qt::AlignLeft, countsOf(index));
    }
}

} // namespace moelab
