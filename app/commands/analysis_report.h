#pragma once

#include "analysis/attribution.h"
#include "analysis/class_routing.h"
#include "analysis/gap_ladder.h"
#include "analysis/learning.h"
#include "analysis/member_calibration.h"
#include "analysis/what_if.h"
#include "base/json.h"
#include "plan/stage.h"

#include <string>
#include <vector>

namespace moelab {

/// Content of `moelab analyze`.
struct AnalysisReport {
    /// The mixture under counterfactual routing.
    struct Forced {
        std::string name;
        WhatIf found;
    };
    struct Member {
        MemberCalibration calibration; ///< the coverage at every tenth of the images, or the next point after it
        std::optional<HeldOutTemperature> temperature;
    };

    /// When a stage's member learned and forgot its validation images.
    struct Learning {
        std::string stage;
        std::int64_t images = 0;
        Validation of = Validation::Test; ///< which they are
        LearningCounts counts;
    };

    std::vector<std::string> classNames;
    std::vector<std::string> groupNames;
    Attribution attribution;
    GapLadder ladder;
    std::vector<Forced> forced;
    std::vector<ClassRouting> classes;
    std::vector<Member> members;
    std::vector<Learning> learning; ///< of the stages whose predictions were kept over the epochs
    std::string whyNoTemperature;   ///< empty if training images are held out
};

/// Temperatures are left out.
/// @throws Error if the mixture is not trained
AnalysisReport analysisReport(const MemberOutputs& outputs, const ClassGroups& groups,
                              const std::vector<Stage>& stages, const std::vector<std::string>& classNames);

/// @param answers with at least one epoch
AnalysisReport::Learning learningReport(const Stage& stage, const EpochAnswers& answers);

/// Adds the temperature of every member. @param outputs the report's. @param heldOut of the same members
void addTemperatures(AnalysisReport& report, const MemberOutputs& heldOut, const MemberOutputs& outputs,
                     const ClassGroups& groups);

/// "baseline", "expert-left"
std::string bestMemberName(const AnalysisReport& report);

/// The names of the ladder's ways, for JSON and tables.
inline constexpr const char* kWayNames[] = {"random-route", "baseline",     "best-member", "chosen-expert",
                                            "mixture",      "perfect-gate", "oracle"};
/// The names of the outcomes, likewise.
inline constexpr const char* kOutcomeNames[] = {"right", "saved", "gate", "blend", "members", "members-misrouted"};

/// Of validation images, likewise.
inline constexpr const char* nameOfImages(Validation of) {
    return of == Validation::Test ? "test" : of == Validation::Holdout ? "holdout" : "validation";
}

Json toJson(const AnalysisReport& report);
void print(const AnalysisReport& report);

} // namespace moelab
