#pragma once

#include "experiment/run_files.h"
#include "experiment/stage_state.h"
#include "workspace/run_note.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace moelab {

/// How far a stage of a run is, and how well its member does.
struct StageSummary {
    Stage stage;
    StageState state = StageState::Ready;
    std::optional<StageResult> result; ///< if Done
    bool isFormer = false; ///< it is done by settings from before the run's parameters were changed, not by these
};

/// Row of a table of runs.
struct RunSummary {
    std::filesystem::path path;
    RunNote note;
    RunConfig config;                 ///< of the results
    std::vector<StageSummary> stages; ///< as stagesOf orders them
    /// What is wrong with a note or a result that could not be read.
    std::vector<std::string> leftOut = {};
    /// The run's present parameters, if its results are those of before (see isOutdated): what stands here is then
    /// by its former settings.
    std::optional<Parameters> changedTo = {};

    /// Where the stages of which it speaks lie, and the outputs of their members.
    std::filesystem::path results() const;
    /// The person's name for it, or its folder's.
    std::string name() const;
    bool isDone() const;
    /// @returns the member's accuracy in 0..1, if its stage is done
    std::optional<double> accuracy(const std::string& stage) const;
    /// Whether a stage is done and never left chance, see experiment/chance.h.
    bool isAtChance(const StageSummary& stage) const;
    std::vector<Stage> stagesAtChance() const;
    /// Of a stage by its name.
    bool isFormer(const std::string& stage) const;
    /// Of what the gain is made of.
    bool gainIsFormer() const;
    /// Of the mixture, and of what its gain is measured against.
    std::optional<double> mixtureAccuracy() const;
    std::optional<double> referenceAccuracy() const;
    /// The mixture's accuracy minus the reference's, if both are done.
    std::optional<double> gain() const;
    /// Of training, over all stages that are done and were trained here; stages that train at the same time count
    /// each.
    double seconds() const;
};

/// Reads the files that describe a run, as it was trained while its results are those of former settings; but
/// neither its data nor its weights, and without its lock, so that it may be in training. Takes about 0.2 ms. A
/// note or a result that cannot be read is left out, and the log says why.
/// @throws Error naming config.json, if that is missing, damaged or of a newer schema
RunSummary readRunSummary(const std::filesystem::path& run);
/// The same by these settings alone: its present ones, or those that it is looked at by (see
/// Experiment::openTrained). @param results where its stages lie
RunSummary readRunSummary(const std::filesystem::path& run, const RunConfig& config,
                          const std::filesystem::path& results);

} // namespace moelab
