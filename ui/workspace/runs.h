#pragma once

#include "workspace/run_summary.h"

#include <memory>
#include <vector>

namespace moelab {

using Runs = std::vector<std::shared_ptr<const RunSummary>>;

} // namespace moelab
