#include "analysis/run_groups.h"

#include <algorithm>
#include <map>

namespace moelab {
namespace {

using Run = std::shared_ptr<const RunSummary>;

std::int64_t seedOf(const Run& run) { return run->config.parameters.seed; }

bool repeats(const RunSummary& run, const RunSummary& other) {
    Parameters same = other.config.parameters;
    same.seed = run.config.parameters.seed;
    same.threads = run.config.parameters.threads;
    same.device = run.config.parameters.device;
    same.convolution = run.config.parameters.convolution;
    return same == run.config.parameters && run.config.dataFingerprint == other.config.dataFingerprint;
}

/// Takes the run in, in the place of one with the same seed if only this one is done.
void add(RunGroup& group, const Run& run) {
    const auto place = std::ranges::lower_bound(group.runs, seedOf(run), {}, seedOf);
    if (place == group.runs.end() || seedOf(*place) != seedOf(run)) {
        group.runs.insert(place, run);
        return;
    }
    group.repeated.push_back(run);
    if (run->isDone() && !(*place)->isDone())
        std::swap(*place, group.repeated.back());
}

std::map<std::int64_t, double> valuesBySeed(const RunGroup& group, const Measure& measure) {
    std::map<std::int64_t, double> values;
    for (const Run& run : group.runs)
        if (const std::optional<double> value = valueOf(*run, measure))
            values[seedOf(run)] = *value;
    return values;
}

std::vector<double> valuesOf(const std::map<std::int64_t, double>& bySeed) {
    std::vector<double> values;
    for (const auto& [seed, value] : bySeed)
        values.push_back(value);
    return values;
}

} // namespace

std::vector<RunGroup> groupRuns(RunSpan runs) {
    std::vector<RunGroup> groups;
    for (const Run& run : runs) {
        auto group =
            std::ranges::find_if(groups, [&](const RunGroup& each) { return repeats(*run, *each.runs.front()); });
        if (group == groups.end())
            group = groups.insert(groups.end(), RunGroup{});
        add(*group, run);
    }
    return groups;
}

MeanEstimate estimate(const RunGroup& group, const Measure& measure) {
    return estimateMean(valuesOf(valuesBySeed(group, measure)));
}

std::size_t countAtChance(const RunGroup& group, const Measure& measure) {
    return static_cast<std::size_t>(std::ranges::count_if(group.runs, [&](const Run& run) {
        const auto stage = std::ranges::find_if(
            run->stages, [&](const StageSummary& each) { return each.stage.name == measure.stage; });
        return std::ranges::any_of(run->stages, [&](const StageSummary& each) {
            const bool counts = measure.kind == Measure::Kind::Gain ||
                                (stage != run->stages.end() &&
                                 (each.stage.name == measure.stage || dependsOn(stage->stage, each.stage)));
            return counts && run->isAtChance(each);
        });
    }));
}

GroupComparison compareGroups(const RunGroup& first, const RunGroup& second, const Measure& measure) {
    const auto a = valuesBySeed(first, measure);
    const auto b = valuesBySeed(second, measure);
    std::vector<double> pairedA;
    std::vector<double> pairedB;
    GroupComparison comparison;
    for (const auto& [seed, value] : a)
        if (const auto other = b.find(seed); other != b.end()) {
            comparison.seeds.push_back(seed);
            pairedA.push_back(value);
            pairedB.push_back(other->second);
        }
    comparison.onlyFirst = a.size() - pairedA.size();
    comparison.onlySecond = b.size() - pairedB.size();
    if (pairedA.empty()) {
        pairedA = valuesOf(a);
        pairedB = valuesOf(b);
        if (a.size() >= 2 && b.size() >= 2)
            comparison.welch = welchTest(pairedA, pairedB);
    } else if (pairedA.size() >= 2) {
        comparison.paired = pairedTest(pairedA, pairedB);
    }
    comparison.difference = estimateMean(pairedB).mean - estimateMean(pairedA).mean;
    return comparison;
}

} // namespace moelab
