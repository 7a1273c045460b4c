#pragma once

#include "experiment/run_folder.h"

namespace moelab {

/// From now on log messages also go to the run's run.log.
void logTo(const RunFolder& folder);

} // namespace moelab
