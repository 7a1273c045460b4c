#include "sweep/sweep_plan.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "base/random.h"
#include "config/given_parameters.h"
#include "config/parameter_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace moelab {
namespace {

/// The values of one setting, in the order of Sweep::varied.
using Setting = std::vector<Json>;

[[noreturn]] void refuse(const std::string& subject, const std::string& problem, const std::string& advice) {
    throw Error(subject, problem, advice);
}

bool isWhole(const ParameterInfo& info) { return std::holds_alternative<std::int64_t Parameters::*>(info.member); }

bool isNumber(const ParameterInfo& info) {
    return isWhole(info) || std::holds_alternative<double Parameters::*>(info.member);
}

/// Whether a value says something only to who knows the classes of the data.
bool areNamedGroups(const ParameterInfo& info, const Json& value) {
    return std::holds_alternative<ClassGroups Parameters::*>(info.member) && namesClasses(value);
}

void setValue(PlannedRun& run, const ParameterInfo& info, const Json& value) {
    const bool named = areNamedGroups(info, value);
    if (!named)
        setParameter(run.parameters, info, value);
    if (std::holds_alternative<ClassGroups Parameters::*>(info.member))
        run.namedGroups = named ? value : Json();
}

void checkName(const std::string& name) {
    const auto plain = [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    };
    if (name.empty())
        refuse("name", "is missing", "Give the sweep one; its runs go into a folder of that name");
    if (name.size() > limits::kSweepNameBytes || name.front() == '.' || name.front() == '-' ||
        !std::ranges::all_of(name, plain))
        refuse("name", "cannot be that of a sweep's folder",
               "Give 1 to " + std::to_string(limits::kSweepNameBytes) +
                   " letters, digits, '.', '_' and '-', the first a letter, a digit or '_'");
}

void checkBetween(const char* name, std::int64_t value, std::int64_t least, std::int64_t most) {
    if (value < least || value > most)
        refuse(name, "is " + std::to_string(value),
               "Give a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

void checkRange(const ParameterInfo& info, const SweepRange& range) {
    const std::string name(info.name);
    if (!isNumber(info))
        refuse(name, "has no range to draw from", "List its values");
    if (!(range.minimum < range.maximum))
        refuse(name, "has a range whose minimum is not below its maximum",
               "Give minimum and maximum in that order");
    if (range.logarithmic && range.minimum <= 0)
        refuse(name, "has a logarithmic range that begins at 0 or below",
               "Give a minimum above 0, or scale linear");
    Parameters scratch;
    for (const double end : {range.minimum, range.maximum}) {
        if (isWhole(info) && end != std::floor(end))
            refuse(name, "has a range that does not end at whole numbers", "Give whole numbers");
        if (!isWhole(info) || std::abs(end) > 9e15)
            setParameter(scratch, info, Json(end));
        else
            setParameter(scratch, info, Json(static_cast<std::int64_t>(end)));
    }
}

void checkVaried(const VariedParameter& varied, SweepMode mode) {
    const ParameterInfo& info = parameterInfo(varied.name);
    if (varied.range.has_value() == !varied.values.empty())
        refuse(varied.name, "needs either values or a range", "Enter at least one value, or a range, but not both");
    if (varied.range && mode != SweepMode::Random)
        refuse(varied.name, "has a range to draw from, in a sweep that is not random",
               "List its values, or set mode to random");
    if (varied.range)
        checkRange(info, *varied.range);
    if (varied.values.size() > limits::kSweepRuns)
        refuse(varied.name, "has " + std::to_string(varied.values.size()) + " values",
               "List at most " + std::to_string(limits::kSweepRuns));
    Parameters scratch;
    for (const Json& value : varied.values)
        if (!areNamedGroups(info, value))
            setParameter(scratch, info, value);
    if (mode == SweepMode::Grid)
        for (auto value = varied.values.begin(); value != varied.values.end(); ++value)
            if (std::find(varied.values.begin(), value, *value) != value)
                refuse(varied.name, "has the value " + printable(value->dump()) + " twice",
                       "List every value once");
}

/// How many settings there are; more than can be is limits::kSweepRuns + 1.
std::size_t settingCount(const Sweep& sweep) {
    std::size_t count = 1;
    switch (sweep.mode) {
    case SweepMode::Grid:
        for (const VariedParameter& varied : sweep.varied)
            count =
                std::min(count * std::min(varied.values.size(), limits::kSweepRuns + 1), limits::kSweepRuns + 1);
        return count;
    case SweepMode::List:
        return sweep.varied.empty() ? 1 : sweep.varied.front().values.size();
    case SweepMode::Random:
        return static_cast<std::size_t>(sweep.count);
    }
    return count;
}

void checkSweep(const Sweep& sweep) {
    constexpr auto most = static_cast<std::int64_t>(limits::kSweepRuns);
    checkName(sweep.name);
    checkBetween("seeds", sweep.seeds, 1, most);
    checkBetween("count", sweep.count, 1, most);
    checkBetween("at_once", sweep.atOnce, 0, most);
    for (auto varied = sweep.varied.begin(); varied != sweep.varied.end(); ++varied) {
        checkVaried(*varied, sweep.mode);
        if (std::find_if(sweep.varied.begin(), varied,
                         [&](const VariedParameter& other) { return other.name == varied->name; }) != varied)
            refuse(varied->name, "is varied twice", "Name it once");
        if (varied->name == "seed" && sweep.seeds > 1)
            refuse("seed", "is varied, and repeated by seeds as well", "Leave out one of them");
        if (sweep.mode == SweepMode::List && varied->values.size() != sweep.varied.front().values.size())
            refuse(varied->name, "has a different number of values than " + sweep.varied.front().name,
                   "In a list, give every parameter as many values as there are settings");
    }
    if (sweep.mode == SweepMode::Random && sweep.varied.empty())
        refuse("vary", "names no parameter to draw", "Name one, or use seeds to repeat a run");
    const std::size_t runs = settingCount(sweep) * static_cast<std::size_t>(sweep.seeds);
    if (runs > limits::kSweepRuns)
        refuse(sweep.name, "has more than " + std::to_string(limits::kSweepRuns) + " runs",
               "Vary fewer values, or split it into several sweeps");
}

/// Four significant digits, so that names stay readable.
double rounded(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return std::stod(text);
}

/// @param share in 0..1
Json drawnFrom(const SweepRange& range, const ParameterInfo& info, double share) {
    if (isWhole(info) && !range.logarithmic) {
        const double steps = std::floor(share * (range.maximum - range.minimum + 1));
        return static_cast<std::int64_t>(std::min(range.minimum + steps, range.maximum));
    }
    const double value =
        range.logarithmic
            ? std::exp(std::log(range.minimum) + share * (std::log(range.maximum) - std::log(range.minimum)))
            : range.minimum + share * (range.maximum - range.minimum);
    if (isWhole(info))
        return static_cast<std::int64_t>(std::clamp(std::round(value), range.minimum, range.maximum));
    return std::clamp(rounded(value), range.minimum, range.maximum);
}

Json drawn(const VariedParameter& varied, std::int64_t seed, std::uint64_t index) {
    const std::uint64_t bits = mix(streamSeed(static_cast<std::uint64_t>(seed), "sweep", index, varied.name));
    const double share = static_cast<double>(bits >> 11) * 0x1p-53;
    if (varied.range)
        return drawnFrom(*varied.range, parameterInfo(varied.name), share);
    return varied.values[static_cast<std::size_t>(share * static_cast<double>(varied.values.size()))];
}

/// @param index of the setting; of a grid the last parameter changes fastest
Setting settingAt(const Sweep& sweep, std::size_t index) {
    Setting setting(sweep.varied.size());
    std::size_t rest = index;
    for (std::size_t i = sweep.varied.size(); i-- > 0;) {
        const VariedParameter& varied = sweep.varied[i];
        switch (sweep.mode) {
        case SweepMode::Grid:
            setting[i] = varied.values[rest % varied.values.size()];
            rest /= varied.values.size();
            break;
        case SweepMode::List:
            setting[i] = varied.values[index];
            break;
        case SweepMode::Random:
            setting[i] = drawn(varied, sweep.randomSeed, index);
            break;
        }
    }
    return setting;
}

/// A value as names show it. Groups are too long for that: they go by their position.
std::string shown(const VariedParameter& varied, const Json& value) {
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_object())
        return value.dump();
    const auto found = std::ranges::find(varied.values, value);
    return "choice" + std::to_string(found - varied.values.begin() + 1);
}

std::string numbered(std::size_t number) {
    char text[16];
    std::snprintf(text, sizeof text, "%03zu", number);
    return text;
}

/// Cores for each run, if the sweep leaves it open.
std::int64_t threadsOfEach(const Sweep& sweep, std::size_t runs, int cores) {
    const std::size_t most = sweep.atOnce > 0 ? static_cast<std::size_t>(sweep.atOnce) : runs;
    return std::max<std::int64_t>(1, cores / static_cast<std::int64_t>(std::min(most, runs)));
}

} // namespace

std::vector<PlannedRun> plannedRuns(const Sweep& sweep, int cores) {
    checkSweep(sweep);
    const std::size_t settings = settingCount(sweep);
    const auto seeds = static_cast<std::size_t>(sweep.seeds);
    std::vector<PlannedRun> runs;
    for (std::size_t i = 0; i < settings; ++i) {
        PlannedRun run{{}, {}, sweep.parameters, sweep.namedGroups};
        std::string suffix;
        const Setting setting = settingAt(sweep, i);
        for (std::size_t p = 0; p < setting.size(); ++p) {
            const std::string& name = sweep.varied[p].name;
            setValue(run, parameterInfo(name), setting[p]);
            const std::string text = name + "=" + shown(sweep.varied[p], setting[p]);
            suffix += "-" + text;
            if (name != "seed")
                run.setting += (run.setting.empty() ? "" : " ") + text;
        }
        for (std::size_t s = 0; s < seeds; ++s) {
            PlannedRun repeated = run;
            const std::int64_t seed = run.parameters.seed + static_cast<std::int64_t>(s);
            setParameter(repeated.parameters, parameterInfo("seed"), Json(seed));
            if (repeated.parameters.threads == 0)
                repeated.parameters.threads = threadsOfEach(sweep, settings * seeds, cores);
            const std::string whole = numbered(runs.size() + 1) + suffix.substr(0, 150);
            repeated.folder = sweep.name + "/" + whole + (seeds > 1 ? "-seed=" + std::to_string(seed) : "");
            runs.push_back(std::move(repeated));
        }
    }
    return runs;
}

} // namespace moelab
