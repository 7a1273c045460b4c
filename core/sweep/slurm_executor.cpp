#include "sweep/slurm_executor.h"

#include "base/files.h"
#include "base/leaving_out.h"
#include "base/limits.h"
#include "base/process.h"
#include "data/printable.h"
#include "sweep/task_files.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <set>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr double kCommandPatience = 60; ///< seconds for one of Slurm's commands
constexpr auto kLookEvery = std::chrono::seconds(5);
constexpr int kMostMissed = 2; ///< a listing may be older than a submission, and a shared folder lag behind
constexpr std::size_t kMostTasks = 1000;      ///< in one array; Slurm's default MaxArraySize is 1001
constexpr std::chrono::minutes kAskAgain{10}; ///< whether Slurm takes more tasks by now
constexpr std::chrono::minutes kAskAgainWhenEmpty{1};
constexpr int kKilledBySignal = 128;

/// Runs one task: its file holds the run's name, its log and the command, each ended by a NUL. SIGTERM, which ends
/// a job, is left to the command, which saves its state; then its exit code is noted.
constexpr std::string_view kScript = R"(#!/bin/bash
trap : TERM
cd "$1" || exit 1
mapfile -d '' -t task < "$SLURM_ARRAY_TASK_ID.task"
rm -f "$SLURM_ARRAY_TASK_ID.exit"
"${task[@]:2}" >> "${task[1]}" 2>&1
code=$?
echo $code > "$SLURM_ARRAY_TASK_ID.new" && mv "$SLURM_ARRAY_TASK_ID.new" "$SLURM_ARRAY_TASK_ID.exit"
exit $code
)";

/// A command of Slurm's failed.
class Refusal : public Error {
  public:
    /// @param text all that the command said
    Refusal(const std::string& command, std::string text)
        : Error(command, "failed: " + printable(text),
                "Check the slurm part of the sweep, and Slurm itself with sinfo")
        , m_text(std::move(text)) {}

    // By Slurm's own words: slurm_errno.c, and the reasons that go with "job submit limit".
    bool isOfArraySize() const { return says("Invalid job array specification"); }
    bool isOfNumberOfTasks() const { return says("job submit limit") || says("SubmitJob"); }

  private:
    bool says(const char* words) const { return m_text.find(words) != std::string::npos; }
    std::string m_text;
};

fs::path batchesOf(const fs::path& workspace) { return workspace / ".queue" / "slurm"; }

fs::path fileOf(const fs::path& batch, const std::string& index, const char* suffix) {
    return batch / (index + suffix);
}

/// Runs one of Slurm's commands. @throws Refusal with what it says, if it fails; Error if it cannot be run
std::string ask(const std::vector<std::string>& arguments) {
    const CommandOutput output = runCommand(arguments, kCommandPatience, limits::kQueueBytes);
    if (output.status.code != 0)
        throw Refusal(arguments.front(), output.text);
    return output.text;
}

/// The name of a new job, unlike that of any other.
std::string newJobName() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char stamp[32];
    std::strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &parts);
    static int number = 0;
    return "moelab-" + std::string(stamp) + "-" + std::to_string(::getpid()) + "-" + std::to_string(++number);
}

std::string taskText(const RunTask& task, const TaskCommand& command) {
    std::string text;
    const auto add = [&](const std::string& part) { text.append(part).push_back('\0'); };
    add(task.folder);
    add(command.log.string());
    for (const std::string& argument : command.arguments)
        add(argument);
    return text;
}

std::vector<std::string> submission(const SlurmResources& resources, const fs::path& batch,
                                    std::span<const RunTask> tasks) {
    std::int64_t cpus = resources.cpus;
    for (const RunTask& task : tasks)
        if (resources.cpus == 0)
            cpus = std::max(cpus, task.parameters.threads);
    std::vector<std::string> arguments = {"sbatch",
                                          "--quiet",
                                          "--requeue",
                                          "--ntasks=1",
                                          "--output=/dev/null",
                                          "--job-name=" + batch.filename().string(),
                                          "--array=0-" + std::to_string(tasks.size() - 1),
                                          "--cpus-per-task=" + std::to_string(cpus)};
    if (!resources.partition.empty())
        arguments.push_back("--partition=" + resources.partition);
    if (resources.memoryMiB > 0)
        arguments.push_back("--mem=" + std::to_string(resources.memoryMiB) + "M");
    if (resources.minutes > 0)
        arguments.push_back("--time=" + std::to_string(resources.minutes));
    arguments.push_back((batch / "script").string());
    arguments.push_back(batch.string());
    return arguments;
}

/// @returns none while the task runs, or if it was killed before it could note it, or the note is damaged: Slurm's
/// list then tells when it has ended
std::optional<int> exitCodeOf(const fs::path& batch, const std::string& index) {
    const fs::path file = fileOf(batch, index, ".exit");
    std::string text;
    try {
        if (isThere(file))
            text = readFile(file, 100);
    } catch (const Error&) {
        return std::nullopt;
    }
    int code = 0;
    const bool noted = std::from_chars(text.data(), text.data() + text.size(), code).ec == std::errc();
    return noted ? std::optional(code) : std::nullopt;
}

} // namespace

SlurmExecutor::SlurmExecutor(fs::path program, fs::path workspace, SlurmResources resources, int atOnce)
    : m_program(std::move(program))
    , m_workspace(std::move(workspace))
    , m_resources(std::move(resources))
    , m_atOnce(atOnce)
    , m_largestArray(kMostTasks)
    , m_mostTasks(kMostTasks) {
    ask({"squeue", "--noheader", "--states=RUNNING", "--name=moelab"}); // refuses where there is no Slurm
    findTasks();
}

/// What an earlier program left.
void SlurmExecutor::findTasks() {
    std::error_code problem;
    for (fs::recursive_directory_iterator entry(batchesOf(m_workspace), problem), end; !problem && entry != end;
         entry.increment(problem)) {
        if (entry->path().extension() != ".task")
            continue;
        LeavingOut().attempt([&] {
            const std::string text = readFile(entry->path(), limits::kMiB);
            m_tasks[text.substr(0, text.find('\0'))] = {entry->path().parent_path(), entry->path().stem().string(),
                                                        0};
        });
    }
}

std::vector<std::string> SlurmExecutor::inHand() {
    std::vector<std::string> folders;
    for (const auto& [folder, task] : m_tasks)
        folders.push_back(folder);
    return folders;
}

std::size_t SlurmExecutor::most() {
    const auto patience = m_tasks.empty() ? kAskAgainWhenEmpty : kAskAgain;
    if (std::chrono::steady_clock::now() - m_refused > patience)
        m_mostTasks = kMostTasks;
    const std::size_t all = std::min(m_mostTasks, m_atOnce > 0 ? static_cast<std::size_t>(m_atOnce) : kMostTasks);
    return all - std::min(all, m_tasks.size());
}

std::size_t SlurmExecutor::room(std::span<const RunTask> waiting) { return std::min(waiting.size(), most()); }

/// By halves, until Slurm takes an array. What is left when it takes no more waits until tasks have ended.
void SlurmExecutor::start(std::span<const RunTask> tasks) {
    const std::size_t all = tasks.size();
    std::size_t size = std::min(all, m_largestArray);
    std::optional<Error> reason;
    while (!tasks.empty()) {
        size = std::min(size, tasks.size());
        try {
            submit(tasks.first(size));
            tasks = tasks.subspan(size);
        } catch (const Refusal& refusal) {
            const bool ofArray = refusal.isOfArraySize();
            if (!ofArray && !refusal.isOfNumberOfTasks())
                throw;
            if (size == 1 && (ofArray || !m_tookAny))
                throw;
            if (size == 1)
                return waitForRoom(tasks.size(), refusal);
            size /= 2;
            if (ofArray)
                m_largestArray = size;
            reason = refusal;
        }
    }
    if (reason)
        spdlog::warn("{} tasks were handed in as arrays of at most {}: {}: {}", all, size, reason->subject(),
                     reason->problem());
}

void SlurmExecutor::waitForRoom(std::size_t left, const Error& refusal) {
    m_mostTasks = m_tasks.size();
    m_refused = std::chrono::steady_clock::now();
    spdlog::warn("Slurm takes no more than {} tasks now; {} wait until some of them have ended: {}: {}",
                 m_tasks.size(), left, refusal.subject(), refusal.problem());
}

void SlurmExecutor::submit(std::span<const RunTask> tasks) {
    const fs::path batch = batchesOf(m_workspace) / newJobName();
    std::error_code problem;
    fs::create_directories(batch, problem);
    if (problem)
        throw Error(batch.string(), "cannot be created (" + problem.message() + ")",
                    "Check that the workspace has room and may be written");
    try {
        writeFileAtomically(batch / "script", kScript);
        for (std::size_t i = 0; i < tasks.size(); ++i)
            writeFileAtomically(fileOf(batch, std::to_string(i), ".task"),
                                taskText(tasks[i], prepareTask(m_program, m_workspace, tasks[i])));
        ask(submission(m_resources, batch, tasks));
    } catch (const Error&) {
        fs::remove_all(batch, problem);
        throw;
    }
    for (std::size_t i = 0; i < tasks.size(); ++i)
        m_tasks[tasks[i].folder] = {batch, std::to_string(i), 0};
    m_tookAny = true;
}

void SlurmExecutor::stop(const std::string& folder) {
    if (m_tasks.contains(folder))
        m_toCancel.push_back(folder);
}

/// By the job's name and the task's number; the job's own number is Slurm's to know.
void SlurmExecutor::cancelThose() {
    if (m_toCancel.empty())
        return;
    std::map<std::string, std::string> jobs; // by name
    std::istringstream lines(ask({"squeue", "--noheader", "--me", "--format=%j %F"}));
    for (std::string name, job; lines >> name >> job;)
        jobs[name] = job;
    std::vector<std::string> arguments = {"scancel", "--quiet"};
    for (const std::string& folder : m_toCancel)
        if (const auto task = m_tasks.find(folder); task != m_tasks.end())
            if (const auto job = jobs.find(task->second.batch.filename().string()); job != jobs.end())
                arguments.push_back(job->second + "_" + task->second.index);
    m_toCancel.clear();
    if (arguments.size() > 2)
        ask(arguments);
}

/// Notes which tasks Slurm no longer knows.
void SlurmExecutor::lookAtSlurm() {
    if (m_tasks.empty() || std::chrono::steady_clock::now() - m_looked < kLookEvery)
        return;
    m_looked = std::chrono::steady_clock::now();
    std::istringstream lines(ask({"squeue", "--noheader", "--me", "--array", "--format=%j/%K"}));
    std::set<std::string> listed;
    for (std::string line; std::getline(lines, line);)
        listed.insert(line.substr(0, line.find(' ')));
    for (auto& [folder, task] : m_tasks)
        task.missed = listed.contains(task.batch.filename().string() + "/" + task.index) ? 0 : task.missed + 1;
}

void SlurmExecutor::forget(const Task& task) {
    std::error_code problem;
    for (const char* suffix : {".task", ".exit"})
        fs::remove(fileOf(task.batch, task.index, suffix), problem);
    const bool last = std::ranges::none_of(
        m_tasks, [&](const auto& other) { return other.second.batch == task.batch && &other.second != &task; });
    if (last)
        fs::remove_all(task.batch, problem);
}

std::vector<EndedTask> SlurmExecutor::ended() {
    try {
        cancelThose();
        lookAtSlurm();
        m_answers = true;
    } catch (const Error& problem) { // a controller that restarts is back soon; the tasks continue meanwhile
        if (std::exchange(m_answers, false))
            spdlog::warn("{}", problem.what());
    }
    std::vector<EndedTask> ended;
    for (auto entry = m_tasks.begin(); entry != m_tasks.end();) {
        const auto& [folder, task] = *entry;
        std::optional<int> code = exitCodeOf(task.batch, task.index);
        if (!code && task.missed < kMostMissed) {
            ++entry;
            continue;
        }
        if (code && *code > kKilledBySignal && *code != kStoppedExitCode) // as the shell has it
            code.reset();
        ended.push_back({folder, code, lastWordsOf(logOfTask(m_workspace, folder))});
        forget(task);
        entry = m_tasks.erase(entry);
    }
    return ended;
}

} // namespace moelab
