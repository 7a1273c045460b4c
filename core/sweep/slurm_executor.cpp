#include "sweep/slurm_executor.h"

#include "base/files.h"
#include "base/leaving_out.h"
#include "base/limits.h"
#include "base/printable.h"
#include "sweep/task_files.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <set>
#include <unistd.h>
#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr auto kLookEvery = std::chrono::seconds(5);
constexpr int kMostMissed = 2;                  ///< a listing may be older than a submission
constexpr auto kLag = std::chrono::seconds(60); ///< NFS looks that seldom whether a folder has changed
constexpr std::size_t kMostTasks = 1000;        ///< in one array; Slurm's default MaxArraySize is 1001
constexpr std::chrono::minutes kAskAgain{10};   ///< whether Slurm takes more tasks by now
constexpr std::chrono::minutes kAskAgainWhenEmpty{1};
constexpr int kKilledBySignal = 128;

// What the script returns for itself. moelab returns neither.
constexpr int kSeesNothing = 66;
constexpr int kWritesNothing = 67;

/// Runs one task: its file holds the run's name, its log and the command, each ended by a NUL. That may be seen
/// late on a node, or never; Slurm has the script itself from the controller. SIGTERM, which ends a job, is left to
/// the command, which saves its state; then its exit code is noted.
constexpr std::string_view kScript = R"(#!/bin/bash
trap : TERM
for ((second = 0; second < 30; ++second)); do
    [ -r "$1/$SLURM_ARRAY_TASK_ID.task" ] && break
    sleep 1
done
cd "$1" && mapfile -d '' -t task < "$SLURM_ARRAY_TASK_ID.task" || exit 66
exec 2>> "$SLURM_ARRAY_TASK_ID.err" || exit 67
rm -f "$SLURM_ARRAY_TASK_ID.exit"
"${task[@]:2}" >> "${task[1]}" 2>&1
code=$?
echo $code > "$SLURM_ARRAY_TASK_ID.new" && mv "$SLURM_ARRAY_TASK_ID.new" "$SLURM_ARRAY_TASK_ID.exit"
exit $code
)";

fs::path batchesOf(const fs::path& workspace) { return workspace / ".queue" / "slurm"; }

fs::path fileOf(const fs::path& batch, const std::string& index, const char* suffix) {
    return batch / (index + suffix);
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

std::string whatNodesNeed() {
    return "The workspace, the data and moelab must be visible to every node under the same paths";
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
    slurm::mustAnswer();
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
            m_tasks[text.substr(0, text.find('\0'))] = {entry->path().parent_path(), entry->path().stem().string()};
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
        } catch (const slurm::Refusal& refusal) {
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
        spdlog::warn("{} tasks were submitted as arrays of at most {} ({} {})", all, size, reason->subject(),
                     reason->problem());
}

void SlurmExecutor::waitForRoom(std::size_t left, const Error& refusal) {
    m_mostTasks = m_tasks.size();
    m_refused = std::chrono::steady_clock::now();
    spdlog::warn("Slurm accepts no more than {} tasks at a time; tasks that wait until some have ended: {} ({} {})",
                 m_tasks.size(), left, refusal.subject(), refusal.problem());
}

void SlurmExecutor::submit(std::span<const RunTask> tasks) {
    const fs::path batch = batchesOf(m_workspace) / newJobName();
    makeFolder(batch);
    try {
        writeFileAtomically(batch / "script", kScript);
        for (std::size_t i = 0; i < tasks.size(); ++i)
            writeFileAtomically(fileOf(batch, std::to_string(i), ".task"),
                                taskText(tasks[i], prepareTask(m_program, m_workspace, tasks[i])));
        slurm::submit(m_resources, batch, tasks);
    } catch (const Error&) {
        std::error_code problem;
        fs::remove_all(batch, problem);
        throw;
    }
    for (std::size_t i = 0; i < tasks.size(); ++i)
        m_tasks[tasks[i].folder] = {batch, std::to_string(i)};
    m_tookAny = true;
}

void SlurmExecutor::stop(const std::string& folder) {
    if (m_tasks.contains(folder))
        m_toCancel.push_back(folder);
}

void SlurmExecutor::cancelThose() {
    std::multimap<std::string, std::string> indices;
    for (const std::string& folder : m_toCancel)
        if (const auto task = m_tasks.find(folder); task != m_tasks.end())
            indices.emplace(task->second.batch.filename().string(), task->second.index);
    if (!indices.empty())
        slurm::cancel(indices);
    m_toCancel.clear(); // of a controller that does not answer it is asked again
}

/// Notes how the tasks stand, and what became of those that Slurm lists no longer.
void SlurmExecutor::lookAtSlurm() {
    if (m_tasks.empty() || Clock::now() - m_looked < kLookEvery)
        return;
    m_looked = Clock::now();
    const std::map<std::string, slurm::Standing> all = slurm::tasks();
    std::map<std::string, std::set<std::string>> lost; // indices, by job
    for (auto& [folder, task] : m_tasks) {
        const std::string job = task.batch.filename().string();
        if (const auto listed = all.find(job + "/" + task.index); listed != all.end()) {
            task.missed = 0;
            task.listed = Clock::now();
            task.standing = listed->second;
            continue;
        }
        task.standing = {};
        if (++task.missed >= kMostMissed && !exitCodeOf(task.batch, task.index))
            lost[job].insert(task.index);
    }
    for (const auto& [job, indices] : lost) {
        const std::map<std::string, slurm::End> ends = slurm::endsOf(job, indices);
        for (auto& [folder, task] : m_tasks)
            if (const auto end = ends.find(task.index); end != ends.end() && task.batch.filename() == job)
                task.end = end->second;
    }
}

std::string SlurmExecutor::waitsFor(const std::string& folder) const {
    const auto task = m_tasks.find(folder);
    if (task == m_tasks.end())
        return {};
    const auto& [state, reason] = task->second.standing;
    if (state.empty() || state == "RUNNING" || state == "COMPLETING")
        return {};
    return "Slurm: " + state + (reason.empty() || reason == "None" ? "" : " (" + printable(reason) + ")");
}

std::chrono::seconds SlurmExecutor::lag() const { return kLag; }

/// A task that Slurm lists no longer may have noted its end where that is not seen yet.
/// @param noted its exit code, if it did
bool SlurmExecutor::hasEnded(const Task& task, const std::optional<int>& noted) const {
    return noted || task.end || (task.missed >= kMostMissed && Clock::now() - task.listed > kLag);
}

/// @param noted as hasEnded takes it
EndedTask SlurmExecutor::endOf(const std::string& folder, const Task& task, const std::optional<int>& noted) const {
    std::string words = lastWordsOf(logOfTask(m_workspace, folder));
    if (words.empty())
        words = lastWordsOf(fileOf(task.batch, task.index, ".err"));
    if (noted) {
        const bool killed = *noted > kKilledBySignal && *noted != kStoppedExitCode; // as the shell has it
        return {folder, killed ? std::nullopt : noted, words};
    }
    if (!task.end && words.empty())
        return {folder, kSeesNothing,
                "ended without an exit code, and Slurm does not know why. " + whatNodesNeed()};
    if (!task.end)
        return {folder, std::nullopt, words};
    const auto& [state, code, node] = *task.end;
    if (code == kSeesNothing || code == kWritesNothing)
        return {folder, code,
                "its node " + node + (code == kSeesNothing ? " does not see " : " cannot write in ") +
                    printable(task.batch.string()) + ". " + whatNodesNeed()};
    if (code != 0)
        words = "Slurm: " + state + (words.empty() ? "" : "; last words: " + words);
    return {folder, code, words};
}

void SlurmExecutor::forget(const Task& task) {
    std::error_code problem;
    for (const char* suffix : {".task", ".exit", ".err"})
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
        const std::optional<int> code = exitCodeOf(task.batch, task.index);
        if (!hasEnded(task, code)) {
            ++entry;
            continue;
        }
        ended.push_back(endOf(folder, task, code));
        forget(task);
        entry = m_tasks.erase(entry);
    }
    return ended;
}

} // namespace moelab
