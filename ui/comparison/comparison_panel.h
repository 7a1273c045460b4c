#pragma once

#include "analysis/run_comparison.h"
#include "comparison/numbers_figure.h"
#include "comparison/runs_curves.h"
#include "workspace/runs.h"

#include <QFutureWatcher>
#include <QWidget>

class QComboBox;
class QLabel;
class QTabWidget;

namespace moelab {

class CellTable;
class ChangedImages;
class RepeatsView;

/// Two runs or more beside one another: what differs in their parameters, how far each stage came, their curves,
/// two runs image by image, and repeats with other seeds as groups. Reads the runs' files on another thread; a
/// choice that was changed meanwhile is dropped.
class ComparisonPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ComparisonPanel(QWidget* parent = nullptr);

    /// @param runs in the order in which they stand in tables; of two, the second is what the first is compared to
    void setRuns(const Runs& runs);
    /// What is shown now: to take away. Until two runs are chosen it is empty.
    Figure& figure();
    /// Waits for what is being read.
    void settle();

  signals:
    /// Some images of a run are wanted, for the main window to open.
    /// @param run the folder of the second of two runs; @param positions ascending, among its test images
    void imagesWanted(const QString& run, const QString& stage, const std::vector<std::int64_t>& positions);

  private:
    /// What is read from the runs' files.
    struct Content {
        std::vector<RunHistory> histories; ///< one a run
        std::optional<RunComparison> comparison;
        std::string why;     ///< there is no comparison
        std::string trouble; ///< with a history
    };

    static Content read(const Runs& runs);
    QWidget* makeNumbers();
    QWidget* makeCurves();
    QWidget* makeImages();
    void showContent();
    void showStageNames();
    void showCurves();
    void showImages();

    Runs m_runs;
    Content m_content;
    QFutureWatcher<Content> m_reading; ///< drops what it watched before
    CellTable* m_differences;
    CellTable* m_stages;
    CellTable* m_groups;
    NumbersFigure m_numbersFigure;
    TableFigure m_groupsFigure;
    QLabel* m_heading;
    QTabWidget* m_parts;
    QLabel* m_same;
    QWidget* m_differencesView = nullptr;
    QComboBox* m_stage;
    RunsCurves* m_curves;
    QLabel* m_values;
    ChangedImages* m_changed;
    QLabel* m_why;
    RepeatsView* m_repeats;
};

} // namespace moelab
