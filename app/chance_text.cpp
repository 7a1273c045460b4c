#include "chance_text.h"

#include "base/printable.h"

#include <spdlog/fmt/fmt.h>

#include <vector>

namespace moelab {
namespace {

std::string listOf(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

} // namespace

std::string chanceText(const StageResult& result, const Parameters& parameters) {
    return result.epochs < parameters.epochs
               ? fmt::format("at chance: patience {} ended it in epoch {}", parameters.patience, result.epochs)
           : result.epochs == 1 ? "at chance after its only epoch"
                                : fmt::format("at chance after all {} epochs", result.epochs);
}

std::string constantNotes(const Experiment& experiment) {
    std::string notes;
    for (const Stage& stage : experiment.stages())
        if (!learns(stage))
            notes += fmt::format(
                "{} has nothing to learn: its group has one class, {}, which it predicts with certainty\n",
                stage.name,
                onOneLine(experiment.folder().config().classNames[static_cast<std::size_t>(stage.constant)]));
    return notes;
}

std::string chanceNotes(const Experiment& experiment) {
    const Parameters& parameters = experiment.parameters();
    std::string notes;
    std::vector<Stage> atChance;
    for (const Stage& stage : experiment.stages()) {
        const std::optional<StageResult> result = experiment.result(stage);
        if (!result)
            continue;
        std::vector<std::string> members;
        for (const Stage& other : atChance)
            if (dependsOn(stage, other))
                members.push_back(other.name);
        if (!members.empty())
            notes += fmt::format("{} is built on members at chance: {}\n", stage.name, listOf(members));
        if (!isAtChance(*result, stage, parameters))
            continue;
        notes += fmt::format("{} is {}\n", stage.name, chanceText(*result, parameters));
        atChance.push_back(stage);
    }
    if (!notes.empty())
        notes += "A stage at chance has learned nothing. Train it with more patience or epochs, another "
                 "learning_rate or "
                 "another seed.\n";
    return notes;
}

} // namespace moelab
