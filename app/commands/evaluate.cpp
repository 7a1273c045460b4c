#include "analysis/confusion.h"
#include "analysis/routing.h"
#include "analysis/scored_member.h"
#include "base/json.h"
#include "base/percent.h"
#include "chance_text.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "commands/open_run.h"
#include "interrupt.h"
#include "terminal.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace moelab {
namespace {

/// A stage's confusion matrix on the images it is scored on, with the names of its rows.
struct Scored {
    std::vector<std::string> names;
    ConfusionMatrix matrix;
};

Scored score(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups,
             const std::vector<std::string>& classNames) {
    const ScoredMember member = scoreMember(outputs, stage, groups);
    Scored scored{classNames, confusion(member.labels, member.answers, member.width)};
    if (stage.targets == Targets::Groups) {
        scored.names.clear();
        for (const ClassGroup& group : groups)
            scored.names.push_back(group.name);
    }
    return scored;
}

Json rows(const ConfusionMatrix& matrix) {
    Json table = Json::array();
    for (std::int64_t truth = 0; truth < matrix.classes; ++truth) {
        Json row = Json::array();
        for (std::int64_t predicted = 0; predicted < matrix.classes; ++predicted)
            row.push_back(matrix.at(truth, predicted));
        table.push_back(row);
    }
    return table;
}

Json routesJson(const MemberOutputs& outputs, const ClassGroups& groups,
                const std::vector<std::string>& classNames) {
    const std::vector<std::int64_t> route = routes(outputs.gate(), outputs.groups);
    const auto byClass = routesByClass(outputs.labels, route, outputs.classes, outputs.groups);
    Json perGroup = Json::object();
    for (std::size_t group = 0; group < groups.size(); ++group)
        perGroup[groups[group].name] = std::ranges::count(route, static_cast<std::int64_t>(group));
    Json perClass = Json::object();
    for (std::size_t cls = 0; cls < classNames.size(); ++cls)
        perClass[classNames[cls]] = byClass[cls];
    return {{"images", perGroup}, {"by_class", perClass}};
}

/// A line of a terminal has no room for many classes: the pairs that are confused most.
void printPairs(const Scored& scored) {
    constexpr std::size_t kMostPairs = 10;
    const std::size_t columns = columnsFor(scored.names, 12);
    std::printf("%s %s images  %% of the true class (--json has the whole matrix)\n",
                cell("true class", columns).c_str(), cell("predicted", columns).c_str());
    for (const ConfusedPair& pair : mostConfused(scored.matrix, kMostPairs))
        std::printf(
            "%s %s %6lld  %5.1f\n", cell(scored.names[static_cast<std::size_t>(pair.truth)], columns).c_str(),
            cell(scored.names[static_cast<std::size_t>(pair.predicted)], columns).c_str(),
            static_cast<long long>(pair.images),
            inPercent(static_cast<double>(pair.images) / static_cast<double>(scored.matrix.sumOfRow(pair.truth))));
}

void printConfusion(const Scored& scored) {
    constexpr std::int64_t kMostAcross = 20; // CIFAR-100's superclasses
    if (scored.matrix.classes > kMostAcross)
        return printPairs(scored);
    std::printf("%-12s", "true \\ pred.");
    for (const std::string& name : scored.names)
        std::printf(" %s", cellAtRight(name, 6).c_str());
    std::printf("\n");
    for (std::int64_t truth = 0; truth < scored.matrix.classes; ++truth) {
        std::printf("%s", cell(scored.names[static_cast<std::size_t>(truth)], 12).c_str());
        for (std::int64_t predicted = 0; predicted < scored.matrix.classes; ++predicted)
            std::printf(" %6lld", static_cast<long long>(scored.matrix.at(truth, predicted)));
        std::printf("\n");
    }
}

struct EvaluateOptions : RunOptions {
    bool json = false;
};

void evaluate(const EvaluateOptions& options) {
    const Interrupt interrupt;
    Experiment experiment = openRun(options, interrupt.token());
    const MemberOutputs outputs = experiment.outputs(interrupt.token());
    const ClassGroups& groups = experiment.parameters().groups;
    const std::vector<std::string>& classNames = experiment.folder().config().classNames;
    Json stages = Json::object();
    for (const Stage& stage : experiment.stages()) {
        const std::optional<StageResult> result = experiment.result(stage);
        if (!result || !isScored(outputs, stage))
            continue;
        const Scored scored = score(outputs, stage, groups, classNames);
        const bool atChance = isAtChance(*result, stage, experiment.parameters());
        if (!options.json) {
            std::printf("%s: loss %.4f, accuracy %.1f %% of %lld test images, balanced accuracy %.1f %%, macro F1 "
                        "%.1f %%\n",
                        stage.name.c_str(), result->loss, inPercent(result->accuracy),
                        static_cast<long long>(scored.matrix.total()), inPercent(scored.matrix.balancedAccuracy()),
                        inPercent(scored.matrix.macroF1()));
            if (atChance)
                std::printf("%s\n", chanceText(*result, experiment.parameters()).c_str());
            printConfusion(scored);
            std::printf("\n");
        }
        stages[stage.name] = {{"loss", result->loss},
                              {"accuracy", result->accuracy},
                              {"balanced_accuracy", scored.matrix.balancedAccuracy()},
                              {"macro_f1", scored.matrix.macroF1()},
                              {"at_chance", atChance},
                              {"images", scored.matrix.total()},
                              {"labels", scored.names},
                              {"confusion", rows(scored.matrix)}};
        if (stage.isMixture) {
            stages[stage.name]["routes"] = routesJson(outputs, groups, classNames);
            stages[stage.name]["outputs"] = experiment.folder().outputs().string();
        }
    }
    if (options.json)
        printJson({{"run", options.run}, {"data", experiment.folder().config().data.name}, {"stages", stages}});
    else
        std::fputs((constantNotes(experiment) + chanceNotes(experiment)).c_str(), stdout);
}

} // namespace

void addEvaluateCommand(CLI::App& app) {
    auto options = std::make_shared<EvaluateOptions>();
    CLI::App* const command = app.add_subcommand(
        "evaluate", "Loss, accuracy and confusion matrix of every trained stage on the test images");
    addRunOptions(*command, *options);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options] { evaluate(*options); });
}

} // namespace moelab
