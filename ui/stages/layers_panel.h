#pragma once

#include "plotting/table_figure.h"
#include "stages/layers_model.h"

#include <QWidget>

class QLabel;

namespace moelab {

class Session;

/// The networks of the chosen stage, layer by layer.
class LayersPanel : public QWidget {
    Q_OBJECT
  public:
    explicit LayersPanel(Session& session, QWidget* parent = nullptr);

    Figure& figure() { return m_figure; }

  private:
    void refresh();

    Session& m_session;
    LayersModel m_model;
    TableFigure m_figure{QStringLiteral("layers"), m_model};
    QLabel* m_heading;
};

} // namespace moelab
