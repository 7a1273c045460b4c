#pragma once

#include "curves/curves_plot.h"
#include "session/view.h"

class QCheckBox;
class QLabel;
class QSlider;

namespace moelab {

class Session;

/// The curves with what sets them.
class CurvesPanel : public View {
    Q_OBJECT
  public:
    explicit CurvesPanel(Session& session, QWidget* parent = nullptr);

    CurvesPlot& plot() { return *m_plot; }
    Figure& figure() override { return *m_plot; }
    QWidget* canvas() override { return m_plot; }
    void restore(const Settings& settings) override;
    void save(Settings& settings) const override;

  private:
    QWidget* makeControls();
    void applyOptions();
    const std::vector<StageView>& stages() const;
    void refresh();
    void say(const QString& values);

    Session& m_session;
    QWidget* m_controls; ///< over the plot
    CurvesPlot* m_plot;
    QCheckBox* m_batches;
    QSlider* m_smoothing;
    QLabel* m_smoothingValue;
    QCheckBox* m_logLoss;
    QCheckBox* m_logEpochs;
    QCheckBox* m_sideBySide;
    QLabel* m_values;
    bool m_hovered = false; ///< m_values shows the values under the pointer
};

} // namespace moelab
