#include "analysis/image_way.h"
#include "base/json.h"
#include "base/leaving_out.h"
#include "base/percent.h"
#include "base/printable.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "commands/run_folders.h"
#include "experiment/experiment.h"
#include "experiment/own_pictures.h"
#include "interrupt.h"
#include "pictures/picture_file.h"
#include "terminal.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace moelab {
namespace {

/// The files that could be read, and what is wrong with the others.
struct Pictures {
    ImageSet set;
    std::vector<std::string> files; ///< [images]
    std::vector<std::pair<std::string, std::string>> failures;
};

/// What numbers are called in a run.
struct Names {
    const ClassGroups& groups;
    const std::vector<std::string>& classes;
};

/// @throws Stopped
Pictures readAll(const std::vector<std::string>& files, const ImageShape& shape, Fit fit, LeavingOut& leavingOut,
                 const StopToken& stop) {
    Pictures pictures{{shape.height, shape.width, shape.channels, {}, {}}, {}, {}};
    for (const std::string& file : files) {
        if (stop.stopRequested())
            throw Stopped();
        leavingOut.attempt([&] {
            try {
                appendPicture(pictures.set, readPicture(file, pictures.set, fit));
                pictures.files.push_back(file);
            } catch (const Error& problem) {
                pictures.failures.emplace_back(file, problem.what());
                throw;
            }
        });
    }
    return pictures;
}

std::size_t largestOf(const std::vector<float>& values) {
    return static_cast<std::size_t>(std::ranges::max_element(values) - values.begin());
}

/// The largest output's part of their sum, which is 1 but for the mixture's.
double confidenceOf(const std::vector<float>& values) {
    return values[largestOf(values)] / std::accumulate(values.begin(), values.end(), 0.0);
}

Json answerJson(const std::vector<float>& values, const std::vector<std::string>& classes) {
    if (values.empty())
        return nullptr;
    return {{"answer", classes[largestOf(values)]}, {"confidence", confidenceOf(values)}, {"outputs", values}};
}

Json wayJson(const ImageWay& way, const Names& names) {
    Json ways = Json::object();
    for (std::size_t group = 0; group < way.ways.size(); ++group) {
        const RouteWay& route = way.ways[group];
        ways[names.groups[group].name] = {{"expert", answerJson(route.expert, names.classes)},
                                          {"baseline_weights", route.baselineWeight},
                                          {"expert_weights", route.expertWeight},
                                          {"mixture", answerJson(route.result, names.classes)}};
    }
    const RouteWay taken = way.route ? way.ways[static_cast<std::size_t>(*way.route)] : RouteWay();
    return {{"baseline", answerJson(way.baseline, names.classes)},
            {"gate", way.gate},
            {"route", way.route ? Json(names.groups[static_cast<std::size_t>(*way.route)].name) : Json(nullptr)},
            {"mixture", answerJson(taken.result, names.classes)},
            {"ways", ways}};
}

void printAnswer(const std::string& member, const std::vector<float>& values,
                 const std::vector<std::string>& classes) {
    if (values.empty())
        std::printf("  %-22s not trained or left out\n", member.c_str());
    else
        std::printf("  %-22s %s (%.1f %%)\n", member.c_str(), onOneLine(classes[largestOf(values)]).c_str(),
                    inPercent(confidenceOf(values)));
}

void printWay(const ImageWay& way, const Names& names) {
    printAnswer("baseline", way.baseline, names.classes);
    if (!way.route) {
        std::printf("  %-22s not trained or left out, so there is no route\n", "gate");
        return;
    }
    const auto group = static_cast<std::size_t>(*way.route);
    const RouteWay& taken = way.ways[group];
    std::printf("  %-22s", "gate");
    for (std::size_t i = 0; i < way.gate.size(); ++i)
        std::printf(" %s %.1f %%,", names.groups[i].name.c_str(), inPercent(static_cast<double>(way.gate[i])));
    std::printf(" so it goes to %s\n", names.groups[group].name.c_str());
    printAnswer("expert-" + names.groups[group].name, taken.expert, names.classes);
    printAnswer("mixture", taken.result, names.classes);
    if (taken.result.empty())
        return;
    const std::size_t answer = largestOf(taken.result);
    std::printf("  %-22s %s: baseline %.4f x %.4f + expert %.4f x %.4f = %.4f\n", "",
                onOneLine(names.classes[answer]).c_str(), static_cast<double>(way.baseline[answer]),
                static_cast<double>(taken.baselineWeight[answer]), static_cast<double>(taken.expert[answer]),
                static_cast<double>(taken.expertWeight[answer]), static_cast<double>(taken.result[answer]));
}

void printJson(const std::string& run, const Pictures& pictures, const MemberOutputs& outputs, const Names& names) {
    Json groups = Json::array();
    for (const ClassGroup& group : names.groups)
        groups.push_back(group.name);
    Json list = Json::array();
    for (std::size_t i = 0; i < pictures.files.size(); ++i) {
        Json one = wayJson(wayOf(outputs, static_cast<std::int64_t>(i)), names);
        one["file"] = pictures.files[i];
        list.push_back(std::move(one));
    }
    Json failures = Json::array();
    for (const auto& [file, problem] : pictures.failures)
        failures.push_back({{"file", file}, {"problem", problem}});
    moelab::printJson(
        {{"run", run}, {"classes", names.classes}, {"groups", groups}, {"pictures", list}, {"failed", failures}});
}

void predict(const std::string& run, const std::vector<std::string>& files, bool json) {
    const Interrupt interrupt;
    refuseWorkspace(run);
    Experiment experiment = Experiment::openTrained(run);
    LeavingOut leavingOut;
    const Pictures pictures =
        readAll(files, experiment.imageShape(), experiment.parameters().fit, leavingOut, interrupt.token());
    MemberOutputs outputs;
    if (!pictures.files.empty())
        outputs = ownOutputs(experiment, pictures.set, experiment.trained(), interrupt.token());
    const RunConfig& config = experiment.folder().config();
    const Names names{config.parameters.groups, config.classNames};
    if (json)
        printJson(run, pictures, outputs, names);
    for (std::size_t i = 0; i < pictures.files.size() && !json; ++i) {
        std::printf("%s\n", onOneLine(pictures.files[i]).c_str());
        printWay(wayOf(outputs, static_cast<std::int64_t>(i)), names);
    }
    leavingOut.mustHaveDoneAny(); // after the JSON, which names each
}

} // namespace

void addPredictCommand(CLI::App& app) {
    struct Options {
        std::string run;
        std::vector<std::string> files;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand(
        "predict",
        "Predictions of every member for your own pictures, and their decision path through the mixture");
    command->add_option("run", options->run, "The run's folder")->required();
    command
        ->add_option("files", options->files,
                     "Picture files; they are brought to the run's image size, by default by their central square")
        ->required();
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options] { predict(options->run, options->files, options->json); });
}

} // namespace moelab
