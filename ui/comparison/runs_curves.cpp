#include "comparison/runs_curves.h"

#include "base/percent.h"
#include "plotting/csv.h"
#include "plotting/legend_key.h"
#include "plotting/palette.h"
#include "text/foreign_text.h"
#include "text/short_names.h"

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr int kMostAcross = 4;       // names in a line of the legend
constexpr int kLegendWidth = 100000; // no bound, though it may be empty
constexpr int kMostName = 28;        // letters
constexpr int kLines = 12;           // of text, as high as the plots are at least

} // namespace

RunsCurves::RunsCurves(QWidget* parent)
    : ThemedPlot(parent)
    , m_accuracy(new QCPAxisRect(this))
    , m_loss(new QCPAxisRect(this)) {
    setFocusPolicy(Qt::StrongFocus);
    plotLayout()->clear();
    QCPLegend* const kinds = addLegendAbove();
    const QColor ink = palette().color(QPalette::WindowText);
    kinds->addItem(new LegendKey(kinds, tr("validation"), QPen(ink, 2), {}));
    kinds->addItem(new LegendKey(kinds, tr("training, dropout on"), QPen(ink, 1, Qt::DashLine), {}));
    m_names = addLegendAbove(kMostAcross);
    auto* const plots = new QCPLayoutGrid;
    plotLayout()->addElement(2, 0, plots);
    plotLayout()->setRowSpacing(2);
    plots->addElement(0, 0, m_accuracy);
    plots->addElement(0, 1, m_loss);
    m_names->setMaximumSize(kLegendWidth, QWIDGETSIZE_MAX);
    for (QCPAxisRect* rect : {m_accuracy, m_loss}) {
        const QSharedPointer<QCPAxisTickerFixed> whole(new QCPAxisTickerFixed);
        whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
        rect->axis(QCPAxis::atBottom)->setTicker(whole);
        rect->axis(QCPAxis::atBottom)->setSubTicks(false);
        rect->axis(QCPAxis::atBottom)->setLabel(tr("epoch"));
        for (QCPAxis* axis : rect->axes()) {
            axis->setLayer(QStringLiteral("axes"));
            axis->grid()->setLayer(QStringLiteral("grid"));
        }
    }
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setRowsBeside(kLines);
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { describeAt(event->pos()); });
    connect(this, &QCustomPlot::mouseDoubleClick, this, [this] {
        fitAxes();
        replot(rpQueuedReplot);
    });
    applyPalette(palette());
}

void RunsCurves::showCurves(const QString& stage, const std::vector<Curve>& curves) {
    m_stage = stage;
    m_curves = curves;
    clearGraphs();
    m_names->clearItems();
    m_accuracy->axis(QCPAxis::atLeft)->setLabel(tr("accuracy of %1 (%)").arg(stage));
    m_loss->axis(QCPAxis::atLeft)->setLabel(tr("loss of %1").arg(stage));
    QStringList names;
    for (const Curve& curve : curves)
        names << curve.run;
    names = shortNames(names, kMostName);
    for (std::size_t index = 0; index < curves.size(); ++index)
        if (!curves[index].epochs.empty())
            addCurve(static_cast<int>(index), curves[index], names[static_cast<qsizetype>(index)]);
    fitAxes();
    applyPalette(palette());
    replot(rpQueuedReplot);
}

void RunsCurves::addCurve(int index, const Curve& curve, const QString& name) {
    const QColor colour = seriesColour(index);
    for (QCPAxisRect* rect : {m_accuracy, m_loss}) {
        QCPGraph* const training = addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        QCPGraph* const validation = addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        training->setPen(QPen(colour, 1, Qt::DashLine));
        validation->setPen(QPen(colour, 2));
        // Beyond seven runs colours repeat, marks then tell them apart.
        const QCPScatterStyle::ScatterShape marks[] = {QCPScatterStyle::ssDisc, QCPScatterStyle::ssSquare,
                                                       QCPScatterStyle::ssTriangle, QCPScatterStyle::ssDiamond};
        validation->setScatterStyle(QCPScatterStyle(marks[index / 7 % 4], QPen(colour, 2), QBrush(colour), 5));
        for (const EpochMetrics& epoch : curve.epochs) {
            const auto x = static_cast<double>(epoch.epoch);
            const bool loss = rect == m_loss;
            training->addData(x, loss ? epoch.loss : 100 * epoch.accuracy);
            validation->addData(x, loss ? epoch.validationLoss : 100 * epoch.validationAccuracy);
        }
        training->removeFromLegend();
        validation->removeFromLegend();
        validation->setName(name);
        if (rect == m_accuracy)
            m_names->addItem(new QCPPlottableLegendItem(m_names, validation));
    }
}

void RunsCurves::fitAxes() {
    for (QCPAxisRect* rect : {m_accuracy, m_loss}) {
        for (QCPGraph* graph : rect->graphs())
            graph->rescaleAxes(graph != rect->graphs().first());
        for (QCPAxis* axis : {rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft)})
            axis->scaleRange(axis->range().size() > 0 ? 1.08 : 1, axis->range().center());
    }
}

void RunsCurves::describeAt(const QPoint& position) {
    const QCPAxisRect* const rect = axisRectAt(position);
    const auto epoch =
        rect ? std::llround(rect->axis(QCPAxis::atBottom)->pixelToCoord(position.x())) : std::int64_t{0};
    QStringList parts;
    for (const Curve& curve : m_curves)
        for (const EpochMetrics& each : curve.epochs)
            if (each.epoch == epoch)
                parts << tr("%1: accuracy %2 %, loss %3")
                             .arg(inText(curve.run), QString::number(inPercent(each.validationAccuracy), 'f', 1),
                                  QString::number(each.validationLoss, 'f', 3));
    emit hovered(parts.isEmpty() ? QString() : tr("After epoch %1: %2").arg(epoch).arg(parts.join(u"; ")));
}

void RunsCurves::leaveEvent(QEvent* event) {
    ThemedPlot::leaveEvent(event);
    emit hovered({});
}

bool RunsCurves::figureIsEmpty() const { return graphCount() == 0; }

QString RunsCurves::figureCsv() const {
    QString csv =
        csvLine({QStringLiteral("run"), QStringLiteral("stage"), QStringLiteral("epoch"), QStringLiteral("loss"),
                 QStringLiteral("accuracy"), QStringLiteral("val_loss"), QStringLiteral("val_accuracy")});
    for (const Curve& curve : m_curves)
        for (const EpochMetrics& each : curve.epochs)
            csv += csvLine({curve.run, m_stage, QString::number(each.epoch), nineDigits(each.loss),
                            nineDigits(each.accuracy), nineDigits(each.validationLoss),
                            nineDigits(each.validationAccuracy)});
    return csv;
}

} // namespace moelab
