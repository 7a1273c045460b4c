#pragma once

#include "confusion/confusion_table.h"

#include <QAbstractTableModel>

namespace moelab {

/// Precision, recall and F1 of every class, and their means in the last row: that of the recalls is the balanced
/// accuracy (see core's confusion.h).
class ClassScoresModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { NameColumn, PrecisionColumn, RecallColumn, F1Column, ImagesColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void showTable(const ConfusionTable& table);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Row {
        QString name;
        ClassScores scores;
    };
    std::vector<Row> m_rows;
};

} // namespace moelab
