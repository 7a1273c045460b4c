#pragma once

#include "samples/query_filter.h"

#include <QWidget>

#include <vector>

class QToolButton;

namespace moelab {

/// The conditions of a query, a chip each: a click, Space, Delete or Backspace takes it off. Hidden while there is
/// none.
class FilterChips : public QWidget {
    Q_OBJECT
  public:
    explicit FilterChips(QWidget* parent = nullptr);

    void showQuery(const ImageQuery& query, const QueryNames& names);

  signals:
    void queryEdited(const ImageQuery& query);
    /// The last one was taken off by a key: the focus has to go elsewhere.
    void emptied();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QToolButton* makeChip(QueryFilter filter);
    QToolButton* makeClear();
    void focusChip(std::size_t position);

    ImageQuery m_query;
    QueryNames m_names;
    std::vector<QToolButton*> m_chips; ///< made again for each query; the last clears all
};

} // namespace moelab
