#pragma once

#include "workspace/run_summary.h"

#include <memory>
#include <vector>

namespace moelab {

/// Some runs, as everything that compares them takes them. None is null.
using Runs = std::vector<std::shared_ptr<const RunSummary>>;

} // namespace moelab
