#pragma once

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace moelab {

/// Ticks of an axis of epochs: at whole ones, unless fewer than two are seen.
class EpochTicker : public QCPAxisTicker {
  protected:
    double getTickStep(const QCPRange& range) override {
        const double step = QCPAxisTicker::getTickStep(range);
        return range.size() < 2 ? step : std::max(1.0, std::floor(step));
    }
    int getSubTickCount(double step) override { return step == 1 ? 0 : QCPAxisTicker::getSubTickCount(step); }
};

} // namespace moelab
