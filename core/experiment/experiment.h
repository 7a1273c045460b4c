#pragma once

#include "base/error.h"
#include "base/stop_token.h"
#include "config/parameters.h"
#include "experiment/epoch_answers.h"
#include "experiment/member_outputs.h"
#include "experiment/observer.h"
#include "experiment/retrain_refused.h"
#include "experiment/run_context.h"
#include "experiment/run_folder.h"
#include "experiment/splits.h"
#include "experiment/stage_state.h"
#include "plan/stage.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace moelab {

/// What becomes of trained stages, or of some epochs of one, from which training cannot continue (see replacedBy).
enum class Retrain {
    Refuse,
    Replace ///< they stay as they are until what is trained again has its result
};

/// What becomes of a run that stands where a new one is to be made.
enum class Existing { Refuse, Replace };

/// A run: its parameters, its data, its folder, and the stages that are trained in it. The facade of the core.
/// Not for use from several threads at once, but `train` runs threads of its own.
class Experiment {
  public:
    /// Makes a run folder. `threads` 0 and `convolution` Auto are decided by this machine and kept so.
    /// @param data as openData takes it
    /// @throws Error; a run that was to be replaced then still stands, unless the disk failed
    static Experiment create(const std::filesystem::path& path, Parameters parameters, const std::string& data,
                             Existing existing = Existing::Refuse);
    /// The same with data that have been opened by these parameters.
    static Experiment create(const std::filesystem::path& path, Parameters parameters, DataSet data,
                             Existing existing = Existing::Refuse);
    /// Opens a run folder; the data are opened when they are needed.
    /// Results that cannot be read are named in the log; their stages count as stale.
    static Experiment open(const std::filesystem::path& path, Access access = Access::Write);
    /// Opens a run folder for reading, to look at what is trained. Where it isOutdated, it is shown as it stood
    /// before its parameters were changed, and the log says so.
    static Experiment openTrained(const std::filesystem::path& path);

    /// What was wrong with results that could not be read when the run was opened.
    const std::vector<Error>& leftOut() const { return m_leftOut; }
    const RunFolder& folder() const { return m_folder; }
    const Parameters& parameters() const { return m_folder.config().parameters; }
    /// Makes exactly the dependent stages stale. @throws Error if the data do not allow them
    void setParameters(Parameters parameters);
    /// Whether the results are those of the former settings, see outdated.h.
    bool isOutdated() const;
    /// Shows the run by its former settings, which must not be changed or trained any more.
    void showFormer();
    /// Those of the named stages that training with these parameters would replace, see stage_state.h.
    std::vector<Replacement> replacedBy(const std::vector<std::string>& names, const Parameters& wanted) const;
    /// The command that trains what is not trained with the run's parameters, for a POSIX shell.
    std::string continueCommand() const;

    /// The images in use. @throws Error if they are gone, or no longer those the run began with
    const DataSet& data();
    /// Of every image.
    const ImageShape& imageShape() const { return m_folder.config().images; }
    /// Takes the images from where they are now, and keeps that in the run if it may be written.
    /// @param spec as openData takes it
    /// @throws Error if they are not those the run began with, saying what differs; the run then stays as it was
    void moveData(const std::string& spec, const StopToken& stop = StopToken());

    const std::vector<Stage>& stages() const { return m_stages; }
    StageState state(const Stage& stage) const;
    /// Those that are Done; none while those are such that learn nothing.
    std::vector<Stage> trained() const;
    /// @returns the result of a stage that is Done
    std::optional<StageResult> result(const Stage& stage) const;
    /// The epochs behind the result of a stage that is Done, else those from which training continues, in order.
    std::vector<EpochMetrics> history(const Stage& stage) const;

    /// Trains the named stages that are not done, those that do not depend on each other at the same time. When one
    /// fails, the others continue, and the first failure is thrown at the end.
    /// @throws Stopped after every stage came to rest; RetrainRefused; Error, also about a named stage that was
    /// done
    ///         before, if its weights are damaged
    void train(const std::vector<std::string>& names, Observer& observer, const StopToken& stop,
               Retrain retrain = Retrain::Refuse);

    /// Forgets what a stage has learned, finished or not; the stages that depend on it become stale or wait.
    /// @throws Error naming the stages there are, or if the run cannot be written
    void resetStage(const std::string& name);

    /// The images of a part, which live as long as the data.
    /// @throws Error as data(), or naming train_examples if no training image is held out; Stopped
    Split images(ImagePart part, const StopToken& stop);

    /// Outputs of the trained members for every image of a part: from the run folder if saved there for these
    /// members and images, else computed, and saved if the run may be written.
    /// @throws Error as images(), or if no stage is trained; Stopped
    MemberOutputs outputs(const StopToken& stop, ImagePart part = ImagePart::Test);

    /// Predictions of the stage's member after each epoch, as far as they were kept; no epochs if it was trained
    /// with other parameters or data than now. Opens the data.
    /// @throws Error as data(), or naming the file of the answers if it is damaged
    EpochAnswers epochAnswers(const Stage& stage);

    /// What the engine works on. Needs no images.
    RunContext context();

  private:
    Experiment(RunFolder folder, std::unique_ptr<const DataSet> data);

    std::string fingerprintOf(const Stage& stage) const;
    void trainWanted(std::vector<Stage> wanted, Observer& observer, const StopToken& stop);
    void keepFormer(const std::vector<std::string>& names);
    void settleFormer();
    void mustHaveWeights(const Stage& stage) const;
    std::optional<MemberOutputs> savedOutputs(ImagePart part, const std::map<std::string, std::string>& current,
                                              std::int64_t count) const;

    RunFolder m_folder;
    std::vector<Stage> m_stages;
    std::vector<Error> m_leftOut;
    std::vector<std::string> m_damaged;        ///< the stages whose results those are
    std::unique_ptr<const DataSet> m_data;     ///< null until needed
    std::unique_ptr<const ImageSet> m_further; ///< training images of the source that are not in m_data; null until
                                               ///< needed, and when m_data changes
};

} // namespace moelab
