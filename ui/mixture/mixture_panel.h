#pragma once

#include "analysis/attribution.h"
#include "analysis/gap_ladder.h"
#include "session/view.h"

#include <QFutureWatcher>

class QLabel;
class QToolButton;

namespace moelab {

class CausesPlot;
class Figure;
class ForcedBar;
class LadderPlot;
class Session;

/// Causes of the mixture's errors, and its accuracy under counterfactual routing.
class MixturePanel : public View {
    Q_OBJECT
  public:
    explicit MixturePanel(Session& session, QWidget* parent = nullptr);

    Figure& figure() override;
    Figure* secondFigure() override; ///< the ladder
    QWidget* canvas() override;
    QWidget* secondCanvas() override;
    void settle() override;

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
