#pragma once

#include <QAbstractTableModel>
#include <QDateTime>

#include <deque>

namespace moelab {

struct LogEntry {
    QDateTime time;
    int level = 2; ///< spdlog's: 2 info, 3 warning, 4 error
    QString text;
};

/// The newest messages, oldest first.
class LogModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { TimeColumn, LevelColumn, TextColumn, ColumnCount };
    enum Role { LevelRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    void add(const std::vector<LogEntry>& entries);
    void clear();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::deque<LogEntry> m_entries;
};

/// "info", "warning", "error"
QString levelName(int level);

} // namespace moelab
