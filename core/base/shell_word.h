#pragma once

#include <string>

namespace moelab {

/// A word for a POSIX shell, in quotes where it needs them; in one line that a terminal only shows, whatever the
/// word holds.
std::string shellWord(const std::string& word);

} // namespace moelab
