#include "curves/curves_plot.h"

#include "curves/curve_marks.h"
#include "plotting/csv.h"
#include "plotting/legend_key.h"
#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace moelab {
namespace {

constexpr int kMostName = 160; // pixels

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

/// Two runs with as many epochs differ in their numbers.
bool sameEpochs(std::span<const EpochMetrics> a, std::span<const EpochMetrics> b) {
    return std::ranges::equal(a, b, [](const EpochMetrics& x, const EpochMetrics& y) {
        return x.epoch == y.epoch && x.loss == y.loss && x.validationLoss == y.validationLoss;
    });
}

} // namespace

CurvesPlot::CurvesPlot(QWidget* parent)
    : ThemedPlot(parent) {
    plotLayout()->clear();
    m_legend = addLegendAbove(9); // the first is the plot's own, which forgets the curves that go
    m_kinds = addLegendAbove();
    m_grid = new QCPLayoutGrid;
    plotLayout()->addElement(2, 0, m_grid);
    plotLayout()->setRowSpacing(2);
    m_grid->setRowSpacing(2);
    m_grid->setColumnSpacing(2);
    makeColumns(1);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy room(QSizePolicy::Expanding, QSizePolicy::Expanding);
    room.setHeightForWidth(true);
    setSizePolicy(room);
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
    connect(this, &QCustomPlot::legendClick, this,
            [this](QCPLegend*, QCPAbstractLegendItem* item) { clickName(item); });
    applyPalette(palette());
}

CurvesPlot::Row CurvesPlot::addGraphs(QCPAxisRect* rect, const Stage& stage) {
    const QColor colour = memberColour(stage);
    Row row{};
    row.raw = makeGraph(rect, QPen(faint(colour), 0));
    row.smooth = makeGraph(rect, QPen(colour, 0));
    row.training = makeGraph(rect, trainingPen(colour), trainingMark(colour, stage.colour));
    row.validation = makeGraph(rect, validationPen(colour), validationMark(colour, stage.colour));
    row.best = makeGraph(rect, Qt::NoPen, bestMark(colour));
    row.earlyStop = makeGraph(rect, Qt::NoPen, earlyStopMark(colour));
    row.best->setLineStyle(QCPGraph::lsNone);
    row.earlyStop->setLineStyle(QCPGraph::lsNone);
    row.validation->setName(fontMetrics().elidedText(inLine(titleOf(stage)), Qt::ElideMiddle, kMostName));
    return row;
}

void CurvesPlot::rebuild(const std::vector<StageView>& stages) {
    const QCPRange epochs = m_columns[0].loss->axis(QCPAxis::atBottom)->range();
    const QCPRange loss = m_columns[0].loss->axis(QCPAxis::atLeft)->range();
    const QCPRange accuracy = m_columns[0].accuracy->axis(QCPAxis::atLeft)->range();
    m_curves.clear();
    m_legend->clearItems();
    makeColumns(m_options.sideBySide ? std::max(1, static_cast<int>(stages.size())) : 1);
    m_columns[0].loss->axis(QCPAxis::atBottom)->setRange(epochs);
    m_columns[0].loss->axis(QCPAxis::atLeft)->setRange(loss);
    m_columns[0].accuracy->axis(QCPAxis::atLeft)->setRange(accuracy);
    for (const StageView& view : stages) {
        const Column& column = m_columns[m_options.sideBySide ? m_curves.size() : 0];
        Curves curves{};
        curves.view.stage = view.stage;
        curves.loss = addGraphs(column.loss, view.stage);
        curves.accuracy = addGraphs(column.accuracy, view.stage);
        m_curves.push_back(std::move(curves));
    }
    for (Curves& curves : m_curves)
        applyOptions(curves);
    applyPalette(palette());
    nameCurves(true);
}

void CurvesPlot::changeEvent(QEvent* event) {
    ThemedPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        explainLines();
}

void CurvesPlot::showStages(const std::vector<StageView>& stages, qint64 epochs) {
    const bool same = std::ranges::equal(
        stages, m_curves, {}, [](const StageView& view) { return view.stage.name; },
        [](const Curves& curves) { return curves.view.stage.name; });
    if (!same || std::exchange(m_stale, false))
        rebuild(stages);
    m_epochs = epochs;
    for (std::size_t i = 0; i < stages.size(); ++i)
        show(m_curves[i], stages[i]);
    explainLines();
    if (m_follow)
        fit();
    redraw();
}

/// Of the kinds that are drawn.
void CurvesPlot::explainLines() {
    const auto isDrawn = [this](QCPGraph* Row::*kind) {
        return std::ranges::any_of(m_curves, [kind](const Curves& curves) {
            const QCPGraph* const graph = curves.loss.*kind;
            return graph->visible() && !graph->data()->isEmpty();
        });
    };
    const QColor ink = palette().color(QPalette::WindowText);
    struct Kind {
        bool drawn;
        QString name;
        QPen line;
        QCPScatterStyle mark;
    };
    const Kind kinds[] = {
        {isDrawn(&Row::validation), tr("validation"), validationPen(ink), validationMark(ink)},
        {isDrawn(&Row::training), tr("training"), trainingPen(ink), trainingMark(ink)},
        {isDrawn(&Row::raw), tr("batches"), QPen(ink, 0), {}},
        {isDrawn(&Row::best), tr("best epoch"), Qt::NoPen, bestMark(ink)},
        {isDrawn(&Row::earlyStop), tr("early stopping"), Qt::NoPen, earlyStopMark(ink)},
    };
    QStringList before;
    for (int i = 0; i < m_kinds->itemCount(); ++i)
        if (const auto* const key = static_cast<const LegendKey*>(m_kinds->item(i))) // null where a line ends early
            before << key->text();
    QStringList now;
    for (const Kind& kind : kinds)
        if (kind.drawn)
            now << kind.name;
    if (now == before && m_ink == ink)
        return;
    m_ink = ink;
    m_kinds->clearItems();
    for (const Kind& kind : kinds)
        if (kind.drawn)
            m_kinds->addItem(new LegendKey(m_kinds, kind.name, kind.line, kind.mark));
    updateGeometry();
}

void CurvesPlot::show(Curves& curves, const StageView& view) {
    const int drawn = std::exchange(curves.batchesVersion, view.batches.version());
    if (drawn != view.batches.version() || curves.batches > view.batches.points().size())
        applyOptions(curves);
    addBatches(curves, view);
    if (sameEpochs(view.epochs, curves.view.epochs) && view.status == curves.view.status)
        return;
    addEpochs(curves, view.epochs);
    curves.view = view;
    curves.view.batches = {};
    for (QCPGraph* graph :
         {curves.loss.best, curves.loss.earlyStop, curves.accuracy.best, curves.accuracy.earlyStop})
        graph->data()->clear();
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

/// Adds what was trained since the last time, or begins again where what is drawn is another training's.
void CurvesPlot::addEpochs(Curves& curves, const std::vector<EpochMetrics>& epochs) {
    std::size_t drawn = curves.view.epochs.size();
    if (drawn > epochs.size() || !sameEpochs(std::span(epochs).first(drawn), curves.view.epochs)) {
        for (QCPGraph* graph :
             {curves.loss.training, curves.loss.validation, curves.accuracy.training, curves.accuracy.validation})
            graph->data()->clear();
        drawn = 0;
    }
    for (const EpochMetrics& epoch : std::span(epochs).subspan(drawn)) {
        const auto x = static_cast<double>(epoch.epoch);
        curves.loss.training->addData(x, epoch.loss);
        curves.loss.validation->addData(x, epoch.validationLoss);
        curves.accuracy.training->addData(x, 100 * epoch.accuracy);
        curves.accuracy.validation->addData(x, 100 * epoch.validationAccuracy);
    }
}

void CurvesPlot::addBatches(Curves& curves, const StageView& view) {
    if (!curves.smoother) // of a point that stands for many batches, the past counts as much less
        curves.smoother.emplace(std::pow(m_options.smoothing, static_cast<double>(view.batches.stride())));
    const std::vector<BatchCurve::Point>& points = view.batches.points();
    for (; curves.batches < points.size(); ++curves.batches) {
        const BatchCurve::Point& point = points[curves.batches];
        curves.loss.raw->addData(point.epoch, point.loss);
        curves.loss.smooth->addData(point.epoch, curves.smoother->take(point.loss));
        curves.accuracy.raw->addData(point.epoch, 100 * point.accuracy);
    }
}

/// Starts the batch lines again and shows what the options and the legend say.
void CurvesPlot::applyOptions(Curves& curves) {
    for (Row* row : {&curves.loss, &curves.accuracy}) {
        row->raw->data()->clear();
        row->smooth->data()->clear();
    }
    curves.smoother.reset();
    curves.batches = 0;
    showOrHide(curves);
}

/// Shows the lines that the options and the legend say.
void CurvesPlot::showOrHide(Curves& curves) {
    const bool shown = isShown(curves.view.name());
    for (Row* row : {&curves.loss, &curves.accuracy}) {
        for (QCPGraph* graph : {row->training, row->validation, row->best, row->earlyStop})
            graph->setVisible(shown);
        row->raw->setVisible(shown && m_options.batches);
        row->smooth->setVisible(shown && m_options.batches && m_options.smoothing > 0);
    }
}

void CurvesPlot::setOptions(const CurveOptions& options) {
    const CurveOptions before = std::exchange(m_options, options);
    m_stale |= before.sideBySide != options.sideBySide;
    for (Curves& curves : m_curves)
        applyOptions(curves);
    if (before.logLoss != options.logLoss || before.logEpochs != options.logEpochs) {
        applyScales();
        m_follow = true; // a range of the one scale says nothing on the other
    }
}

void CurvesPlot::setShown(const QString& stage, bool shown) {
    shown ? void(m_hidden.removeAll(stage)) : m_hidden.append(stage);
    for (Curves& curves : m_curves)
        if (curves.view.name() == stage)
            showOrHide(curves);
    strikeHidden();
    explainLines();
    if (m_follow)
        fit();
    replot(rpQueuedReplot);
}

bool CurvesPlot::figureIsEmpty() const {
    return std::ranges::all_of(m_curves, [](const Curves& curves) { return curves.view.epochs.empty(); });
}

int CurvesPlot::figureHeight(int width, const QFont& font) const {
    return std::max(width / 2, 22 * QFontMetrics(font).lineSpacing());
}

QString CurvesPlot::figureCsv() const {
    QString csv = csvLine({QStringLiteral("stage"), QStringLiteral("epoch"), QStringLiteral("loss"),
                           QStringLiteral("accuracy"), QStringLiteral("val_loss"), QStringLiteral("val_accuracy"),
                           QStringLiteral("best")});
    for (const Curves& curves : m_curves)
        for (const EpochMetrics& epoch : curves.view.epochs)
            csv += csvLine(
                {curves.view.name(), QString::number(epoch.epoch), nineDigits(epoch.loss),
                 nineDigits(epoch.accuracy), nineDigits(epoch.validationLoss), nineDigits(epoch.validationAccuracy),
                 QString::number(int(curves.view.bestEpoch() && curves.view.bestEpoch()->epoch == epoch.epoch))});
    return csv;
}

} // namespace moelab
