#include "experiment/stage_state.h"

#include "base/error.h"
#include "base/files.h"
#include "base/safetensors.h"
#include "config/parameter_table.h"

#include <algorithm>

namespace moelab {
namespace {

struct Run {
    const std::filesystem::path& path;
    const RunConfig& config;
    const std::vector<Stage>& stages;

    std::string fingerprintOf(const Stage& stage) const {
        return fingerprint(stage, stages, config.parameters, config.dataFingerprint);
    }
};

bool waits(const Run& run, const Stage& stage);

/// A result that cannot be read is none. Who opens the run or reads its summary says what is wrong with it.
std::optional<StageResult> readableResult(const Run& run, const Stage& stage) {
    try {
        return readStageResult(run.path, stage.name);
    } catch (const Error&) {
        return std::nullopt;
    }
}

bool isDone(const Run& run, const Stage& stage, const std::optional<StageResult>& result) {
    return result && result->fingerprint == run.fingerprintOf(stage) && !waits(run, stage);
}

/// Whether a stage that it depends on is not done.
bool waits(const Run& run, const Stage& stage) {
    return std::ranges::any_of(run.stages, [&](const Stage& other) {
        return dependsOn(stage, other) && !isDone(run, other, readableResult(run, other));
    });
}

/// What was saved of a training: the metadata of its resume state.
using Saved = std::map<std::string, std::string>;

std::string valueIn(const Saved& saved, const char* key) {
    const auto found = saved.find(key);
    return found == saved.end() ? std::string() : found->second;
}

/// Whether a longer training of the same course comes by where the saved one stands.
bool isOnTheWay(const Saved& saved, const Parameters& parameters, const std::string& source) {
    try {
        const Json progress = parseJson(valueIn(saved, "progress"), source);
        return wholeNumber(progress, "epoch", source) <= parameters.epochs &&
               wholeNumber(progress, "patience", source) <= parameters.patience;
    } catch (const Json::exception&) {
        return false; // an earlier version's, which said less
    }
}

/// Whether training would continue from the stage's resume state, not start again.
bool resumes(const Run& run, const Stage& stage, const std::filesystem::path& state) {
    try {
        const Saved saved = readSafeTensorsMetadata(state);
        const Course now = courseOf(run.path, run.config, run.stages, stage);
        if (valueIn(saved, "fingerprint") == now.fingerprint)
            return true;
        return valueIn(saved, "course") == now.own && valueIn(saved, "upstream") == now.upstream &&
               !waits(run, stage) && isOnTheWay(saved, run.config.parameters, state.string());
    } catch (const Error&) {
        return true; // damaged; training says so, and leaves it to the person what becomes of it
    }
}

/// Whether the weights of the best epoch are where a training left them; without them no training can end.
bool hasItsWeights(const std::filesystem::path& state) {
    if (isThere(state.parent_path() / "best.safetensors"))
        return true;
    try {
        const Saved saved = readSafeTensorsMetadata(state);
        return wholeNumber(parseJson(valueIn(saved, "progress"), state.string()), "best_epoch", state.string()) ==
               0;
    } catch (const Json::exception&) {
        return true; // damaged, see resumes
    } catch (const Error&) {
        return true;
    }
}

/// The last resume state in the folder of a stage, if there is one.
std::optional<std::filesystem::path> lastStateIn(const std::filesystem::path& folder) {
    for (const char* name : kResumeStates)
        if (isThere(folder / name))
            return hasItsWeights(folder / name) ? std::optional(folder / name) : std::nullopt;
    return std::nullopt;
}

/// What there is of a stage that is not done: the last states of its training, and of that which is to replace it.
std::vector<std::filesystem::path> statesOf(const Run& run, const Stage& stage) {
    const std::filesystem::path folder = stageFolder(run.path, stage.name);
    std::vector<std::filesystem::path> states;
    for (const std::filesystem::path& place : {folder / kNextFolder, folder})
        if (const auto state = lastStateIn(place))
            states.push_back(*state);
    return states;
}

std::optional<std::filesystem::path> resumesFrom(const Run& run, const Stage& stage) {
    const auto states = statesOf(run, stage);
    const auto found = std::ranges::find_if(states, [&](const auto& state) { return resumes(run, stage, state); });
    return found == states.end() ? std::nullopt : std::optional(*found);
}

/// The settings under which a stage has that fingerprint.
const RunSettings* settingsOf(const std::vector<RunSettings>& all, const std::string& stage,
                              const std::string& fingerprint) {
    const auto found = std::ranges::find_if(all, [&](const RunSettings& settings) {
        const std::vector<Stage> stages = stagesOf(settings.parameters.groups);
        const auto same = std::ranges::find(stages, stage, &Stage::name);
        return same != stages.end() &&
               moelab::fingerprint(*same, stages, settings.parameters, settings.dataFingerprint) == fingerprint;
    });
    return found == all.end() ? nullptr : &*found;
}

std::vector<Replacement::Change> changesSince(const RunSettings& before, const Parameters& now,
                                              const Stage& stage) {
    std::vector<std::string> names = parametersOf(stage, now);
    for (const std::string& name : parametersOf(stage, before.parameters))
        if (std::ranges::find(names, name) == names.end())
            names.push_back(name);
    std::vector<Replacement::Change> changes;
    for (const std::string& name : names) {
        const Json old = valueFor(stage, before.parameters, name);
        const Json present = valueFor(stage, now, name);
        if (old != present)
            changes.push_back({name, old, present});
    }
    return changes;
}

/// Whether all that keeps a mixture from being done, or from continuing, is that its members are others.
bool onlyMembersChange(const Run& run, const Stage& stage, const RunSettings* before, const Saved& saved) {
    if (stage.needs.empty())
        return false;
    const Course now = courseOf(run.path, run.config, run.stages, stage);
    const std::string own =
        before ? courseOf(stage, before->parameters, before->dataFingerprint) : valueIn(saved, "course");
    const bool sameMembers = !waits(run, stage) && valueIn(saved, "upstream") == now.upstream;
    return own == now.own && !sameMembers;
}

/// Whether, and by what change, training replaces what there is of a stage.
std::optional<Replacement> replacementOf(const Run& run, const Stage& stage, const std::vector<RunSettings>& all) {
    const std::optional<StageResult> result = readableResult(run, stage);
    if (isDone(run, stage, result))
        return std::nullopt;
    const auto states = statesOf(run, stage);
    const auto from = resumesFrom(run, stage);
    const bool nothingIsLost = from ? *from == states.front() : states.empty() && !result;
    if (nothingIsLost)
        return std::nullopt;
    Saved saved;
    try {
        if (!states.empty())
            saved = readSafeTensorsMetadata(states.front());
    } catch (const Error&) { // damaged: nothing can be said of it
    }
    const RunSettings* const before =
        settingsOf(all, stage.name, from || !result ? valueIn(saved, "fingerprint") : result->fingerprint);
    if (onlyMembersChange(run, stage, before, saved))
        return std::nullopt;
    return Replacement{stage, before ? changesSince(*before, run.config.parameters, stage)
                                     : std::vector<Replacement::Change>()};
}

} // namespace

StageState stageState(const std::filesystem::path& path, const RunConfig& config, const std::vector<Stage>& stages,
                      const Stage& stage) {
    const Run run{path, config, stages};
    const std::optional<StageResult> result = readableResult(run, stage);
    if (isDone(run, stage, result))
        return StageState::Done;
    const bool hasResult = hasStageResult(path, stage.name); // perhaps one that cannot be read
    const bool gone = hasResult && waits(run, stage);        // what it stands on
    if (!gone && resumesFrom(run, stage))
        return StageState::Interrupted;
    if (hasResult || !statesOf(run, stage).empty())
        return StageState::Stale;
    return waits(run, stage) ? StageState::Waiting : StageState::Ready;
}

Course courseOf(const std::filesystem::path& run, const RunConfig& config, const std::vector<Stage>& stages,
                const Stage& stage) {
    Course course{fingerprint(stage, stages, config.parameters, config.dataFingerprint),
                  courseOf(stage, config.parameters, config.dataFingerprint),
                  {}};
    for (const Stage& other : stages)
        if (dependsOn(stage, other))
            if (const std::optional<StageResult> result = readableResult(Run{run, config, stages}, other))
                course.upstream += other.name + " " + result->weightsSha256 + "\n";
    return course;
}

std::optional<std::filesystem::path> resumesFrom(const std::filesystem::path& run, const RunConfig& config,
                                                 const std::vector<Stage>& stages, const Stage& stage) {
    return resumesFrom(Run{run, config, stages}, stage);
}

std::vector<Replacement> replacedBy(const std::filesystem::path& path, const RunConfig& config,
                                    const std::vector<std::string>& names, const std::vector<RunSettings>& before) {
    const std::vector<Stage> stages = stagesOf(config.parameters.groups);
    const Run run{path, config, stages};
    std::vector<Replacement> replaced;
    for (const Stage& stage : stages)
        if (std::ranges::find(names, stage.name) != names.end())
            if (std::optional<Replacement> found = replacementOf(run, stage, before))
                replaced.push_back(std::move(*found));
    return replaced;
}

} // namespace moelab
