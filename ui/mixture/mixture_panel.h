#pragma once

#include "analysis/attribution.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace moelab {

class CausesPlot;
class Figure;
class ForcedBar;
class Session;

/// Why the mixture errs, and what it would answer if its images went another way.
class MixturePanel : public QWidget {
    Q_OBJECT
  public:
    explicit MixturePanel(Session& session, QWidget* parent = nullptr);

    Figure& figure();

  signals:
    /// Some images were chosen, for another view to show.
    void imagesChosen();

  private:
    void refresh();
    void force();
    void choose(int label, Outcome outcome);

    Session& m_session;
    QLabel* m_heading;
    QToolButton* m_saved;
    CausesPlot* m_causes;
    QLabel* m_words;
    ForcedBar* m_forced;
};

} // namespace moelab
