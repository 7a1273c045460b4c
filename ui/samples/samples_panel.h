#pragma once

#include "samples/sample_delegate.h"
#include "samples/sample_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListView;

namespace moelab {

class QueryBar;
class Session;

/// The test images that the selection names, as a grid.
class SamplesPanel : public QWidget {
    Q_OBJECT
  public:
    explicit SamplesPanel(Session& session, QWidget* parent = nullptr);

  private:
    QListView* makeGrid();
    void refresh();
    void refreshCurrent();
    void setZoom(int zoom);
    QString headingFor(const Stage& stage, int count, const QStringList& names, const QStringList& groups) const;

    Session& m_session;
    SampleModel m_model;
    SampleDelegate m_delegate;
    QLabel* m_heading;
    QComboBox* m_zoom;
    QueryBar* m_query;
    QListView* m_grid;
};

} // namespace moelab
