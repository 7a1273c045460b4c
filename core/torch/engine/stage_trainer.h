#pragma once

#include "base/stop_token.h"
#include "experiment/observer.h"
#include "experiment/run_context.h"
#include "network/network.h"
#include "training/platform.h"

namespace moelab {

/// Trains one stage on this thread: continues from its resume state if there is one, saves after every epoch, and
/// at the end loads the best weights and scores them on the test images.
/// @throws Stopped, Error
void trainStage(const RunContext& context, const DataSet& data, const Stage& stage, const ThreadCount& threads,
                Observer& observer, const StopToken& stop);

/// The networks of a trained stage with their best weights: one, for the mixture a sub-gate per group, and none of
/// a stage that learns nothing.
/// @throws Error if the weights are missing or not those that the result states
std::vector<Network> loadMembers(const RunContext& context, const Stage& stage);

} // namespace moelab
