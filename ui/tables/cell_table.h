#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace moelab {

/// A table that was worked out elsewhere: texts to read, and the numbers behind them.
class CellTable : public QAbstractTableModel {
    Q_OBJECT
  public:
    struct Cell {
        QString text;
        QVariant value = {}; ///< what stands in a CSV file; the text where there is none
        QString help = {};   ///< a tool tip
        bool number = false; ///< stands at the right
    };
    using Row = std::vector<Cell>;

    using QAbstractTableModel::QAbstractTableModel;

    /// @param header long titles are shown without their middle, see shortNames. @param rows as long as the header
    /// each
    void setContent(const QStringList& header, std::vector<Row> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QStringList m_header;
    QStringList m_titles; ///< the header as it is shown
    std::vector<Row> m_rows;
};

/// For a number in a cell.
CellTable::Cell numberCell(const QString& text, double value, const QString& help = {});

} // namespace moelab
