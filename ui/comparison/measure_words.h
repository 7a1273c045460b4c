#pragma once

#include "analysis/mean_tests.h"
#include "analysis/run_measure.h"
#include "base/json.h"

#include <QString>

namespace moelab {

/// The stage of that name among the runs'; the names are unique, since they hold a group's.
QString stageTitle(const std::string& stage);

/// "Mixture: accuracy (%)", "Mixture gain (points)", "Gate: loss"
QString titleOf(const Measure& measure);

/// A parameter's value.
QString parameterText(const Json& value);

/// What a measure is shown in: percent, points, or the loss itself.
double shownValue(const Measure& measure, double value);

/// "51.2", "+1.3" (a gain), "1.352" (a loss); "–" where there is none
QString valueText(const Measure& measure, std::optional<double> value);
/// The same with a sign.
QString differenceText(const Measure& measure, std::optional<double> value);
/// "51.2 ± 1.4 (n = 5)", with half the 95 % interval; without it of one run; "–" of none
QString estimateText(const Measure& measure, const MeanEstimate& estimate);
/// "50.1 to 52.6"
QString intervalText(const Measure& measure, const Interval& interval);
/// "1.4": half an interval
QString reachText(const Measure& measure, const Interval& interval);
/// "0.031", "< 0.0001"
QString probabilityText(double p);

} // namespace moelab
