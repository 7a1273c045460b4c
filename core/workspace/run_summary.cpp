#include "workspace/run_summary.h"

#include "base/leaving_out.h"
#include "experiment/outdated.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace moelab {

std::filesystem::path RunSummary::results() const { return changedTo ? formerResultsOf(path) : path; }

std::string RunSummary::name() const { return note.name.empty() ? path.filename().string() : note.name; }

bool RunSummary::isDone() const {
    return std::ranges::all_of(stages, [](const StageSummary& stage) { return stage.state == StageState::Done; });
}

namespace {

template <class Property> // of stages
std::optional<double> accuracyOf(const std::vector<StageSummary>& stages, Property is) {
    for (const StageSummary& each : stages)
        if (is(each.stage) && each.result)
            return each.result->accuracy;
    return std::nullopt;
}

} // namespace

std::optional<double> RunSummary::accuracy(const std::string& stage) const {
    return accuracyOf(stages, [&](const Stage& each) { return each.name == stage; });
}

std::optional<double> RunSummary::mixtureAccuracy() const {
    return accuracyOf(stages, std::mem_fn(&Stage::isMixture));
}

std::optional<double> RunSummary::referenceAccuracy() const {
    return accuracyOf(stages, std::mem_fn(&Stage::isReference));
}

std::optional<double> RunSummary::gain() const {
    const std::optional<double> mixture = mixtureAccuracy();
    const std::optional<double> reference = referenceAccuracy();
    if (!mixture || !reference)
        return std::nullopt;
    return *mixture - *reference;
}

double RunSummary::seconds() const {
    double sum = 0;
    for (const StageSummary& each : stages)
        if (each.result && each.result->takenFrom.empty())
            sum += each.result->seconds;
    return sum;
}

bool RunSummary::isAtChance(const StageSummary& stage) const {
    return stage.result && moelab::isAtChance(*stage.result, stage.stage, config.parameters);
}

std::vector<Stage> RunSummary::stagesAtChance() const {
    std::vector<Stage> found;
    for (const StageSummary& each : stages)
        if (isAtChance(each))
            found.push_back(each.stage);
    return found;
}

bool RunSummary::isFormer(const std::string& stage) const {
    return std::ranges::any_of(stages,
                               [&](const StageSummary& each) { return each.stage.name == stage && each.isFormer; });
}

bool RunSummary::gainIsFormer() const {
    return std::ranges::any_of(stages, [](const StageSummary& each) {
        return (each.stage.isMixture || each.stage.isReference) && each.isFormer;
    });
}

namespace {

/// "gate 0123abcd" of each stage that is done by the present settings.
std::set<std::string> fingerprintsOf(const std::filesystem::path& run, const RunConfig& config) {
    std::set<std::string> found;
    const std::vector<Stage> stages = stagesOf(config.parameters.groups);
    std::vector<Error> unread; // which is told of the results that are shown
    const std::vector<StageStanding> standings = standingsOf(run, config, stages, unread);
    for (std::size_t i = 0; i < stages.size(); ++i)
        if (standings[i].result)
            found.insert(stages[i].name + " " + standings[i].result->fingerprint);
    return found;
}

} // namespace

RunSummary readRunSummary(const std::filesystem::path& run) {
    const RunConfig config = readRunConfig(run);
    if (!isOutdated(run, config))
        return readRunSummary(run, config, run);
    RunConfig former = config;
    former.setSettings(RunSettings(*config.former));
    RunSummary summary = readRunSummary(run, former, formerResultsOf(run));
    summary.changedTo = config.parameters;
    const std::set<std::string> present = fingerprintsOf(run, config);
    for (StageSummary& each : summary.stages)
        each.isFormer = each.result && !present.contains(each.stage.name + " " + each.result->fingerprint);
    return summary;
}

RunSummary readRunSummary(const std::filesystem::path& run, const RunConfig& config,
                          const std::filesystem::path& results) {
    RunSummary summary{run, {}, config, {}, {}, {}};
    LeavingOut leavingOut;
    leavingOut.attempt([&] { summary.note = readRunNote(run); });
    const std::vector<Stage> stages = stagesOf(summary.config.parameters.groups);
    std::vector<Error> unread;
    std::vector<StageStanding> standings = standingsOf(results, summary.config, stages, unread);
    for (std::size_t i = 0; i < stages.size(); ++i)
        summary.stages.push_back({stages[i], standings[i].state, std::move(standings[i].result)});
    for (const Error& problem : unread)
        leavingOut.attempt([&] { throw Error(problem); });
    for (const Error& problem : leavingOut.caught())
        summary.leftOut.emplace_back(problem.what());
    return summary;
}

} // namespace moelab
