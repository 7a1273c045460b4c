#include "analysis/run_measure.h"

#include <algorithm>

namespace moelab {

namespace {

std::optional<double> valueOf(const StageResult& result, Measure::Kind kind) {
    switch (kind) {
    case Measure::Kind::Accuracy:
        return result.accuracy;
    case Measure::Kind::BalancedAccuracy:
        return result.balancedAccuracy;
    case Measure::Kind::MacroF1:
        return result.macroF1;
    case Measure::Kind::Loss:
        return result.loss;
    case Measure::Kind::Gain:
        break;
    }
    return std::nullopt;
}

/// What a stage tells from each other: classes, each alone, or by groups.
std::vector<std::vector<int>> taskOf(const RunSummary& run, const std::string& stage) {
    const std::vector<ClassGroup>& groups = run.config.parameters.groups;
    const auto found =
        std::ranges::find(run.stages, stage, [](const StageSummary& each) { return each.stage.name; });
    if (found == run.stages.end())
        return {};
    std::vector<std::vector<int>> task;
    if (found->stage.targets == Targets::Groups)
        for (const ClassGroup& group : groups)
            task.push_back(group.classes);
    else if (found->stage.group >= 0)
        task.push_back(groups[static_cast<std::size_t>(found->stage.group)].classes);
    for (std::vector<int>& classes : task)
        std::ranges::sort(classes);
    std::ranges::sort(task);
    return task;
}

} // namespace

bool isSameTask(const RunSummary& a, const RunSummary& b, const Measure& measure) {
    return taskOf(a, measure.stage) == taskOf(b, measure.stage);
}

std::optional<double> valueOf(const RunSummary& run, const Measure& measure) {
    if (measure.kind == Measure::Kind::Gain)
        return run.gain();
    for (const StageSummary& each : run.stages)
        if (each.stage.name == measure.stage && each.result)
            return valueOf(*each.result, measure.kind);
    return std::nullopt;
}

std::vector<Measure> measuresOf(RunSpan runs) {
    std::vector<Measure> measures;
    const auto addIfKnown = [&](const Measure& measure) {
        const bool known =
            std::ranges::any_of(runs, [&](const auto& run) { return valueOf(*run, measure).has_value(); });
        if (known && std::ranges::find(measures, measure) == measures.end())
            measures.push_back(measure);
    };
    const auto addOf = [&](Measure::Kind kind, bool mixture) {
        for (const auto& run : runs)
            for (const StageSummary& each : run->stages)
                if (each.stage.isMixture == mixture)
                    addIfKnown({kind, each.stage.name});
    };
    addOf(Measure::Kind::Accuracy, true);
    addIfKnown({Measure::Kind::Gain, {}});
    using Kind = Measure::Kind;
    addOf(Kind::Accuracy, false);
    for (const Kind kind : {Kind::BalancedAccuracy, Kind::MacroF1, Kind::Loss})
        for (const bool mixture : {false, true})
            addOf(kind, mixture);
    return measures;
}

} // namespace moelab
