#pragma once

#include "plotting/figure.h"
#include "plotting/smoothing.h"
#include "plotting/themed_plot.h"
#include "session/stage_view.h"

#include <algorithm>
#include <optional>

namespace moelab {

/// How the curves are drawn.
struct CurveOptions {
    bool batches = true;
    double smoothing = 0.9;
    bool logLoss = false;
    bool logEpochs = false;
    bool sideBySide = false; ///< a pair of axes for every stage, else one for all

    bool operator==(const CurveOptions&) const = default;
};

/// Loss and accuracy over epochs, above one another, or beside one another where they would else be low. Per
/// member: validation solid, training dashed, batches thin and raw with their smoothed line over them, the best
/// epoch as a diamond, an early stop as a cross. A legend names the members, a second one the kinds of lines and
/// marks that there are.
class CurvesPlot : public ThemedPlot, public Figure {
    Q_OBJECT
  public:
    explicit CurvesPlot(QWidget* parent = nullptr);

    const CurveOptions& options() const { return m_options; }
    void setOptions(const CurveOptions& options);
    /// Adds what is new. @param epochs how far the x axis reaches while a stage trains; 0 fits it to the data
    void showStages(const std::vector<StageView>& stages, qint64 epochs);
    bool isShown(const QString& stage) const { return !m_hidden.contains(stage); }
    void setShown(const QString& stage, bool shown);
    /// Fits the axes to the data again, and keeps them so.
    void resetView();

    QString figureName() const override { return QStringLiteral("curves"); }
    bool figureIsEmpty() const override;
    /// Without the members that are hidden.
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    /// Two plots over each other, below up to four lines of legends.
    int figureHeight(int width, const QFont& font) const override;
    QString figureCsv() const override;
    /// So high that each of its plots has room. Names break into lines.
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override;

  signals:
    /// The values under the pointer, in words; empty when it leaves. Of many members, those nearest to it.
    void hovered(const QString& values);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    /// The graphs of one stage in one row: loss or accuracy.
    struct Row {
        QCPGraph* raw;
        QCPGraph* smooth;
        QCPGraph* training;
        QCPGraph* validation;
        QCPGraph* best;
        QCPGraph* earlyStop;
    };
    struct Column {
        QCPAxisRect* loss;
        QCPAxisRect* accuracy;
    };
    struct Curves {
        StageView view;
        Row loss;
        Row accuracy;
        QCPAbstractLegendItem* name = nullptr; ///< null where the legend has no room for it
        std::optional<Smoother> smoother;      ///< of the loss of batches
        std::size_t batches = 0;               ///< points drawn so far
        int batchesVersion = 0;                ///< of which version
    };

    QCPAxisRect* addRect(int row, int column, const QString& label);
    void makeColumns(int count);
    int leastPlot() const;
    int legendHeight() const;
    void placeAccuracy(bool besideLoss);
    void arrange();
    Row addGraphs(QCPAxisRect* rect, const Stage& stage);
    void rebuild(const std::vector<StageView>& stages);
    void nameCurves(bool hiddenToo);
    void clickName(const QCPAbstractLegendItem* item);
    void offerAllNames();
    void show(Curves& curves, const StageView& view);
    void addEpochs(Curves& curves, const std::vector<EpochMetrics>& epochs);
    void addBatches(Curves& curves, const StageView& view);
    void applyOptions(Curves& curves);
    void showOrHide(Curves& curves);
    void applyScales();
    void explainLines();
    void strikeHidden();
    void fit();
    void describeAt(const QPoint& position);
    double distanceOf(const Curves& curves, const EpochMetrics& metrics, const QPoint& place) const;

    CurveOptions m_options;
    QCPLayoutGrid* m_grid;
    std::vector<Column> m_columns;
    bool m_beside = false;        ///< accuracy stands beside loss
    bool m_stale = false;         ///< the columns are not as the options say
    QCPLegend* m_legend;          ///< the stages
    QCPLegend* m_kinds;           ///< what lines and marks stand for
    QColor m_ink;                 ///< in which those are drawn
    std::vector<Curves> m_curves; ///< in the stages' order
    QStringList m_hidden;
    qint64 m_epochs = 0;
    bool m_follow = true; ///< until a person zooms or pans
};

} // namespace moelab
