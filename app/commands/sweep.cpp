#include "base/machine.h"
#include "base/system_error.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "commands/run_folders.h"
#include "commands/sweep_report.h"
#include "config/parameter_table.h"
#include "interrupt.h"
#include "opening.h"
#include "sweep/local_executor.h"
#include "sweep/run_queue.h"
#include "sweep/slurm_executor.h"
#include "workspace/workspace.h"

#include <chrono>
#include <cstdio>
#include <thread>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr auto kPollEvery = std::chrono::milliseconds(200);

struct SweepOptions {
    std::string file;
    std::string workspace;
    std::string executor = "local";
    bool dryRun = false;
    bool json = false;
};

std::unique_ptr<Executor> makeExecutor(const SweepOptions& options, const Sweep& sweep, const fs::path& workspace) {
    const fs::path program = fs::read_symlink("/proc/self/exe");
    const int atOnce = static_cast<int>(sweep.atOnce);
    if (options.executor == "slurm")
        return std::make_unique<SlurmExecutor>(program, workspace, sweep.slurm, atOnce);
    return std::make_unique<LocalExecutor>(program, workspace, atOnce);
}

void listRuns(const std::vector<PlannedRun>& runs) {
    for (const PlannedRun& run : runs)
        std::printf("%s\n", run.folder.c_str());
}

void listEntries(const std::vector<QueueEntry>& entries) {
    Json list = Json::array();
    for (const QueueEntry& entry : entries)
        list.push_back(
            {{"run", entry.folder}, {"setting", entry.setting}, {"parameters", toJson(entry.parameters)}});
    printJson(list);
}

/// Polls the queue until nothing is left to do. What cannot be saved for a reason that may pass is waited for.
/// @throws Stopped, Error
QueueSnapshot follow(RunQueue& queue, SweepReport& report, const StopToken& stop) {
    for (;;) {
        try {
            QueueSnapshot snapshot = queue.poll();
            report.show(snapshot);
            if (snapshot.problem)
                throw Error(*snapshot.problem);
            if (snapshot.atRest)
                return snapshot;
        } catch (const NoPlaceError& problem) {
            report.sayWait(problem.what());
        }
        if (stop.stopRequested())
            throw Stopped();
        std::this_thread::sleep_for(kPollEvery);
    }
}

void sayHowToFollow(const SweepOptions& options) {
    if (options.executor == "slurm")
        std::fprintf(stderr, "Stopped following. The jobs submitted to Slurm continue there: the same command "
                             "follows them again, squeue lists them, scancel ends them.\n");
    else
        std::fprintf(stderr, "Stopped. Every finished epoch is saved; the same command continues.\n");
}

void runSweep(const SweepOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const Interrupt interrupt;
    Sweep sweep = sweepFromJson(readJson(options.file), options.file);
    if (options.dryRun && !options.json) // their parameters are not shown, so that the data need not be there
        return listRuns(plannedRuns(sweep, availableThreads()));
    sweep.parameters = followFor(sweep.parameters, sweep.given, sweep.data, interrupt.token());
    const std::vector<PlannedRun> runs = plannedRuns(sweep, availableThreads());
    if (options.dryRun)
        return listEntries(entriesOf(sweep, availableThreads(), interrupt.token()));
    const fs::path workspace =
        fs::absolute(options.workspace.empty() ? defaultWorkspace() : fs::path(options.workspace))
            .lexically_normal();
    refuseRun(workspace);
    SweepReport report(sweep, runs, workspace);
    const std::vector<QueueEntry> entries = entriesOf(sweep, availableThreads(), interrupt.token());
    QueueSnapshot end;
    try {
        RunQueue queue(workspace, makeExecutor(options, sweep, workspace));
        if (queue.readOnly())
            throw Error(*queue.readOnly());
        queue.setPaused(false);
        queue.add(entries);
        end = follow(queue, report, interrupt.token());
    } catch (const Stopped&) {
        report.endLine();
        sayHowToFollow(options);
        throw;
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (options.json)
        printJson(report.json(end, seconds.count()));
    else
        report.printTable(end, seconds.count());
    report.mustBeComplete(end);
}

} // namespace

void addSweepCommand(CLI::App& app) {
    auto options = std::make_shared<SweepOptions>();
    CLI::App* const command = app.add_subcommand("sweep", "Train runs that differ in their parameters or seeds");
    command->add_option("file", options->file, "The sweep, as JSON")->required()->check(CLI::ExistingFile);
    command->add_option("--workspace", options->workspace,
                        "The folder for the runs and their queue (default: where the window keeps its runs)");
    command
        ->add_option("--executor", options->executor,
                     "Where to train: on this machine (local) or with Slurm (slurm)")
        ->check(CLI::IsMember({"local", "slurm"}));
    command->add_flag("--dry-run", options->dryRun, "Only list the runs");
    command->add_flag("--json", options->json, "Print one JSON object at the end");
    command->footer(
        "man moelab shows an example of a sweep. After a stop or a crash the same command continues it.");
    command->callback([options] { runSweep(*options); });
}

} // namespace moelab
