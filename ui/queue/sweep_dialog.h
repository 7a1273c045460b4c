#pragma once

#include "sweep/sweep_plan.h"
#include "workspace/run_summary.h"

#include <QDialog>

#include <vector>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace moelab {

class WholeNumberBox;

/// Asks which runs are to be made from the settings of one: other values of some parameters, other seeds. Says at
/// every key how many runs that are.
class SweepDialog : public QDialog {
    Q_OBJECT
  public:
    /// @param vary whether to begin with a parameter; without one the run is repeated with other seeds
    SweepDialog(const RunSummary& run, bool vary, QWidget* parent);

    /// @throws Error naming the parameter whose values are none, or the number that is none
    Sweep sweep() const;

  private:
    struct Varied {
        QComboBox* parameter;
        QLineEdit* values;
    };

    void addVaried();
    void refresh();

    Sweep m_base;
    QLineEdit* m_name;
    QVBoxLayout* m_lines;
    std::vector<Varied> m_varied;
    QComboBox* m_mode;
    WholeNumberBox* m_count;
    WholeNumberBox* m_seeds;
    QLabel* m_preview;
    QDialogButtonBox* m_buttons;
};

} // namespace moelab
