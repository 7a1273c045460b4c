#include "effects/effect_plot.h"

#include "comparison/measure_words.h"
#include "parameters/parameter_words.h"
#include "plotting/csv.h"
#include "plotting/palette.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>
#include <limits>

namespace moelab {
namespace {

constexpr double kApart = 0.12;      // between series of the same category
constexpr int kLegendWidth = 100000; // no bound, though it may be empty
constexpr double kPointsAt = -0.4;   // runs of a category beside their mean, as a part of that
constexpr double kRoom = 0.06;       // beyond the outermost, as a share of the axis
constexpr int kMostTicks = 12;

/// From where to where a measure can be, as it is shown.
std::pair<double, double> possibleValues(const Measure& measure) {
    constexpr double kNoEnd = std::numeric_limits<double>::infinity();
    switch (measure.kind) {
    case Measure::Kind::Gain:
        return {-100, 100};
    case Measure::Kind::Loss:
        return {0, kNoEnd};
    default:
        return {0, 100};
    }
}

QColor pale(QColor colour) {
    colour.setAlpha(130);
    return colour;
}

} // namespace

EffectPlot::EffectPlot(QString figureName, QWidget* parent)
    : ThemedPlot(parent)
    , m_name(std::move(figureName))
    , m_names(addLegendAbove(5))
    , m_mark(new QCPItemStraightLine(this)) {
    setFocusPolicy(Qt::StrongFocus);
    m_names->setMaximumSize(kLegendWidth, QWIDGETSIZE_MAX);
    m_mark->setVisible(false);
    m_mark->setLayer(QStringLiteral("grid"));
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { say(valueAt(event->pos())); });
    applyPalette(palette());
    applyInk(palette());
}

void EffectPlot::showEffect(const Effect& effect, const Measure& measure, const QString& title,
                            const std::vector<Key>& keys) {
    m_effect = effect;
    m_measure = measure;
    m_keys = keys;
    m_current = -1;
    m_cut = false;
    m_mark->setVisible(false);
    clearPlottables();
    for (QCPItemLine* arrow : m_arrows)
        removeItem(arrow);
    m_arrows.clear();
    m_names->clearItems();
    for (std::size_t index = 0; index < m_effect.series.size(); ++index)
        addSeries(index, keys[index]);
    xAxis->setLabel(labelOf(m_effect.parameter));
    yAxis->setLabel(title);
    if (!m_effect.series.empty()) {
        fitParameter();
        fitMeasure();
    }
    applyPalette(palette());
    replot(rpQueuedReplot);
}

double EffectPlot::shown(double value) const { return shownValue(m_measure, value); }

/// Numbers stand where they are. Of a category the series stand beside one another, and runs to the left of their
/// mean.
/// @param steps to the right
double EffectPlot::xOf(std::size_t series, const EffectLevel& level, double steps) const {
    if (m_effect.numeric)
        return level.x;
    const double place = static_cast<double>(series) - static_cast<double>(m_effect.series.size() - 1) / 2 + steps;
    return level.x + kApart * place;
}

void EffectPlot::addSeries(std::size_t index, const Key& key) {
    QCPGraph* const points = addGraph();
    QCPGraph* const means = addGraph();
    auto* const intervals = new QCPErrorBars(xAxis, yAxis);
    points->setLineStyle(QCPGraph::lsNone);
    points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(pale(key.colour), 1.5), QBrush(), 6));
    means->setLineStyle(m_effect.numeric ? QCPGraph::lsLine : QCPGraph::lsNone);
    means->setPen(QPen(key.colour, 2));
    means->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, key.colour, key.colour, 8));
    intervals->setDataPlottable(means);
    intervals->setErrorType(QCPErrorBars::etValueError);
    intervals->setPen(QPen(key.colour, 1.5));
    intervals->setSymbolGap(0);
    intervals->removeFromLegend();
    for (const EffectLevel& level : m_effect.series[index].levels) {
        const double x = xOf(index, level, 0);
        for (const EffectPoint& point : level.points)
            points->addData(xOf(index, level, kPointsAt), shown(point.y));
        means->addData(x, shown(level.mean.mean));
        const double reach =
            level.mean.interval ? shown((level.mean.interval->high - level.mean.interval->low) / 2) : 0;
        intervals->addData(reach, reach);
    }
    points->removeFromLegend();
    means->removeFromLegend();
    means->setName(key.name);
    if (!key.name.isEmpty())
        m_names->addItem(new QCPPlottableLegendItem(m_names, means));
}

/// Every run is in sight, and no more than a margin of what the measure cannot be. The interval of two runs may be
/// many times as wide as what they differ by: it is cut off where it would press all else together.
void EffectPlot::fitMeasure() {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    double furthestLow = low;
    double furthestHigh = high;
    for (const EffectSeries& series : m_effect.series)
        for (const EffectLevel& level : series.levels) {
            for (const EffectPoint& point : level.points) {
                low = std::min(low, shown(point.y));
                high = std::max(high, shown(point.y));
            }
            const Interval interval = level.mean.interval.value_or(Interval{level.mean.mean, level.mean.mean});
            furthestLow = std::min(furthestLow, shown(interval.low));
            furthestHigh = std::max(furthestHigh, shown(interval.high));
        }
    // What differs by less than this is not to look as if it differed much.
    const double little = m_measure.kind == Measure::Kind::Loss ? std::max(0.01, 0.1 * std::abs(high)) : 1.0;
    const double span = std::max(high - low, little);
    const double missing = (span - (high - low)) / 2;
    const auto [least, most] = possibleValues(m_measure);
    low = std::min(low, std::max(low - missing, least));
    high = std::max(high, std::min(high + missing, most));
    const double bottom =
        std::min(low, std::max({furthestLow, low - span, least})); // many runs have a narrow interval
    const double top = std::max(high, std::min({furthestHigh, high + span, most}));
    m_cut = furthestLow < bottom || furthestHigh > top;
    yAxis->setRange(bottom - kRoom * span, top + kRoom * span);
    cutIntervals({bottom, top});
}

/// What does not fit in becomes an arrow: an end would look like the interval's.
void EffectPlot::cutIntervals(const QCPRange& range) {
    constexpr double kNoEnd = std::numeric_limits<double>::quiet_NaN();
    for (int i = 0; i < plottableCount(); ++i) {
        auto* const intervals = qobject_cast<QCPErrorBars*>(plottable(i));
        if (!intervals)
            continue;
        const auto* const means = qobject_cast<const QCPGraph*>(intervals->dataPlottable());
        for (int k = 0; k < intervals->data()->size(); ++k) {
            const QCPGraphData mean = *means->data()->at(k);
            QCPErrorBarsData& reach = (*intervals->data())[k];
            if (mean.value - reach.errorMinus < range.lower) {
                addArrow(mean, range.lower, intervals->pen());
                reach.errorMinus = kNoEnd;
            }
            if (mean.value + reach.errorPlus > range.upper) {
                addArrow(mean, range.upper, intervals->pen());
                reach.errorPlus = kNoEnd;
            }
        }
    }
}

void EffectPlot::addArrow(const QCPGraphData& mean, double to, const QPen& pen) {
    auto* const arrow = new QCPItemLine(this);
    arrow->start->setCoords(mean.key, mean.value);
    arrow->end->setCoords(mean.key, to);
    arrow->setPen(pen);
    arrow->setHead(QCPLineEnding(QCPLineEnding::esSpikeArrow, 7, 8));
    m_arrows.push_back(arrow);
}

/// The values themselves are the ticks, unless they are many numbers; of many categories, some.
void EffectPlot::setTicks() {
    const auto count = static_cast<int>(m_effect.values.size());
    const bool many = m_effect.numeric && count > kMostTicks;
    xAxis->setSubTicks(many);
    if (many && m_effect.logarithmic) {
        xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog));
        return;
    }
    if (many) {
        xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        return;
    }
    const QSharedPointer<QCPAxisTickerText> ticks(new QCPAxisTickerText);
    for (int i = 0; i < count; i += 1 + (count - 1) / kMostTicks) {
        const Json& value = m_effect.values[static_cast<std::size_t>(i)];
        ticks->addTick(m_effect.numeric ? value.get<double>() : i, parameterText(value));
    }
    xAxis->setTicker(ticks);
}

void EffectPlot::fitParameter() {
    xAxis->setScaleType(m_effect.logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    setTicks();
    if (!m_effect.numeric) {
        xAxis->setRange(-0.6, static_cast<double>(m_effect.values.size()) - 0.4);
        return;
    }
    const auto first = m_effect.values.front().get<double>();
    const auto last = m_effect.values.back().get<double>();
    if (m_effect.logarithmic) {
        const double part = std::pow(last / first, kRoom);
        xAxis->setRange(first / part, last * part);
    } else {
        const double part = last > first ? kRoom * (last - first) : 0.5;
        xAxis->setRange(first - part, last + part);
    }
}

/// @returns the value whose place is nearest to the pointer's, or -1 outside of the axes
int EffectPlot::valueAt(const QPoint& position) const {
    if (!axisRect()->rect().contains(position))
        return -1;
    int nearest = -1;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < m_effect.values.size(); ++i) {
        const double x = m_effect.numeric ? m_effect.values[i].get<double>() : static_cast<double>(i);
        const double distance = std::abs(xAxis->coordToPixel(x) - position.x());
        if (distance < least) {
            least = distance;
            nearest = static_cast<int>(i);
        }
    }
    return nearest;
}

/// @param value among the effect's, or -1
void EffectPlot::say(int value) {
    if (value == m_current)
        return;
    m_current = value;
    m_mark->setVisible(value >= 0);
    QStringList parts;
    if (value >= 0) {
        const Json& chosen = m_effect.values[static_cast<std::size_t>(value)];
        const double x = m_effect.numeric ? chosen.get<double>() : value;
        m_mark->point1->setCoords(x, 0);
        m_mark->point2->setCoords(x, 1);
        for (std::size_t index = 0; index < m_effect.series.size(); ++index)
            for (const EffectLevel& level : m_effect.series[index].levels)
                if (level.value == chosen)
                    parts << (m_keys[index].name.isEmpty() ? QString() : m_keys[index].name + u' ') +
                                 estimateText(m_measure, level.mean);
    }
    replot(rpQueuedReplot);
    emit hovered(parts.isEmpty() ? QString()
                                 : QStringLiteral("%1 %2: %3")
                                       .arg(labelOf(m_effect.parameter),
                                            parameterText(m_effect.values[static_cast<std::size_t>(value)]),
                                            parts.join(QStringLiteral("; "))));
}

void EffectPlot::keyPressEvent(QKeyEvent* event) {
    const auto count = static_cast<int>(m_effect.values.size());
    if (count == 0 || (event->key() != Qt::Key_Left && event->key() != Qt::Key_Right)) {
        ThemedPlot::keyPressEvent(event);
        return;
    }
    const int step = event->key() == Qt::Key_Left ? -1 : 1;
    say(m_current < 0 ? (step > 0 ? 0 : count - 1) : std::clamp(m_current + step, 0, count - 1));
}

void EffectPlot::leaveEvent(QEvent* event) {
    ThemedPlot::leaveEvent(event);
    say(-1);
}

void EffectPlot::changeEvent(QEvent* event) {
    ThemedPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyInk(palette());
}

void EffectPlot::applyInk(const QPalette& colours) { m_mark->setPen(QPen(mutedText(colours), 1, Qt::DotLine)); }

void EffectPlot::drawFigure(QCPPainter& painter, const QSize& size) {
    const bool marked = m_mark->visible();
    m_mark->setVisible(false);
    drawOnPaper(painter, size);
    m_mark->setVisible(marked);
}

QString EffectPlot::figureCsv() const {
    QString csv =
        csvLine({QString::fromStdString(m_effect.parameter), QStringLiteral("series"), QStringLiteral("run"),
                 QStringLiteral("seed"), QStringLiteral("value"), QStringLiteral("runs"), QStringLiteral("mean"),
                 QStringLiteral("low"), QStringLiteral("high")});
    for (std::size_t index = 0; index < m_effect.series.size(); ++index)
        for (const EffectLevel& level : m_effect.series[index].levels)
            for (const EffectPoint& point : level.points) {
                const auto& interval = level.mean.interval;
                csv += csvLine({parameterText(level.value), m_keys[index].name,
                                QString::fromStdString(point.run->name()), QString::number(point.seed),
                                nineDigits(point.y), QString::number(level.mean.count), nineDigits(level.mean.mean),
                                interval ? nineDigits(interval->low) : QString(),
                                interval ? nineDigits(interval->high) : QString()});
            }
    return csv;
}

} // namespace moelab
