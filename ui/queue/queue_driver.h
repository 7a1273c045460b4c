#pragma once

#include "sweep/run_queue.h"
#include "sweep/sweep_plan.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <memory>

namespace moelab {

/// The queue of the workspace that is shown, driven while the window is open: its runs train as child processes. A
/// queue that an earlier sitting left unfinished stands still until a person lets it continue.
class QueueDriver : public QObject {
    Q_OBJECT
  public:
    /// @param program the path of moelab
    explicit QueueDriver(std::filesystem::path program, QObject* parent = nullptr);
    /// Stops what is in hand, its state saved.
    ~QueueDriver() override;

    /// Stops the queue of the workspace before.
    void setWorkspace(const std::filesystem::path& workspace);
    const QueueSnapshot& snapshot() const { return m_snapshot; }
    /// Why the queue may only be looked at; empty if it may be changed.
    QString readOnly() const;
    bool hasRunning() const { return m_snapshot.count(QueueState::Running) > 0; }
    bool planning() const { return m_plan.isRunning(); }

    /// Appends the runs of a sweep, once its data were looked at on another thread.
    void add(const Sweep& sweep);
    void move(const std::string& folder, std::size_t position);
    void cancel(const std::string& folder);
    void retry(const std::string& folder);
    void setPaused(bool paused);
    void clearFinished();

  signals:
    void changed();
    void added(int runs);
    void failed(const QString& message);

  private:
    struct Planned {
        std::filesystem::path workspace;
        std::vector<QueueEntry> entries;
        QString problem;
    };

    void open();
    void poll();
    void takePlan();
    template <class Act>
    void change(const Act& act);

    std::filesystem::path m_program;
    std::filesystem::path m_workspace;
    std::unique_ptr<RunQueue> m_queue; ///< null where there is none yet
    QueueSnapshot m_snapshot;
    QTimer m_timer;
    std::shared_ptr<StopToken> m_stop;
    QFutureWatcher<Planned> m_plan;
};

} // namespace moelab
