#pragma once

#include "base/error.h"
#include "sweep/sweep_plan.h"
#include "workspace/run_summary.h"

#include <QDialog>

#include <optional>
#include <vector>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace moelab {

class RefusalLine;
class WholeNumberBox;

/// Asks which runs are to be made from the settings of one: other values of some parameters, other seeds. Says at
/// every key how many runs that are, or beneath the field what is wrong with it.
class SweepDialog : public QDialog {
    Q_OBJECT
  public:
    /// @param vary whether to begin with a parameter; without one the run is repeated with the seeds after its own
    /// @param workspace where the runs are to lie
    SweepDialog(const RunSummary& run, bool vary, std::filesystem::path workspace, QWidget* parent);

    /// @throws Error naming the parameter whose values are none, or the number that is none
    Sweep sweep() const;

  private:
    struct Varied {
        QComboBox* parameter;
        QLineEdit* values;
        RefusalLine* problem;
    };

    void addVaried();
    static QString wordsFor(const Error& problem);
    QString say(const std::optional<Error>& problem);
    QString whatToType() const;
    bool isRandom() const;
    void refresh();

    void mustHaveRoom(const std::string& folder) const;

    std::filesystem::path m_workspace;
    Sweep m_base;
    QLineEdit* m_name;
    RefusalLine* m_nameProblem;
    QVBoxLayout* m_lines;
    std::vector<Varied> m_varied;
    QComboBox* m_mode;
    WholeNumberBox* m_count;
    RefusalLine* m_countProblem;
    WholeNumberBox* m_seeds;
    RefusalLine* m_seedsProblem;
    QLabel* m_preview;
    QDialogButtonBox* m_buttons;
};

} // namespace moelab
