#include "base/shell_word.h"

#include "base/printable.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace moelab {
namespace {

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./=:,+@").find(c) != std::string_view::npos;
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

} // namespace moelab
