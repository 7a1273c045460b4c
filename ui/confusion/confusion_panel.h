#pragma once

#include "analysis/image_query.h"
#include "confusion/class_scores_model.h"
#include "confusion/confusion_model.h"
#include "confusion/routes_model.h"
#include "session/view.h"

class QComboBox;
class QLayout;
class QLabel;
class QTableView;

namespace moelab {

class ConfusedPairs;
class EpochBar;
class MatrixView;
class Session;
struct StageView;

/// The confusion matrix of the chosen member, with its best weights or after an epoch; a click on a cell or on one
/// of the pairs that are confused most, or several cells that are marked, choose their images.
class ConfusionPanel : public View {
    Q_OBJECT
  public:
    explicit ConfusionPanel(Session& session, QWidget* parent = nullptr);

    Figure& figure() override;
    QWidget* canvas() override;
    void restore(const Settings& settings) override;
    void save(Settings& settings) const override;

  private:
    void fillBar(QLayout& bar);
    QLayout* makeTables();
    void connectAll();
    void refresh();
    void showMatrix();
    void followQuery();
    void refreshCurrent();
    QString headingFor(const StageView& view, const ConfusionTable& table) const;
    QString scoresFor(const StageView& view, const ConfusionMatrix& matrix) const;
    bool isListed() const;
    ConfusionTable tableNow(const StageView& view) const;
    void choose();
    void choosePair(int truth, int predicted);
    void openChosen();
    ImageQuery queryFor(const QModelIndex& cell) const;
    ConfusionMode mode() const;
    ClassOrder order() const;
    void addDifference(bool possible);

    Session& m_session;
    QLabel* m_heading;
    QComboBox* m_mode;
    ConfusionMode m_wanted = ConfusionMode::Counts; ///< as last chosen, where that is possible
    QComboBox* m_order;
    QWidget* m_zoom = nullptr;
    EpochBar* m_epochs;
    int m_queryEpoch = -1; ///< of the last query
    ConfusionModel m_matrix;
    MatrixView* m_view;
    ImageQuery m_chosen; ///< that the marked cells stand for
    ConfusedPairs* m_pairs;
    ClassScoresModel m_scores;
    QTableView* m_table;
    RoutesModel m_routes;
    QTableView* m_routesTable; ///< the gate's
    QLabel* m_words;
};

} // namespace moelab
