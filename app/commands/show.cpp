#include "commands/commands.h"
#include "config/parameter_table.h"
#include "experiment/run_files.h"
#include "interrupt.h"
#include "opening.h"
#include "plan/members.h"

#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <optional>

namespace moelab {
namespace {

/// For which stages are listed.
struct Subject {
    Parameters parameters;
    int classes = 10; ///< CIFAR-10's, where nothing else is named
    ImageShape images = {};
};

std::string shapeText(const std::vector<int>& shape) {
    std::string text;
    for (const int extent : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(extent);
    return text;
}

long long printMember(const Member& member, const ImageShape& images, bool trainable) {
    long long total = 0;
    for (const LayerInfo& layer : describe(member.network, images)) {
        std::printf("  %-28s %-22s %-14s %10lld  %s\n", (member.name + "." + layer.name).c_str(),
                    layer.kind.c_str(), shapeText(layer.outputShape).c_str(), layer.parameters,
                    trainable ? "trainable" : "frozen");
        total += layer.parameters;
    }
    return total;
}

void printStage(const Stage& stage, const std::vector<Stage>& stages, const Subject& subject) {
    const auto& [parameters, classes, images] = subject;
    std::printf("%s\n", stage.name.c_str());
    if (!learns(stage))
        std::printf("  nothing to learn: its group has one class, which it predicts with certainty\n");
    long long frozen = 0;
    for (const Stage& other : stages)
        if (dependsOn(stage, other))
            for (const Member& member : membersOf(other, parameters, classes))
                frozen += printMember(member, images, false);
    long long trainable = 0;
    for (const Member& member : membersOf(stage, parameters, classes))
        trainable += printMember(member, images, true);
    if (stage.isMixture)
        std::printf("  %-28s %-22s %-14s %10d  %s\n", stage.name.c_str(), "switch and blend",
                    shapeText({classes}).c_str(), 0, "trainable");
    std::printf("  %lld parameters: %lld trainable, %lld frozen\n\n", trainable + frozen, trainable, frozen);
}

void printParameters(const Parameters& parameters) {
    for (const ParameterInfo& info : parameterTable()) {
        std::string range = info.maximum > info.minimum ? fmt::format("{} to {}", info.minimum, info.maximum) : "";
        if (info.leastAboveZero > 0)
            range = fmt::format("0, {}, or {} to {}", info.zero, info.leastAboveZero, info.maximum);
        if (!info.choices.empty())
            range = fmt::format("{}", fmt::join(info.choices, " or "));
        fmt::print("{} = {}{}\n    {}\n", info.name, getParameter(parameters, info).dump(),
                   range.empty() ? "" : "   (" + range + ")", info.help);
    }
}

struct ShowOptions {
    std::string run;
    std::string data;
    std::string config;
    std::vector<std::string> assignments;
    bool parameters = false;
};

/// @throws Error; Stopped
Subject subjectOf(const ShowOptions& options) {
    std::optional<RunConfig> run;
    if (!options.run.empty())
        run = readRunConfig(options.run);
    GivenParameters given(run ? run->parameters : Parameters());
    if (!options.config.empty())
        given.read(options.config);
    for (const std::string& assignment : options.assignments)
        given.assign(assignment);
    Subject subject;
    if (run) {
        given.nameClasses(run->classNames);
        subject = {given.parameters(), static_cast<int>(run->classNames.size()), run->images};
    } else if (!options.data.empty()) {
        const Interrupt interrupt;
        const Opened opened = openFor(given, options.data, interrupt.token());
        const ImageSet& images = opened.data.train;
        subject = {opened.parameters,
                   static_cast<int>(opened.data.classNames.size()),
                   {images.height, images.width, images.channels}};
    } else {
        given.nameClasses({});
        subject.parameters = given.parameters();
    }
    checkGroups(subject.parameters.groups, subject.classes);
    return subject;
}

} // namespace

void addShowCommand(CLI::App& app) {
    auto options = std::make_shared<ShowOptions>();
    CLI::App* const command = app.add_subcommand(
        "show", "Layers of every stage with their shapes and parameters, and whether they are trained");
    CLI::Option* const run = command->add_option("run", options->run, "A run's folder, whose networks are shown");
    command
        ->add_option("--data", options->data,
                     "Data whose images the networks are for (default: images of CIFAR-10's size and classes)")
        ->excludes(run);
    command->add_option("--config", options->config, "Parameters as JSON, or a run's config.json");
    command->add_option("--set", options->assignments, "name=value, one parameter; may be repeated")
        ->allow_extra_args(false);
    command->add_flag("--parameters", options->parameters, "List the parameters instead, with range and help");
    command->callback([options] {
        const Subject subject = subjectOf(*options);
        if (options->parameters)
            return printParameters(subject.parameters);
        const std::vector<Stage> stages = stagesOf(subject.parameters.groups);
        for (const Stage& stage : stages)
            printStage(stage, stages, subject);
    });
}

} // namespace moelab
