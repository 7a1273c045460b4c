#pragma once

#include "experiment/run_files.h"
#include "plotting/figure.h"
#include "plotting/themed_plot.h"

#include <QStringList>

namespace moelab {

/// One stage's epochs in several runs, laid over one another: validation accuracy and loss, one colour a run, the
/// training images' as dashes.
class RunsCurves : public ThemedPlot, public Figure {
    Q_OBJECT
  public:
    explicit RunsCurves(QWidget* parent = nullptr);

    struct Curve {
        QString run;
        std::vector<EpochMetrics> epochs;
    };
    /// @param curves in the order of the runs, which is that of their colours; those without epochs are left out of
    /// the picture
    void showCurves(const QString& stage, const std::vector<Curve>& curves);

    QString figureName() const override { return QStringLiteral("runs-curves"); }
    bool figureIsEmpty() const override;
    void drawFigure(QCPPainter& painter, const QSize& size) override { drawOnPaper(painter, size); }
    QString figureCsv() const override;

  signals:
    /// Every run's numbers at the epoch under the pointer, in words; empty outside.
    void hovered(const QString& words);

  protected:
    void leaveEvent(QEvent* event) override;

  private:
    void addCurve(int index, const Curve& curve, const QString& name);
    void fitAxes();
    void describeAt(const QPoint& position);

    QCPAxisRect* m_accuracy;
    QCPAxisRect* m_loss;
    QCPLegend* m_names;
    QString m_stage;
    std::vector<Curve> m_curves;
};

} // namespace moelab
