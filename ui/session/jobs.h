#pragma once

#include "base/stop_token.h"
#include "session/job_thread.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

namespace moelab {

/// The two threads that work for a session, and what they are doing. Of the GUI thread, but for deliver.
class Jobs : public QObject {
    Q_OBJECT
  public:
    /// On one the run is opened, changed and trained, in order; on the other it is only asked, beside that.
    enum class Thread { Work, Probe };

    explicit Jobs(QObject* parent = nullptr);
    ~Jobs() override;
    /// Sets closing(), waits for the jobs that run, and drops those behind them.
    void end();

    /// Runs `job` on a thread, where every exception ends as a message.
    void post(Thread thread, const QString& activity, std::function<void()> job);
    /// Runs `done` on the GUI thread. Any thread may call it.
    void deliver(std::function<void()> done);
    void deliverFailure(const std::exception& problem);

    /// For jobs that nothing ends but the session's own end.
    std::shared_ptr<const StopToken> closing() const { return m_closing; }
    /// What is being done, in words; empty while both threads rest.
    const QString& activity() const { return m_activity; }

  signals:
    void activityChanged();
    void failed(const QString& message);
    void told(const QString& message);

  private:
    void begin(const QString& activity);
    void finish(const QString& activity);

    int m_jobs = 0;
    QString m_activity;
    QStringList m_activities; ///< of the jobs that run, one a thread
    std::shared_ptr<StopToken> m_closing = std::make_shared<StopToken>();
    std::unique_ptr<JobThread> m_work = std::make_unique<JobThread>();
    std::unique_ptr<JobThread> m_probe = std::make_unique<JobThread>();
};

} // namespace moelab
