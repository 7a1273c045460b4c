#pragma once

#include "session/view.h"
#include "stages/layers_model.h"
#include "tables/table_figure.h"

class QLabel;
class QTableView;

namespace moelab {

class Session;

/// The networks of the chosen stage, layer by layer.
class LayersPanel : public View {
    Q_OBJECT
  public:
    explicit LayersPanel(Session& session, QWidget* parent = nullptr);

    Figure& figure() override { return m_figure; }
    QWidget* canvas() override;

  private:
    void refresh();

    Session& m_session;
    LayersModel m_model;
    TableFigure m_figure{QStringLiteral("layers"), m_model};
    QLabel* m_heading;
    QTableView* m_table;
};

} // namespace moelab
