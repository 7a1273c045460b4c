#include "analysis/forced_routing.h"
#include "base/error.h"
#include "commands/analysis_report.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "experiment/experiment.h"
#include "interrupt.h"

#include <spdlog/spdlog.h>

#include <iostream>

namespace moelab {
namespace {

/// What cannot be read is left out, with a warning: the rest of the report needs neither it nor the data.
std::vector<AnalysisReport::Learning> learningOf(Experiment& experiment) {
    std::vector<AnalysisReport::Learning> all;
    for (const Stage& stage : experiment.stages()) {
        std::error_code problem;
        if (!std::filesystem::exists(experiment.folder().epochAnswers(stage.name), problem))
            continue;
        try {
            const EpochAnswers answers = experiment.epochAnswers(stage);
            if (answers.epochs() > 0)
                all.push_back(learningReport(stage, answers));
        } catch (const Error& fault) {
            spdlog::warn("{}", fault.what());
        }
    }
    return all;
}

void analyze(const std::string& run, bool json) {
    const Interrupt interrupt;
    Experiment experiment = Experiment::open(run, Access::Read);
    const MemberOutputs outputs = experiment.outputs(interrupt.token());
    if (!isMixtureTrained(outputs))
        throw Error(run, "has no trained mixture", "Train it first: moelab train --out RUN --resume");
    const RunConfig& config = experiment.folder().config();
    AnalysisReport report =
        analysisReport(outputs, config.parameters.groups, experiment.stages(), config.classNames);
    report.learning = learningOf(experiment);
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
