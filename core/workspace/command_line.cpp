#include "workspace/command_line.h"

#include "config/parameter_table.h"

#include <algorithm>
#include <string_view>

namespace moelab {
namespace {

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./=:,+@").find(c) != std::string_view::npos;
}

/// "name=value" as --set takes it.
std::string assignment(const Parameters& parameters, const ParameterInfo& info) {
    const Json value = getParameter(parameters, info);
    return std::string(info.name) + "=" + (value.is_string() ? value.get<std::string>() : value.dump());
}

} // namespace

std::string shellWord(const std::string& word) {
    if (!word.empty() && std::ranges::all_of(word, isPlain))
        return word;
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? "'\\''" : std::string(1, c);
    return quoted + "'";
}

std::string commandLine(const RunSummary& run) {
    std::string line = "moelab train --data " + shellWord(run.config.data.origin) + " --out " +
                       shellWord(run.path.filename().string());
    const Parameters defaults;
    for (const ParameterInfo& info : parameterTable())
        if (getParameter(run.config.parameters, info) != getParameter(defaults, info))
            line += " --set " + shellWord(assignment(run.config.parameters, info));
    return line;
}

} // namespace moelab
