#pragma once

#include "config/network_spec.h"
#include "experiment/run_folder.h"
#include "plan/stage.h"

namespace moelab {

/// What training and using the members of one run needs, but for images. Refers to an Experiment's own, and lives
/// no longer.
struct RunContext {
    const Parameters& parameters;
    const std::string& dataFingerprint;
    const std::vector<Stage>& stages;
    RunFolder& folder;

    const RunConfig& config() const { return folder.config(); }
    std::string fingerprintOf(const Stage& stage) const {
        return fingerprint(stage, stages, parameters, dataFingerprint);
    }
    int classes() const { return static_cast<int>(folder.config().classNames.size()); }
    const ImageShape& imageShape() const { return folder.config().images; }
};

} // namespace moelab
