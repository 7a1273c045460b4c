#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace moelab {

/// How many images of each class the gate sends to each group: a row a class, a column a group.
class RoutesModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;

    /// @param routes [classes][groups]; empty shows nothing
    void showRoutes(std::vector<std::vector<std::int64_t>> routes, const QStringList& classes,
                    const QStringList& groups);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    /// Display: the class's name, or the share of its images; ToolTip: the numbers.
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<std::vector<std::int64_t>> m_routes;
    QStringList m_classes;
    QStringList m_groups;
};

} // namespace moelab
