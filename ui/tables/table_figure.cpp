#include "tables/table_figure.h"

#include "plotting/csv.h"
#include "plotting/palette.h"

#include <QAbstractItemModel>
#include <qcustomplot.h>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kTableSpace = 8;

int lineHeight(const QFontMetrics& metrics) { return metrics.lineSpacing() + 2; }

} // namespace

QString TableFigure::text(int row, int column, int role) const {
    if (row >= 0)
        return m_model.index(row, column).data(role).toString();
    const QVariant title = m_model.headerData(column, Qt::Horizontal, role);
    return (title.isValid() ? title : m_model.headerData(column, Qt::Horizontal)).toString();
}

bool TableFigure::figureIsEmpty() const { return m_model.rowCount() == 0; }

void TableFigure::drawFigure(QCPPainter& painter, const QSize& size) {
    const QFontMetrics metrics = painter.fontMetrics();
    std::vector<int> widths;
    int all = kTableSpace;
    for (int column = 0; column < m_model.columnCount(); ++column) {
        int width = 0;
        for (int row = -1; row < m_model.rowCount(); ++row)
            width = std::max(width, metrics.horizontalAdvance(text(row, column)));
        widths.push_back(width + 2 * kTableSpace);
        all += widths.back();
    }
    const int line = lineHeight(metrics);
    const int height = figureHeight(all, painter.font());
    const double scale =
        std::min({1.0, static_cast<double>(size.width()) / all, static_cast<double>(size.height()) / height});
    painter.save();
    painter.scale(scale, scale);
    for (int row = -1; row < m_model.rowCount(); ++row) {
        int x = kTableSpace;
        painter.setPen(row < 0 ? mutedText(paperPalette()) : QColor(Qt::black));
        for (int column = 0; column < m_model.columnCount(); ++column) {
            const int width = widths[static_cast<std::size_t>(column)];
            const QVariant side = m_model.index(std::max(row, 0), column).data(Qt::TextAlignmentRole);
            const int alignment = side.isValid() ? side.toInt() : int(Qt::AlignVCenter | Qt::AlignLeft);
            painter.drawText(QRect(x, kTableSpace / 2 + (row + 1) * line, width - kTableSpace, line), alignment,
                             text(row, column));
            x += width;
        }
    }
    painter.restore();
}

int TableFigure::figureHeight(int, const QFont& font) const {
    return (m_model.rowCount() + 1) * lineHeight(QFontMetrics(font)) + kTableSpace;
}

QString TableFigure::figureCsv() const {
    QString csv;
    for (int row = -1; row < m_model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_model.columnCount(); ++column)
            cells << text(row, column, Qt::EditRole);
        csv += csvLine(cells);
    }
    return csv;
}

} // namespace moelab
