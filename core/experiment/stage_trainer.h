#pragma once

#include "experiment/observer.h"
#include "experiment/run_folder.h"
#include "network/network.h"
#include "training/classifier.h"

namespace moelab {

/// What training and using the members of one run needs.
struct RunContext {
    const Parameters& parameters;
    const DataSet& data;
    const std::string& dataFingerprint;
    const std::vector<Stage>& stages;
    RunFolder& folder;
    Compute compute;

    std::string fingerprintOf(const Stage& stage) const {
        return fingerprint(stage, stages, parameters, dataFingerprint);
    }
    int classes() const { return static_cast<int>(data.classNames.size()); }
};

/// Trains one stage on this thread: goes on from its resume state if there is one, saves after every epoch, and at
/// the end loads the best weights and scores them on the test images.
/// @throws Stopped, Error
void trainStage(const RunContext& context, const Stage& stage, Observer& observer, const StopToken& stop);

/// The networks of a trained stage with their best weights: one, or for the mixture a sub-gate per group.
/// @throws Error if the weights are missing or not those that the result states
std::vector<Network> loadMembers(const RunContext& context, const Stage& stage);

} // namespace moelab
