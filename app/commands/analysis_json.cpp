#include "commands/analysis_report.h"

namespace moelab {
namespace {

Json json(const Interval& interval) { return {interval.low, interval.high}; }

Json json(const OutcomeCounts& counts) {
    Json object = {{"images", counts.images()}, {"errors", counts.errors()}};
    for (std::size_t outcome = 0; outcome < counts.counts.size(); ++outcome)
        object[kOutcomeNames[outcome]] = counts.counts[outcome];
    return object;
}

/// @param first, second what was compared
Json json(const McNemar& test, const std::string& first, const std::string& second) {
    return {{"test", test.exact ? "exact" : "chi-square"},
            {"only_" + first + "_right", test.onlyFirst},
            {"only_" + second + "_right", test.onlySecond},
            {"chi_square", test.exact ? Json() : Json(test.chiSquare)},
            {"p", test.p}};
}

Json json(const WhatIf& found) {
    return {{"accuracy", found.accuracy},
            {"interval", json(found.interval)},
            {"minus_mixture", found.overTrained},
            {"mcnemar_mixture", json(found.againstTrained, "forced", "mixture")},
            {"minus_baseline", found.overBaseline},
            {"mcnemar_baseline", json(found.againstBaseline, "forced", "baseline")}};
}

Json outcomesJson(const AnalysisReport& report) {
    Json classes = Json::object();
    for (std::size_t cls = 0; cls < report.classNames.size(); ++cls)
        classes[report.classNames[cls]] = json(report.attribution.classes[cls]);
    Json images = Json::array();
    for (const Outcome outcome : report.attribution.outcomes)
        images.push_back(kOutcomeNames[static_cast<std::size_t>(outcome)]);
    return {{"all", json(report.attribution.all)}, {"by_class", classes}, {"by_image", images}};
}

Json ladderJson(const AnalysisReport& report) {
    const GapLadder& ladder = report.ladder;
    Json rungs = Json::array();
    for (std::size_t way = 0; way < GapLadder::kWays; ++way) {
        const GapLadder::Rung& rung = ladder.rungs[way];
        Json row = {{"way", kWayNames[way]}, {"accuracy", rung.accuracy}, {"interval", json(rung.interval)}};
        if (way > 0) {
            row["gain"] = rung.gain;
            row["gain_interval"] = json(rung.gainInterval);
        }
        rungs.push_back(row);
    }
    return {{"rungs", rungs},
            {"best_member", bestMemberName(report)},
            {"mixture_minus_baseline", ladder.overBaseline},
            {"mixture_minus_baseline_interval", json(ladder.overBaselineInterval)},
            {"mcnemar", json(ladder.mixtureAgainstBaseline, "mixture", "baseline")}};
}

Json classesJson(const AnalysisReport& report) {
    Json classes = Json::object();
    for (std::size_t cls = 0; cls < report.classNames.size(); ++cls) {
        const ClassRouting& row = report.classes[cls];
        classes[report.classNames[cls]] = {{"images", row.images},
                                           {"routed", row.routed},
                                           {"load", row.load},
                                           {"gate", row.gate},
                                           {"entropy_bits", row.entropy},
                                           {"margin", row.margin},
                                           {"hit_rate", row.hitRate},
                                           {"baseline_weight", row.baselineWeight},
                                           {"expert_weight", row.expertWeight}};
    }
    return {{"groups", report.groupNames}, {"by_class", classes}};
}

Json json(const std::optional<HeldOutTemperature>& temperature) {
    const auto orNull = [&](auto value) { return temperature ? Json(value(*temperature)) : Json(); };
    return {{"images", orNull([](const HeldOutTemperature& found) { return found.images; })},
            {"temperature", orNull([](const HeldOutTemperature& found) { return found.fit.temperature; })},
            {"loss_on_held_out", orNull([](const HeldOutTemperature& found) { return found.fit.lossBefore; })},
            {"loss_on_held_out_at_temperature",
             orNull([](const HeldOutTemperature& found) { return found.fit.lossAfter; })},
            {"loss_at_temperature", orNull([](const HeldOutTemperature& found) { return found.loss; })},
            {"expected_calibration_error_at_temperature",
             orNull([](const HeldOutTemperature& found) { return found.expectedError; })}};
}

Json json(const AnalysisReport::Member& member) {
    const MemberCalibration& found = member.calibration;
    Json bins = Json::array();
    for (const ReliabilityBin& bin : found.reliability.bins)
        bins.push_back({{"low", bin.low},
                        {"high", bin.high},
                        {"images", bin.images},
                        {"confidence", bin.confidence},
                        {"accuracy", bin.accuracy}});
    Json coverage = Json::array();
    for (const CoveragePoint& point : found.coverage)
        coverage.push_back(
            {{"coverage", point.coverage}, {"accuracy", point.accuracy}, {"confidence", point.confidence}});
    return {{"images", found.images},
            {"accuracy", found.accuracy},
            {"balanced_accuracy", found.balancedAccuracy},
            {"macro_f1", found.macroF1},
            {"confidence", found.confidence},
            {"expected_calibration_error", found.reliability.expectedError},
            {"loss", found.loss},
            {"held_out", json(member.temperature)},
            {"bins", bins},
            {"coverage", coverage}};
}

Json json(const AnalysisReport::Learning& stage) {
    return {{"images", stage.images},
            {"of", nameOfImages(stage.of)},
            {"learned", stage.counts.learned},
            {"forgotten", stage.counts.forgotten},
            {"always_right", stage.counts.alwaysRight},
            {"never_right", stage.counts.neverRight}};
}

} // namespace

Json toJson(const AnalysisReport& report) {
    Json forced = Json::object();
    for (const AnalysisReport::Forced& line : report.forced)
        forced[line.name] = json(line.found);
    Json calibration = Json::object();
    for (const AnalysisReport::Member& member : report.members)
        calibration[member.calibration.stage.name] = json(member);
    Json learning = Json::object();
    for (const AnalysisReport::Learning& stage : report.learning)
        learning[stage.stage] = json(stage);
    return {{"outcomes", outcomesJson(report)},
            {"ladder", ladderJson(report)},
            {"forced_routing", forced},
            {"class_routing", classesJson(report)},
            {"calibration", calibration},
            {"no_temperature", report.whyNoTemperature.empty() ? Json() : Json(report.whyNoTemperature)},
            {"learning", learning}};
}

} // namespace moelab
