#include "workspace/command_line.h"

#include "config/parameter_table.h"
#include "data/printable.h"

#include <algorithm>
#include <cstdio>
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

/// By its bytes' numbers, for what a terminal would obey. The shell drops ends of lines where the command's output
/// ends, so that those stand behind it.
std::string printedWord(const std::string& word) {
    const std::size_t end = word.find_last_not_of('\n') + 1;
    std::string format;
    for (const char c : word.substr(0, end)) {
        if (c == ' ' || (isPlain(c) && !(c == '-' && format.empty()))) { // which would begin an option
            format += c;
            continue;
        }
        char number[5];
        std::snprintf(number, sizeof number, "\\%03o", static_cast<unsigned>(static_cast<unsigned char>(c)));
        format += number;
    }
    return "\"$(printf '" + format + "')" + word.substr(end) + '"';
}

} // namespace

std::string shellWord(const std::string& word) {
    if (!word.empty() && std::ranges::all_of(word, isPlain))
        return word;
    if (onOneLine(word) != word)
        return printedWord(word);
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
