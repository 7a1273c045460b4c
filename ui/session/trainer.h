#pragma once

#include "session/jobs.h"
#include "session/open_run.h"
#include "session/training_feed.h"

#include <QTimer>

namespace moelab {

class Predictions;
struct RunWork;

/// Trains stages of the open run, which a draft becomes by that, and shows live what they report.
class Trainer : public QObject {
    Q_OBJECT
  public:
    Trainer(OpenRun& run, Jobs& jobs, RunWork& work, Predictions& predictions);

    /// Trains after what is being trained. Where that would replace what was trained before (see core's
    /// experiment/stage_state.h), or begin a mixture of other groups over it, nothing is trained, and retrainAsked
    /// is emitted.
    void train(const QStringList& stages);
    void trainAll();
    /// The same, and what was trained before is replaced.
    void retrain(const QStringList& stages);
    /// The same in a new run, which takes from the present one what its parameters do not change; that one stays as
    /// it was trained.
    void trainAsNewRun(const QStringList& stages);
    void setPaused(bool paused);
    /// Ends training at the next batch.
    void stop();
    /// The run continues in a new folder, with its own name, in `parent`. Ends with OpenRun::runMoved, or the stage
    /// says why not.
    void saveElsewhere(const QString& parent);
    /// Shows what the training threads reported since the last time.
    void publish();

  signals:
    /// Somebody wants to train. Who forbids it writes why, in words.
    void trainingAsked(QString& whyNot);
    /// @param stages that were to be trained. @param question what is to become of those that are trained
    void retrainAsked(const QStringList& stages, const QString& question);

  private:
    /// What becomes of what was trained with other parameters.
    enum class Former { AskAbout, Replace, LeaveInItsRun };

    bool isAllowed();
    void train(const QStringList& stages, Former former);
    void trainOnceApplied(const QStringList& stages, Former former);
    void mustNotBeRefused(const Parameters& parameters) const;
    std::vector<std::string> queue(const QStringList& stages);
    void work(const std::vector<std::string>& names, const std::filesystem::path& runsFolder,
              const Parameters& parameters, Former former, const StopToken& stop);
    void beginRun(const std::filesystem::path& folder, const Parameters& parameters);
    void continueInNewRun(const std::vector<std::string>& names, const std::filesystem::path& folder);
    void end(const std::optional<RunSnapshot>& now);
    void chooseMixture(const std::vector<std::string>& trained);
    void take(const TrainingEvent& event);
    void publishEvents();
    void publishMove();

    OpenRun& m_run;
    Jobs& m_jobs;
    RunWork& m_work;
    Predictions& m_predictions;
    TrainingFeed m_feed;
    QTimer m_timer;
    std::shared_ptr<StopToken> m_stop;
};

} // namespace moelab
