#include "analysis/parameter_differences.h"

#include "config/parameter_table.h"

#include <algorithm>

namespace moelab {
namespace {

bool differ(const std::vector<Json>& values) {
    return std::ranges::any_of(values, [&](const Json& value) { return value != values.front(); });
}

/// Of all parameters, class groups alone are lists with names.
bool areGroups(const Json& value) {
    return value.is_object() && !value.empty() && std::ranges::all_of(value, [](const Json& classes) {
               return classes.is_array() &&
                      std::ranges::all_of(classes, [](const Json& cls) { return cls.is_number_integer(); });
           });
}

/// "artificial (4) / natural (6)", with the numbers of their classes
std::string groupNames(const Json& groups) {
    std::string text;
    for (const auto& [name, classes] : groups.items())
        text += (text.empty() ? "" : " / ") + name + " (" + std::to_string(classes.size()) + ")";
    return text;
}

} // namespace

bool haveSameSource(const RunConfig& first, const RunConfig& second) {
    if (first.dataFingerprint == second.dataFingerprint)
        return true;
    const bool asMany = first.parameters.trainExamples == second.parameters.trainExamples &&
                        first.parameters.testExamples == second.parameters.testExamples;
    if (asMany || first.classNames != second.classNames || first.data.drawn != second.data.drawn)
        return false; // of the same source the fingerprints would be the same
    if (first.data.drawn)
        return true;
    return first.data.sha256 == second.data.sha256 &&
           (!first.data.sha256.empty() || first.data.origin == second.data.origin);
}

std::vector<ParameterDifference> parameterDifferences(RunSpan runs) {
    std::vector<ParameterDifference> differences;
    for (const ParameterInfo& info : parameterTable()) {
        ParameterDifference each{std::string(info.name), {}};
        for (const auto& run : runs)
            each.values.push_back(getParameter(run->config.parameters, info));
        if (differ(each.values))
            differences.push_back(std::move(each));
    }
    const bool sameData = std::ranges::all_of(
        runs, [&](const auto& run) { return haveSameSource(runs.front()->config, run->config); });
    if (sameData)
        return differences;
    ParameterDifference data{"data", {}};
    for (const auto& run : runs)
        data.values.push_back(run->config.data.name + " " + run->config.dataFingerprint.substr(0, 8));
    differences.push_back(std::move(data));
    return differences;
}

std::string valueText(const Json& value) {
    if (areGroups(value))
        return groupNames(value);
    return value.is_string() ? value.get<std::string>()
                             : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace moelab
