#include "commands/analysis_report.h"

namespace moelab {
namespace {

constexpr int kCoverageSteps = 10;

/// Every way of forcing that can be named in a line.
std::vector<std::pair<std::string, MixtureRule>> forcings(const std::vector<std::string>& groupNames) {
    using Routing = MixtureRule::Routing;
    std::vector<std::pair<std::string, MixtureRule>> all = {{"as-trained", {}},
                                                            {"perfect-gate", {.routing = Routing::Own}},
                                                            {"soft-gate", {.routing = Routing::Soft}},
                                                            {"gate-off", {.routing = Routing::Even}}};
    for (std::size_t group = 0; group < groupNames.size(); ++group)
        all.push_back({"always-" + groupNames[group],
                       {.routing = Routing::Fixed, .group = static_cast<std::int64_t>(group)}});
    all.push_back({"baseline-only", {.expertShare = 0}});
    all.push_back({"expert-only", {.expertShare = 1}});
    all.push_back({"sub-gates-off", {.expertShare = 0.5}});
    all.push_back({"baseline-off", {.baselineOn = false}});
    for (std::size_t group = 0; group < groupNames.size(); ++group) {
        std::vector<bool> switches(groupNames.size(), true);
        switches[group] = false;
        all.push_back({"expert-" + groupNames[group] + "-off", {.expertsOn = switches}});
    }
    return all;
}

/// The first point at or after every tenth of the images.
std::vector<CoveragePoint> thinned(const std::vector<CoveragePoint>& curve) {
    std::vector<CoveragePoint> points;
    for (const CoveragePoint& point : curve)
        while (point.coverage * kCoverageSteps >= static_cast<double>(points.size() + 1))
            points.push_back(point);
    return points;
}

} // namespace

AnalysisReport analysisReport(const MemberOutputs& outputs, const ClassGroups& groups,
                              const std::vector<Stage>& stages, const std::vector<std::string>& classNames) {
    AnalysisReport report;
    report.classNames = classNames;
    for (const ClassGroup& group : groups)
        report.groupNames.push_back(group.name);
    report.attribution = attribute(outputs, groups);
    report.ladder = gapLadder(outputs, groups);
    report.classes = classRouting(outputs, groups);
    for (const auto& [name, forced] : forcings(report.groupNames))
        report.forced.push_back({name, whatIf(outputs, groups, forced)});
    for (const Stage& stage : stages)
        if (std::optional<MemberCalibration> member = calibrate(outputs, stage, groups)) {
            member->coverage = thinned(member->coverage);
            report.members.push_back({*member, {}});
        }
    return report;
}

AnalysisReport::Learning learningReport(const Stage& stage, const EpochAnswers& answers) {
    return {stage.name, static_cast<std::int64_t>(answers.images.size()), answers.of, countLearning(answers)};
}

void addTemperatures(AnalysisReport& report, const MemberOutputs& heldOut, const MemberOutputs& outputs,
                     const ClassGroups& groups) {
    for (AnalysisReport::Member& member : report.members)
        member.temperature = heldOutTemperature(heldOut, outputs, member.calibration.stage, groups);
}

std::string bestMemberName(const AnalysisReport& report) {
    const std::int64_t best = report.ladder.bestMember;
    return best < 0 ? "baseline" : "expert-" + report.groupNames[static_cast<std::size_t>(best)];
}

} // namespace moelab
