#pragma once

#include "base/error.h"
#include "experiment/experiment.h"
#include "experiment/run_log.h"
#include "session/open_run.h"

#include <memory>
#include <optional>
#include <string>

namespace moelab {

class Jobs;

/// @throws Error naming the run if none of its stages is trained, or not any more: its files may have been deleted
inline void mustBeTrained(bool is, const std::filesystem::path& run) {
    if (!is)
        throw Error(run.string(), "has no trained stage any more", "Open it again to see what is left of it");
}

/// The experiment itself. Only the work thread touches it.
struct RunWork {
    std::optional<Experiment> experiment;
    std::optional<Experiment> former; ///< the same as it was trained, once it was looked at while it is outdated
    std::optional<RunLog> log;
    std::string dataSpec;              ///< of the draft
    std::optional<Parameters> refused; ///< what the last change wanted, where it could not be applied

    /// The run as its results are looked at: as it was trained, if its parameters were changed since. Valid until
    /// the next snapshot.
    Experiment& shown();
    bool hasTrained() { return experiment && !shown().trained().empty(); }
    /// @throws Error
    void checkTrained() {
        mustBeTrained(hasTrained(), experiment ? experiment->folder().path() : std::filesystem::path("the run"));
    }
    void close();
    void open(Experiment opened);
};

/// The run as it stands, after anything that may have changed it. What keeps its images from being shown is told.
/// @param displayed what is shown of its data, which the snapshot replaces where they are not those of the results
RunSnapshot snapshotOf(RunWork& work, const DataView* displayed, Jobs& jobs);

/// The images that a run's results are of. Where they are not to be had, that is told, and there are none in it.
std::shared_ptr<const DataView> dataOf(RunWork& work, Jobs& jobs);

} // namespace moelab
