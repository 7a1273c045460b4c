#include "sweep/entry_run.h"

#include "base/error.h"
#include "base/files.h"
#include "base/printable.h"
#include "config/parameter_table.h"
#include "experiment/run_files.h"
#include "experiment/stage_state.h"

#include <algorithm>

namespace moelab {
namespace {

/// What differs between a planned run and the one that stands in its place; empty if nothing does.
std::string differenceTo(const QueueEntry& entry, const Parameters& parameters,
                         const std::string& dataFingerprint) {
    if (entry.dataFingerprint != dataFingerprint)
        return "data";
    Parameters planned = entry.parameters;
    if (planned.convolution == Convolution::Auto) // decided where the run begins, maybe on another machine
        planned.convolution = parameters.convolution;
    for (const ParameterInfo& info : parameterTable())
        if (getParameter(planned, info) != getParameter(parameters, info))
            return std::string(info.name);
    return {};
}

} // namespace

void mustMatch(const QueueEntry& entry, const Parameters& parameters, const std::string& dataFingerprint) {
    const std::string difference = differenceTo(entry, parameters, dataFingerprint);
    if (!difference.empty())
        throw Error(printable(entry.folder), "is already in the workspace, with another value of " + difference,
                    "Give the sweep another name, or use the value of that run");
}

bool isTrained(const std::filesystem::path& run, const QueueEntry& entry) {
    if (!isRun(run))
        return false;
    try {
        const RunConfig config = readRunConfig(run);
        const std::vector<Stage> stages = stagesOf(config.parameters.groups);
        return differenceTo(entry, config.parameters, config.dataFingerprint).empty() &&
               std::ranges::all_of(stages, [&](const Stage& stage) {
                   return stageState(run, config, stages, stage) == StageState::Done;
               });
    } catch (const Error&) {
        return false; // training says what is wrong with it
    }
}

bool hasResult(const std::filesystem::path& run, const std::string& stage) {
    std::error_code problem;
    return std::filesystem::exists(run / "stages" / stage / "result.json", problem);
}

void mustNotLieInRun(const std::filesystem::path& run, const std::filesystem::path& workspace) {
    for (std::filesystem::path above = run.parent_path(); above != workspace && above.has_relative_path();
         above = above.parent_path())
        if (isThere(above / "config.json"))
            throw Error(printable(above), "is a run, in which no others can lie", "Give them another name");
}

} // namespace moelab
