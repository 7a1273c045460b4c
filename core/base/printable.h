#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// @returns whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms, nothing above U+10FFFF)
bool isUtf8(std::string_view text);

/// Makes bytes from outside fit for one line of a message: control characters and bytes that are not UTF-8
/// become \xNN, and what is longer than 300 bytes is cut in the middle.
std::string printable(std::string_view text);
std::string printable(const std::filesystem::path& path);
inline std::string printable(const std::string& text) { return printable(std::string_view(text)); }

/// Makes text that may hold anything one line for a terminal or a log, whole: what moves the cursor, begins an
/// escape sequence, ends a line or turns the direction of what follows is shown as \xNN or \uNNNN, and so are bytes
/// that are not UTF-8.
std::string onOneLine(std::string_view text);

/// "a, b and c"
std::string inWords(const std::vector<std::string>& parts);

} // namespace moelab
