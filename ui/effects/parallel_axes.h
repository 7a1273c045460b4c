#pragma once

#include "analysis/run_measure.h"
#include "workspace/runs.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace moelab {

/// One axis of parallel coordinates: a parameter or a measure of several runs.
struct ParallelAxis {
    QString title;
    std::vector<std::optional<double>> places;     ///< of each run: 0 at the bottom to 1 at the top
    std::vector<QString> texts;                    ///< of each run
    std::vector<std::pair<double, QString>> marks; ///< where something is written beside the axis
};

/// An axis for every parameter that differs, then for every measure. Numbers lie by size (by their logarithm where
/// they span a decade), other values evenly.
std::vector<ParallelAxis> axesOf(const Runs& runs, const std::vector<Measure>& measures);

} // namespace moelab
