#pragma once

#include "analysis/member_calibration.h"
#include "session/view.h"

#include <QFutureWatcher>

class QLabel;

namespace moelab {

class CoveragePlot;
class Figure;
class ReliabilityPlot;
class Session;

/// How far the chosen member can be taken at its word, and how right every member is where it is surest; a click on
/// a bin or a curve chooses its images. All of it is computed on another thread.
class CalibrationPanel : public View {
    Q_OBJECT
  public:
    explicit CalibrationPanel(Session& session, QWidget* parent = nullptr);

    Figure& figure() override;       ///< reliability
    Figure* secondFigure() override; ///< coverage
    QWidget* canvas() override;
    QWidget* secondCanvas() override;
    void settle() override;

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    struct Member {
        MemberCalibration calibration;
        std::optional<HeldOutTemperature> temperature;
    };

    void forget();
    void compute();
    void showComputed();
    void showChosen();
    const Member* chosen() const;
    QString wordsFor(const Member& member) const;
    QString temperatureWords(const Member& member) const;
    void choose(const QString& stage, double over, double upTo, bool surestFirst);

    Session& m_session;
    QLabel* m_heading;
    ReliabilityPlot* m_reliability;
    CoveragePlot* m_coverage;
    QLabel* m_words;
    std::vector<Member> m_members;
    QFutureWatcher<std::vector<Member>> m_computing; ///< drops what it watched before
};

} // namespace moelab
