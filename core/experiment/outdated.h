#pragma once

#include "experiment/run_files.h"

#include <filesystem>

namespace moelab {

/// Whether the results are those of the former settings (see RunConfig): as many stages and more are done by them.
/// So it is from a change of the parameters until a stage is trained by the new ones.
bool isOutdated(const std::filesystem::path& run, const RunConfig& config);

} // namespace moelab
