#pragma once

#include "base/error.h"
#include "base/file_lock.h"
#include "experiment/image_part.h"
#include "experiment/run_files.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

namespace moelab {

/// What a run is opened for.
enum class Access {
    Write, ///< alone: refused while another process has it open, or where it cannot be written
    Read,  ///< beside such a process, or where it cannot be written, as it stands; else as Write
    Look   ///< as it stands, beside whoever has it open, this process too
};

/// The folder of a run on disk: config.json, history.jsonl, run.log, outputs.safetensors (and, once asked for,
/// outputs-training.safetensors, outputs-held-out.safetensors) and for each stage stages/<stage>/best.safetensors,
/// epochs.safetensors, resume.safetensors, resume-previous.safetensors and result.json, and kNextFolder while a
/// trained stage is trained again, kFormerFolder while all are. Holds the run's lock while it lives. Calls for
/// different stages may come from different threads.
class RunFolder {
  public:
    /// Takes an empty folder, and what a killed process left of a run that it was about to make or remove.
    /// @throws Error if something else is there already, or the folder cannot be created
    static RunFolder create(const std::filesystem::path& path, const RunConfig& config);
    /// Puts a new run in the place of the one that stands there, of which nothing stays; other files do.
    /// @throws Error if no run stands there, it is in use, or cannot be replaced; it is then as it was
    static RunFolder replace(const std::filesystem::path& path, const RunConfig& config);
    /// @throws Error if it is not a run, of a newer schema, damaged, or the access is not to be had
    static RunFolder open(const std::filesystem::path& path, Access access = Access::Write);
    /// Deletes a run, and only what a run consists of.
    static void remove(const std::filesystem::path& path);

    std::filesystem::path path() const;
    /// While this lives, the run stays where it is. For who trains in it, around each use of its files.
    [[nodiscard]] std::shared_lock<std::shared_mutex> stay() const { return std::shared_lock(*m_place); }
    /// Continues in another folder, also during training: with all that can be read of the present one, and its
    /// own configuration and history. The present one stays as it is, and is no longer locked.
    /// @param place empty or not there
    /// @returns the files that could not be read, and so are missing in the new place
    /// @throws Error if something is there, or it cannot be written; the run then stays
    std::vector<std::filesystem::path> moveTo(const std::filesystem::path& place);
    /// Why nothing may be written: the run is in use by another process, or on a disk that cannot be written, or
    /// its history cannot be read.
    const std::optional<Error>& readOnly() const { return m_readOnly; }
    /// @throws Error if the run is open for reading only; so does all that writes
    void mustBeWritable() const;
    const RunConfig& config() const { return m_config; }
    void setConfig(const RunConfig& config);
    /// Shows the run by its former settings (see RunConfig), with the results of them, which must not be written
    /// any more.
    void showFormer();
    /// Where the stages, and the outputs of their members, lie: in the run's folder, but for one that shows what
    /// was.
    std::filesystem::path results() const;
    bool keepsFormer() const;
    /// Keeps what is trained in kFormerFolder, before training replaces it.
    /// @param stages that are done by the former settings
    void keepFormer(const std::vector<std::string>& stages);
    /// Puts what is kept of a stage back in its place. What was trained there meanwhile goes on from its end,
    /// should it be wanted after all.
    void putBack(const std::string& stage);
    void forgetFormer();

    /// Of a trained stage.
    std::filesystem::path bestWeights(const std::string& stage) const;
    /// Where a stage is trained: in its folder, or, while that holds a trained stage, in kNextFolder there.
    std::filesystem::path trainingFolder(const std::string& stage) const;
    /// In the training folder, as the others of a training: the best weights so far,
    std::filesystem::path bestInTraining(const std::string& stage) const;
    std::filesystem::path resumeState(const std::string& stage) const;
    /// that of the epoch before, for when the other is damaged,
    std::filesystem::path previousResumeState(const std::string& stage) const;
    /// and see epoch_answers.h.
    std::filesystem::path epochAnswers(const std::string& stage) const;
    std::filesystem::path outputs(ImagePart part = ImagePart::Test) const;
    std::filesystem::path log() const { return path() / "run.log"; }

    /// The epochs of a stage, in order; of the trained one, while another is trained to take its place.
    std::vector<EpochMetrics> history(const std::string& stage) const;
    RunHistory history() const; ///< of all stages
    /// Those of a training that is to take the place of a trained stage. @returns none if there is no such training
    std::optional<std::vector<EpochMetrics>> nextHistory(const std::string& stage) const;
    /// What changes the history changes that of the training.
    void appendHistory(const std::string& stage, const EpochMetrics& metrics);
    /// Puts these epochs in the place of what a stage's history was.
    void setHistory(const std::string& stage, const std::vector<EpochMetrics>& epochs);
    /// Removes the epochs of a stage after `epoch`, and their predictions.
    void truncateHistory(const std::string& stage, std::int64_t epoch);

    /// @returns none if the stage has no best weights either: a result without them is of no use
    std::optional<StageResult> result(const std::string& stage) const;
    /// The end of a training: it takes the place of what was trained before.
    void saveResult(const std::string& stage, const StageResult& result);
    /// Makes the training folder if it is not there.
    void makeTrainingFolder(const std::string& stage);
    /// Begins a training. A trained stage stays as it is until saveResult; some epochs of one are forgotten.
    void beginTraining(const std::string& stage);
    /// Goes on with a training, or from the end of a trained stage, which stays as it is until saveResult.
    /// @param state see resumesFrom; @param epoch where it stands: later ones are forgotten
    /// @param fingerprint the stage's now
    void continueTraining(const std::string& stage, const std::filesystem::path& state, std::int64_t epoch,
                          const std::string& fingerprint);
    /// Removes all that a stage left behind, history included.
    void resetStage(const std::string& stage);

  private:
    RunFolder(std::filesystem::path path, std::optional<FileLock> lock);

    static RunFolder takeEmpty(const std::filesystem::path& path);
    static RunFolder locked(const std::filesystem::path& path);
    void clear();
    void clearStage(const std::string& stage);

    void writeHistory() const;
    void writeHistoryOf(const std::string& stage) const;
    std::vector<EpochMetrics>& historyInTraining(const std::string& stage);
    void promote(const std::string& stage);
    void lock(Access access);
    void sweep();

    std::filesystem::path m_path; ///< changes under both mutexes
    std::optional<FileLock> m_lock;
    std::optional<Error> m_readOnly;
    RunConfig m_config;
    std::unique_ptr<std::shared_mutex> m_place = std::make_unique<std::shared_mutex>();
    std::unique_ptr<std::mutex> m_mutex = std::make_unique<std::mutex>(); ///< of the history, and of m_path
    RunHistory m_history;
    bool m_showsFormer = false;
    RunHistory m_next; ///< of the stages that are trained in kNextFolder
};

} // namespace moelab
