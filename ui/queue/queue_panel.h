#pragma once

#include "queue/queue_model.h"

#include <QWidget>

class QLabel;
class QTableView;
class QToolButton;

namespace moelab {

class QueueDriver;

/// The queue of the workspace: what trains, what waits, and in which order.
class QueuePanel : public QWidget {
    Q_OBJECT
  public:
    explicit QueuePanel(QueueDriver& queue, QWidget* parent = nullptr);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    QToolButton* addButton(QLayout* line, const char* name, const QString& text, const char* iconName,
                           const std::function<void()>& act);
    void refresh();
    void fitRuns();
    void refreshButtons();
    void moveChosen(int by);
    /// @returns null if no run is chosen
    const QueuedRun* chosen() const;

    QueueDriver& m_queue;
    QueueModel m_model;
    QTableView* m_table;
    QLabel* m_summary;
    int m_runWidth = 260; ///< as long as nobody has chosen another
    QToolButton* m_pause;
    QToolButton* m_up;
    QToolButton* m_down;
    QToolButton* m_cancel;
    QToolButton* m_retry;
    QToolButton* m_clear;
};

} // namespace moelab
