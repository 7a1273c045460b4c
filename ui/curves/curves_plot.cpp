#include "curves/curves_plot.h"

#include "plotting/csv.h"
#include "plotting/palette.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moelab {
namespace {

double xOf(const BatchProgress& batch) {
    return static_cast<double>(batch.epoch - 1) +
           static_cast<double>(batch.batch) / static_cast<double>(batch.batches);
}

QCPGraph* makeGraph(QCPAxisRect* rect, const QPen& pen, const QCPScatterStyle& scatter = {}) {
    QCPGraph* const graph =
        rect->parentPlot()->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    graph->setPen(pen);
    graph->setScatterStyle(scatter);
    graph->removeFromLegend();
    return graph;
}

QColor faint(QColor colour) {
    colour.setAlpha(90);
    return colour;
}

void setScale(QCPAxis* axis, bool logarithmic) {
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
}

QString percent(double share) { return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1); }

} // namespace

CurvesPlot::CurvesPlot(QWidget* parent)
    : ThemedPlot(parent) {
    plotLayout()->clear();
    m_legend = new QCPLegend;
    plotLayout()->addElement(0, 0, m_legend);
    m_legend->setLayer(QStringLiteral("legend"));
    m_legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    m_legend->setWrap(9);
    m_legend->setMargins(QMargins(4, 2, 4, 2));
    m_loss = addRow(1, tr("loss"));
    m_accuracy = addRow(2, tr("accuracy (%)"));
    m_accuracy->axis(QCPAxis::atBottom)->setLabel(tr("epoch"));
    plotLayout()->setRowStretchFactor(0, 0.001);
    plotLayout()->setRowSpacing(2);
    QCPAxis* const upper = m_loss->axis(QCPAxis::atBottom);
    QCPAxis* const lower = m_accuracy->axis(QCPAxis::atBottom);
    upper->setTickLabels(false);
    connect(upper, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), lower,
            qOverload<const QCPRange&>(&QCPAxis::setRange));
    connect(lower, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), upper,
            qOverload<const QCPRange&>(&QCPAxis::setRange));
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    const auto touched = [this] { m_follow = false; };
    connect(this, &QCustomPlot::mouseWheel, this, touched);
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons() & Qt::LeftButton)
            m_follow = false;
        else
            describeAt(event->pos());
    });
    connect(this, &QCustomPlot::mouseDoubleClick, this, &CurvesPlot::resetView);
    connect(this, &QCustomPlot::legendClick, this, [this](QCPLegend*, QCPAbstractLegendItem* item) {
        for (int i = 0; i < m_legend->itemCount(); ++i)
            if (item && m_legend->item(i) == item)
                setShown(m_curves[static_cast<std::size_t>(i)].view.name(),
                         !isShown(m_curves[static_cast<std::size_t>(i)].view.name()));
    });
    applyPalette(palette());
}

QCPAxisRect* CurvesPlot::addRow(int row, const QString& label) {
    auto* const rect = new QCPAxisRect(this);
    plotLayout()->addElement(row, 0, rect);
    rect->axis(QCPAxis::atLeft)->setLabel(label);
    rect->setMinimumMargins(QMargins(8, 4, 12, 4));
    for (QCPAxis* axis : rect->axes()) {
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
    }
    static const QString kGroup = QStringLiteral("left");
    auto* group = findChild<QCPMarginGroup*>(kGroup);
    if (!group) {
        group = new QCPMarginGroup(this);
        group->setObjectName(kGroup);
    }
    rect->setMarginGroup(QCP::msLeft | QCP::msRight, group);
    return rect;
}

CurvesPlot::Row CurvesPlot::addGraphs(QCPAxisRect* rect, const Stage& stage) {
    const QColor colour = memberColour(stage);
    Row row{};
    row.raw = makeGraph(rect, QPen(faint(colour), 0));
    row.smooth = makeGraph(rect, QPen(colour, 0));
    row.training = makeGraph(rect, QPen(colour, 1, Qt::DashLine),
                             QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour), QBrush(), 4));
    row.validation = makeGraph(rect, QPen(colour, 2), QCPScatterStyle(QCPScatterStyle::ssDisc, 5));
    row.best =
        makeGraph(rect, Qt::NoPen, QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(colour), QBrush(colour), 13));
    row.earlyStop =
        makeGraph(rect, Qt::NoPen, QCPScatterStyle(QCPScatterStyle::ssCross, QPen(colour, 2), QBrush(), 11));
    row.best->setLineStyle(QCPGraph::lsNone);
    row.earlyStop->setLineStyle(QCPGraph::lsNone);
    row.validation->setName(titleOf(stage));
    return row;
}

void CurvesPlot::rebuild(const std::vector<StageView>& stages) {
    clearGraphs();
    m_curves.clear();
    for (const StageView& view : stages) {
        Curves curves{};
        curves.view.stage = view.stage;
        curves.loss = addGraphs(m_loss, view.stage);
        curves.accuracy = addGraphs(m_accuracy, view.stage);
        m_legend->addItem(new QCPPlottableLegendItem(m_legend, curves.loss.validation));
        m_curves.push_back(std::move(curves));
        applyOptions(m_curves.back());
    }
    applyPalette(palette());
}

void CurvesPlot::showStages(const std::vector<StageView>& stages, qint64 epochs) {
    const bool same = std::ranges::equal(
        stages, m_curves, {}, [](const StageView& view) { return view.stage.name; },
        [](const Curves& curves) { return curves.view.stage.name; });
    if (!same)
        rebuild(stages);
    m_epochs = epochs;
    for (std::size_t i = 0; i < stages.size(); ++i)
        show(m_curves[i], stages[i]);
    if (m_follow)
        fit();
    replot(rpQueuedReplot);
}

void CurvesPlot::show(Curves& curves, const StageView& view) {
    if (view.batches.size() < curves.batches) {
        curves.batches = 0;
        applyOptions(curves);
    }
    addBatches(curves, view);
    if (view.epochs.size() == curves.view.epochs.size() && view.status == curves.view.status)
        return;
    curves.view = view;
    curves.view.batches.clear();
    for (QCPGraph* graph :
         {curves.loss.training, curves.loss.validation, curves.loss.best, curves.loss.earlyStop,
          curves.accuracy.training, curves.accuracy.validation, curves.accuracy.best, curves.accuracy.earlyStop})
        graph->data()->clear();
    for (const EpochMetrics& epoch : view.epochs) {
        const auto x = static_cast<double>(epoch.epoch);
        curves.loss.training->addData(x, epoch.loss);
        curves.loss.validation->addData(x, epoch.validationLoss);
        curves.accuracy.training->addData(x, 100 * epoch.accuracy);
        curves.accuracy.validation->addData(x, 100 * epoch.validationAccuracy);
    }
    if (const EpochMetrics* const best = view.bestEpoch()) {
        curves.loss.best->addData(static_cast<double>(best->epoch), best->validationLoss);
        curves.accuracy.best->addData(static_cast<double>(best->epoch), 100 * best->validationAccuracy);
    }
    if (view.status == StageStatus::Done && !view.epochs.empty() && view.epochs.back().patienceLeft == 0) {
        const EpochMetrics& last = view.epochs.back();
        curves.loss.earlyStop->addData(static_cast<double>(last.epoch), last.validationLoss);
        curves.accuracy.earlyStop->addData(static_cast<double>(last.epoch), 100 * last.validationAccuracy);
    }
}

void CurvesPlot::addBatches(Curves& curves, const StageView& view) {
    for (; curves.batches < view.batches.size(); ++curves.batches) {
        const BatchProgress& batch = view.batches[curves.batches];
        const double x = xOf(batch);
        curves.loss.raw->addData(x, batch.batchLoss);
        curves.loss.smooth->addData(x, curves.loss.smoother->take(batch.batchLoss));
        curves.accuracy.raw->addData(x, 100 * batch.accuracy);
    }
}

/// Starts the batch lines anew and shows what the options and the legend say.
void CurvesPlot::applyOptions(Curves& curves) {
    const bool shown = isShown(curves.view.name());
    for (Row* row : {&curves.loss, &curves.accuracy}) {
        row->smoother = std::make_unique<Smoother>(m_options.smoothing);
        row->raw->data()->clear();
        row->smooth->data()->clear();
        for (QCPGraph* graph : {row->training, row->validation, row->best, row->earlyStop})
            graph->setVisible(shown);
        row->raw->setVisible(shown && m_options.batches);
        row->smooth->setVisible(shown && m_options.batches && m_options.smoothing > 0);
    }
    for (int i = 0; i < m_legend->itemCount(); ++i)
        if (static_cast<std::size_t>(i) < m_curves.size() && &m_curves[static_cast<std::size_t>(i)] == &curves)
            if (auto* const item = m_legend->item(i)) {
                QFont struck = font();
                struck.setStrikeOut(!shown);
                item->setFont(struck);
            }
    curves.batches = 0;
}

void CurvesPlot::setOptions(const CurveOptions& options) {
    m_options = options;
    for (Curves& curves : m_curves)
        applyOptions(curves);
    applyScales();
}

void CurvesPlot::applyScales() {
    setScale(m_loss->axis(QCPAxis::atLeft), m_options.logLoss);
    for (QCPAxisRect* rect : {m_loss, m_accuracy})
        setScale(rect->axis(QCPAxis::atBottom), m_options.logEpochs);
    m_follow = true;
}

void CurvesPlot::setShown(const QString& stage, bool shown) {
    shown ? void(m_hidden.removeAll(stage)) : m_hidden.append(stage);
    for (Curves& curves : m_curves) {
        if (curves.view.name() != stage)
            continue;
        for (Row* row : {&curves.loss, &curves.accuracy}) {
            for (QCPGraph* graph : {row->training, row->validation, row->best, row->earlyStop})
                graph->setVisible(shown);
            row->raw->setVisible(shown && m_options.batches);
            row->smooth->setVisible(shown && m_options.batches && m_options.smoothing > 0);
        }
        QFont struck = font();
        struck.setStrikeOut(!shown);
        m_legend->item(static_cast<int>(&curves - m_curves.data()))->setFont(struck);
    }
    if (m_follow)
        fit();
    replot(rpQueuedReplot);
}

void CurvesPlot::resetView() {
    m_follow = true;
    fit();
    replot(rpQueuedReplot);
}

void CurvesPlot::fit() {
    double lastX = std::max<double>(1, static_cast<double>(m_epochs));
    double firstX = 1;
    double least = std::numeric_limits<double>::infinity();
    double most = 0;
    const auto take = [&](const QCPGraph* graph) {
        for (const QCPGraphData& point : *graph->data()) {
            least = std::min(least, point.value);
            most = std::max(most, point.value);
            lastX = std::max(lastX, std::ceil(point.key));
            firstX = std::min(firstX, point.key);
        }
    };
    for (const Curves& curves : m_curves) {
        if (!isShown(curves.view.name()))
            continue;
        take(curves.loss.training);
        take(curves.loss.validation);
        if (m_options.batches)
            take(m_options.smoothing > 0 ? curves.loss.smooth : curves.loss.raw);
    }
    if (most <= 0) {
        least = 0.1;
        most = 2.5;
    }
    m_loss->axis(QCPAxis::atLeft)->setRange(m_options.logLoss ? least / 1.2 : 0, most * 1.08);
    m_accuracy->axis(QCPAxis::atLeft)->setRange(0, 102);
    m_loss->axis(QCPAxis::atBottom)->setRange(m_options.logEpochs ? firstX : 0, lastX * 1.02);
}

/// Says every shown member's values at the epoch nearest to the pointer.
void CurvesPlot::describeAt(const QPoint& position) {
    const auto epoch = std::llround(m_loss->axis(QCPAxis::atBottom)->pixelToCoord(position.x()));
    QStringList parts;
    for (const Curves& curves : m_curves)
        for (const EpochMetrics& metrics : curves.view.epochs)
            if (metrics.epoch == epoch && isShown(curves.view.name()))
                parts << tr("%1: loss %2, validation %3; accuracy %4, validation %5")
                             .arg(titleOf(curves.view.stage))
                             .arg(metrics.loss, 0, 'f', 3)
                             .arg(metrics.validationLoss, 0, 'f', 3)
                             .arg(percent(metrics.accuracy), percent(metrics.validationAccuracy));
    emit hovered(parts.isEmpty() ? QString() : tr("Epoch %1.  ").arg(epoch) + parts.join(QStringLiteral(".  ")));
}

void CurvesPlot::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    emit hovered({});
}

QString CurvesPlot::figureCsv() const {
    QString csv = csvLine({QStringLiteral("stage"), QStringLiteral("epoch"), QStringLiteral("loss"),
                           QStringLiteral("accuracy"), QStringLiteral("val_loss"), QStringLiteral("val_accuracy"),
                           QStringLiteral("best")});
    for (const Curves& curves : m_curves)
        for (const EpochMetrics& epoch : curves.view.epochs)
            csv += csvLine(
                {curves.view.name(), QString::number(epoch.epoch), csvNumber(epoch.loss), csvNumber(epoch.accuracy),
                 csvNumber(epoch.validationLoss), csvNumber(epoch.validationAccuracy),
                 QString::number(int(curves.view.bestEpoch() && curves.view.bestEpoch()->epoch == epoch.epoch))});
    return csv;
}

} // namespace moelab
