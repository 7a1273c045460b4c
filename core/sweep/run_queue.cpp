#include "sweep/run_queue.h"

#include "base/limits.h"
#include "base/printable.h"
#include "experiment/run_files.h"
#include "sweep/entry_run.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <iterator>

namespace moelab {
namespace {

namespace fs = std::filesystem;

/// A run that ends from outside so often is not taken up again: the reason is likely to stay.
constexpr std::int64_t kMostAttempts = 3;

fs::path queueFolder(const fs::path& workspace) { return workspace / ".queue"; }

fs::path queueFile(const fs::path& workspace) { return queueFolder(workspace) / "queue.jsonl"; }

/// Empty where no run stands, or one that is damaged: training says what is wrong with it, and the others continue.
std::optional<RunConfig> readableConfig(const fs::path& run) {
    try {
        return isRun(run) ? std::optional(readRunConfig(run)) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void waitAgain(QueueEntry& entry) {
    entry.state = QueueState::Waiting;
    entry.message.clear();
    entry.attempts = 0;
}

} // namespace

std::int64_t QueueSnapshot::count(QueueState state) const {
    return std::ranges::count_if(runs, [&](const QueuedRun& run) { return run.entry.state == state; });
}

RunQueue::RunQueue(fs::path workspace, std::unique_ptr<Executor> executor)
    : m_workspace(std::move(workspace))
    , m_executor(std::move(executor)) {
    std::error_code problem; // the lock says it
    fs::create_directories(queueFolder(m_workspace), problem);
    try {
        m_lock.emplace(queueFolder(m_workspace) / "lock", "the queue of " + m_workspace.string());
    } catch (const Error& refused) {
        m_readOnly = refused;
    }
    rereadIfChanged();
    if (!m_readOnly)
        reconcile();
}

void RunQueue::rereadIfChanged() {
    std::error_code problem;
    const auto changed = fs::last_write_time(queueFile(m_workspace), problem);
    if (problem || changed == m_read)
        return;
    m_read = changed;
    m_queue = readQueueFile(queueFile(m_workspace));
}

/// Brings what the file says in line with the runs' folders and with what the executor still has in hand.
void RunQueue::reconcile() {
    if (!m_queue.leftWith.empty() && m_queue.leftWith != m_executor->name()) {
        m_readOnly =
            Error("the queue of " + m_workspace.string(), "has runs that were submitted with " + m_queue.leftWith,
                  "Follow them to their end with moelab sweep FILE --executor " + m_queue.leftWith);
        return;
    }
    for (const std::string& folder : m_executor->inHand())
        m_inHand.emplace(folder, InHand());
    std::erase_if(m_queue.entries, [&](const QueueEntry& entry) {
        return entry.state == QueueState::Done && !isRun(runOf(entry)); // taken away
    });
    for (QueueEntry& entry : m_queue.entries) {
        if (const auto inHand = m_inHand.find(entry.folder); inHand != m_inHand.end()) {
            inHand->second.epochsBefore = epochsDone(entry);
            if (entry.state == QueueState::Cancelled || m_queue.paused)
                m_executor->stop(entry.folder);
            else
                entry.state = QueueState::Running;
        } else if (isTrained(runOf(entry), entry)) {
            entry.state = QueueState::Done;
        } else if (entry.state == QueueState::Running || entry.state == QueueState::Done) {
            entry.state = QueueState::Waiting;
        }
        if (entry.state == QueueState::Done)
            m_keys.noteTrained(entry);
    }
}

void RunQueue::mustDrive() const {
    if (m_readOnly)
        throw Error(*m_readOnly);
}

void RunQueue::save() {
    m_queue.leftWith = m_executor->outlivesProgram() && !m_inHand.empty() ? m_executor->name() : "";
    m_unsaved = true;
    writeQueueFile(queueFile(m_workspace), m_queue);
    m_unsaved = false;
}

QueueEntry& RunQueue::find(const std::string& folder) {
    const auto found = std::ranges::find(m_queue.entries, folder, &QueueEntry::folder);
    if (found == m_queue.entries.end())
        throw Error(printable(folder), "is not in the queue", "Choose a run that is");
    return *found;
}

void RunQueue::add(std::span<const QueueEntry> entries) {
    mustDrive();
    QueueFile changed = m_queue;
    for (const QueueEntry& entry : entries) {
        const auto known = std::ranges::find(changed.entries, entry.folder, &QueueEntry::folder);
        if (known != changed.entries.end()) {
            mustMatch(entry, known->parameters, known->dataFingerprint);
            known->data = entry.data; // the same images may lie elsewhere by now
            if (known->state == QueueState::Failed || known->state == QueueState::Cancelled)
                waitAgain(*known);
            continue;
        }
        const fs::path run = runOf(entry);
        mustNotLieInRun(run, m_workspace);
        if (const std::optional<RunConfig> config = readableConfig(run))
            mustMatch(entry, config->parameters, config->dataFingerprint);
        changed.entries.push_back(entry);
        changed.entries.back().state = isTrained(run, entry) ? QueueState::Done : QueueState::Waiting;
    }
    if (changed.entries.size() > limits::kQueueRuns)
        throw Error("the queue of " + m_workspace.string(),
                    "would contain more than " + std::to_string(limits::kQueueRuns) + " runs",
                    "Clear finished runs first");
    m_queue = std::move(changed);
    for (const QueueEntry& entry : m_queue.entries)
        if (entry.state == QueueState::Done)
            m_keys.noteTrained(entry);
    save();
}

void RunQueue::move(const std::string& folder, std::size_t position) {
    mustDrive();
    std::vector<QueueEntry>& entries = m_queue.entries;
    const auto from = entries.begin() + (&find(folder) - entries.data());
    const auto to = entries.begin() + static_cast<std::ptrdiff_t>(std::min(position, entries.size() - 1));
    if (from < to)
        std::rotate(from, from + 1, to + 1);
    else
        std::rotate(to, from, from + 1);
    save();
}

void RunQueue::cancel(const std::string& folder) {
    mustDrive();
    QueueEntry& entry = find(folder);
    if (entry.state != QueueState::Waiting && entry.state != QueueState::Running)
        return;
    entry.state = QueueState::Cancelled;
    save();
    if (m_inHand.contains(folder))
        m_executor->stop(folder);
}

void RunQueue::retry(const std::string& folder) {
    mustDrive();
    QueueEntry& entry = find(folder);
    if (entry.state != QueueState::Failed && entry.state != QueueState::Cancelled)
        return;
    waitAgain(entry);
    save();
}

void RunQueue::setPaused(bool paused) {
    mustDrive();
    m_problem.reset();
    if (m_queue.paused == paused)
        return;
    m_queue.paused = paused;
    std::vector<std::string> stopped;
    for (QueueEntry& entry : m_queue.entries)
        if (paused && entry.state == QueueState::Running) {
            entry.state = QueueState::Waiting;
            stopped.push_back(entry.folder);
        }
    save();
    for (const std::string& folder : stopped)
        m_executor->stop(folder);
}

void RunQueue::clearFinished() {
    mustDrive();
    std::erase_if(m_queue.entries, [&](const QueueEntry& entry) {
        return (entry.state == QueueState::Done || entry.state == QueueState::Cancelled) &&
               !m_inHand.contains(entry.folder);
    });
    save();
}

/// A run that says it is done, and whose results are not seen yet.
bool RunQueue::mayComeLate(const EndedTask& task, Clock::time_point since) {
    const auto found = std::ranges::find(m_queue.entries, task.folder, &QueueEntry::folder);
    return task.exitCode == 0 && Clock::now() - since < m_executor->lag() && found != m_queue.entries.end() &&
           found->state == QueueState::Running && !isTrained(runOf(*found), *found);
}

void RunQueue::settleEnded() {
    for (EndedTask& task : m_executor->ended())
        m_ended.emplace_back(std::move(task), Clock::now());
    std::erase_if(m_ended, [&](const auto& each) {
        const auto& [task, since] = each;
        if (mayComeLate(task, since))
            return false;
        settle(task);
        m_unsaved = true;
        return true;
    });
}

void RunQueue::settle(const EndedTask& task) {
    const double seconds = secondsInHand(task.folder);
    const std::int64_t before = m_inHand.contains(task.folder) ? m_inHand[task.folder].epochsBefore : 0;
    const auto found = std::ranges::find(m_queue.entries, task.folder, &QueueEntry::folder);
    if (found == m_queue.entries.end()) {
        m_inHand.erase(task.folder);
        return;
    }
    QueueEntry& entry = *found;
    entry.seconds += seconds;
    const bool cameOn = epochsDone(entry) > before;
    m_inHand.erase(task.folder);
    if (isTrained(runOf(entry), entry)) {
        entry.state = QueueState::Done;
        m_keys.noteTrained(entry);
        return;
    }
    if (entry.state != QueueState::Running)
        return; // it ends because it was asked to
    const bool fromOutside = !task.exitCode || *task.exitCode == kStoppedExitCode;
    if (cameOn)
        entry.attempts = 0; // a run that comes on is not given up, however often a time limit ends it
    const bool hasAnother = !fromOutside && !runsInUse({runOf(entry)}).empty(); // that a killed program left behind
    if (hasAnother || (fromOutside && ++entry.attempts < kMostAttempts)) {
        entry.state = QueueState::Waiting;
        return;
    }
    entry.state = QueueState::Failed;
    entry.message = fromOutside ? "was ended from outside " + std::to_string(entry.attempts) +
                                      " times without making progress. "
                                : "";
    entry.message += task.lastWords;
}

/// What no other run should begin to train.
std::set<std::string> RunQueue::keysInTraining() {
    std::set<std::string> keys;
    for (const QueueEntry& entry : m_queue.entries)
        if (m_inHand.contains(entry.folder))
            for (const auto& [stage, key] : m_keys.of(entry)) {
                if (hasResult(runOf(entry), stage))
                    m_keys.noteTrained(key);
                if (!m_keys.isTrained(key))
                    keys.insert(key);
            }
    return keys;
}

/// The runs that could start now, in order; at most so many.
std::vector<RunTask> RunQueue::ready(std::size_t most) {
    std::vector<fs::path> waiting;
    for (const QueueEntry& entry : m_queue.entries)
        if (entry.state == QueueState::Waiting && !m_inHand.contains(entry.folder))
            waiting.push_back(runOf(entry));
    m_inUse.clear();
    if (waiting.empty() || most == 0)
        return {};
    m_inUse = runsInUse(waiting); // by what a killed program left behind, or by a window
    std::set<std::string> busy = keysInTraining();
    std::vector<RunTask> tasks;
    for (const QueueEntry& entry : m_queue.entries) {
        if (tasks.size() == most)
            break;
        if (entry.state != QueueState::Waiting || m_inHand.contains(entry.folder))
            continue;
        const std::map<std::string, std::string>& keys = m_keys.of(entry);
        const bool free = !m_inUse.contains(runOf(entry));
        if (free && std::ranges::any_of(keys, [&](const auto& key) { return busy.contains(key.second); }))
            continue;
        if (free)
            tasks.push_back({entry.folder, runOf(entry), entry.data, entry.parameters, entry.imageBytes});
        for (const auto& [stage, key] : keys)
            if (!m_keys.isTrained(key))
                busy.insert(key);
    }
    return tasks;
}

void RunQueue::startWhatCan() {
    std::vector<RunTask> tasks = ready(m_executor->most());
    tasks.resize(tasks.empty() ? 0 : std::min(tasks.size(), m_executor->room(tasks)));
    if (tasks.empty())
        return;
    for (const RunTask& task : tasks) {
        QueueEntry& entry = find(task.folder);
        entry.state = QueueState::Running;
        m_inHand[task.folder] = {Clock::now(), epochsDone(entry)};
    }
    try {
        save(); // before they start, so that an executor that outlives this program is known to have them
        m_executor->start(tasks);
    } catch (const NoPlaceError&) {
        letWaitWhatDidNotStart(tasks);
        m_unsaved = true;
        throw;
    } catch (const Error& problem) {
        m_queue.paused = true;
        m_problem = problem;
    }
    if (letWaitWhatDidNotStart(tasks) || m_problem)
        save();
}

/// @returns whether there is any
bool RunQueue::letWaitWhatDidNotStart(std::span<const RunTask> tasks) {
    const std::vector<std::string> started = m_executor->inHand();
    bool any = false;
    for (const RunTask& task : tasks)
        if (std::ranges::find(started, task.folder) == started.end()) {
            find(task.folder).state = QueueState::Waiting;
            m_inHand.erase(task.folder);
            any = true;
        }
    return any;
}

QueueSnapshot RunQueue::poll() {
    if (m_readOnly) {
        rereadIfChanged();
    } else {
        settleEnded();
        if (m_unsaved)
            save();
        if (!m_queue.paused)
            startWhatCan();
    }
    QueueSnapshot snapshot{{}, m_queue.paused, m_problem, {}, m_inHand.empty()};
    for (const QueueEntry& entry : m_queue.entries) {
        const bool inUse = entry.state == QueueState::Waiting && m_inUse.contains(runOf(entry));
        QueuedRun run{entry, epochsDone(entry), RunProgress::epochsOf(entry), inUse,
                      m_inHand.contains(entry.folder) ? m_executor->waitsFor(entry.folder) : std::string()};
        run.entry.seconds += secondsInHand(entry.folder);
        if (entry.state == QueueState::Running || (entry.state == QueueState::Waiting && !m_queue.paused))
            snapshot.atRest = false;
        snapshot.runs.push_back(std::move(run));
    }
    snapshot.secondsLeft = secondsLeft(snapshot);
    return snapshot;
}

std::int64_t RunQueue::epochsDone(const QueueEntry& entry) {
    const bool moves = entry.state == QueueState::Running || m_inHand.contains(entry.folder);
    return m_progress.epochsDone(entry, runOf(entry), moves);
}

double RunQueue::secondsInHand(const std::string& folder) const {
    const auto found = m_inHand.find(folder);
    return found == m_inHand.end() ? 0 : std::chrono::duration<double>(Clock::now() - found->second.since).count();
}

/// A run takes as long as those did that are done; until one is, as those in hand will at their present pace.
std::optional<double> RunQueue::secondsLeft(const QueueSnapshot& snapshot) const {
    double doneSeconds = 0, paceSeconds = 0, pace = 0, left = 0;
    int done = 0;
    for (const QueuedRun& run : snapshot.runs) {
        const auto inHand = m_inHand.find(run.entry.folder);
        if (run.entry.state == QueueState::Done && run.entry.seconds > 0) {
            doneSeconds += run.entry.seconds;
            ++done;
        }
        if (inHand != m_inHand.end()) {
            paceSeconds += secondsInHand(run.entry.folder);
            pace +=
                static_cast<double>(run.epochsDone - inHand->second.epochsBefore) / static_cast<double>(run.epochs);
        }
        if (run.entry.state == QueueState::Running || run.entry.state == QueueState::Waiting)
            left += 1 - run.progress();
    }
    if (m_inHand.empty() || (done == 0 && pace <= 0))
        return std::nullopt;
    const double secondsEach = done > 0 ? doneSeconds / done : paceSeconds / pace;
    return left * secondsEach / static_cast<double>(m_inHand.size());
}

} // namespace moelab
