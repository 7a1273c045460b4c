#pragma once

#include "experiment/experiment.h"
#include "experiment/run_log.h"
#include "session/session.h"

#include <algorithm>

namespace moelab {

/// Of the job thread.
struct Session::Work {
    std::optional<Experiment> experiment;
    std::optional<RunLog> log;
    std::string dataSpec; ///< of the draft

    bool hasTrained() const {
        return experiment && std::ranges::any_of(experiment->stages(), [this](const Stage& stage) {
                   return experiment->state(stage) == StageState::Done;
               });
    }
    void open(Experiment opened) {
        log.reset();
        experiment.emplace(std::move(opened));
        log.emplace(experiment->folder());
    }
};

/// A run as it stands, in values.
struct Session::Snapshot {
    QString folder;
    QString dataSpec;
    Parameters parameters;
    std::vector<StageView> stages;
};

} // namespace moelab
