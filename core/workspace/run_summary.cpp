#include "workspace/run_summary.h"

#include <algorithm>

namespace moelab {

std::string RunSummary::name() const { return note.name.empty() ? path.filename().string() : note.name; }

bool RunSummary::isDone() const {
    return std::ranges::all_of(stages, [](const StageSummary& stage) { return stage.state == StageState::Done; });
}

std::optional<double> RunSummary::accuracy(StageKind kind) const {
    for (const StageSummary& each : stages)
        if (each.stage.kind == kind && each.result)
            return each.result->accuracy;
    return std::nullopt;
}

std::optional<double> RunSummary::gain() const {
    const std::optional<double> mixture = accuracy(StageKind::Mixture);
    const std::optional<double> baseline = accuracy(StageKind::Baseline);
    if (!mixture || !baseline)
        return std::nullopt;
    return *mixture - *baseline;
}

double RunSummary::seconds() const {
    double sum = 0;
    for (const StageSummary& each : stages)
        if (each.result && each.result->takenFrom.empty())
            sum += each.result->seconds;
    return sum;
}

RunSummary readRunSummary(const std::filesystem::path& run) {
    RunSummary summary{run, readRunNote(run), readRunConfig(run), {}};
    const std::vector<Stage> stages = stagesOf(summary.config.parameters.groups);
    for (const Stage& stage : stages) {
        const StageState state = stageState(run, summary.config, stages, stage);
        summary.stages.push_back(
            {stage, state, state == StageState::Done ? readStageResult(run, stage.name) : std::nullopt});
    }
    return summary;
}

} // namespace moelab
