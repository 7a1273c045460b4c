#pragma once

#include "analysis/attribution.h"
#include "analysis/gap_ladder.h"

#include <QFutureWatcher>
#include <QWidget>

class QLabel;
class QToolButton;

namespace moelab {

class CausesPlot;
class Figure;
class ForcedBar;
class LadderPlot;
class Session;

/// Causes of the mixture's errors, and its accuracy under counterfactual routing.
class MixturePanel : public QWidget {
    Q_OBJECT
  public:
    explicit MixturePanel(Session& session, QWidget* parent = nullptr);

    Figure& figure();
    Figure& ladder();
    /// Waits for the ladder, so that it is of the present outputs; at most some tenths of a second.
    void settle();

  signals:
    /// Some images were chosen, for another view to show.
    void imagesChosen();

  private:
    void refresh();
    void force();
    void climb();
    void showLadder();
    void choose(int label, Outcome outcome);

    Session& m_session;
    QLabel* m_heading;
    QToolButton* m_saved;
    CausesPlot* m_causes;
    QLabel* m_words;
    LadderPlot* m_ladder;
    QLabel* m_ladderWords;
    QFutureWatcher<GapLadder> m_climbing; ///< drops what it watched before
    ForcedBar* m_forced;
};

} // namespace moelab
