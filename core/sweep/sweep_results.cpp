#include "sweep/sweep_results.h"

#include <algorithm>
#include <map>

namespace moelab {
namespace {

/// The numbers of one setting.
struct Collected {
    std::string setting;
    std::vector<std::string> order; ///< of the stages
    std::map<std::string, std::vector<double>> accuracies;
    std::map<std::string, std::size_t> atChance;
    std::vector<double> gains;
};

void collect(Collected& into, const RunSummary& summary) {
    for (const StageSummary& each : summary.stages) {
        if (!each.result)
            continue;
        if (!into.accuracies.contains(each.stage.name))
            into.order.push_back(each.stage.name);
        into.accuracies[each.stage.name].push_back(each.result->accuracy);
        into.atChance[each.stage.name] += summary.isAtChance(each) ? 1 : 0;
    }
    if (const std::optional<double> gain = summary.gain())
        into.gains.push_back(*gain);
}

} // namespace

std::vector<SettingResult> resultsOf(std::span<const EndedRun> runs) {
    std::vector<Collected> settings;
    for (const EndedRun& run : runs) {
        auto found = std::ranges::find(settings, run.setting, &Collected::setting);
        if (found == settings.end())
            found = settings.insert(settings.end(), Collected{run.setting, {}, {}, {}, {}});
        collect(*found, run.summary);
    }
    std::vector<SettingResult> results;
    for (const Collected& setting : settings) {
        SettingResult result{setting.setting, {}, {}};
        for (const std::string& stage : setting.order)
            result.stages.push_back(
                {stage, estimateMean(setting.accuracies.at(stage)), setting.atChance.at(stage)});
        if (!setting.gains.empty())
            result.gain = estimateMean(setting.gains);
        results.push_back(std::move(result));
    }
    return results;
}

SweepSeconds secondsOf(std::span<const EndedRun> runs) {
    SweepSeconds seconds;
    for (const EndedRun& run : runs)
        for (const StageSummary& each : run.summary.stages) {
            if (!each.result)
                continue;
            const bool taken = !each.result->takenFrom.empty();
            (taken ? seconds.taken : seconds.trained) += each.result->seconds;
            seconds.stagesTaken += taken ? 1 : 0;
        }
    return seconds;
}

} // namespace moelab
