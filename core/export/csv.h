#pragma once

#include <string>
#include <vector>

namespace moelab {

/// One line of RFC 4180, with its end. Numbers stay as they are. A text that a spreadsheet would compute, since it
/// begins as a formula does, gets a ' in front; so does one that begins so behind quotes of its own, so that the
/// first of them can be taken off again.
std::string csvLine(const std::vector<std::string>& cells);

/// As few digits as restore the number exactly, with a decimal point in every locale.
std::string csvNumber(double value);

} // namespace moelab
