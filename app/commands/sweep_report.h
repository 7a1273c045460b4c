#pragma once

#include "base/json.h"
#include "sweep/run_queue.h"
#include "sweep/sweep_plan.h"
#include "sweep/sweep_results.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace moelab {

/// What `moelab sweep` says: on standard error the plan, a line for each run that ends and, on a terminal, a line
/// that is kept up to date; on standard output what came of it.
class SweepReport {
  public:
    /// Says the plan.
    SweepReport(const Sweep& sweep, const std::vector<PlannedRun>& runs, std::filesystem::path workspace);

    void show(const QueueSnapshot& snapshot);
    /// @param problem why the queue cannot continue for now
    void sayWait(const std::string& problem);
    /// Leaves the line that is kept up to date.
    void endLine();

    void printTable(const QueueSnapshot& end, double seconds) const;
    Json json(const QueueSnapshot& end, double seconds) const;
    /// @throws Error if a run of the sweep failed or was cancelled
    void mustBeComplete(const QueueSnapshot& end) const;

  private:
    bool isOwn(const QueuedRun& run) const { return m_own.contains(run.entry.folder); }
    std::vector<EndedRun> endedRuns(const QueueSnapshot& end) const;
    void sayEnd(const QueueEntry& entry) const;
    void sayWhatWaits(const QueueSnapshot& snapshot);
    void showLine(const QueueSnapshot& snapshot);

    std::string m_name;
    std::filesystem::path m_workspace;
    std::set<std::string> m_own; ///< folders of the sweep's runs; a queue may hold others
    std::map<std::string, QueueState> m_states;
    std::set<std::string> m_saidInUse;
    std::set<std::string> m_saidWaits; ///< what runs wait for
    bool m_waits = false;              ///< the queue itself cannot continue
    bool m_redraws;
    bool m_lineShown = false;
};

} // namespace moelab
