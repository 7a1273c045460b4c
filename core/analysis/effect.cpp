#include "analysis/effect.h"

#include "analysis/parameter_differences.h"
#include "analysis/run_groups.h"
#include "config/parameter_table.h"

#include <algorithm>

namespace moelab {
namespace {

using Run = std::shared_ptr<const RunSummary>;
using Runs = std::vector<Run>;

constexpr double kWide = 10; // a decade
const std::string kSeed = "seed";

Json valueIn(const Run& run, const std::string& parameter) {
    return getParameter(run->config.parameters, parameterInfo(parameter));
}

/// Every value once; numbers by size, false before true, names by letters.
std::vector<Json> valuesIn(const Runs& runs, const std::string& parameter) {
    std::vector<Json> values;
    for (const Run& run : runs)
        values.push_back(valueIn(run, parameter));
    std::ranges::sort(values, [](const Json& a, const Json& b) { return a < b; });
    values.erase(std::unique(values.begin(), values.end()), values.end()); // clang 14 has no std::ranges::unique
    return values;
}

/// One a seed and set of parameters, with the measure.
Runs countedRuns(RunSpan runs, const Measure& measure) {
    Runs counted;
    for (const RunGroup& group : groupRuns(runs))
        for (const Run& run : group.runs)
            if (valueOf(*run, measure))
                counted.push_back(run);
    return counted;
}

void setAxis(Effect& effect, const Runs& runs) {
    effect.values = valuesIn(runs, effect.parameter);
    effect.numeric = effect.parameter != kSeed &&
                     std::ranges::all_of(effect.values, [](const Json& value) { return value.is_number(); });
    if (!effect.numeric || effect.values.empty())
        return;
    const auto least = effect.values.front().get<double>();
    effect.logarithmic = least > 0 && effect.values.back().get<double>() >= kWide * least;
}

std::vector<EffectLevel> levelsOf(const Effect& effect, const Runs& runs, const Measure& measure) {
    std::vector<EffectLevel> levels;
    for (std::size_t position = 0; position < effect.values.size(); ++position) {
        const Json& value = effect.values[position];
        EffectLevel level{value, effect.numeric ? value.get<double>() : static_cast<double>(position), {}, {}};
        std::vector<double> ys;
        for (const Run& run : runs) {
            if (valueIn(run, effect.parameter) != value)
                continue;
            ys.push_back(*valueOf(*run, measure));
            level.points.push_back({ys.back(), run->config.parameters.seed, run});
        }
        level.mean = estimateMean(ys);
        if (!ys.empty())
            levels.push_back(std::move(level));
    }
    return levels;
}

/// Adds what differs among the runs and is not shown.
/// @param by the parameter that tells the series apart, or ""
void noteWhatVaries(Effect& effect, const Runs& runs, const std::string& by) {
    const std::string known[] = {effect.parameter, by, kSeed};
    for (const ParameterDifference& each : parameterDifferences(runs))
        if (std::ranges::find(known, each.name) == std::end(known) && !isOfTheMachine(each.name) &&
            std::ranges::find(effect.alsoVary, each.name) == effect.alsoVary.end())
            effect.alsoVary.push_back(each.name);
}

} // namespace

Effect effectOf(RunSpan runs, const std::string& parameter, const Measure& measure, const std::string& by) {
    Effect effect{parameter, false, false, {}, {}, {}};
    parameterInfo(parameter);
    const Runs counted = countedRuns(runs, measure);
    setAxis(effect, counted);
    noteWhatVaries(effect, counted, by);
    if (by.empty()) {
        if (!counted.empty())
            effect.series.push_back({{}, levelsOf(effect, counted, measure)});
        return effect;
    }
    for (const Json& value : valuesIn(counted, by)) {
        Runs some;
        std::ranges::copy_if(counted, std::back_inserter(some),
                             [&](const Run& run) { return valueIn(run, by) == value; });
        effect.series.push_back({valueText(value), levelsOf(effect, some, measure)});
    }
    return effect;
}

Effect learningCurves(RunSpan runs) {
    Effect effect{"train_examples", false, false, {}, {}, {}};
    setAxis(effect, {runs.begin(), runs.end()});
    for (const Measure& measure : measuresOf(runs)) {
        if (measure.kind != Measure::Kind::Accuracy)
            continue;
        const Runs counted = countedRuns(runs, measure);
        noteWhatVaries(effect, counted, {});
        effect.series.push_back({measure.stage, levelsOf(effect, counted, measure)});
    }
    return effect;
}

} // namespace moelab
