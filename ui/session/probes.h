#pragma once

#include "session/jobs.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace moelab {

class Experiment;
class OpenRun;

/// What is only asked of the open run, on the probe thread, as its files say, beside whoever trains it.
class Probes {
  public:
    /// @param run and @param jobs have to live as long
    Probes(const OpenRun& run, Jobs& jobs);
    ~Probes();

    /// Opens the present run there. @throws Error if it cannot be opened
    using Open = std::function<Experiment&()>;
    /// Of the GUI thread: runs `job` on the probe thread.
    void post(const QString& activity, std::function<void(const Open&)> job);
    /// Of the probe thread: closes the run, with its images, of which the work thread has its own.
    void close();
    Jobs& jobs() { return m_jobs; }

  private:
    Experiment& open(const std::filesystem::path& run, int version);

    const OpenRun& m_run;
    Jobs& m_jobs;
    std::unique_ptr<Experiment> m_experiment; ///< of the probe thread, as what follows
    std::filesystem::path m_folder;
    int m_version = 0;
};

} // namespace moelab
