#pragma once

#include "experiment/run_folder.h"
#include "experiment/stage.h"

namespace moelab {

/// What training and using the members of one run needs. Refers to an Experiment's own, and lives no longer.
struct RunContext {
    const Parameters& parameters;
    const DataSet& data;
    const std::string& dataFingerprint;
    const std::vector<Stage>& stages;
    RunFolder& folder;

    std::string fingerprintOf(const Stage& stage) const {
        return fingerprint(stage, stages, parameters, dataFingerprint);
    }
    int classes() const { return static_cast<int>(data.classNames.size()); }
};

} // namespace moelab
