#include "commands/commands.h"
#include "export/exports.h"
#include "interrupt.h"

#include <cstdio>

namespace moelab {

void addExportCommand(CLI::App& app) {
    struct Options {
        std::string run;
        std::string format;
        std::string out;
    };
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("export", "Take weights or the image list out of a run");
    command->add_option("run", options->run, "The run's folder")->required();
    command
        ->add_option("--format", options->format,
                     "safetensors: all weights; torchscript: the mixture, for torch.jit.load; csv: the test images "
                     "with every member's output")
        ->required()
        ->check(CLI::IsMember({"safetensors", "torchscript", "csv"}));
    command->add_option("--out", options->out, "The file to write; it must not exist yet")->required();
    command->callback([options] {
        const Interrupt interrupt;
        Experiment experiment = Experiment::open(options->run, Access::Read);
        if (options->format == "safetensors")
            exportSafeTensors(experiment, options->out);
        else if (options->format == "torchscript")
            exportTorchScript(experiment, options->out);
        else
            exportImageTable(experiment, options->out, interrupt.token());
        std::printf("%s\n", options->out.c_str());
    });
}

} // namespace moelab
