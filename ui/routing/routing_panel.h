#pragma once

#include "analysis/image_query.h"
#include "routing/routing_model.h"
#include "session/view.h"

class QComboBox;
class QLabel;

namespace moelab {

class MatrixView;
class Session;

/// Where the gate sends each class, and how the sub-gates weigh it; a click on a cell, or
/// several cells that are marked and opened, choose their images.
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
    void choose();
    ImageQuery queryFor(const QModelIndex& cell) const;

    Session& m_session;
    QLabel* m_heading;
    QComboBox* m_mode;
    QWidget* m_zoom = nullptr;
    RoutingModel m_matrix;
    MatrixView* m_view;
    QLabel* m_words;
    RoutingTable m_table;
};

} // namespace moelab
