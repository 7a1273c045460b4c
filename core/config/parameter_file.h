#pragma once

#include "base/json.h"
#include "config/parameters.h"

#include <filesystem>

namespace moelab {

/// Reads parameters from a JSON file: an object of them, or a run's config.json, which holds one. What the file
/// does not name has its default.
/// @throws Error naming the file, or the parameter that is unknown or out of range
Parameters readParameters(const std::filesystem::path& file);

/// The same object as it stands there. @throws Error naming the file
Json readParametersJson(const std::filesystem::path& file);

} // namespace moelab
