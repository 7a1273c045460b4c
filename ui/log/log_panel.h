#pragma once

#include "log/log_model.h"
#include "log/log_sink.h"

#include <QSortFilterProxyModel>
#include <QTimer>
#include <QWidget>

#include <memory>

class QTableView;

namespace moelab {

/// Messages at or above a level that contain a text.
class LogFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setLevel(int level);

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

  private:
    int m_level = 0;
};

/// The log, filterable; keeps to the newest line unless a person scrolled up.
class LogPanel : public QWidget {
    Q_OBJECT
  public:
    explicit LogPanel(std::shared_ptr<LogSink> sink, QWidget* parent = nullptr);

  private:
    void takeNew();

    std::shared_ptr<LogSink> m_sink;
    LogModel m_model;
    LogFilter m_filter;
    QTableView* m_table;
    QTimer m_timer;
};

} // namespace moelab
