#pragma once

#include <QObject>
#include <QThread>

#include <functional>

namespace moelab {

/// Runs jobs one after another on a thread of its own.
class JobThread {
  public:
    JobThread();
    /// Waits for the job that runs; those that wait behind it are dropped.
    ~JobThread();
    JobThread(const JobThread&) = delete;
    JobThread& operator=(const JobThread&) = delete;

    /// @param job must not throw
    void post(std::function<void()> job);

  private:
    QThread m_thread;
    QObject m_context;
};

} // namespace moelab
