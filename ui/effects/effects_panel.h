#pragma once

#include "analysis/run_measure.h"
#include "workspace/runs.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTabWidget;

namespace moelab {

class EffectPlot;
class Figure;
class ParallelPlot;

/// Effects of parameters on the results of many runs: a measure against a parameter, learning curves against the
/// number of training images, and all parameters that vary beside one another.
class EffectsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit EffectsPanel(QWidget* parent = nullptr);

    /// @param chosen by a person; else all that there are to choose from
    void setRuns(const Runs& runs, bool chosen);
    /// What is shown now: to take away.
    Figure& figure();

  private:
    QComboBox* makeChoice(const char* name, const QString& accessible);
    QWidget* makeControls();
    QString heading() const;
    void showRuns();
    void showParameters();
    void showMeasures();
    void refresh();
    void showEffect();
    void showLearning();
    void showParallel();
    void say(const QString& words);
    Measure measure() const;

    Runs m_runs;
    bool m_chosen = false;           ///< by a person
    std::vector<Measure> m_measures; ///< as m_measure's entries
    QString m_wanted;                ///< the measure that a person chose
    QString m_note;                  ///< what is said while nothing is hovered
    QLabel* m_heading;
    QWidget* m_content;
    QComboBox* m_parameter;
    QComboBox* m_measure;
    QComboBox* m_by;
    QTabWidget* m_parts;
    EffectPlot* m_effect;
    EffectPlot* m_learning;
    ParallelPlot* m_parallel;
    QLabel* m_words;
};

} // namespace moelab
