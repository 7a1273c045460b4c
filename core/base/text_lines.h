#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// A line without what editors and copying leave around it: blanks, line ends of any system, a byte order mark.
std::string_view trimmed(std::string_view line);

/// The lines of a text that people may have edited, trimmed; empty ones are left out.
/// @param source the file's name, for the message
/// @throws Error if the text is not UTF-8
std::vector<std::string> textLines(std::string_view text, const std::string& source);

} // namespace moelab
