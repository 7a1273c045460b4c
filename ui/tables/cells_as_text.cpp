#include "tables/cells_as_text.h"

#include <QStringList>

#include <algorithm>

namespace moelab {

QString cellsAsText(const QModelIndexList& cells) {
    QList<int> columns;
    for (const QModelIndex& cell : cells)
        columns << cell.column();
    std::ranges::sort(columns);
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    QStringList lines;
    for (auto cell = cells.begin(); cell != cells.end();) {
        const int row = cell->row();
        QStringList line;
        for (const int column : columns)
            line << (cell != cells.end() && cell->row() == row && cell->column() == column
                         ? (cell++)->data().toString()
                         : QString());
        lines << line.join(u'\t');
    }
    return lines.join(u'\n');
}

} // namespace moelab
