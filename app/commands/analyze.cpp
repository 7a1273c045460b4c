#include "analysis/forced_routing.h"
#include "base/error.h"
#include "commands/analysis_report.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "experiment/experiment.h"
#include "interrupt.h"

#include <iostream>

namespace moelab {
namespace {

void analyze(const std::string& run, bool json) {
    const Interrupt interrupt;
    Experiment experiment = Experiment::open(run, Access::Read);
    const MemberOutputs outputs = experiment.outputs(interrupt.token());
    if (!isMixtureTrained(outputs))
        throw Error(run, "has no trained mixture", "Train it first: moelab train --out RUN --resume");
    const RunConfig& config = experiment.folder().config();
    const AnalysisReport report =
        analysisReport(outputs, config.parameters.groups, experiment.stages(), config.classNames);
    if (!json) {
        print(report);
        return;
    }
    Json object = {{"run", run}, {"data", config.data.name}};
    object.update(toJson(report));
    std::cout << dumped(object) << "\n";
}

} // namespace

void addAnalyzeCommand(CLI::App& app) {
    struct Options {
        std::string run;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand(
        "analyze", "Why the mixture errs, what each of its parts gains, and how well confidence fits");
    command->add_option("run", options->run, "The run's folder")->required();
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options] { analyze(options->run, options->json); });
}

} // namespace moelab
