#include "export/csv.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace moelab {
namespace {

bool isNumber(std::string_view text) {
    if (text.starts_with('+')) // which from_chars does not know
        text.remove_prefix(1);
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size() &&
           text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
}

/// As spreadsheets see it (OWASP, "CSV injection"); the last ones are full-width, as East Asian keyboards have
/// them.
bool isFormula(std::string_view text) {
    static constexpr std::string_view kStarts[] = {"=",  "+",      "-",      "@",      "\t",    "\r",
                                                   "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
    text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
    const auto begins = [&](std::string_view start) { return text.starts_with(start); };
    return std::ranges::any_of(kStarts, begins) && !isNumber(text);
}

std::string quoted(const std::string& field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos)
        return field;
    std::string result = "\"";
    for (const char c : field)
        result += c == '"' ? "\"\"" : std::string(1, c);
    return result + "\"";
}

} // namespace

std::string csvLine(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        if (&cell != &cells.front())
            line += ',';
        line += quoted(isFormula(cell) ? '\'' + cell : cell);
    }
    return line + "\r\n";
}

std::string csvNumber(double value) {
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

} // namespace moelab
