#pragma once

#include "experiment/run_files.h"

#include <filesystem>
#include <string>
#include <vector>

namespace moelab {

/// The stages that are done by the former settings (see RunConfig).
std::vector<std::string> formerStages(const std::filesystem::path& run, const RunConfig& config);

/// Those of them that the run still has, and that are not done by its present settings.
std::vector<std::string> outdatedStages(const std::filesystem::path& run, const RunConfig& config);

/// Whether the results are those of the former settings. So it is from a change of the parameters until a stage is
/// trained by the new ones; where all are to be (see kFormerFolder), until all are.
bool isOutdated(const std::filesystem::path& run, const RunConfig& config);

} // namespace moelab
