#pragma once

#include "base/progress.h"
#include "experiment/observer.h"

#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace moelab {

/// Shows training on standard error: on a terminal that can be redrawn a line a stage that is kept up to date,
/// elsewhere a plain line for every epoch.
class ConsoleProgress : public Observer {
  public:
    /// @param parameters of the run
    explicit ConsoleProgress(Parameters parameters);

    void stageStarted(const Stage& stage, std::int64_t epochsDone) override;
    void batchDone(const Stage& stage, const BatchProgress& progress) override;
    void epochDone(const Stage& stage, const EpochMetrics& metrics) override;
    void stageFinished(const Stage& stage, const StageResult& result) override;
    void stageWaits(const Stage& stage, const std::string& problem) override;
    void stageFailed(const Stage& stage, const std::string& message) override;

    /// Of any stage. Not while training continues.
    bool failed() const { return m_failed; }
    /// Whether a stage waits until it can save. Not while training continues.
    bool waits() const { return !m_waiting.empty(); }

  private:
    void print(const Stage& stage, const std::string& text, bool now);
    /// A line that stays, however wide: what a person has to know is not cut off.
    void printWhole(const Stage& stage, const std::string& what, const std::string& why);
    void redraw();

    Parameters m_parameters;
    std::size_t m_nameColumns; ///< of a terminal, for the names of stages
    std::mutex m_mutex;
    bool m_redraws;
    bool m_failed = false;
    std::set<std::string> m_waiting; ///< stages that cannot save
    int m_drawn = 0;                 ///< lines on the terminal that the next drawing replaces
    std::vector<std::string> m_order;
    std::map<std::string, std::string> m_lines;
    std::chrono::steady_clock::time_point m_lastDrawing;
};

/// Shows on standard error, if that can be redrawn, how many of some things are done.
class CountProgress {
  public:
    /// @param what is done, "reading images"
    explicit CountProgress(std::string what);

    /// Lives no longer than this object.
    Progress callback();
    /// Removes the line.
    void end();

  private:
    std::string m_what;
    bool m_drawn = false;
    std::mutex m_mutex; ///< readers tell from several threads
    std::chrono::steady_clock::time_point m_lastDrawing;
};

/// Shows a download or another long step on standard error.
void showProgress(const std::string& what, std::uint64_t done, std::uint64_t total);

/// @returns "1:05" or "2:03:04"
std::string durationText(double seconds);

} // namespace moelab
