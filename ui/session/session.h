#pragma once

#include "config/parameters.h"
#include "experiment/epoch_answers.h"
#include "experiment/heat_map.h"
#include "experiment/member_outputs.h"
#include "session/data_view.h"
#include "session/job_thread.h"
#include "session/latest_job.h"
#include "session/own_pictures.h"
#include "session/selection.h"
#include "session/stage_view.h"
#include "session/training_feed.h"

#include <QTimer>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

namespace moelab {

class Experiment;
class StopToken;
enum class Retrain;
struct RunFindings;

/// The open experiment as every panel looks at it. Holds values of the GUI thread; the experiment itself lives on a
/// job thread, where it is changed and trained in order. What is only asked of it (heat maps, own pictures,
/// exports, reports) is answered beside that on another thread, from the run's files, so that nobody waits for
/// training to end. A new session is a draft: it has data and parameters, and becomes a run, with a folder, when
/// training starts.
class Session : public QObject {
    Q_OBJECT
  public:
    /// @param runsFolder where drafts become runs
    explicit Session(std::filesystem::path runsFolder, QObject* parent = nullptr);
    /// Stops what runs, and waits for it.
    ~Session() override;

    /// Opens what a person names: a run's folder, else data.
    void open(const QString& path);
    /// Begins a draft with the present parameters. @param data as openData takes it
    void startDraft(const QString& data);
    void openRun(const QString& folder);
    /// Takes the run's images from where they are now, and keeps that in the run. Refuses other images, saying what
    /// differs.
    void moveData(const QString& place);
    /// Downloads CIFAR-10, or continues an earlier download, then begins a draft with it.
    void fetchCifar10();

    void setParameters(const Parameters& parameters);
    /// Trains after what is being trained. Where that would replace what was trained before (see core's
    /// experiment/stage_state.h), nothing is trained, and retrainAsked is emitted.
    void train(const QStringList& stages);
    void trainAll();
    /// The same, and what was trained before is replaced.
    void retrain(const QStringList& stages);
    void setPaused(bool paused);
    /// Ends training, a download or the opening of data at the next batch or block.
    void stop();
    void resetStage(const QString& stage);
    /// Whether a stage cannot be saved, and training waits for that.
    bool waitsForPlace() const;
    /// The run continues in a new folder, with its own name, in `parent`. Ends with runMoved, or the stage says why
    /// not.
    void saveElsewhere(const QString& parent);

    enum class ExportKind { SafeTensors, TorchScript, ImageTable };
    /// Ends with exportEnded, which has the same file.
    void exportTo(ExportKind kind, const QString& file);

    /// Gathers what a report of the run says. Ends with findingsMade, which has the same file.
    void askFindings(const QString& file);

    /// Asks the members about training images that none of them learned from, unless that was done. Ends with
    /// heldOutChanged.
    void wantHeldOut();
    /// Reads pictures from files and asks the members about them; they are kept while the run or draft is open.
    void addPictures(const QStringList& files);
    void clearPictures();
    /// Asks a trained member what it looked at (see core's experiment/heat_map.h). Ends with heatMapMade, unless it
    /// is asked again before. @param picture one image. @returns the number of the request
    int askHeatMap(const HeatMapQuestion& question, const ImageSet& picture);

    /// Where drafts become runs.
    const std::filesystem::path& runsFolder() const { return m_runsFolder; }
    void setRunsFolder(const std::filesystem::path& folder) { m_runsFolder = folder; }

    bool hasRun() const { return !m_runFolder.isEmpty(); }
    const QString& runFolder() const { return m_runFolder; }
    /// The run is shown as it stood when it was opened: another process has it, or it lies where nothing can be
    /// written.
    bool readOnly() const { return m_readOnly; }
    QString runName() const;
    const QString& dataSpec() const { return m_dataSpec; }
    const Parameters& parameters() const { return m_parameters; }
    const std::vector<StageView>& stages() const { return m_stages; }
    /// @returns null if there is no such stage
    const StageView* findStage(const QString& name) const;
    /// The images of the run are not to be had; data() says why. What was saved of it is shown.
    bool lacksImages() const;
    /// Null until data are open. Its images are of the selection's part as soon as they are there.
    std::shared_ptr<const DataView> data() const { return m_data; }
    /// Null until a stage is trained; of the present run, and of the images that data() shows.
    std::shared_ptr<const MemberOutputs> outputs() const { return m_outputs; }
    /// Predictions of a stage's member after each epoch, of the present run; grows while it trains.
    /// @returns null until that is read, and for stages whose file of it is damaged
    std::shared_ptr<const EpochAnswers> epochAnswers(const QString& stage) const;
    /// What they said of those; null until wanted, and where there are none.
    std::shared_ptr<const MemberOutputs> heldOut() const { return m_heldOut; }
    /// Why there are none; empty if there are, or until wanted.
    const QString& whyNoHeldOut() const { return m_whyNoHeldOut; }
    /// Null if there are none.
    std::shared_ptr<const OwnPictures> pictures() const { return m_pictures; }
    bool training() const { return m_trainJobs > 0; }
    bool fetching() const { return m_fetching; }
    bool opening() const { return m_openings > 0; }
    bool paused() const { return m_paused; }
    /// What the job thread does, in words; empty when it rests.
    const QString& activity() const { return m_activity; }
    Selection& selection() { return m_selection; }

  signals:
    void runChanged();        ///< another run or draft
    void runMoved();          ///< the same run, in another folder
    void dataChanged();       ///< other images
    void parametersChanged(); ///< values, or whether they can be changed
    void parametersRefused(); ///< the last change was taken back
    void stagesChanged();     ///< states and results, and at most 30 times a second while training
    /// @param stages that were to be trained. @param question whether those of them that are trained may be
    /// replaced
    void retrainAsked(const QStringList& stages, const QString& question);
    void outputsChanged();
    void epochAnswersChanged();
    void heldOutChanged();
    void activityChanged();
    void picturesChanged();
    /// @param map null if it could not be made
    void heatMapMade(int number, std::shared_ptr<const HeatMap> map, const QString& problem);
    void fetchProgress(qint64 done, qint64 total);
    /// @param problem empty if the file was written
    void exportEnded(const QString& file, const QString& problem);
    /// @param findings null if they could not be had. @param problem why
    void findingsMade(const QString& file, std::shared_ptr<const RunFindings> findings, const QString& problem);
    void failed(const QString& message);
    void told(const QString& message);

  private:
    struct Work;
    struct Probes;
    struct Snapshot;

    template <class Job>
    void post(const QString& activity, Job job);
    template <class Job>
    void post(JobThread& thread, const QString& activity, Job job);
    template <class Job>
    void probe(const QString& activity, Job job);
    void beginActivity(const QString& activity);
    void endActivity(const QString& activity);
    template <class Done>
    void deliver(Done done);
    auto endOpening();
    std::shared_ptr<const DataView> openRunData();
    void lookForImages();
    void endWork();
    Snapshot snapshot() const;
    void postOutputs();
    /// By a stage's name.
    using AllEpochAnswers = std::map<std::string, std::shared_ptr<const EpochAnswers>>;
    void postEpochAnswers();
    AllEpochAnswers readEpochAnswers();
    void setEpochAnswers(AllEpochAnswers answers);
    void takeEpochAnswers();
    void postPictureOutputs();
    void setPictures(OwnPictures pictures);
    void applyRun(Snapshot snapshot);
    void applyStages(const Snapshot& snapshot);
    void setData(std::shared_ptr<const DataView> data);
    void setOutputs(std::shared_ptr<const MemberOutputs> outputs);
    void showOutputs(std::shared_ptr<const DataView> data, std::shared_ptr<const MemberOutputs> outputs);
    void forgetHeldOut();
    void refuseParameters(const QString& message);
    void train(const QStringList& stages, Retrain retrain);
    void trainOnJobThread(const std::vector<std::string>& names, const Parameters& parameters, Retrain retrain,
                          const StopToken& stop);
    void endTraining(const std::optional<Snapshot>& now);
    void finishTraining();
    void drawStages();
    void chooseKnownStage();
    void publish();
    void apply(const TrainingFeed::News& news, StageView& view);
    void publishMove();
    std::filesystem::path newRunFolder() const;

    std::filesystem::path m_runsFolder;
    QString m_runFolder;
    bool m_readOnly = false;
    QString m_dataSpec;
    Parameters m_parameters;
    Parameters m_accepted; ///< what the last refused change goes back to
    int m_version = 0;     ///< of what is trained of the run: who opened it at another looks at it anew
    std::vector<StageView> m_stages;
    std::shared_ptr<const DataView> m_data;
    std::shared_ptr<const MemberOutputs> m_outputs;
    AllEpochAnswers m_epochAnswers;
    std::shared_ptr<const MemberOutputs> m_heldOut;
    QString m_whyNoHeldOut;
    bool m_heldOutWanted = false;
    std::shared_ptr<const OwnPictures> m_pictures;
    int m_jobs = 0;
    int m_trainJobs = 0;
    int m_openings = 0;
    bool m_fetching = false;
    bool m_paused = false;
    QString m_activity;
    QStringList m_activities; ///< of the jobs that run, one a thread
    Selection m_selection;
    TrainingFeed m_feed;
    QTimer m_timer;
    LatestJob m_opened;                   ///< drafts and runs
    LatestJob m_applied;                  ///< changes of parameters
    LatestJob m_mapped;                   ///< heat maps
    std::shared_ptr<StopToken> m_stop;    ///< of training and downloads
    std::shared_ptr<StopToken> m_looking; ///< of reading pictures
    std::shared_ptr<StopToken> m_closing; ///< of all else
    std::unique_ptr<Work> m_work;         ///< the job thread's
    std::unique_ptr<Probes> m_probes;     ///< the probe thread's
    std::unique_ptr<JobThread> m_thread;  ///< these last, so that they end first
    std::unique_ptr<JobThread> m_probeThread;
};

QStringList groupNamesOf(const Session& session);
/// None while no data are open.
QStringList classNamesOf(const Session& session);
/// Names of the outputs of a stage's member: groups for the gate, else classes.
QStringList answerNamesOf(const Session& session, const Stage& stage);
/// The stage whose outputs are the mixture's.
QString mixtureName(const Session& session);

} // namespace moelab
