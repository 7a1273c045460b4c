#include "tables/cell_table.h"

#include "plotting/csv.h"
#include "text/foreign_text.h"
#include "text/short_names.h"

namespace moelab {
namespace {

constexpr qsizetype kMostOfTitle = 40; // letters

} // namespace

void CellTable::setContent(const QStringList& header, std::vector<Row> rows) {
    beginResetModel();
    m_header = header;
    m_titles = shortNames(header, kMostOfTitle);
    m_rows = std::move(rows);
    endResetModel();
}

int CellTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CellTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_header.size());
}

QVariant CellTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Cell& cell = m_rows[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return inLine(cell.text);
    case Qt::EditRole:
        return cell.value.isValid() ? cell.value : QVariant(cell.text);
    case Qt::ToolTipRole:
        return cell.help.isEmpty() ? cell.text : cell.help;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (cell.number ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const {
    const bool known = orientation == Qt::Horizontal && section < m_header.size();
    if (known && role == Qt::DisplayRole)
        return m_titles[section];
    if (known && (role == Qt::EditRole || role == Qt::ToolTipRole))
        return m_header[section];
    if (known && role == Qt::TextAlignmentRole && !m_rows.empty()) // above what it names
        return data(index(0, section), role);
    return {};
}

CellTable::Cell numberCell(const QString& text, double value, const QString& help) {
    return {text, nineDigits(value), help, true};
}

} // namespace moelab
