#pragma once

#include "routing/routing_table.h"
#include "session/view.h"

class QComboBox;
class QLabel;
class QScrollArea;

namespace moelab {

class RoutingView;
class Session;

/// Where the gate sends each class, and how the sub-gates weigh it; a click on a cell chooses its images.
class RoutingPanel : public View {
    Q_OBJECT
  public:
    explicit RoutingPanel(Session& session, QWidget* parent = nullptr);

    Figure& figure() override;
    QWidget* canvas() override;
    void restore(const Settings& settings) override;
    void save(Settings& settings) const override;

  private:
    RoutingMode mode() const;
    void refresh();
    void showMode();
    void choose(int cls, int column);

    Session& m_session;
    QLabel* m_heading;
    QComboBox* m_mode;
    RoutingView* m_view;
    QScrollArea* m_area;
    QLabel* m_words;
    RoutingTable m_table;
};

} // namespace moelab
