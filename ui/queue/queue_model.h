#pragma once

#include "sweep/run_queue.h"

#include <QAbstractTableModel>

namespace moelab {

/// The runs of a queue, in the order in which they are started.
class QueueModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { RunColumn, SettingColumn, StateColumn, ProgressColumn, TimeColumn, MessageColumn, ColumnCount };
    enum Role { ProgressRole = Qt::UserRole }; ///< 0..1

    using QAbstractTableModel::QAbstractTableModel;

    void showRuns(const std::vector<QueuedRun>& runs);
    const QueuedRun& run(int row) const { return m_runs[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<QueuedRun> m_runs;
};

} // namespace moelab
