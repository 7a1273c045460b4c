#include "export/run_tables.h"

#include "config/parameter_table.h"
#include "export/csv.h"

#include <algorithm>

namespace moelab {
namespace {

using Cells = std::vector<std::string>;

/// The names of all stages of the runs, those of the first run first; the mixture, which every run has, last.
Cells stageNamesOf(std::span<const RunSummary> runs) {
    Cells names;
    for (const RunSummary& run : runs)
        for (const StageSummary& each : run.stages)
            if (!each.stage.isMixture && std::ranges::find(names, each.stage.name) == names.end())
                names.push_back(each.stage.name);
    names.push_back(mixtureOf(stagesOf({})).name);
    return names;
}

std::string joined(const Cells& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : "; ") + name;
    return text;
}

Cells namesOf(const std::vector<Stage>& stages) {
    Cells names;
    for (const Stage& stage : stages)
        names.push_back(stage.name);
    return names;
}

/// A class's name among others; in quotes where it would be read as several.
std::string className(const RunConfig& config, int cls) {
    const auto index = static_cast<std::size_t>(cls);
    if (index >= config.classNames.size())
        return std::to_string(cls);
    const std::string& name = config.classNames[index];
    return name.find_first_of(",;:") == std::string::npos ? name : '"' + name + '"';
}

/// "artificial: airplane, ship; natural: bird, cat"
std::string groupsText(const RunConfig& config) {
    std::string text;
    for (const ClassGroup& group : config.parameters.groups) {
        text += (text.empty() ? "" : "; ") + group.name + ":";
        for (const int cls : group.classes)
            text += (cls == group.classes.front() ? " " : ", ") + className(config, cls);
    }
    return text;
}

std::string valueText(const RunConfig& config, const ParameterInfo& info) {
    if (std::holds_alternative<ClassGroups Parameters::*>(info.member))
        return groupsText(config);
    const Json value = getParameter(config.parameters, info);
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// What is known of every stage, or was not always.
const Cells kAlways = {".accuracy", ".loss", ".epochs", ".seconds"};
const Cells kLater = {".balanced_accuracy", ".macro_f1"};

/// Of a stage's columns, those that were not always are left out where no run has them.
Cells columnsOf(std::span<const RunSummary> runs) {
    Cells columns = kAlways;
    for (const RunSummary& run : runs)
        for (const StageSummary& each : run.stages)
            if (each.result && each.result->balancedAccuracy) {
                columns.insert(columns.end(), kLater.begin(), kLater.end());
                return columns;
            }
    return columns;
}

std::string numberOrNothing(const std::optional<double>& value) { return value ? csvNumber(*value) : ""; }

/// @param columns how many there are
void addStage(Cells& cells, const RunSummary& run, const std::string& name, std::size_t columns) {
    const auto found =
        std::ranges::find(run.stages, name, [](const StageSummary& each) { return each.stage.name; });
    if (found == run.stages.end() || !found->result) {
        cells.insert(cells.end(), columns, "");
        return;
    }
    const StageResult& result = *found->result;
    Cells all = {csvNumber(result.accuracy),
                 csvNumber(result.loss),
                 std::to_string(result.epochs),
                 csvNumber(result.seconds),
                 numberOrNothing(result.balancedAccuracy),
                 numberOrNothing(result.macroF1)};
    all.resize(columns);
    cells.insert(cells.end(), all.begin(), all.end());
}

/// All but those that came later where no run sets them, as before there were such.
std::vector<ParameterInfo> parametersOf(std::span<const RunSummary> runs) {
    std::vector<ParameterInfo> infos(parameterTable().begin(), parameterTable().end());
    std::erase_if(infos, [&](const ParameterInfo& info) {
        return info.later && std::ranges::all_of(runs, [&](const RunSummary& run) {
                   return isDefault(run.config.parameters, info);
               });
    });
    return infos;
}

Cells headingOf(const std::vector<ParameterInfo>& parameters, const Cells& stages, const Cells& columns) {
    Cells heading = {"path", "name", "tags", "data", "started_utc"};
    for (const ParameterInfo& info : parameters)
        heading.emplace_back(info.name);
    for (const std::string& stage : stages)
        for (const std::string& column : columns)
            heading.push_back(stage + column);
    heading.push_back("gain");
    heading.push_back("at_chance");
    return heading;
}

} // namespace

std::string historyTable(const RunHistory& history, const std::vector<Stage>& stages) {
    std::string table =
        csvLine({"stage", "epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds", "improved"});
    for (const Stage& stage : stages)
        if (const auto epochs = history.find(stage.name); epochs != history.end())
            for (const EpochMetrics& epoch : epochs->second)
                table += csvLine({stage.name, std::to_string(epoch.epoch), csvNumber(epoch.loss),
                                  csvNumber(epoch.accuracy), csvNumber(epoch.validationLoss),
                                  csvNumber(epoch.validationAccuracy), csvNumber(epoch.seconds),
                                  epoch.improved ? "1" : "0"});
    return table;
}

std::string runsTable(std::span<const RunSummary> runs, const std::filesystem::path& workspace) {
    const Cells stages = stageNamesOf(runs);
    const std::vector<ParameterInfo> parameters = parametersOf(runs);
    const Cells columns = columnsOf(runs);
    std::string table = csvLine(headingOf(parameters, stages, columns));
    for (const RunSummary& run : runs) {
        Cells cells = {run.path.lexically_relative(workspace).string(), run.name(), joined(run.note.tags),
                       run.config.data.name, run.config.startedUtc};
        for (const ParameterInfo& info : parameters)
            cells.push_back(valueText(run.config, info));
        for (const std::string& stage : stages)
            addStage(cells, run, stage, columns.size());
        const std::optional<double> gain = run.gain();
        cells.push_back(gain ? csvNumber(*gain) : "");
        cells.push_back(joined(namesOf(run.stagesAtChance())));
        table += csvLine(cells);
    }
    return table;
}

} // namespace moelab
