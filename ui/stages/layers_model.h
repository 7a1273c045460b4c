#pragma once

#include "config/network_spec.h"

#include <QAbstractTableModel>

#include <vector>

namespace moelab {

/// The layers of what a stage trains, and those of the frozen networks it stands on.
class LayersModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { NetworkColumn, LayerColumn, KindColumn, ShapeColumn, ParametersColumn, StateColumn, ColumnCount };

    struct Row {
        QString network;
        LayerInfo layer;
        bool trainable;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void showRows(std::vector<Row> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    /// Edit: what Display says, but counts as numbers.
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<Row> m_rows;
};

} // namespace moelab
