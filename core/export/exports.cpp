#include "export/exports.h"

#include "base/error.h"
#include "base/files.h"
#include "experiment/engine.h"
#include "export/image_table.h"
#include "export/run_tables.h"
#include "export/tensorboard.h"
#include "workspace/workspace.h"

#include <spdlog/spdlog.h>

namespace moelab {
namespace {

[[noreturn]] void refuseEmpty(const std::filesystem::path& workspace) {
    throw Error(workspace.string(), "holds no runs", "Name a run's folder, or one that has runs in it");
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
    const RunConfig config = readRunConfig(run);
    writeFileAtomically(file, historyTable(readRunHistory(run), stagesOf(config.parameters.groups)),
                        IfExists::Refuse);
}

void exportRuns(const std::filesystem::path& runOrWorkspace, const std::filesystem::path& file) {
    refuseExisting(file);
    const std::filesystem::path from = wholePath(runOrWorkspace);
    std::vector<RunSummary> runs;
    for (const std::filesystem::path& run : runsAt(from)) {
        try {
            runs.push_back(readRunSummary(run));
        } catch (const Error& problem) {
            spdlog::warn("left out: {}", problem.what());
        }
    }
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
    std::vector<std::pair<std::filesystem::path, std::string>> events;
    for (const std::filesystem::path& run : runs) {
        const RunConfig config = readRunConfig(run);
        const std::filesystem::path place = folder / (single ? run.filename() : run.lexically_relative(from));
        const RunHistory history = readRunHistory(run);
        for (const Stage& stage : stagesOf(config.parameters.groups))
            if (const auto epochs = history.find(stage.name); epochs != history.end())
                events.emplace_back(place / stage.name / eventFileName(config), eventFile(config, epochs->second));
    }
    if (events.empty())
        throw Error(runOrWorkspace.string(), "has no epoch that has ended", "Train a stage first");
    std::vector<std::filesystem::path> files;
    for (const auto& [file, content] : events) {
        refuseExisting(file);
        files.push_back(file);
    }
    for (const auto& [file, content] : events) {
        makeFolder(file.parent_path());
        writeFileAtomically(file, content, IfExists::Refuse);
    }
    return files;
}

} // namespace moelab
