#include "base/leaving_out.h"
#include "base/printable.h"
#include "chance_text.h"
#include "commands/analysis_report.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "commands/open_run.h"
#include "experiment/mix.h"
#include "interrupt.h"

#include <cstdio>
#include <map>

namespace moelab {
namespace {

/// What cannot be read is left out, with a warning: the rest of the report needs neither it nor the data.
std::vector<AnalysisReport::Learning> learningOf(Experiment& experiment) {
    std::vector<AnalysisReport::Learning> all;
    if (!LeavingOut().attempt([&] { experiment.data(); })) // whose labels the answers are compared with
        return all;
    for (const Stage& stage : experiment.stages()) {
        std::error_code problem;
        if (!std::filesystem::exists(experiment.folder().epochAnswers(stage.name), problem))
            continue;
        LeavingOut().attempt([&] {
            const EpochAnswers answers = experiment.epochAnswers(stage);
            if (answers.epochs() > 0)
                all.push_back(learningReport(stage, answers));
        });
    }
    return all;
}

const std::map<std::string, ImagePart> kParts = {
    {"test", ImagePart::Test}, {"training", ImagePart::Training}, {"held-out", ImagePart::HeldOut}};

/// Where no training image is held out there is no temperature, and the report says why.
void addHeldOut(AnalysisReport& report, Experiment& experiment, const MemberOutputs& outputs,
                const StopToken& stop) {
    MemberOutputs heldOut;
    try {
        heldOut = experiment.outputs(stop, ImagePart::HeldOut);
    } catch (const Error& problem) {
        report.whyNoTemperature = problem.what();
        return;
    }
    addTemperatures(report, heldOut, outputs, experiment.parameters().groups);
}

struct AnalyzeOptions : RunOptions {
    std::string images = "test";
    bool json = false;
};

void analyze(const AnalyzeOptions& options) {
    const Interrupt interrupt;
    Experiment experiment = openRun(options, interrupt.token());
    const MemberOutputs outputs = experiment.outputs(interrupt.token(), kParts.at(options.images));
    if (!isMixtureTrained(outputs))
        throw Error(options.run, "has no trained mixture of which every member can be read",
                    "Train what is missing (" + experiment.continueCommand() + ")");
    const RunConfig& config = experiment.folder().config();
    AnalysisReport report =
        analysisReport(outputs, config.parameters.groups, experiment.stages(), config.classNames);
    report.learning = learningOf(experiment);
    addHeldOut(report, experiment, outputs, interrupt.token());
    if (!options.json) {
        std::printf("%s: %lld %s images\n\n", onOneLine(options.run).c_str(),
                    static_cast<long long>(outputs.images), options.images.c_str());
        print(report);
        std::fputs((constantNotes(experiment) + chanceNotes(experiment)).c_str(), stdout);
        return;
    }
    Json object = {{"run", options.run}, {"data", config.data.name}, {"images", options.images}};
    object.update(toJson(report));
    printJson(object);
}

} // namespace

void addAnalyzeCommand(CLI::App& app) {
    auto options = std::make_shared<AnalyzeOptions>();
    CLI::App* const command =
        app.add_subcommand("analyze", "Causes of the mixture's errors, gain of each of its parts, and calibration");
    addRunOptions(*command, *options);
    command
        ->add_option("--images", options->images,
                     "Images to analyse: test, training or held-out (training images that no stage was trained on)")
        ->check(CLI::IsMember(kParts))
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options] { analyze(*options); });
}

} // namespace moelab
