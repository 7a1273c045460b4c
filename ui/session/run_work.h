#pragma once

#include "base/error.h"
#include "experiment/experiment.h"
#include "experiment/run_log.h"

#include <algorithm>
#include <optional>
#include <string>

namespace moelab {

/// @throws Error naming the run if none of its stages is trained, or not any more: its files may have been deleted
inline void mustBeTrained(bool is, const std::filesystem::path& run) {
    if (!is)
        throw Error(run.string(), "has no trained stage any more", "Open it again to see what is left of it");
}

/// The experiment itself. Only the work thread touches it.
struct RunWork {
    std::optional<Experiment> experiment;
    std::optional<RunLog> log;
    std::string dataSpec; ///< of the draft

    bool hasTrained() const {
        return experiment && std::ranges::any_of(experiment->stages(), [this](const Stage& stage) {
                   return experiment->state(stage) == StageState::Done;
               });
    }
    /// @throws Error
    void checkTrained() const {
        mustBeTrained(hasTrained(), experiment ? experiment->folder().path() : std::filesystem::path("the run"));
    }
    void close() {
        log.reset(); // it looks into the experiment's folder
        experiment.reset();
    }
    void open(Experiment opened) {
        close();
        experiment.emplace(std::move(opened));
        log.emplace(experiment->folder());
    }
};

} // namespace moelab
