#pragma once

#include "config/follow_data.h"
#include "session/exports.h"
#include "session/heat_maps.h"
#include "session/jobs.h"
#include "session/latest_job.h"
#include "session/open_run.h"
#include "session/pictures.h"
#include "session/predictions.h"
#include "session/probes.h"
#include "session/trainer.h"

#include <filesystem>
#include <memory>

namespace moelab {

struct RunWork;

/// The open run with what can be done with it: opens another, or data for a draft, changes parameters, and owns the
/// parts that do the rest, one class a job. The experiment itself lives on the work thread.
class Session : public OpenRun {
    Q_OBJECT
  public:
    /// @param runsFolder where drafts become runs
    explicit Session(std::filesystem::path runsFolder, QObject* parent = nullptr);
    /// Stops what runs, and waits for it.
    ~Session() override;

    /// Opens what a person names: a run's folder, else data.
    void open(const QString& path);
    /// @param path as open takes it, or data as openData does
    /// @throws Error where a glance shows that it cannot be opened
    static void mustBeKnown(const QString& path);
    /// Begins a draft with the present parameters. @param data as openData takes it
    void startDraft(const QString& data);
    /// The same with the parameters that the program begins with.
    void startNewRun(const QString& data);
    void openRun(const QString& folder);
    /// Takes the run's images from where they are now, and keeps that in the run. Refuses other images, saying what
    /// differs.
    void moveData(const QString& place);
    /// Downloads CIFAR-10, or continues an earlier download, then begins a draft with it.
    void fetchCifar10();
    /// Takes them back, and says why, where the run or the data do not allow them.
    void setParameters(const Parameters& wanted);
    void resetStage(const QString& stage);
    /// Ends training, a download or the opening of data at the next batch or block.
    void stop();

    bool fetching() const { return m_fetching; }
    bool opening() const { return m_openings > 0; }
    /// What is being done, in words; empty when nothing is.
    const QString& activity() const { return m_jobs.activity(); }

    Trainer& trainer() { return m_trainer; }
    Predictions& predictions() { return m_predictions; }
    Pictures& pictures() { return m_pictures; }
    HeatMaps& heatMaps() { return m_heatMaps; }
    Exports& exports() { return m_exports; }

  signals:
    /// The last change was taken back. @param wanted what it was to
    void parametersRefused(const moelab::Parameters& wanted, const QString& reason);
    void activityChanged();
    void fetchProgress(qint64 done, qint64 total);
    void failed(const QString& message);
    void told(const QString& message);

  private:
    void startDraft(const QString& data, const Parameters& wanted);
    void post(const QString& activity, std::function<void()> job);
    auto endOpening();
    void lookForImages();
    void endWork();
    void fetch(const StopToken& stop);
    Parameters withoutFollowed() const;
    void takeFollowed(const Parameters& before, const Followed& followed);
    std::shared_ptr<const DataView> applyParameters(Parameters& wanted, const DataView* images,
                                                    const StopToken& stop);
    void showApplied(const Parameters& wanted, const std::optional<RunSnapshot>& now,
                     const std::shared_ptr<const DataView>& view, const QString& refusal);

    Parameters m_accepted;   ///< what the last refused change goes back to
    Parameters m_followed;   ///< a draft's, as they followed its data
    Parameters m_unfollowed; ///< the same before
    int m_openings = 0;
    bool m_fetching = false;
    LatestJob m_opened;  ///< drafts and runs
    LatestJob m_applied; ///< changes of parameters
    LatestJob m_fetched; ///< downloads
    Jobs m_jobs;
    std::unique_ptr<RunWork> m_work;
    Probes m_probes;
    Predictions m_predictions;
    Trainer m_trainer;
    Pictures m_pictures;
    HeatMaps m_heatMaps;
    Exports m_exports;
};

} // namespace moelab
