#include "curves/curves_plot.h"

#include "curves/epoch_ticker.h"

#include <algorithm>
#include <utility>

/// Where the axes stand, and how much room they need.
namespace moelab {
namespace {

constexpr int kMostAcross = 6;    // pairs of axes
constexpr int kLeastAcross = 260; // pixels that a plot needs
constexpr int kLeastHigh = 220;
constexpr int kLeastLines = 9;    // of text that a plot is high
constexpr int kPrintedPair = 220; // pixels that one needs on paper where there are many

void setScale(QCPAxis* axis, bool logarithmic) {
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
}

void setEpochScale(QCPAxis* axis, bool logarithmic) {
    setScale(axis, logarithmic);
    if (!logarithmic)
        axis->setTicker(QSharedPointer<QCPAxisTicker>(new EpochTicker));
}

/// How many lines so many pairs of axes stand in.
int linesOf(std::size_t pairs) { return (static_cast<int>(pairs) + kMostAcross - 1) / kMostAcross; }

} // namespace

QCPAxisRect* CurvesPlot::addRect(int row, int column, const QString& label) {
    auto* const rect = new QCPAxisRect(this);
    m_grid->addElement(row, column, rect);
    rect->axis(QCPAxis::atLeft)->setLabel(column == 0 ? label : QString());
    rect->axis(QCPAxis::atLeft)->setTickLabels(column == 0);
    rect->setMinimumMargins(QMargins(8, 4, 12, 4));
    for (QCPAxis* axis : rect->axes()) {
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
    }
    // All axes of one kind show the same range.
    connect(rect->axis(QCPAxis::atBottom), qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this](const QCPRange& range) {
                for (const Column& each : m_columns) {
                    each.loss->axis(QCPAxis::atBottom)->setRange(range);
                    each.accuracy->axis(QCPAxis::atBottom)->setRange(range);
                }
            });
    return rect;
}

/// Makes the axes again: one pair for all stages, or one each.
void CurvesPlot::makeColumns(int count) {
    clearGraphs();
    m_columns.clear();
    m_grid->clear();
    m_beside = false;
    for (int i = 0; i < count; ++i) {
        const int row = 2 * (i / kMostAcross);
        const int column = i % kMostAcross;
        const Column made{addRect(row, column, tr("loss")), addRect(row + 1, column, tr("accuracy (%)"))};
        made.loss->axis(QCPAxis::atBottom)->setTickLabels(false);
        made.accuracy->axis(QCPAxis::atBottom)->setLabel(tr("epoch"));
        auto* const margins = new QCPMarginGroup(this);
        margins->setParent(made.loss);
        made.loss->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        made.accuracy->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        m_columns.push_back(made);
    }
    for (const Column& made : m_columns) {
        connect(made.loss->axis(QCPAxis::atLeft), qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
                [this](const QCPRange& range) {
                    for (const Column& each : m_columns)
                        each.loss->axis(QCPAxis::atLeft)->setRange(range);
                });
        connect(made.accuracy->axis(QCPAxis::atLeft), qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
                [this](const QCPRange& range) {
                    for (const Column& each : m_columns)
                        each.accuracy->axis(QCPAxis::atLeft)->setRange(range);
                });
    }
    applyScales();
    arrange();
    updateGeometry();
}

int CurvesPlot::leastPlot() const { return std::max(kLeastHigh, kLeastLines * fontMetrics().lineSpacing()); }

int CurvesPlot::legendHeight() const {
    return m_legend->minimumOuterSizeHint().height() + m_kinds->minimumOuterSizeHint().height();
}

QSize CurvesPlot::minimumSizeHint() const { return {kLeastAcross, leastPlot() + legendHeight()}; }

int CurvesPlot::heightForWidth(int width) const {
    const bool one = m_columns.size() == 1;
    const int rows = one && width >= 2 * kLeastAcross ? 1 : 2 * linesOf(m_columns.size());
    return rows * leastPlot() + legendHeight();
}

/// Of the only pair of axes.
void CurvesPlot::placeAccuracy(bool besideLoss) {
    if (std::exchange(m_beside, besideLoss) == besideLoss)
        return;
    const Column& only = m_columns.front();
    m_grid->take(only.accuracy);
    m_grid->simplify();
    m_grid->addElement(besideLoss ? 0 : 1, besideLoss ? 1 : 0, only.accuracy);
    only.loss->axis(QCPAxis::atBottom)->setTickLabels(besideLoss);
    only.loss->axis(QCPAxis::atBottom)->setLabel(besideLoss ? tr("epoch") : QString());
}

void CurvesPlot::arrange() {
    const bool isLow = height() < 2 * leastPlot() + legendHeight();
    placeAccuracy(m_columns.size() == 1 && width() >= 2 * kLeastAcross && isLow);
}

void CurvesPlot::resizeEvent(QResizeEvent* event) {
    arrange();
    ThemedPlot::resizeEvent(event);
}

void CurvesPlot::applyScales() {
    for (const Column& column : m_columns) {
        setScale(column.loss->axis(QCPAxis::atLeft), m_options.logLoss);
        setEpochScale(column.loss->axis(QCPAxis::atBottom), m_options.logEpochs);
        setEpochScale(column.accuracy->axis(QCPAxis::atBottom), m_options.logEpochs);
    }
}

/// Accuracy below loss. Many pairs of axes are drawn smaller.
void CurvesPlot::drawFigure(QCPPainter& painter, const QSize& size) {
    const int lines = linesOf(m_columns.size());
    const double scale = lines > 2 ? std::min(1.0, size.height() / double(lines * kPrintedPair)) : 1.0;
    const bool beside = m_beside;
    nameCurves(false);
    if (beside)
        placeAccuracy(false);
    painter.save();
    painter.scale(scale, scale);
    drawOnPaper(painter, (QSizeF(size) / scale).toSize());
    painter.restore();
    if (beside)
        placeAccuracy(true);
    nameCurves(true);
}

} // namespace moelab
