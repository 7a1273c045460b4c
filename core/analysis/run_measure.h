#pragma once

#include "workspace/run_summary.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// Runs that are looked at together, in a person's order.
using RunSpan = std::span<const std::shared_ptr<const RunSummary>>;

/// Measure by which runs are compared.
struct Measure {
    enum class Kind {
        Gain, ///< the mixture's accuracy minus the baseline's
        Accuracy,
        BalancedAccuracy, ///< mean recall (see confusion.h)
        MacroF1,
        Loss
    };
    Kind kind = Kind::Gain;
    std::string stage; ///< its name; empty for the gain

    bool operator==(const Measure&) const = default;
};

/// @returns in 0..1 (a gain in -1..1) but for a loss; none where the stages that it takes are not done
std::optional<double> valueOf(const RunSummary& run, const Measure& measure);

/// Whether a measure asks the same of both runs: a gate of other groups, and an expert of other classes, have
/// another task, which may be easier.
bool isSameTask(const RunSummary& a, const RunSummary& b, const Measure& measure);

/// Every measure that one of the runs has: the mixture's accuracy first, then the gain, the other accuracies,
/// balanced ones, F1 and losses, each in the order of the stages.
std::vector<Measure> measuresOf(RunSpan runs);

} // namespace moelab
