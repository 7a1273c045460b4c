#pragma once

#include "analysis/run_comparison.h"
#include "base/stop_token.h"
#include "workspace/run_summary.h"

#include <QImage>
#include <QString>

#include <optional>
#include <vector>

namespace moelab {

class Experiment;

/// A test image that only one of two runs classifies correctly.
struct ChangedExample {
    ChangedImage image;
    QImage picture;
};

/// What a report says of two runs, in values.
struct ComparisonFindings {
    RunSummary first;
    RunSummary second;
    RunHistory firstHistory;
    RunHistory secondHistory;
    std::optional<RunComparison> comparison;
    QString whyNoComparison; ///< empty if there is one
    /// Of the mixture, or of the last member that both runs have: the first by position.
    std::vector<ChangedExample> fixed;
    std::vector<ChangedExample> broken;
    QString whyNoPictures; ///< the pictures are not to be had; empty otherwise

    /// The member that the examples are of; null if no member of both was compared.
    const MemberComparison* member() const;
};

/// Reads and computes that; needs no window, so any thread may call it. Runs that cannot be compared image by image
/// are compared by their numbers alone.
/// @throws Stopped; Error if a run is damaged
ComparisonFindings comparisonOf(Experiment& first, Experiment& second, const StopToken& stop);

} // namespace moelab
