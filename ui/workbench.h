#pragma once

#include <QWidget>

#include <vector>

class QTabWidget;
class QVBoxLayout;

namespace moelab {

class BoardArea;
class ModelChoice;
class Session;
class StageBoard;
class View;

/// The middle of the window: the board over the views, and between them a place for bars that say something of what
/// the views show. Results of other parameters than the run has now are dimmed.
class Workbench : public QWidget {
    Q_OBJECT
  public:
    explicit Workbench(Session& session, QWidget* parent = nullptr);

    StageBoard& board() { return *m_board; }
    QTabWidget& tabs() { return *m_tabs; }
    /// In the order of the tabs.
    const std::vector<View*>& views() const { return m_views; }
    View& shownView() const;
    void showView(const QString& name);
    /// Puts a bar over the views, under those that are there.
    void addBar(QWidget* bar);
    /// Leaves the views all room.
    void setBoardAway(bool away);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void addViews(Session& session);
    void shareHeight();
    void fitTabs();
    void placeModel(bool besideTabs);
    /// Scrolls to the card of the chosen one, where there are more than have room.
    void seeChosenStage();

    Session& m_session;
    StageBoard* m_board;
    BoardArea* m_boardArea;
    QVBoxLayout* m_bars;
    QTabWidget* m_tabs;
    ModelChoice* m_model;
    std::vector<View*> m_views;
};

} // namespace moelab
