#pragma once

#include "base/error.h"
#include "experiment/run_files.h"
#include "plan/stage.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace moelab {

enum class StageState {
    Ready,       ///< can be trained now
    Waiting,     ///< needs other stages first
    Interrupted, ///< some epochs are done, in full for fewer epochs or less patience too; training continues from
                 ///< there
    Done,        ///< trained, or with nothing to learn
    Stale ///< was trained, in full or for some epochs, but with other parameters, data or upstream stages than now,
          ///< or those are gone; or its result cannot be read
};

/// How far a stage of the run in a folder is, by the run's present parameters and data; read without its lock.
/// @param stages all of the run's
StageState stageState(const std::filesystem::path& run, const RunConfig& config, const std::vector<Stage>& stages,
                      const Stage& stage);

/// A stage's state, and its result where it is done.
struct StageStanding {
    StageState state = StageState::Ready;
    std::optional<StageResult> result;
};

/// Those of all stages of a run at once, which reads each result once.
/// @param unread gets what is wrong with each result that cannot be read
std::vector<StageStanding> standingsOf(const std::filesystem::path& run, const RunConfig& config,
                                       const std::vector<Stage>& stages, std::vector<Error>& unread);

/// What a resume state says of the training that it belongs to.
struct Course {
    std::string fingerprint; ///< of the stage
    std::string own;         ///< see courseOf
    std::string upstream;    ///< the weights that the mixture learns on; empty for other stages
};
Course courseOf(const std::filesystem::path& run, const RunConfig& config, const std::vector<Stage>& stages,
                const Stage& stage);

/// The resume state from which training a stage that is not done continues: one of the same fingerprint, or of the
/// same course with as many epochs or fewer, and as much patience or less. @returns none if training begins again
std::optional<std::filesystem::path> resumesFrom(const std::filesystem::path& run, const RunConfig& config,
                                                 const std::vector<Stage>& stages, const Stage& stage);

/// A stage whose training would not continue from what there is of it, but take its place.
struct Replacement {
    struct Change {
        std::string parameter;
        Json before;
        Json now;
    };

    Stage stage;
    std::vector<Change> changes; ///< since it was trained; empty where that is not known
    /// A trained mixture, of which no more has changed than its members: what it learned is of no use without them.
    bool followsMembers = false;
};

/// Whether training would replace more than mixtures that follow their members.
bool losesTraining(const std::vector<Replacement>& replaced);

/// Those of the named stages that training would replace, be it a trained stage or some epochs of one. Not some
/// epochs of a mixture whose members change or have changed.
/// @param config what the run is to be trained by; with another dataFingerprint if its images change
/// @param before under which its stages may have been trained
std::vector<Replacement> replacedBy(const std::filesystem::path& run, const RunConfig& config,
                                    const std::vector<std::string>& names, const std::vector<RunSettings>& before);

} // namespace moelab
