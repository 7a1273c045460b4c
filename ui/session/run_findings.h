#pragma once

#include "analysis/attribution.h"
#include "analysis/gap_ladder.h"
#include "analysis/member_calibration.h"
#include "base/stop_token.h"
#include "workspace/run_summary.h"

#include <QImage>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace moelab {

class Experiment;

/// A test image, and what a member said of it.
struct ExampleImage {
    std::int64_t image = 0; ///< its position among the test images
    QImage picture;
    std::int64_t label = 0;
    std::int64_t answer = 0;
    float confidence = 0;
    std::int64_t route = -1; ///< the gate's; -1 if it is not trained
};

/// What a report says of one run, in values. Of stages that are not trained there is nothing.
struct RunFindings {
    RunSummary summary;
    RunHistory history;
    MemberOutputs outputs; ///< of the test images; no images if there are none
    QString whyNoOutputs;  ///< empty if there are some, or no stage is trained
    std::optional<Attribution> attribution;
    std::optional<GapLadder> ladder;
    std::vector<MemberCalibration> calibration; ///< in the stages' order
    std::vector<ExampleImage> errors;           ///< the mixture's, or else the baseline's, the surest first
    QString whyNoErrors;                        ///< the pictures are not to be had; empty otherwise

    /// @param is whether it is the stage. @returns null if it is not trained
    const Stage* trained(const std::function<bool(const Stage&)>& is) const;
};

/// Reads and computes that; needs no window, so any thread may call it. Data that are gone take away the pictures
/// alone, as long as the run holds its members' outputs.
/// @throws Stopped; Error if the run is damaged
RunFindings findingsOf(Experiment& experiment, const StopToken& stop);

} // namespace moelab
