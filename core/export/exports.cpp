#include "export/exports.h"

#include "base/error.h"
#include "base/files.h"
#include "base/leaving_out.h"
#include "base/limits.h"
#include "experiment/engine.h"
#include "export/image_table.h"
#include "export/run_tables.h"
#include "export/tensorboard.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <iterator>

namespace moelab {
namespace {

/// What TensorBoard reads of one stage.
struct Events {
    std::filesystem::path file;
    std::string head; ///< what a file of the run begins with, however many epochs it has
    std::string content;
};

/// @param place the run's folder below the one that is written to. @throws Error if the run cannot be read
std::vector<Events> eventsOf(const std::filesystem::path& run, const std::filesystem::path& place) {
    const RunSummary shown = readRunSummary(run);
    const RunConfig& config = shown.config;
    const RunHistory history = readRunHistory(shown.results());
    std::string name;
    try {
        name = eventFileName(config);
    } catch (const Error& fault) { // which of the runs it is
        throw Error((run / "config.json").string() + ":", fault.subject() + " " + fault.problem(),
                    "Correct it there");
    }
    std::vector<Events> events;
    for (const Stage& stage : stagesOf(config.parameters.groups))
        if (const auto epochs = history.find(stage.name); epochs != history.end())
            events.push_back({place / stage.name / name, eventFile(config, {}), eventFile(config, epochs->second)});
    return events;
}

/// Brings a file of an earlier export up to date. @throws Error if another file is there, or it cannot be written
void put(const Events& events) {
    makeFolder(events.file.parent_path());
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(events.file, unknown))) {
        writeFileAtomically(events.file, events.content, IfExists::Refuse);
        return;
    }
    const std::string before = readFile(events.file, limits::kHistoryBytes);
    if (!events.head.starts_with(before.substr(0, events.head.size()))) // a cut one is of an earlier export, too
        throw Error(events.file.string(), "exists already and is not from an earlier export of the run",
                    "Choose another folder, or remove the file first");
    if (before != events.content) // TensorBoard need not read again what is as it was
        writeFileAtomically(events.file, events.content);
}

[[noreturn]] void refuseEmpty(const std::filesystem::path& workspace) {
    throw Error(workspace.string(), "contains no runs", "Name the folder of a run, or a folder that contains runs");
}

} // namespace

void exportSafeTensors(Experiment& experiment, const std::filesystem::path& file) {
    refuseExisting(file);
    const std::vector<Stage> trained = experiment.trained();
    if (trained.empty())
        throw Error(experiment.folder().path().string(), "has no trained stage", "Train one first");
    engine().saveWeights(experiment.context(), trained, file);
}

void exportTorchScript(Experiment& experiment, const std::filesystem::path& file) {
    refuseExisting(file);
    for (const Stage& stage : experiment.stages())
        if (experiment.state(stage) != StageState::Done)
            throw Error("stage " + stage.name, "is not trained, and TorchScript holds the whole mixture",
                        "Train it first, or export as safetensors, which takes what there is");
    engine().saveTorchScript(experiment.context(), file);
}

void exportImageTable(Experiment& experiment, const std::filesystem::path& file, const StopToken& stop) {
    refuseExisting(file);
    const MemberOutputs outputs = experiment.outputs(stop);
    writeFileAtomically(
        file, imageTable(outputs, experiment.parameters().groups, experiment.folder().config().classNames),
        IfExists::Refuse);
}

void exportHistory(const std::filesystem::path& run, const std::filesystem::path& file) {
    refuseExisting(file);
    const RunSummary shown = readRunSummary(run);
    writeFileAtomically(file,
                        historyTable(readRunHistory(shown.results()), stagesOf(shown.config.parameters.groups)),
                        IfExists::Refuse);
}

void exportRuns(const std::filesystem::path& runOrWorkspace, const std::filesystem::path& file) {
    refuseExisting(file);
    const std::filesystem::path from = wholePath(runOrWorkspace);
    std::vector<RunSummary> runs;
    LeavingOut leavingOut;
    for (const std::filesystem::path& run : runsAt(from))
        leavingOut.attempt([&] { runs.push_back(readRunSummary(run)); });
    leavingOut.mustHaveDoneAny();
    if (runs.empty())
        refuseEmpty(runOrWorkspace);
    writeFileAtomically(file, runsTable(runs, isRun(from) ? from.parent_path() : from), IfExists::Refuse);
}

std::vector<std::filesystem::path> exportTensorBoard(const std::filesystem::path& runOrWorkspace,
                                                     const std::filesystem::path& folder) {
    const std::filesystem::path from = wholePath(runOrWorkspace);
    const bool single = isRun(from);
    const std::vector<std::filesystem::path> runs = runsAt(from);
    if (runs.empty())
        refuseEmpty(runOrWorkspace);
    std::vector<Events> events;
    LeavingOut reading;
    for (const std::filesystem::path& run : runs)
        reading.attempt([&] {
            std::ranges::move(eventsOf(run, folder / (single ? run.filename() : run.lexically_relative(from))),
                              std::back_inserter(events));
        });
    reading.mustHaveDoneAny();
    if (events.empty())
        throw Error(runOrWorkspace.string(), "has no epoch that has ended", "Train a stage first");
    std::vector<std::filesystem::path> files;
    LeavingOut writing;
    for (const Events& each : events)
        if (writing.attempt([&] { put(each); }))
            files.push_back(each.file);
    writing.mustHaveDoneAny();
    return files;
}

} // namespace moelab
