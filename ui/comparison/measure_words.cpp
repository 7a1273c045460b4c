#include "comparison/measure_words.h"

#include "analysis/parameter_differences.h"
#include "base/percent.h"
#include "session/stage_view.h"

#include <QCoreApplication>

namespace moelab {
namespace {

QString measureWords(const char* text) { return QCoreApplication::translate("moelab::Measure", text); }

const QString kNone = QStringLiteral("–");

int digitsOf(const Measure& measure) { return measure.kind == Measure::Kind::Loss ? 3 : 1; }

QString numberText(const Measure& measure, double value, bool sign) {
    const double shown = measure.kind == Measure::Kind::Loss ? value : inPercent(value);
    const QString text = QString::number(shown, 'f', digitsOf(measure));
    if (text.startsWith(u'-'))
        return QStringLiteral("−") + text.mid(1);
    return sign ? u'+' + text : text;
}

} // namespace

QString stageTitle(const std::string& stage) { return titleOf(titleOfStage(stage)); }

QString titleOf(const Measure& measure) {
    switch (measure.kind) {
    case Measure::Kind::Gain:
        return measureWords("Mixture gain (points)");
    case Measure::Kind::Accuracy:
        return measureWords("%1: accuracy (%)").arg(stageTitle(measure.stage));
    case Measure::Kind::BalancedAccuracy:
        return measureWords("%1: balanced accuracy (%)").arg(stageTitle(measure.stage));
    case Measure::Kind::MacroF1:
        return measureWords("%1: macro F1 (%)").arg(stageTitle(measure.stage));
    case Measure::Kind::Loss:
        break;
    }
    return measureWords("%1: loss").arg(stageTitle(measure.stage));
}

QString parameterText(const Json& value) { return QString::fromStdString(valueText(value)); }

double shownValue(const Measure& measure, double value) {
    return measure.kind == Measure::Kind::Loss ? value : 100 * value;
}

QString valueText(const Measure& measure, std::optional<double> value) {
    return value ? numberText(measure, *value, measure.kind == Measure::Kind::Gain) : kNone;
}

QString differenceText(const Measure& measure, std::optional<double> value) {
    return value ? numberText(measure, *value, true) : kNone;
}

QString estimateText(const Measure& measure, const MeanEstimate& estimate) {
    if (estimate.count == 0)
        return kNone;
    const QString mean = valueText(measure, estimate.mean);
    if (!estimate.interval)
        return measureWords("%1 (n = 1)").arg(mean);
    return measureWords("%1 ± %2 (n = %3)").arg(mean, reachText(measure, *estimate.interval)).arg(estimate.count);
}

QString intervalText(const Measure& measure, const Interval& interval) {
    return measureWords("%1 to %2").arg(valueText(measure, interval.low), valueText(measure, interval.high));
}

QString reachText(const Measure& measure, const Interval& interval) {
    return QString::number(shownValue(measure, (interval.high - interval.low) / 2), 'f', digitsOf(measure));
}

QString probabilityText(double p) {
    return p < 0.0001 ? QStringLiteral("< 0.0001") : QString::number(p, 'g', p < 0.001 ? 1 : 2);
}

} // namespace moelab
