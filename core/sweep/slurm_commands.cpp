#include "sweep/slurm_commands.h"

#include "base/limits.h"
#include "base/printable.h"
#include "base/process.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <utility>
#include <vector>

namespace moelab::slurm {
namespace {

constexpr double kCommandPatience = 60; ///< seconds for one of Slurm's commands

/// Runs one of Slurm's commands.
std::string ask(const std::vector<std::string>& arguments) {
    const CommandOutput output = runCommand(arguments, kCommandPatience, limits::kQueueBytes, isKept);
    if (output.status.code != 0)
        throw Refusal(arguments.front(), output.text);
    return output.text;
}

bool hasEnded(const std::string& state) {
    static constexpr std::array kEnds = {"BOOT_FAIL",     "CANCELLED", "COMPLETED",     "DEADLINE",  "FAILED",
                                         "LAUNCH_FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "TIMEOUT"};
    return std::ranges::find(kEnds, state) != kEnds.end();
}

std::optional<int> numberFrom(std::string_view text) {
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// @param text as squeue has it, the status that wait(2) gives; or as sacct has it, "code:signal"
std::optional<int> exitCodeFrom(const std::string& text) {
    if (const std::size_t colon = text.find(':'); colon != std::string::npos)
        return text.substr(colon + 1) == "0" ? numberFrom(text.substr(0, colon)) : std::nullopt;
    const std::optional<int> status = numberFrom(text);
    if (!status || (*status & 0x7f) != 0)
        return std::nullopt;
    return *status >> 8;
}

/// As the controller remembers them, by index; those, too, that have not ended.
std::map<std::string, End> remembered(const std::string& job) {
    std::map<std::string, End> ends;
    std::istringstream lines(ask({"squeue", "--noheader", "--me", "--array", "--states=all", "--name=" + job,
                                  "--Format=ArrayTaskID:20,State:40,exit_code:20,BatchHost:200"}));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string index, state, code, node;
        if (words >> index >> state >> code) {
            words >> node;
            ends[index] = {state, exitCodeFrom(code), node};
        }
    }
    return ends;
}

/// As the accounting has them, where there is one.
std::map<std::string, End> recorded(const std::string& job) {
    std::map<std::string, End> ends;
    std::string records;
    try {
        records = ask({"sacct", "--noheader", "--parsable2", "--allocations", "--starttime=now-7days",
                       "--name=" + job, "--format=JobID,State,ExitCode,NodeList"});
    } catch (const Error&) {
        return ends;
    }
    std::istringstream lines(records);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string id, state, code, node;
        if (std::getline(fields, id, '|') && std::getline(fields, state, '|') && std::getline(fields, code, '|')) {
            std::getline(fields, node);
            // "12_0", and "CANCELLED by 1000"
            ends[id.substr(id.find('_') + 1)] = {state.substr(0, state.find(' ')), exitCodeFrom(code), node};
        }
    }
    return ends;
}

} // namespace

/// What a command wrote, as one line: its lines without the command's name and kind before each.
static std::string sentenceOf(const std::string& command, const std::string& text) {
    std::istringstream lines(text);
    std::string sentence;
    for (std::string line; std::getline(lines, line);) {
        for (const std::string& before : {command + ": ", std::string("error: ")})
            if (line.starts_with(before))
                line.erase(0, before.size());
        if (!line.empty())
            sentence += (sentence.empty() ? "" : "; ") + line;
    }
    return printable(sentence);
}

Refusal::Refusal(const std::string& command, std::string text)
    : Error(command, "failed: " + sentenceOf(command, text),
            "Check the slurm part of the sweep, and Slurm itself with sinfo")
    , m_text(std::move(text)) {}

bool isKept(std::string_view variable) {
    static constexpr std::array<std::string_view, 11> kUsers = {
        "SLURM_CONF",       "SLURM_JWT",  "SBATCH_ACCOUNT",     "SBATCH_CONSTRAINT", "SBATCH_GPUS", "SBATCH_GRES",
        "SBATCH_PARTITION", "SBATCH_QOS", "SBATCH_RESERVATION", "SBATCH_TIMELIMIT",  "SBATCH_WCKEY"};
    static constexpr std::array<std::string_view, 6> kSlurms = {"SACCT_", "SBATCH_", "SCANCEL_",
                                                                "SINFO_", "SLURM_",  "SQUEUE_"};
    return std::ranges::find(kUsers, variable) != kUsers.end() ||
           std::ranges::none_of(kSlurms, [&](std::string_view prefix) { return variable.starts_with(prefix); });
}

void mustAnswer() { ask({"squeue", "--noheader", "--states=RUNNING", "--name=moelab"}); }

void submit(const SlurmResources& resources, const std::filesystem::path& batch, std::span<const RunTask> tasks) {
    std::int64_t cpus = resources.cpus;
    for (const RunTask& task : tasks)
        if (resources.cpus == 0)
            cpus = std::max(cpus, task.parameters.threads);
    std::vector<std::string> arguments = {"sbatch",
                                          "--quiet",
                                          "--requeue",
                                          "--ntasks=1",
                                          "--output=/dev/null", // else a node that cannot make it launches nothing
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
    ask(arguments);
}

std::map<std::string, Standing> tasks() {
    std::map<std::string, Standing> all;
    std::istringstream lines(ask({"squeue", "--noheader", "--me", "--array", "--format=%j/%K %T %r"}));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string task, state, reason;
        if (words >> task >> state) {
            std::getline(words >> std::ws, reason);
            all[task] = {state, reason.substr(0, reason.find_last_not_of(' ') + 1)};
        }
    }
    return all;
}

std::map<std::string, End> endsOf(const std::string& job, const std::set<std::string>& indices) {
    std::map<std::string, End> known = remembered(job);
    if (!std::ranges::all_of(indices, [&](const std::string& index) { return known.contains(index); }))
        known.merge(recorded(job));
    std::erase_if(known,
                  [&](const auto& each) { return !indices.contains(each.first) || !hasEnded(each.second.state); });
    return known;
}

void cancel(const std::multimap<std::string, std::string>& indices) {
    std::map<std::string, std::string> numbers; // of the jobs, by name: Slurm's to know
    std::istringstream lines(ask({"squeue", "--noheader", "--me", "--format=%j %F"}));
    for (std::string name, number; lines >> name >> number;)
        numbers[name] = number;
    std::vector<std::string> arguments = {"scancel", "--quiet"};
    for (const auto& [job, index] : indices)
        if (const auto number = numbers.find(job); number != numbers.end())
            arguments.push_back(number->second + "_" + index);
    if (arguments.size() > 2)
        ask(arguments);
}

} // namespace moelab::slurm
