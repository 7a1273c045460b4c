#include "sweep/local_executor.h"

#include "base/error.h"
#include "base/machine.h"
#include "experiment/run_check.h"
#include "plan/stage.h"
#include "sweep/task_files.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>
#include <unistd.h>
#include <utility>

namespace moelab {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;
constexpr std::uint64_t kUsualImageBytes = 3072; // 32 x 32 x 3

/// Training acts on a stop at its next batch. What has not by then is killed; its last finished epoch is saved.
constexpr auto kStopPatience = std::chrono::seconds(60);

/// @returns bytes of memory that a process has in use
std::uint64_t residentMemory(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/statm");
    std::uint64_t pages = 0, resident = 0;
    file >> pages >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

std::uint64_t memoryOfRun(const Parameters& parameters, std::size_t imageBytes) {
    // What the layers hold of an image grows with its size.
    const std::uint64_t held = kMegabyte * std::max<std::uint64_t>(imageBytes, kUsualImageBytes) / kUsualImageBytes;
    const std::uint64_t stage = 180 * kMegabyte + static_cast<std::uint64_t>(parameters.batchSize) * held;
    const auto images = static_cast<std::uint64_t>(parameters.trainExamples + parameters.testExamples);
    std::size_t classes = 0;
    for (const ClassGroup& group : parameters.groups)
        classes += group.classes.size();
    return 200 * kMegabyte + static_cast<std::uint64_t>(stagesAtOnce(parameters)) * stage +
           2 * images * imageBytes + 2 * bytesOfOutputs(parameters.testExamples, classes, parameters.groups.size());
}

LocalExecutor::LocalExecutor(std::filesystem::path program, std::filesystem::path workspace, int atOnce)
    : m_program(std::move(program))
    , m_workspace(std::move(workspace))
    , m_atOnce(atOnce) {}

LocalExecutor::~LocalExecutor() {
    for (auto& [folder, child] : m_children)
        stop(folder);
    const auto end = std::chrono::steady_clock::now() + kStopPatience;
    for (auto& [folder, child] : m_children)
        while (!child.process.ended() && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

std::vector<std::string> LocalExecutor::inHand() {
    std::vector<std::string> folders;
    for (const auto& [folder, child] : m_children)
        folders.push_back(folder);
    return folders;
}

std::size_t LocalExecutor::most() {
    const auto all = static_cast<std::size_t>(m_atOnce > 0 ? m_atOnce : availableThreads());
    return all - std::min(all, m_children.size());
}

std::size_t LocalExecutor::room(std::span<const RunTask> waiting) {
    const int cores = availableThreads();
    std::int64_t threads = 0;
    std::uint64_t memory = 0;
    std::uint64_t available = availableMemory(); // and what the children hold of what they are reckoned to take
    for (const auto& [folder, child] : m_children) {
        threads += child.threads;
        memory += child.memory;
        available += residentMemory(child.process.id());
    }
    std::size_t count = 0;
    for (const RunTask& task : waiting) {
        const std::size_t all = m_children.size() + count;
        threads += task.parameters.threads;
        memory += memoryOfRun(task.parameters, task.imageBytes);
        const bool enough = m_atOnce > 0 ? all < static_cast<std::size_t>(m_atOnce) : threads <= cores;
        if (all > 0 && !(enough && memory <= available))
            break;
        ++count;
    }
    return count;
}

void LocalExecutor::start(std::span<const RunTask> tasks) {
    for (const RunTask& task : tasks) {
        const TaskCommand command = prepareTask(m_program, m_workspace, task);
        m_children.emplace(task.folder, Child{Process(command.arguments, command.log), task.parameters.threads,
                                              memoryOfRun(task.parameters, task.imageBytes)});
    }
}

void LocalExecutor::stop(const std::string& folder) {
    const auto child = m_children.find(folder);
    if (child == m_children.end() || std::exchange(child->second.stopping, true))
        return; // a second signal would end it before its state is saved
    child->second.process.send(SIGTERM);
}

std::vector<EndedTask> LocalExecutor::ended() {
    std::vector<EndedTask> ended;
    for (auto child = m_children.begin(); child != m_children.end();) {
        const std::optional<ExitStatus> status = child->second.process.ended();
        if (!status) {
            ++child;
            continue;
        }
        const std::optional<int> code = status->signal == 0 ? std::optional(status->code) : std::nullopt;
        ended.push_back({child->first, code, lastWordsOf(logOfTask(m_workspace, child->first))});
        child = m_children.erase(child);
    }
    return ended;
}

} // namespace moelab
