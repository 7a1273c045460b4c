#include "experiment/outdated.h"

#include "base/files.h"
#include "experiment/stage_state.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace moelab {
namespace {

/// The stages that are done by some settings, by name.
std::set<std::string> doneBy(const RunSettings& settings, const std::filesystem::path& run, RunConfig config) {
    config.setSettings(settings);
    const std::vector<Stage> stages = stagesOf(config.parameters.groups);
    std::vector<Error> ignored; // who opens the run or reads its summary says what is wrong with it
    const std::vector<StageStanding> standings = standingsOf(run, config, stages, ignored);
    std::set<std::string> done;
    for (std::size_t i = 0; i < stages.size(); ++i)
        if (learns(stages[i]) && standings[i].state == StageState::Done)
            done.insert(stages[i].name);
    return done;
}

} // namespace

std::vector<std::string> formerStages(const std::filesystem::path& run, const RunConfig& config) {
    if (!config.former)
        return {};
    const std::set<std::string> stages = doneBy(*config.former, formerResultsOf(run), config);
    return {stages.begin(), stages.end()};
}

std::vector<std::string> outdatedStages(const std::filesystem::path& run, const RunConfig& config) {
    std::vector<std::string> stages = formerStages(run, config);
    const std::set<std::string> now = doneBy(config.settings(), run, config);
    const std::vector<Stage> present = stagesOf(config.parameters.groups);
    std::erase_if(stages, [&](const std::string& stage) {
        return now.contains(stage) || std::ranges::find(present, stage, &Stage::name) == present.end();
    });
    return stages;
}

bool isOutdated(const std::filesystem::path& run, const RunConfig& config) {
    if (!config.former)
        return false;
    if (isThere(run / kFormerFolder))
        return !outdatedStages(run, config).empty();
    const std::set<std::string> now = doneBy(config.settings(), run, config);
    const std::set<std::string> before = doneBy(*config.former, run, config);
    return before.size() > now.size() && std::ranges::includes(before, now);
}

} // namespace moelab
