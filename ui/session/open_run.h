#pragma once

#include "config/parameters.h"
#include "experiment/epoch_answers.h"
#include "experiment/member_outputs.h"
#include "session/data_view.h"
#include "session/selection.h"
#include "session/stage_view.h"
#include "session/training_event.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

namespace moelab {

/// A run as it was trained, where its parameters were changed since, and nothing was trained by them yet.
struct FormerRun {
    Parameters parameters;
    std::vector<StageView> stages;
};

/// A run as it stands, in values.
struct RunSnapshot {
    QString folder;
    bool readOnly = false;
    QString dataSpec;
    Parameters parameters;
    std::vector<StageView> stages;
    std::optional<FormerRun> former;
    std::shared_ptr<const DataView> data; ///< null if those that are shown are the results'
};

/// By a stage's name.
using AllEpochAnswers = std::map<std::string, std::shared_ptr<const EpochAnswers>>;

/// The open run, or draft of one, as every view looks at it: values of the GUI thread. A draft has data and
/// parameters, and becomes a run, with a folder, when training starts.
class OpenRun : public QObject {
    Q_OBJECT
  public:
    /// A draft without data. @param runsFolder where drafts become runs
    explicit OpenRun(std::filesystem::path runsFolder, QObject* parent = nullptr);

    /// Where drafts become runs.
    const std::filesystem::path& runsFolder() const { return m_runsFolder; }
    void setRunsFolder(const std::filesystem::path& folder) { m_runsFolder = folder; }
    bool hasRun() const { return !m_runFolder.isEmpty(); }
    const QString& runFolder() const { return m_runFolder; }
    /// The run is shown as it stood when it was opened: another process has it, or it lies where nothing can be
    /// written.
    bool readOnly() const { return m_readOnly; }
    QString runName() const;
    /// What a person calls it, else the same.
    const QString& runTitle() const { return m_runTitle; }
    /// After a person may have given it another name.
    void readTitle();
    const QString& dataSpec() const { return m_dataSpec; }
    const Parameters& parameters() const { return m_parameters; }
    const std::vector<StageView>& stages() const { return m_stages; }
    /// @returns null if there is no such stage
    const StageView* findStage(const QString& name) const;
    /// What data() and outputs() are of: the parameters and stages of the results, which stay to be seen when the
    /// parameters are changed, until something is trained by them. Else the same as parameters() and stages().
    const Parameters& shownParameters() const { return m_former ? m_former->parameters : m_parameters; }
    const std::vector<StageView>& shownStages() const { return m_former ? m_former->stages : m_stages; }
    /// @returns null if there is no such stage among shownStages()
    const StageView* findShown(const QString& name) const;
    /// False while parameters() are being applied: until then the states of stages() are those of the ones before.
    bool knowsStates() const { return m_knowsStates; }
    /// How many of shownStages() are trained, but are not by parameters(), or not yet.
    int outdatedStages() const;
    /// Whether a stage cannot be saved, and training waits for that.
    bool waitsForPlace() const;
    /// The images of the run are not to be had; data() says why. What was saved of it is shown.
    bool lacksImages() const { return m_data && !m_data->whyNoImages.isEmpty(); }
    /// Null until data are open. Its images are of the selection's part as soon as they are there.
    std::shared_ptr<const DataView> data() const { return m_data; }
    /// Null until a stage is trained; of the present run, and of the images that data() shows.
    std::shared_ptr<const MemberOutputs> outputs() const { return m_outputs; }
    /// Predictions of a stage's member after each epoch, of the present run; grows while it trains.
    /// @returns null until that is read, for stages whose file of it is damaged, and while a stage trains for other
    /// groups or images than those that are shown
    std::shared_ptr<const EpochAnswers> epochAnswers(const QString& stage) const;
    bool training() const { return m_trainings > 0; }
    bool paused() const { return m_paused; }
    Selection& selection() { return m_selection; }
    const Selection& selection() const { return m_selection; }

    /// Of what is trained of the run: who read it at another looks at it anew.
    int version() const { return m_version; }

    // What follows is for the session and its parts, which do the work.

    void showRun(RunSnapshot now);
    /// @param data not null
    void showDraft(const QString& dataSpec, std::shared_ptr<const DataView> data);
    /// A draft becomes a run.
    void becomeRun(const QString& folder);
    void moveRun(const QString& folder);
    /// Takes the run's word for every stage, and keeps what only this sitting knows. What was predicted for other
    /// images or groups than it shows is forgotten.
    void takeStages(const RunSnapshot& now);
    /// The stages of a draft.
    void drawStages();
    /// Makes the state of what training reports; without a signal.
    void take(const TrainingEvent& event);
    /// As if it had not failed, until it is trained again.
    void forgetFailures();
    /// Waits for its turn.
    void queue(const std::string& stage);
    void beginTraining() { ++m_trainings; }
    void endTraining() { --m_trainings; }
    void setPaused(bool paused);
    /// What is shown of a run stays, until takeStages.
    void takeParameters(const Parameters& parameters);
    void setDataSpec(const QString& spec);
    void setData(std::shared_ptr<const DataView> data);
    void setOutputs(std::shared_ptr<const MemberOutputs> outputs);
    /// @param data null if the images are those that are shown already
    void showOutputs(std::shared_ptr<const DataView> data, std::shared_ptr<const MemberOutputs> outputs);
    void setEpochAnswers(AllEpochAnswers answers);

  signals:
    void runChanged();        ///< another run or draft
    void runMoved();          ///< the same run, in another folder
    void runRenamed();        ///< by a person
    void dataChanged();       ///< other images
    void parametersChanged(); ///< values, or whether they can be changed
    void stagesChanged();     ///< states and results, and at most 30 times a second while training
    void outputsChanged();
    void epochAnswersChanged();

  private:
    void forgetChoices();
    void chooseKnownStage();
    void keepWhatIsKnown(const RunSnapshot& now);
    void take(const std::string& stage, const EpochAnswered& answered);

    std::filesystem::path m_runsFolder;
    QString m_runFolder;
    QString m_runTitle;
    bool m_readOnly = false;
    QString m_dataSpec;
    Parameters m_parameters;
    std::vector<StageView> m_stages;
    bool m_knowsStates = true;
    std::optional<FormerRun> m_former;
    std::shared_ptr<const DataView> m_data;
    std::shared_ptr<const MemberOutputs> m_outputs;
    AllEpochAnswers m_epochAnswers;
    int m_trainings = 0;
    bool m_paused = false;
    int m_version = 0;
    Selection m_selection;
};

/// The groups of the results, and in them the stages that are shown.
QStringList groupNamesOf(const OpenRun& run);
/// None while no data are open.
QStringList classNamesOf(const OpenRun& run);
/// Names of the outputs of a stage's member: groups for the gate, else classes.
QStringList answerNamesOf(const OpenRun& run, const Stage& stage);
/// The stage whose outputs are the mixture's.
QString mixtureName(const OpenRun& run);

} // namespace moelab
