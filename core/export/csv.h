#pragma once

#include <string>
#include <vector>

namespace moelab {

/// One line of RFC 4180, with its end.
std::string csvLine(const std::vector<std::string>& cells);

/// As few digits as restore the number exactly, with a decimal point in every locale.
std::string csvNumber(double value);

} // namespace moelab
