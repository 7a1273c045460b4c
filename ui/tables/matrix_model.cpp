#include "tables/matrix_model.h"

#include "plotting/palette.h"
#include "tables/matrix_drawing.h"
#include "tables/matrix_layout.h"

#include <QGuiApplication>
#include <qcustomplot.h>

#include <algorithm>

namespace moelab {

QVariant MatrixModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (role == Qt::DisplayRole)
        return cell(index.row(), index.column(), QGuiApplication::palette()).text;
    if (role == Qt::AccessibleTextRole)
        return words(index.row(), index.column());
    return {};
}

QVariant MatrixModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return role == Qt::DisplayRole ? name(section, orientation) : QVariant();
}

void MatrixModel::drawFigure(QCPPainter& painter, const QSize& size) {
    painter.setFont(m_font.value_or(QGuiApplication::font()));
    // Many rows or columns need more room than the paper has: then all is smaller, down to letters that can still
    // be read; where that is not enough, cells are without their numbers.
    constexpr double kLeastScale = 0.5;
    const QSize least = MatrixLayout(*this, {0, 0}, painter.fontMetrics()).whole();
    double scale = std::min({1.0, static_cast<double>(size.width()) / least.width(),
                             static_cast<double>(size.height()) / least.height()});
    MatrixZoom zoom;
    if (scale < kLeastScale) {
        scale = kLeastScale;
        zoom.fit = MatrixZoom::Fit::Whole;
    }
    const QSize paper = (QSizeF(size) / scale).toSize();
    painter.save();
    painter.scale(scale, scale);
    drawMatrix(painter, *this, MatrixLayout(*this, paper, painter.fontMetrics(), zoom), {{}, paper},
               paperPalette());
    painter.restore();
}

} // namespace moelab
