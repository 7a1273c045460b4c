#include "workspace/command_line.h"

#include "config/parameter_table.h"
#include "data/shell_word.h"

namespace moelab {
namespace {

/// "name=value" as --set takes it.
std::string assignment(const Parameters& parameters, const ParameterInfo& info) {
    const Json value = getParameter(parameters, info);
    return std::string(info.name) + "=" + (value.is_string() ? value.get<std::string>() : value.dump());
}

} // namespace

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
