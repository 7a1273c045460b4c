#include "base/error.h"
#include "base/machine.h"
#include "base/printable.h"
#include "config/given_parameters.h"
#include "config/parameter_table.h"
#include "data/catalogue.h"
#include "sweep/sweep_plan.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace moelab {
namespace {

constexpr int kSweepSchema = 1;
constexpr const char* kGroups = "groups";
constexpr std::array<std::string_view, 3> kModes = {"grid", "list", "random"}; // in the order of SweepMode

void checkKeys(const Json& object, std::initializer_list<std::string_view> known, const std::string& source) {
    if (!object.is_object())
        throw Error(source, "is not a JSON object", "Write {\"name\": ...}; man moelab shows a sweep");
    for (const auto& [key, value] : object.items()) {
        if (std::ranges::find(known, key) != known.end())
            continue;
        std::string names;
        for (const std::string_view name : known)
            names += (names.empty() ? "" : ", ") + std::string(name);
        throw Error(source, "has the unknown key " + printable(key), "The keys are " + names);
    }
}

std::int64_t number(const Json& object, const char* key, std::int64_t fallback, const std::string& source) {
    return object.contains(key) ? wholeNumber(object, key, source) : fallback;
}

std::int64_t amount(const Json& object, const char* key, const std::string& source) {
    const std::int64_t value = number(object, key, 0, source);
    if (value < 0 || value > 100'000'000)
        throw Error(source, std::string("asks for ") + key + " " + std::to_string(value),
                    "Give a whole number from 0 to 100000000");
    return value;
}

SweepRange rangeFrom(const Json& object, const std::string& source) {
    checkKeys(object, {"minimum", "maximum", "scale"}, source);
    const std::string scale = object.value("scale", "linear");
    if (scale != "linear" && scale != "log")
        throw Error(source, "has the scale " + printable(scale), "Give linear or log");
    return {object.at("minimum").get<double>(), object.at("maximum").get<double>(), scale == "log"};
}

/// A list of values, or a range.
VariedParameter variedFrom(const std::string& name, const Json& value, const std::string& source) {
    VariedParameter varied{name, {}, {}};
    if (value.is_array())
        varied.values.assign(value.begin(), value.end());
    else
        varied.range = rangeFrom(value, source + " vary " + name);
    return varied;
}

SlurmResources slurmFrom(const Json& object, const std::string& source) {
    checkKeys(object, {"partition", "cpus", "memory_mib", "minutes"}, source + " slurm");
    SlurmResources slurm{object.value("partition", ""), amount(object, "cpus", source),
                         amount(object, "memory_mib", source), amount(object, "minutes", source)};
    if (slurm.partition.find_first_of("\n\r") != std::string::npos || slurm.partition.size() > 200)
        throw Error(source, "names a partition that cannot exist", "Give a name that sinfo lists");
    return slurm;
}

SweepMode modeFrom(const Json& object, const std::string& source) {
    const std::string name = object.value("mode", "grid");
    const auto mode = std::ranges::find(kModes, name);
    if (mode == kModes.end())
        throw Error(source, "has the mode " + printable(name), "Give grid, list or random");
    return static_cast<SweepMode>(mode - kModes.begin());
}

void readParameters(Json object, const std::string& source, Sweep& sweep) {
    if (const auto groups = object.find(kGroups); groups != object.end() && namesClasses(*groups)) {
        sweep.namedGroups = *groups;
        object.erase(groups);
    }
    sweep.parameters = parametersFromJson(object, source);
}

Sweep read(const Json& object, const std::string& source) {
    checkKeys(object,
              {"schema", "name", "data", "parameters", "mode", "vary", "count", "random_seed", "seeds", "at_once",
               "slurm"},
              source);
    checkSchema(number(object, "schema", kSweepSchema, source), kSweepSchema, source);
    Sweep sweep;
    sweep.name = object.at("name").get<std::string>();
    sweep.data = object.contains("data") ? object.at("data").get<std::string>() : defaultDataSpec();
    if (object.contains("parameters"))
        readParameters(object.at("parameters"), source + " parameters", sweep);
    for (const char* part : {"parameters", "vary"})
        if (object.contains(part) && object.at(part).is_object())
            for (const auto& [name, value] : object.at(part).items())
                sweep.given.insert(name);
    sweep.mode = modeFrom(object, source);
    if (object.contains("vary")) {
        if (!object.at("vary").is_object())
            throw Error(source + " vary", "is not a JSON object", "Write {\"learning_rate\": [0.001, 0.003]}");
        for (const auto& [name, value] : object.at("vary").items())
            sweep.varied.push_back(variedFrom(name, value, source));
    }
    if (sweep.mode != SweepMode::Random)
        for (const char* key : {"count", "random_seed"})
            if (object.contains(key))
                throw Error(source, std::string("has a ") + key + ", but is not random",
                            "Leave it out, or set mode to random");
    sweep.count = number(object, "count", 1, source);
    sweep.randomSeed = number(object, "random_seed", 1, source);
    sweep.seeds = number(object, "seeds", 1, source);
    sweep.atOnce = number(object, "at_once", 0, source);
    if (object.contains("slurm"))
        sweep.slurm = slurmFrom(object.at("slurm"), source);
    return sweep;
}

Json toJson(const VariedParameter& varied) {
    if (!varied.range)
        return varied.values;
    return {{"minimum", varied.range->minimum},
            {"maximum", varied.range->maximum},
            {"scale", varied.range->logarithmic ? "log" : "linear"}};
}

} // namespace

Sweep sweepFromJson(const Json& object, const std::string& source) {
    try {
        Sweep sweep = read(object, source);
        plannedRuns(sweep, availableThreads()); // refuses what cannot be planned
        return sweep;
    } catch (const Json::exception& problem) {
        throw Error(source, std::string("is not a valid sweep (") + problem.what() + ")",
                    "Compare it with the one that man moelab shows");
    }
}

Json toJson(const Sweep& sweep) {
    Json object = {{"schema", kSweepSchema},
                   {"name", sweep.name},
                   {"data", sweep.data},
                   {"parameters", toJson(sweep.parameters)},
                   {"mode", kModes[static_cast<std::size_t>(sweep.mode)]},
                   {"vary", Json::object()},
                   {"seeds", sweep.seeds},
                   {"at_once", sweep.atOnce},
                   {"slurm",
                    {{"partition", sweep.slurm.partition},
                     {"cpus", sweep.slurm.cpus},
                     {"memory_mib", sweep.slurm.memoryMiB},
                     {"minutes", sweep.slurm.minutes}}}};
    if (!sweep.namedGroups.is_null())
        object["parameters"][kGroups] = sweep.namedGroups;
    for (const VariedParameter& varied : sweep.varied)
        object["vary"][varied.name] = toJson(varied);
    if (sweep.mode == SweepMode::Random) {
        object["count"] = sweep.count;
        object["random_seed"] = sweep.randomSeed;
    }
    return object;
}

} // namespace moelab
