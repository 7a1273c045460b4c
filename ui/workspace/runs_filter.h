#pragma once

#include "workspace/run_row.h"

#include <QCollator>
#include <QSortFilterProxyModel>

#include <optional>

namespace moelab {

/// Sorts runs by value, with those that have none at the end in either direction, and shows those that are asked
/// for.
class RunsFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    explicit RunsFilter(QObject* parent = nullptr);

    /// A run is shown if each of the words stands in its name, folder, note, tags, data or changed parameters.
    void setText(const QString& text);
    void setState(std::optional<RunState> state);
    /// Empty for all.
    void setTag(const QString& tag);

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    QCollator m_collator;
    QStringList m_words;
    std::optional<RunState> m_state;
    QString m_tag;
};

} // namespace moelab
