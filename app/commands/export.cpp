#include "commands/commands.h"
#include "commands/open_run.h"
#include "commands/run_folders.h"
#include "export/exports.h"
#include "interrupt.h"
#include "terminal.h"

namespace moelab {
namespace {

/// What needs neither members nor data, and so not the run's lock. @returns whether it was one of these formats
bool exportEpochs(const std::string& format, const std::string& run, const std::string& out) {
    if (format != "runs" && format != "tensorboard")
        refuseWorkspace(run);
    if (format == "history")
        exportHistory(run, out);
    else if (format == "runs")
        exportRuns(run, out);
    else if (format != "tensorboard")
        return false;
    if (format != "tensorboard")
        printPath(out);
    else
        for (const std::filesystem::path& file : exportTensorBoard(run, out))
            printPath(file.string());
    return true;
}

} // namespace

void addExportCommand(CLI::App& app) {
    struct Options : RunOptions {
        std::string format;
        std::string out;
    };
    auto options = std::make_shared<Options>();
    CLI::App* const command =
        app.add_subcommand("export", "Export weights, results or curves of a run or of a folder of runs");
    command->add_option("run", options->run, "The run's folder; for runs and tensorboard also a folder of runs")
        ->required();
    command->add_option("--data", options->data,
                        "Where the run's data are now, if they were moved; the run remembers it");
    command
        ->add_option("--format", options->format,
                     "safetensors: all weights; torchscript: the mixture, for torch.jit.load; csv: the test images "
                     "with every member's output; history: every epoch, as CSV; runs: a line for each run, as "
                     "CSV; tensorboard: event files")
        ->required()
        ->check(CLI::IsMember({"safetensors", "torchscript", "csv", "history", "runs", "tensorboard"}));
    command
        ->add_option("--out", options->out,
                     "The file to write, which must not exist yet; for tensorboard the folder to write them into")
        ->required();
    command->callback([options] {
        if (exportEpochs(options->format, options->run, options->out))
            return;
        const Interrupt interrupt;
        Experiment experiment = openRun(*options, interrupt.token());
        if (options->format == "safetensors")
            exportSafeTensors(experiment, options->out);
        else if (options->format == "torchscript")
            exportTorchScript(experiment, options->out);
        else
            exportImageTable(experiment, options->out, interrupt.token());
        printPath(options->out);
    });
}

} // namespace moelab
