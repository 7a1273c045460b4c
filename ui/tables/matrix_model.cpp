#include "tables/matrix_model.h"

#include "plotting/palette.h"
#include "tables/matrix_drawing.h"
#include "tables/matrix_paper.h"

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

MatrixPaper MatrixModel::paperFor(const QSize& size, const QFontMetrics& metrics) const {
    const std::optional<ColourScale> scale = colourScale();
    if (!scale)
        return {MatrixLayout(*this, size, metrics, kSquare), {}};
    const int width = colourBarWidth(*scale, metrics);
    const int height = colourBarHeight(metrics);
    const MatrixLayout beside(*this, size - QSize(width, 0), metrics, kSquare);
    const MatrixLayout above(*this, size - QSize(0, height), metrics, kSquare);
    const QRect cells = beside.shaded();
    if (above.numberScale() <= beside.numberScale())
        return {beside, QRect(beside.whole().width(), cells.top(), width, cells.height())};
    const QRect wide = above.shaded();
    return {above, QRect(wide.left(), above.whole().height(), wide.width(), height), true};
}

void MatrixModel::drawFigure(QCPPainter& painter, const QSize& size) {
    const QFontMetrics metrics = painter.fontMetrics();
    // Names and facts alone may need more room than the paper has.
    const QSize below(0, colourScale() ? colourBarHeight(metrics) : 0);
    const QSize least = MatrixLayout(*this, {0, 0}, metrics, kSquare).whole() + below;
    const double scale = std::min({1.0, static_cast<double>(size.width()) / least.width(),
                                   static_cast<double>(size.height()) / least.height()});
    const QSize paper = (QSizeF(size) / scale).toSize();
    const MatrixPaper placed = paperFor(paper, metrics);
    painter.save();
    painter.scale(scale, scale);
    painter.translate(std::max(0, (paper - placed.whole()).width() / 2), 0);
    drawMatrix(painter, *this, placed.layout, {{}, paper}, paperPalette());
    if (const auto shades = colourScale(); shades && rowCount() > 0)
        drawColourBar(painter, *shades, placed.bar, placed.barLies, paperPalette());
    painter.restore();
}

int MatrixModel::figureHeight(int width, const QFont& font) const {
    constexpr int kAnyHeight = 1'000'000;
    return paperFor({width, kAnyHeight}, QFontMetrics(font)).whole().height();
}

} // namespace moelab
