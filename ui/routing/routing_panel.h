#pragma once

#include "routing/routing_table.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QScrollArea;

namespace moelab {

class RoutingView;
class Session;
class Settings;

/// Where the gate sends each class, and how the sub-gates weigh it; a click on a cell chooses its images.
class RoutingPanel : public QWidget {
    Q_OBJECT
  public:
    explicit RoutingPanel(Session& session, QWidget* parent = nullptr);

    RoutingView& view() { return *m_view; }
    void restore(const Settings& settings);
    void save(Settings& settings) const;

  signals:
    /// Some images were chosen, for another view to show.
    void imagesChosen();

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
