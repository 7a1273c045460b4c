#pragma once

#include "workspace/run_summary.h"

#include <string>

namespace moelab {

/// The command that trains the run again, into a folder of its name: one line for a POSIX shell, with the
/// parameters that are not the defaults.
std::string commandLine(const RunSummary& run);

/// A word for a POSIX shell, in quotes where it needs them; in one line that a terminal only shows, whatever the
/// word holds.
std::string shellWord(const std::string& word);

} // namespace moelab
