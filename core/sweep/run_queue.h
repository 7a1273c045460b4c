#pragma once

#include "base/error.h"
#include "base/file_lock.h"
#include "sweep/executor.h"
#include "sweep/queue_entry.h"
#include "sweep/run_progress.h"
#include "sweep/stage_keys.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// How far one run of the queue is.
struct QueuedRun {
    QueueEntry entry;            ///< its seconds include those of the present attempt
    std::int64_t epochsDone = 0; ///< a stage that is done counts with all of its epochs
    std::int64_t epochs = 0;     ///< at most, over all stages
    bool inUse = false;          ///< it waits for another process, a window perhaps, to let go of it
    std::string waitsFor;        ///< why the executor, which has it, does not run it yet; empty if it does

    double progress() const {
        return epochs > 0 ? static_cast<double>(epochsDone) / static_cast<double>(epochs) : 0;
    }
};

/// What a view of the queue shows.
struct QueueSnapshot {
    std::vector<QueuedRun> runs; ///< in the order in which they are started
    bool paused = false;
    std::optional<Error> problem;      ///< why the queue paused itself, if it did
    std::optional<double> secondsLeft; ///< until all have ended; none while nothing is known to tell it from
    bool atRest = true;                ///< nothing is in hand, and nothing will be started

    std::int64_t count(QueueState state) const;
};

/// The queue of a workspace: runs that are trained one after the other, or some at a time, by an executor. It is
/// kept in the workspace's hidden folder `.queue`, and whether a run is done is always told by the run's folder, so
/// that a crash loses nothing. One process at a time drives it. A run waits while another in hand trains a stage
/// that it could take from there (see experiment/reuse.h). Use from one thread, which polls it some times a second;
/// no call takes more than a few milliseconds, but for what a cluster's own commands take.
class RunQueue {
  public:
    /// Opens the queue of a workspace, or makes one, and takes its lock.
    /// @throws Error as readQueueFile
    RunQueue(std::filesystem::path workspace, std::unique_ptr<Executor> executor);
    RunQueue(const RunQueue&) = delete;
    RunQueue& operator=(const RunQueue&) = delete;

    const std::filesystem::path& workspace() const { return m_workspace; }
    /// Why the queue may only be looked at: another process drives it or has left it with another executor, or the
    /// workspace cannot be written.
    const std::optional<Error>& readOnly() const { return m_readOnly; }

    // All that change the queue throw an Error if it is read-only, or cannot be saved, or has no such run.

    /// Appends runs. Those that are in the queue already stay where they are, and start again if they failed or
    /// were cancelled; those that lie finished in the workspace are done.
    /// @throws Error, and adds nothing, if one stands there with other parameters or data, or would lie in a run
    void add(std::span<const QueueEntry> entries);
    /// @param position where the run stands afterwards, from 0; what is beyond the end means the end
    void move(const std::string& folder, std::size_t position);
    /// A run in hand saves its state and ends.
    void cancel(const std::string& folder);
    /// Lets a run that failed or was cancelled wait for its turn again.
    void retry(const std::string& folder);
    /// Paused, nothing is started, and what is in hand saves its state and ends.
    void setPaused(bool paused);
    /// Forgets what is done or cancelled. The runs themselves stay.
    void clearFinished();

    /// Collects the runs that ended, starts those that can be started, and returns the state of all.
    /// @throws Error if that cannot be saved; nothing was started then, and the queue is paused if something
    /// should.
    ///         NoPlaceError: the next call tries it again
    QueueSnapshot poll();

  private:
    using Clock = std::chrono::steady_clock;

    /// A run that the executor has in hand.
    struct InHand {
        Clock::time_point since = Clock::now();
        std::int64_t epochsBefore = 0;
    };

    std::filesystem::path runOf(const QueueEntry& entry) const { return m_workspace / entry.folder; }
    QueueEntry& find(const std::string& folder);
    void mustDrive() const;
    void save();
    void reconcile();
    void rereadIfChanged();
    void settleEnded();
    bool mayComeLate(const EndedTask& task, Clock::time_point since);
    void settle(const EndedTask& task);
    void startWhatCan();
    bool letWaitWhatDidNotStart(std::span<const RunTask> tasks);
    std::vector<RunTask> ready(std::size_t most);
    std::set<std::string> keysInTraining();
    std::int64_t epochsDone(const QueueEntry& entry);
    std::optional<double> secondsLeft(const QueueSnapshot& snapshot) const;
    double secondsInHand(const std::string& folder) const;

    std::filesystem::path m_workspace;
    std::optional<FileLock> m_lock; ///< outlives the executor, which waits for its tasks when it goes
    std::unique_ptr<Executor> m_executor;
    std::optional<Error> m_readOnly;
    QueueFile m_queue;
    std::optional<Error> m_problem;
    std::map<std::string, InHand> m_inHand;                       ///< by folder
    std::vector<std::pair<EndedTask, Clock::time_point>> m_ended; ///< and since when; not settled yet
    bool m_unsaved = false;                                       ///< the last attempt to save failed
    StageKeys m_keys;
    RunProgress m_progress;
    std::set<std::filesystem::path> m_inUse; ///< runs that another process has open
    std::filesystem::file_time_type m_read;  ///< when the file that was read was written
};

} // namespace moelab
