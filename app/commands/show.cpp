#include "commands/commands.h"
#include "config/parameter_file.h"
#include "config/parameter_table.h"
#include "plan/members.h"

#include <spdlog/fmt/fmt.h>

#include <cstdio>

namespace moelab {
namespace {

constexpr int kClasses = 10; // every data set there is has CIFAR-10's

std::string shapeText(const std::vector<int>& shape) {
    std::string text;
    for (const int extent : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(extent);
    return text;
}

long long printMember(const Member& member, bool trainable) {
    long long total = 0;
    for (const LayerInfo& layer : describe(member.network, {})) {
        std::printf("  %-28s %-22s %-14s %10lld  %s\n", (member.name + "." + layer.name).c_str(),
                    layer.kind.c_str(), shapeText(layer.outputShape).c_str(), layer.parameters,
                    trainable ? "trainable" : "frozen");
        total += layer.parameters;
    }
    return total;
}

void printStage(const Stage& stage, const std::vector<Stage>& stages, const Parameters& parameters) {
    std::printf("%s\n", stage.name.c_str());
    long long frozen = 0;
    for (const Stage& other : stages)
        if (dependsOn(stage, other))
            for (const Member& member : membersOf(other, parameters, kClasses))
                frozen += printMember(member, false);
    long long trainable = 0;
    for (const Member& member : membersOf(stage, parameters, kClasses))
        trainable += printMember(member, true);
    if (stage.isMixture)
        std::printf("  %-28s %-22s %-14s %10d  %s\n", stage.name.c_str(), "switch and blend",
                    shapeText({kClasses}).c_str(), 0, "trainable");
    std::printf("  %lld parameters: %lld trainable, %lld frozen\n\n", trainable + frozen, trainable, frozen);
}

void printParameters(const Parameters& parameters) {
    for (const ParameterInfo& info : parameterTable()) {
        std::string range = info.maximum > info.minimum ? fmt::format("{} to {}", info.minimum, info.maximum) : "";
        if (!info.choices.empty())
            range = fmt::format("{}", fmt::join(info.choices, " or "));
        fmt::print("{} = {}{}\n    {}\n", info.name, getParameter(parameters, info).dump(),
                   range.empty() ? "" : "   (" + range + ")", info.help);
    }
}

} // namespace

void addShowCommand(CLI::App& app) {
    struct Options {
        std::string config;
        std::vector<std::string> assignments;
        bool parameters = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand(
        "show", "Layers of every stage with their shapes and parameters, and whether they are trained");
    command->add_option("--config", options->config, "Parameters as JSON, or a run's config.json");
    command->add_option("--set", options->assignments, "name=value, one parameter; may be repeated")
        ->allow_extra_args(false);
    command->add_flag("--parameters", options->parameters, "List the parameters instead, with range and help");
    command->callback([options] {
        Parameters parameters;
        if (!options->config.empty())
            parameters = readParameters(options->config);
        for (const std::string& assignment : options->assignments)
            setParameter(parameters, assignment);
        checkGroups(parameters.groups, kClasses);
        if (options->parameters)
            return printParameters(parameters);
        const std::vector<Stage> stages = stagesOf(parameters.groups);
        for (const Stage& stage : stages)
            printStage(stage, stages, parameters);
    });
}

} // namespace moelab
