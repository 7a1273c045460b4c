#include "workspace/command_line.h"

#include "base/shell_word.h"
#include "config/follow_data.h"
#include "config/parameter_table.h"

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
    for (const ParameterInfo& info : parameterTable())
        if (!isDefault(run.config.parameters, info) || isDecidedByData(info.name, run.config.data))
            line += " --set " + shellWord(assignment(run.config.parameters, info));
    return line;
}

} // namespace moelab
