#pragma once

#include "workspace/run_summary.h"

#include <string>

namespace moelab {

/// The command that trains the run again, into a folder of its name: one line for a POSIX shell, with the
/// parameters that are not the defaults.
std::string commandLine(const RunSummary& run);

} // namespace moelab
