#pragma once

#include "base/stop_token.h"
#include "experiment/observer.h"
#include "experiment/run_context.h"

#include <vector>

namespace moelab {

/// Trains stages that do not depend on each other, those with the most images first, and returns when all are at
/// rest. When one fails, the others go on.
/// @param atOnce how many train at the same time; @param threadsEach cores for each of them
/// @throws Error, the first failure. A stop is no failure
void trainStages(const RunContext& context, std::vector<Stage> stages, int atOnce, int threadsEach,
                 Observer& observer, const StopToken& stop);

} // namespace moelab
