#pragma once

#include "analysis/attribution.h"
#include "analysis/calibration.h"
#include "analysis/class_routing.h"
#include "analysis/gap_ladder.h"
#include "analysis/learning.h"
#include "analysis/temperature.h"
#include "base/json.h"
#include "experiment/stage.h"

#include <string>
#include <vector>

namespace moelab {

/// All that `moelab analyze` says of a run.
struct AnalysisReport {
    /// The mixture's accuracy when the way is forced.
    struct Forced {
        std::string name;
        double accuracy = 0;
    };
    struct Member {
        std::string stage;
        std::int64_t images = 0;
        double confidence = 0; ///< mean
        double accuracy = 0;
        Reliability reliability;
        std::vector<CoveragePoint> coverage; ///< at every tenth of the images, or the next point after it
        TemperatureFit temperature;          ///< fitted on these same images
        double errorAtTemperature = 0;       ///< expected calibration error at that temperature
    };

    /// When a stage's member learned and forgot its validation images.
    struct Learning {
        std::string stage;
        std::int64_t images = 0;
        bool testImages = true; ///< false: they are training images set aside
        LearningCounts counts;
    };

    std::vector<std::string> classNames;
    std::vector<std::string> groupNames;
    Attribution attribution;
    GapLadder ladder;
    std::vector<Forced> forced;
    std::vector<ClassRouting> classes;
    std::vector<Member> members;
    std::vector<Learning> learning; ///< of the stages whose answers were kept over the epochs
};

/// @throws Error if the mixture is not trained
AnalysisReport analysisReport(const MemberOutputs& outputs, const ClassGroups& groups,
                              const std::vector<Stage>& stages, const std::vector<std::string>& classNames);

/// @param answers with at least one epoch
AnalysisReport::Learning learningReport(const Stage& stage, const EpochAnswers& answers);

/// "baseline", "expert-left"
std::string bestMemberName(const AnalysisReport& report);

/// The names of the ladder's ways, for JSON and tables.
inline constexpr const char* kWayNames[] = {"random-route", "baseline",     "best-member", "chosen-expert",
                                            "mixture",      "perfect-gate", "oracle"};
/// The names of the outcomes, likewise.
inline constexpr const char* kOutcomeNames[] = {"right", "saved", "gate", "blend", "members", "members-misrouted"};

Json toJson(const AnalysisReport& report);
void print(const AnalysisReport& report);

} // namespace moelab
