#include "base/percent.h"
#include "curves/curves_plot.h"

#include "text/foreign_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

/// What part of the curves is in view, and what is said of it.
namespace moelab {
namespace {

QString percent(double share) { return QStringLiteral("%1 %").arg(inPercent(share), 0, 'f', 1); }

} // namespace

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
            if (point.value > 0 || !m_options.logLoss)
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
            take(curves.loss.raw);
    }
    if (most <= 0) {
        least = 0.1;
        most = 2.5;
    }
    m_columns[0].loss->axis(QCPAxis::atLeft)->setRange(m_options.logLoss ? least / 1.2 : 0, most * 1.08);
    m_columns[0].accuracy->axis(QCPAxis::atLeft)->setRange(0, 102);
    m_columns[0].loss->axis(QCPAxis::atBottom)->setRange(m_options.logEpochs ? firstX : 0, lastX * 1.02);
}

/// Says every shown member's values at the epoch nearest to the pointer; of many, those of the nearest curves.
void CurvesPlot::describeAt(const QPoint& position) {
    constexpr std::size_t kMost = 8;
    const QCPAxisRect* const rect = axisRectAt(position);
    const auto epoch =
        rect ? std::llround(rect->axis(QCPAxis::atBottom)->pixelToCoord(position.x())) : std::int64_t(0);
    std::vector<std::pair<double, QString>> parts; // with the curve's distance from the pointer
    for (const Curves& curves : m_curves)
        for (const EpochMetrics& metrics : curves.view.epochs)
            if (metrics.epoch == epoch && isShown(curves.view.name()))
                parts.emplace_back(distanceOf(curves, metrics, position),
                                   tr("%1: loss %2, validation %3; accuracy %4, validation %5")
                                       .arg(inText(titleOf(curves.view.stage)),
                                            QString::number(metrics.loss, 'f', 3),
                                            QString::number(metrics.validationLoss, 'f', 3),
                                            percent(metrics.accuracy), percent(metrics.validationAccuracy)));
    const std::size_t all = parts.size();
    if (all > kMost) {
        std::ranges::stable_sort(parts, {}, &std::pair<double, QString>::first);
        parts.resize(kMost);
    }
    QStringList texts;
    for (const auto& [distance, text] : parts)
        texts << text;
    if (all > kMost)
        texts << tr("%n members are further from the pointer", nullptr, static_cast<int>(all - kMost));
    emit hovered(texts.isEmpty() ? QString() : tr("Epoch %1.  ").arg(epoch) + texts.join(QStringLiteral(".  ")));
}

/// @returns how far a member's curve of validation is above or below a place, in pixels
double CurvesPlot::distanceOf(const Curves& curves, const EpochMetrics& metrics, const QPoint& place) const {
    const auto from = [&](const QCPGraph* curve, double value) {
        return std::abs(curve->valueAxis()->coordToPixel(value) - place.y());
    };
    return std::min(from(curves.loss.validation, metrics.validationLoss),
                    from(curves.accuracy.validation, 100 * metrics.validationAccuracy));
}

/// Plus and minus zoom, arrows pan, Home resets.
void CurvesPlot::keyPressEvent(QKeyEvent* event) {
    QCPAxis* const epochs = m_columns[0].loss->axis(QCPAxis::atBottom);
    const double step = epochs->range().size() / 10;
    switch (event->key()) {
    case Qt::Key_Plus:
        epochs->scaleRange(0.8);
        break;
    case Qt::Key_Minus:
        epochs->scaleRange(1.25);
        break;
    case Qt::Key_Left:
        epochs->moveRange(-step);
        break;
    case Qt::Key_Right:
        epochs->moveRange(step);
        break;
    case Qt::Key_Home:
        resetView();
        return;
    default:
        ThemedPlot::keyPressEvent(event);
        return;
    }
    m_follow = false;
    replot(rpQueuedReplot);
}

void CurvesPlot::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    emit hovered({});
}

} // namespace moelab
