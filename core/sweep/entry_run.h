#pragma once

#include "sweep/queue_entry.h"

#include <filesystem>
#include <string>

namespace moelab {

/// @throws Error if a run with these parameters and data is another than the entry's
void mustMatch(const QueueEntry& entry, const Parameters& parameters, const std::string& dataFingerprint);

/// Whether the run is the entry's, and all of its stages are done. A damaged one is not.
bool isTrained(const std::filesystem::path& run, const QueueEntry& entry);

/// Whether a stage of a run has a result.
bool hasResult(const std::filesystem::path& run, const std::string& stage);

/// What lies in a run's folder is its own, and would be found by nobody.
/// @throws Error naming the run of the workspace in whose folder this one would lie
void mustNotLieInRun(const std::filesystem::path& run, const std::filesystem::path& workspace);

} // namespace moelab
