#pragma once

#include "samples/query_filter.h"

#include <QWidget>

class QComboBox;
class QMenu;
class QToolButton;

namespace moelab {

class ChoicePopup;
class ConfidencePopup;

/// The order of the images, and the menu from which a person adds conditions to their query.
class QueryBar : public QWidget {
    Q_OBJECT
  public:
    explicit QueryBar(QWidget* parent = nullptr);

    void setNames(const QueryNames& names) { m_names = names; }
    void setQuery(const ImageQuery& query);

  signals:
    void queryEdited(const ImageQuery& query);

  private:
    void makeOrder();
    void takeOrder();
    void fillMenu();
    void addToMenu(QueryFilter filter);
    void openList(QueryFilter filter);
    void add(const ImageQuery& condition);

    ImageQuery m_query;
    QueryNames m_names;
    QComboBox* m_order;
    QToolButton* m_descending;
    QToolButton* m_add;
    QMenu* m_menu;
    ChoicePopup* m_list;
    QueryFilter m_listed = QueryFilter::Label; ///< what the list is of
    ConfidencePopup* m_confidence;
};

} // namespace moelab
