#pragma once

#include "confusion/class_scores_model.h"
#include "confusion/confusion_view.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace moelab {

class Session;

/// The confusion matrix of the chosen member; a click on a cell chooses its images.
class ConfusionPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ConfusionPanel(Session& session, QWidget* parent = nullptr);

    ConfusionView& view() { return *m_view; }

  signals:
    /// A cell's images were chosen, for another view to show.
    void imagesChosen();

  private:
    void refresh();
    void refreshCurrent();
    void choose(int truth, int answer);
    ConfusionMode mode() const;

    Session& m_session;
    QLabel* m_heading;
    QComboBox* m_mode;
    ConfusionView* m_view;
    ClassScoresModel m_scores;
    QTableView* m_table;
    QLabel* m_words;
};

} // namespace moelab
