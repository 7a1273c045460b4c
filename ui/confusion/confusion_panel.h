#pragma once

#include "confusion/class_scores_model.h"
#include "confusion/confusion_view.h"
#include "confusion/routes_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace moelab {

class EpochBar;
class Session;
class Settings;
struct StageView;

/// The confusion matrix of the chosen member, with its best weights or after an epoch; a click on a cell chooses
/// its images.
class ConfusionPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ConfusionPanel(Session& session, QWidget* parent = nullptr);

    ConfusionView& view() { return *m_view; }
    void restore(const Settings& settings);
    void save(Settings& settings) const;

  signals:
    /// A cell's images were chosen, for another view to show.
    void imagesChosen();

  private:
    void refresh();
    void showMatrix();
    void followQuery();
    void refreshCurrent();
    QString headingFor(const StageView& view, const ConfusionMatrix& matrix) const;
    bool isListed() const;
    void choose(int truth, int answer);
    ConfusionMode mode() const;
    void addDifference(bool possible);

    Session& m_session;
    QLabel* m_heading;
    QComboBox* m_mode;
    ConfusionMode m_wanted = ConfusionMode::Counts; ///< as last chosen, where that is possible
    EpochBar* m_epochs;
    int m_queryEpoch = -1; ///< of the last query
    ConfusionView* m_view;
    ClassScoresModel m_scores;
    QTableView* m_table;
    RoutesModel m_routes;
    QTableView* m_routesTable; ///< the gate's
    QLabel* m_words;
};

} // namespace moelab
