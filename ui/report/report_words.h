#pragma once

#include "analysis/statistics.h"
#include "base/percent.h"
#include "workspace/run_summary.h"

#include <QCoreApplication>
#include <QString>

/// Words and numbers that all reports share.
namespace moelab::report {

inline QString words(const char* text) { return QCoreApplication::translate("moelab::Report", text); }

inline QString nameOf(const RunSummary& run) { return QString::fromStdString(run.name()); }

/// "53.9"
inline QString percent(double share) { return QString::number(inPercent(share), 'f', 1); }

/// "+4.9"; what lies between -0.05 and 0.05 is "0.0".
inline QString points(double difference) {
    const QString text = QString::number(inPercent(difference), 'f', 1);
    return difference > 0 && text != QLatin1String("0.0") ? u'+' + text : text;
}

/// "50.8 to 57.0"
inline QString percents(const Interval& interval) {
    return words("%1 to %2").arg(percent(interval.low), percent(interval.high));
}

/// "+2.6 to +7.2"
inline QString points(const Interval& interval) {
    return words("%1 to %2").arg(points(interval.low), points(interval.high));
}

} // namespace moelab::report
