#include "base/counted.h"
#include "base/error.h"
#include "base/percent.h"
#include "base/printable.h"
#include "base/shell_word.h"
#include "chance_text.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "commands/run_folders.h"
#include "config/given_parameters.h"
#include "config/parameter_table.h"
#include "console_progress.h"
#include "experiment/diverged.h"
#include "experiment/experiment.h"
#include "experiment/reuse.h"
#include "experiment/run_log.h"
#include "interrupt.h"
#include "opening.h"
#include "terminal.h"
#include "workspace/workspace.h"

#include <spdlog/fmt/fmt.h>

#include <chrono>
#include <cstdio>

namespace moelab {
namespace {

struct TrainOptions {
    std::string data;
    std::string run;
    std::string config;
    std::string reuse;
    std::vector<std::string> assignments;
    std::vector<std::string> stages;
    bool resume = false;
    bool retrain = false;
    bool restart = false;
    bool json = false;
};

/// As "baseline, gate" names them, with blanks.
std::vector<std::string> withoutBlanks(const std::vector<std::string>& names) {
    constexpr const char* kBlanks = " \t\r\n";
    std::vector<std::string> bare;
    for (const std::string& name : names)
        if (const std::size_t start = name.find_first_not_of(kBlanks); start != std::string::npos)
            bare.push_back(name.substr(start, name.find_last_not_of(kBlanks) - start + 1));
    if (bare.empty() && !names.empty())
        throw Error("--stages", "names no stage", "Name some, separated by commas, or leave it out to train all");
    return bare;
}

/// What the command line asks for, on top of `base`.
GivenParameters given(const TrainOptions& options, Parameters base) {
    GivenParameters parameters(std::move(base));
    if (!options.config.empty())
        parameters.read(options.config);
    for (const std::string& assignment : options.assignments)
        parameters.assign(assignment);
    return parameters;
}

std::vector<std::string> stageNames(const TrainOptions& options, const std::vector<Stage>& stages) {
    if (!options.stages.empty())
        return options.stages;
    std::vector<std::string> names;
    for (const Stage& stage : stages)
        names.push_back(stage.name);
    return names;
}

Experiment continueRun(const TrainOptions& options) {
    Experiment experiment = Experiment::open(options.run);
    if (!options.data.empty())
        experiment.moveData(options.data);
    GivenParameters parameters = given(options, experiment.parameters());
    parameters.nameClasses(experiment.folder().config().classNames);
    const Parameters& wanted = parameters.parameters();
    std::vector<Replacement> replaced = experiment.replacedBy(stageNames(options, stagesOf(wanted.groups)), wanted);
    if (losesTraining(replaced) && !options.retrain) // before the run says that it has other parameters
        throw RetrainRefused(options.run, std::move(replaced));
    if (wanted != experiment.parameters())
        experiment.setParameters(wanted);
    for (const Replacement& each : replaced)
        std::fprintf(stderr, "%-18s is trained again; its present weights are kept until that has ended\n",
                     each.stage.name.c_str());
    return experiment;
}

Experiment openOrCreate(const TrainOptions& options, const StopToken& stop) {
    if (std::error_code unknown; !options.reuse.empty() && !std::filesystem::exists(options.reuse, unknown))
        throw Error(options.reuse, "does not exist", "Name a run, or a folder of runs, whose stages can be reused");
    if (options.resume && isRun(options.run))
        return continueRun(options);
    if (options.resume)
        refuseWorkspace(options.run);
    Opened opened = openFor(given(options, {}), options.data, stop);
    if (const std::string text = readingText(opened.data); !text.empty())
        std::fprintf(stderr, "read: %s\n", text.c_str());
    const std::vector<Stage> stages = stagesOf(opened.parameters.groups);
    for (const std::string& name : options.stages) // a slip of the pen leaves no run behind, and replaces none
        findStage(stages, name);
    if (options.reuse.empty()) // from which it could have the others
        checkNeeds(stages, options.stages, [](const Stage&) { return false; });
    try {
        return Experiment::create(options.run, opened.parameters, std::move(opened.data),
                                  options.restart ? Existing::Replace : Existing::Refuse);
    } catch (const Error&) {
        if (!options.resume || !isRun(options.run))
            throw;
    }
    return continueRun(options); // another process made the run while this one read the data
}

void takeStages(Experiment& experiment, const TrainOptions& options) {
    if (options.reuse.empty())
        return;
    const std::vector<std::filesystem::path> runs = runsAt(options.reuse);
    for (const TakenStage& taken :
         takeTrainedStages(experiment.context(), stageNames(options, experiment.stages()), runs))
        std::fprintf(stderr, "%-18s taken from %s\n", taken.name.c_str(), onOneLine(taken.run.native()).c_str());
}

Json summary(Experiment& experiment, double seconds) {
    const RunConfig& config = experiment.folder().config();
    Json stages = Json::object();
    for (const Stage& stage : experiment.stages())
        if (const std::optional<StageResult> result = experiment.result(stage))
            (stages[stage.name] = toJson(*result))["at_chance"] =
                isAtChance(*result, stage, experiment.parameters());
    return {{"run", experiment.folder().path().string()},
            {"data",
             {{"name", config.data.name},
              {"train", config.parameters.trainExamples},
              {"test", config.parameters.testExamples},
              {"sha256", config.dataFingerprint}}},
            {"config", toJson(config.parameters)},
            {"stages", stages},
            {"seconds", seconds}};
}

std::string percentText(const std::optional<double>& share) {
    return share ? fmt::format("{:.1f} %", inPercent(*share)) : "-";
}

void printTable(const Experiment& experiment) {
    std::vector<std::string> names;
    for (const Stage& stage : experiment.stages())
        names.push_back(stage.name);
    const std::size_t columns = columnsFor(names, 18);
    std::printf("%s %10s %10s %10s %10s %8s %6s %9s %9s\n", cell("stage", columns).c_str(), "test loss", "accuracy",
                "balanced", "macro F1", "epochs", "best", "seconds", "images/s");
    for (const Stage& stage : experiment.stages())
        if (const std::optional<StageResult> result = experiment.result(stage))
            std::printf("%s %10.4f %8.1f %% %10s %10s %8lld %6lld %9.1f %9.0f\n", cell(stage.name, columns).c_str(),
                        result->loss, inPercent(result->accuracy), percentText(result->balancedAccuracy).c_str(),
                        percentText(result->macroF1).c_str(), static_cast<long long>(result->epochs),
                        static_cast<long long>(result->bestEpoch), result->seconds, result->imagesPerSecond);
    std::fputs(constantNotes(experiment).c_str(), stdout);
    std::fputs(chanceNotes(experiment).c_str(), stdout);
}

/// The option that names the same stages, and no others, which might be trained again, too.
std::string sameStages(const TrainOptions& options) {
    std::string stages;
    for (const std::string& name : options.stages)
        stages += (stages.empty() ? "" : ",") + name;
    return stages.empty() ? "" : " --stages " + shellWord(stages);
}

void sayHowToContinue(const TrainOptions& options, const char* what) {
    std::fprintf(stderr, "%s Continue with:\n  moelab train --out %s --resume%s%s\n", what,
                 shellWord(options.run).c_str(), options.retrain ? " --retrain" : "", sameStages(options).c_str());
}

/// Continuing would end the same way.
void sayHowToTrainAgain(const TrainOptions& options, const Parameters& parameters) {
    std::fprintf(
        stderr,
        "A stage failed; the cause is shown below. Train it again with a smaller learning rate, for instance:\n"
        "  moelab train --out %s --resume --retrain --set learning_rate=%g%s\n",
        shellWord(options.run).c_str(), parameters.learningRate / 10, sameStages(options).c_str());
}

void train(const TrainOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const Interrupt interrupt;
    Experiment experiment = openOrCreate(options, interrupt.token());
    const RunLog log(experiment.folder());
    const RunConfig& config = experiment.folder().config();
    std::fprintf(stderr, "data: %s, %lld training and %s\n", onOneLine(config.data.name).c_str(),
                 static_cast<long long>(config.parameters.trainExamples),
                 counted(config.parameters.testExamples, "test image").c_str());
    ConsoleProgress progress(experiment.parameters());
    try {
        takeStages(experiment, options);
        experiment.train(stageNames(options, experiment.stages()), progress, interrupt.token(),
                         options.retrain ? Retrain::Replace : Retrain::Refuse);
        if (!experiment.trained().empty())
            experiment.outputs(interrupt.token());
    } catch (const Stopped&) {
        sayHowToContinue(options, progress.waits()
                                      ? "Stopped. The last epoch could not be saved, and will be trained again."
                                      : "Stopped. Every finished epoch is saved.");
        throw;
    } catch (const DivergedError&) {
        sayHowToTrainAgain(options, experiment.parameters());
        throw;
    } catch (const Error&) {
        if (progress.failed())
            sayHowToContinue(options, "A stage failed; the cause is shown below. What was saved before is kept.");
        throw;
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (options.json)
        printJson(summary(experiment, seconds));
    else
        printTable(experiment);
}

} // namespace

void addTrainCommand(CLI::App& app) {
    auto options = std::make_shared<TrainOptions>();
    CLI::App* const command = app.add_subcommand("train", "Train the stages of a run");
    command->add_option(
        "--data", options->data,
        "builtin, cifar10, or the path of a folder, an archive or a file of images (default: cifar10 "
        "if it was fetched, else builtin); with --resume where the run's data are now, if they were "
        "moved");
    command->add_option("--out", options->run, "The run's folder")->required();
    command->add_option("--config", options->config, "Parameters as JSON, or a run's config.json");
    command->add_option("--set", options->assignments, "name=value, one parameter; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--stages", options->stages, "Only these stages, comma-separated")->delimiter(',');
    CLI::Option* const resume =
        command->add_flag("--resume", options->resume, "Continue the run at the last finished epoch of each stage");
    command
        ->add_flag("--retrain", options->retrain,
                   "With --resume: train again what was trained with other parameters, and then replace it")
        ->needs(resume);
    command->add_flag("--restart", options->restart, "Replace the run that is there")->excludes(resume);
    command->add_option(
        "--reuse", options->reuse,
        "A folder of runs, or a run: stages that one of them has trained with the same settings are reused");
    command->add_flag("--json", options->json, "Print one JSON object at the end");
    command->footer("What is not set follows the data: how many images there are, their class groups, their own "
                    "validation images. Parameters for --set and --config are listed by: moelab show --parameters");
    command->callback([options] {
        options->stages = withoutBlanks(options->stages);
        train(*options);
    });
}

} // namespace moelab
