#pragma once

#include "base/stop_token.h"
#include "experiment/observer.h"
#include "experiment/run_context.h"

#include <vector>

namespace moelab {

/// Trains stages that do not depend on each other, those with the most images first, and returns when all are at
/// rest. When one fails, the others continue. They share the run's cores, and what a stage leaves goes to those
/// that still train; but where the number of threads would change a stage's bits, each has the same share from
/// first to last, whichever stages train beside it.
/// @param atOnce how many train at the same time
/// @throws Error, the first failure. A stop is no failure
void trainStages(const RunContext& context, const DataSet& data, std::vector<Stage> stages, int atOnce,
                 Observer& observer, const StopToken& stop);

} // namespace moelab
