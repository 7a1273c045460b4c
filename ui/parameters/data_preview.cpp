#include "parameters/data_preview.h"

#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QPainter>

namespace moelab {
namespace {

constexpr int kColumns = 2;
constexpr int kPicture = 32;
constexpr int kSpace = 4;

} // namespace

DataPreview::DataPreview(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("dataPreview"));
    setAccessibleName(tr("An image of each class with its numbers of training and test images"));
    setToolTip(tr("Class, training images / test images in use"));
}

void DataPreview::showData(std::shared_ptr<const DataView> images) {
    m_data = std::move(images);
    updateGeometry();
    update();
}

int DataPreview::rowHeight() const { return std::max(kPicture, 2 * fontMetrics().lineSpacing()) + kSpace; }

QSize DataPreview::sizeHint() const {
    const int classes = m_data ? static_cast<int>(m_data->classNames.size()) : 0;
    return {200, (classes + kColumns - 1) / kColumns * rowHeight()};
}

void DataPreview::paintEvent(QPaintEvent*) {
    if (!m_data)
        return;
    QPainter painter(this);
    const int classes = static_cast<int>(m_data->classNames.size());
    const int rows = (classes + kColumns - 1) / kColumns;
    const int columnWidth = width() / kColumns;
    for (int cls = 0; cls < classes; ++cls) {
        const QRect cell(cls / rows * columnWidth, cls % rows * rowHeight(), columnWidth, rowHeight() - kSpace);
        const auto index = static_cast<std::size_t>(cls);
        if (!m_data->samples[index].isNull())
            painter.drawImage(QRect(cell.left(), cell.top(), kPicture, kPicture), m_data->samples[index]);
        const QRect text = cell.adjusted(kPicture + kSpace, 0, 0, 0);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(text, Qt::AlignTop | Qt::AlignLeft,
                         fontMetrics().elidedText(inLine(m_data->className(cls)), Qt::ElideRight, text.width()));
        painter.setPen(mutedText(palette()));
        painter.drawText(text, Qt::AlignBottom | Qt::AlignLeft,
                         tr("%L1 / %L2").arg(m_data->trainCounts[index]).arg(m_data->testCounts[index]));
    }
}

} // namespace moelab
