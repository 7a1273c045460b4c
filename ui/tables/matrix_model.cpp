#include "tables/matrix_model.h"

#include "plotting/palette.h"
#include "tables/matrix_drawing.h"
#include "tables/matrix_layout.h"

#include <QGuiApplication>
#include <qcustomplot.h>

#include <algorithm>

namespace moelab {
namespace {

constexpr MatrixZoom kSquare{MatrixZoom::Fit::Square};

} // namespace

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

int MatrixModel::barWidth(const QFontMetrics& metrics) const {
    const std::optional<ColourScale> scale = colourScale();
    return scale ? colourBarWidth(*scale, metrics) : 0;
}

void MatrixModel::drawFigure(QCPPainter& painter, const QSize& size) {
    const QFontMetrics metrics = painter.fontMetrics();
    const QSize bar(barWidth(metrics), 0);
    // Names and facts alone may need more room than the paper has.
    const QSize least = MatrixLayout(*this, {0, 0}, metrics, kSquare).whole() + bar;
    const double scale = std::min({1.0, static_cast<double>(size.width()) / least.width(),
                                   static_cast<double>(size.height()) / least.height()});
    const QSize paper = (QSizeF(size) / scale).toSize();
    const MatrixLayout layout(*this, paper - bar, metrics, kSquare);
    painter.save();
    painter.scale(scale, scale);
    painter.translate(std::max(0, (paper - bar - layout.whole()).width() / 2), 0);
    drawMatrix(painter, *this, layout, {{}, paper}, paperPalette());
    if (const auto shades = colourScale(); shades && rowCount() > 0) {
        const QRect cells = layout.shaded();
        drawColourBar(painter, *shades, {layout.whole().width(), cells.top(), bar.width(), cells.height()},
                      paperPalette());
    }
    painter.restore();
}

int MatrixModel::figureHeight(int width, const QFontMetrics& metrics) const {
    constexpr int kAnyHeight = 1'000'000;
    return MatrixLayout(*this, {width - barWidth(metrics), kAnyHeight}, metrics, kSquare).whole().height();
}

} // namespace moelab
