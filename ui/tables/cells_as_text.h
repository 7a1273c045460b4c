#pragma once

#include <QModelIndexList>
#include <QString>

namespace moelab {

/// Cells as a spreadsheet takes them: the rows that have one of them, the columns likewise, with nothing where a
/// cell is not among them. @param cells by row, then by column
QString cellsAsText(const QModelIndexList& cells);

} // namespace moelab
