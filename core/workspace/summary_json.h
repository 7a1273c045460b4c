#pragma once

#include "base/json.h"
#include "workspace/run_summary.h"

#include <string>

namespace moelab {

/// A summary as an index of a workspace keeps it; all of it but its path.
Json toJson(const RunSummary& run);

/// @throws Error naming `source`, if the object is not what toJson made
RunSummary summaryFromJson(const Json& object, const std::filesystem::path& run, const std::string& source);

} // namespace moelab
