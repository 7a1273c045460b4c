#pragma once

#include "confusion/class_scores_model.h"
#include "confusion/confusion_view.h"
#include "confusion/routes_model.h"
#include "session/view.h"

class QComboBox;
class QLabel;
class QTableView;

namespace moelab {

class EpochBar;
class Session;
struct StageView;

/// The confusion matrix of the chosen member, with its best weights or after an epoch; a click on a cell chooses
/// its images.
class ConfusionPanel : public View {
    Q_OBJECT
  public:
    explicit ConfusionPanel(Session& session, QWidget* parent = nullptr);

    Figure& figure() override;
    QWidget* canvas() override;
    void restore(const Settings& settings) override;
    void save(Settings& settings) const override;

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
