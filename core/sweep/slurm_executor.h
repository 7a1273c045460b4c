#pragma once

#include "base/error.h"
#include "sweep/executor.h"
#include "sweep/slurm_commands.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace moelab {

/// Hands runs to Slurm by its own commands (see slurm_commands.h): what is started together is one job array, a run
/// a task; where Slurm takes no array of that size, or not so many tasks at once, it gets smaller ones, and the
/// rest later. The workspace, the data and the program have to lie where the nodes see them under the same paths.
/// Tasks continue without this program; the next one finds them by what it keeps in the workspace's folder
/// `.queue/slurm`. Calls take as long as Slurm's commands do.
class SlurmExecutor : public Executor {
  public:
    /// @param program the path of moelab; @param atOnce tasks that Slurm has at the same time; 0: all there are
    /// @throws Error if Slurm's commands are missing or its controller does not answer
    SlurmExecutor(std::filesystem::path program, std::filesystem::path workspace, SlurmResources resources,
                  int atOnce = 0);

    std::string name() const override { return "slurm"; }
    bool outlivesProgram() const override { return true; }
    std::vector<std::string> inHand() override;
    std::size_t most() override;
    std::size_t room(std::span<const RunTask> waiting) override;
    void start(std::span<const RunTask> tasks) override;
    void stop(const std::string& folder) override;
    std::string waitsFor(const std::string& folder) const override;
    std::chrono::seconds lag() const override;
    std::vector<EndedTask> ended() override;

  private:
    using Clock = std::chrono::steady_clock;

    /// A task of a job array.
    struct Task {
        std::filesystem::path batch; ///< the folder of its array's files; named as the job is
        std::string index;           ///< in the array
        int missed = 0;              ///< how often in a row Slurm did not list it
        Clock::time_point listed = Clock::now();
        slurm::Standing standing = {};
        std::optional<slurm::End> end = {};
    };

    void findTasks();
    void submit(std::span<const RunTask> tasks);
    void waitForRoom(std::size_t left, const Error& refusal);
    void lookAtSlurm();
    void cancelThose();
    bool hasEnded(const Task& task, const std::optional<int>& noted) const;
    EndedTask endOf(const std::string& folder, const Task& task, const std::optional<int>& noted) const;
    void forget(const Task& task);

    std::filesystem::path m_program;
    std::filesystem::path m_workspace;
    SlurmResources m_resources;
    int m_atOnce;
    std::map<std::string, Task> m_tasks; ///< by folder
    std::vector<std::string> m_toCancel; ///< folders
    std::size_t m_largestArray;          ///< that Slurm may take
    std::size_t m_mostTasks;             ///< that Slurm may take of this user, as far as it said
    bool m_tookAny = false;              ///< of this program
    Clock::time_point m_refused;         ///< when it last said so
    Clock::time_point m_looked;
    bool m_answers = true;
};

} // namespace moelab
