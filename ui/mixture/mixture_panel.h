#pragma once

#include "analysis/attribution.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace moelab {

class CausesPlot;
class Figure;
class ForcedBar;
class LadderPlot;
class Session;

/// Why the mixture errs, and what it would answer if its images went another way.
class MixturePanel : public QWidget {
    Q_OBJECT
  public:
    explicit MixturePanel(Session& session, QWidget* parent = nullptr);

    Figure& figure();
    /// Computed first, if it was not seen yet.
    Figure& ladder();

  signals:
    /// Some images were chosen, for another view to show.
    void imagesChosen();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();
    void force();
    void climb();
    void choose(int label, Outcome outcome);

    Session& m_session;
    QLabel* m_heading;
    QToolButton* m_saved;
    CausesPlot* m_causes;
    QLabel* m_words;
    LadderPlot* m_ladder;
    QLabel* m_ladderWords;
    bool m_ladderStale = true; ///< it takes 0.2 s, so it is computed only to be seen
    ForcedBar* m_forced;
};

} // namespace moelab
