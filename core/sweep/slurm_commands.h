#pragma once

#include "base/error.h"
#include "sweep/executor.h"
#include "sweep/sweep_plan.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

/// Slurm's own commands, which the cluster's users have. All but `isKept` throw a Refusal with what a command says
/// if it fails, or if Slurm's controller does not answer.
namespace moelab::slurm {

/// Which variables of a person's environment reach Slurm's commands: all but Slurm's own, which change what the
/// commands do and list; of those, where the cluster is found, and at whose expense and where jobs run by default.
bool isKept(std::string_view variable);

/// A command of Slurm's failed.
class Refusal : public Error {
  public:
    /// @param text all that the command said
    Refusal(const std::string& command, std::string text);

    // By Slurm's own words: slurm_errno.c, and the reasons that go with "job submit limit".
    bool isOfArraySize() const { return says("Invalid job array specification"); }
    bool isOfNumberOfTasks() const { return says("job submit limit") || says("SubmitJob"); }

  private:
    bool says(const char* words) const { return m_text.find(words) != std::string::npos; }
    std::string m_text;
};

/// How a task stands that has not ended.
struct Standing {
    std::string state;  ///< Slurm's word, e.g. "PENDING"
    std::string reason; ///< why it does not run, e.g. "JobHeldUser"; "None" if there is none
};

/// How a task ended.
struct End {
    std::string state;           ///< Slurm's word, e.g. "TIMEOUT"
    std::optional<int> exitCode; ///< of the script; none if a signal ended it
    std::string node;            ///< where it ran; may be empty
};

/// Refuses where there is no Slurm.
void mustAnswer();

/// Hands in one job array, a task for each of the runs. It is named as the folder `batch` is, and runs the script
/// there.
void submit(const SlurmResources& resources, const std::filesystem::path& batch, std::span<const RunTask> tasks);

/// This user's tasks that have not ended, by "name of the job/index of the task".
std::map<std::string, Standing> tasks();

/// How those tasks of a job ended that are among `tasks` no longer, by their index: Slurm remembers it for some
/// minutes, its accounting, where there is one, for longer. @returns those of which it is known
std::map<std::string, End> endsOf(const std::string& job, const std::set<std::string>& indices);

/// Ends tasks. @param indices by the job's name; what Slurm does not list is left alone
void cancel(const std::multimap<std::string, std::string>& indices);

} // namespace moelab::slurm
