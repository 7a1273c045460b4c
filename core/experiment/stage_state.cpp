#include "experiment/stage_state.h"

#include "base/error.h"
#include "base/files.h"
#include "base/safetensors.h"
#include "config/parameter_table.h"

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

/// A run as it stands for one look at it: each result is read once.
class Run {
  public:
    Run(const std::filesystem::path& runPath, const RunConfig& runConfig, const std::vector<Stage>& runStages)
        : path(runPath)
        , config(runConfig)
        , stages(runStages)
        , m_known(runStages.size()) {}

    const std::filesystem::path& path;
    const RunConfig& config;
    const std::vector<Stage>& stages;

    /// A result that cannot be read is none. Who opens the run or reads its summary says what is wrong with it.
    const std::optional<StageResult>& result(const Stage& stage) const { return known(stage).result; }

    bool isDone(const Stage& stage) const {
        Known& of = known(stage);
        if (!of.done)
            of.done =
                of.result &&
                of.result->fingerprint == fingerprint(stage, stages, config.parameters, config.dataFingerprint) &&
                !waits(stage);
        return *of.done;
    }

    /// Whether a stage that it depends on is not done.
    bool waits(const Stage& stage) const {
        return std::ranges::any_of(stages,
                                   [&](const Stage& other) { return dependsOn(stage, other) && !isDone(other); });
    }

    const std::vector<Error>& unread() const { return m_unread; }

  private:
    struct Known {
        bool read = false;
        std::optional<StageResult> result;
        std::optional<bool> done;
    };

    Known& known(const Stage& stage) const {
        const auto same = std::ranges::find(stages, stage.name, &Stage::name);
        Known& of = m_known.at(static_cast<std::size_t>(same - stages.begin()));
        if (!std::exchange(of.read, true)) {
            try {
                of.result = learns(*same) ? readStageResult(path, stage.name)
                                          : std::optional(resultOfNothing(fingerprint(
                                                *same, stages, config.parameters, config.dataFingerprint)));
            } catch (const Error& problem) {
                m_unread.push_back(problem);
            }
        }
        return of;
    }

    mutable std::vector<Known> m_known; ///< in the order of the stages
    mutable std::vector<Error> m_unread;
};

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
               !run.waits(stage) && isOnTheWay(saved, run.config.parameters, state.string());
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
    if (!learns(stage)) // but an earlier version trained it
        return states;
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
    for (const ParameterInfo& info : parameterTable())
        if (info.ofTheData && std::ranges::find(names, info.name) == names.end())
            names.emplace_back(info.name);
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
    const bool sameMembers = !run.waits(stage) && valueIn(saved, "upstream") == now.upstream;
    return own == now.own && !sameMembers;
}

/// Whether all there is of a stage is a result that is kept in kFormerFolder, too: that it is replaced was decided
/// when all of the run began to be trained again.
bool isKept(const Run& run, const Stage& stage, const std::optional<StageResult>& result,
            const std::vector<std::filesystem::path>& states) {
    const std::filesystem::path former = run.path / kFormerFolder;
    if (!result || !isThere(former) || std::ranges::any_of(states, [](const auto& state) {
            return state.parent_path().filename() == kNextFolder;
        }))
        return false;
    try {
        const std::optional<StageResult> kept = readStageResult(former, stage.name);
        return kept && kept->fingerprint == result->fingerprint;
    } catch (const Error&) {
        return false;
    }
}

/// Whether, and by what change, training replaces what there is of a stage.
std::optional<Replacement> replacementOf(const Run& run, const Stage& stage, const std::vector<RunSettings>& all) {
    if (run.isDone(stage))
        return std::nullopt;
    const std::optional<StageResult>& result = run.result(stage);
    const auto states = statesOf(run, stage);
    const auto from = resumesFrom(run, stage);
    const bool nothingIsLost = from ? *from == states.front() : states.empty() && !result;
    if (nothingIsLost || isKept(run, stage, result, states))
        return std::nullopt;
    Saved saved;
    try {
        if (!states.empty())
            saved = readSafeTensorsMetadata(states.front());
    } catch (const Error&) { // damaged: nothing can be said of it
    }
    const RunSettings* const before =
        settingsOf(all, stage.name, from || !result ? valueIn(saved, "fingerprint") : result->fingerprint);
    const bool follows = onlyMembersChange(run, stage, before, saved);
    if (follows && !result)
        return std::nullopt;
    return Replacement{
        stage, before ? changesSince(*before, run.config.parameters, stage) : std::vector<Replacement::Change>(),
        follows};
}

StageState stateOf(const Run& run, const Stage& stage) {
    if (run.isDone(stage))
        return StageState::Done;
    const bool hasResult = hasStageResult(run.path, stage.name); // perhaps one that cannot be read
    const bool gone = hasResult && run.waits(stage);             // what it stands on
    if (!gone && resumesFrom(run, stage))
        return StageState::Interrupted;
    if (hasResult || !statesOf(run, stage).empty())
        return StageState::Stale;
    return run.waits(stage) ? StageState::Waiting : StageState::Ready;
}

} // namespace

StageState stageState(const std::filesystem::path& path, const RunConfig& config, const std::vector<Stage>& stages,
                      const Stage& stage) {
    return stateOf(Run(path, config, stages), stage);
}

std::vector<StageStanding> standingsOf(const std::filesystem::path& path, const RunConfig& config,
                                       const std::vector<Stage>& stages, std::vector<Error>& unread) {
    const Run run(path, config, stages);
    std::vector<StageStanding> standings;
    for (const Stage& stage : stages) {
        StageStanding& standing = standings.emplace_back(StageStanding{stateOf(run, stage), std::nullopt});
        if (standing.state == StageState::Done)
            standing.result = run.result(stage);
    }
    unread = run.unread();
    return standings;
}

Course courseOf(const std::filesystem::path& run, const RunConfig& config, const std::vector<Stage>& stages,
                const Stage& stage) {
    Course course{fingerprint(stage, stages, config.parameters, config.dataFingerprint),
                  courseOf(stage, config.parameters, config.dataFingerprint),
                  {}};
    const Run now(run, config, stages);
    for (const Stage& other : stages)
        if (dependsOn(stage, other))
            if (const std::optional<StageResult>& result = now.result(other))
                course.upstream += other.name + " " + result->weightsSha256 + "\n";
    return course;
}

std::optional<std::filesystem::path> resumesFrom(const std::filesystem::path& run, const RunConfig& config,
                                                 const std::vector<Stage>& stages, const Stage& stage) {
    return resumesFrom(Run(run, config, stages), stage);
}

bool losesTraining(const std::vector<Replacement>& replaced) {
    return !std::ranges::all_of(replaced, &Replacement::followsMembers);
}

std::vector<Replacement> replacedBy(const std::filesystem::path& path, const RunConfig& config,
                                    const std::vector<std::string>& names, const std::vector<RunSettings>& before) {
    const std::vector<Stage> stages = stagesOf(config.parameters.groups);
    const Run run(path, config, stages);
    std::vector<Replacement> replaced;
    for (const Stage& stage : stages)
        if (std::ranges::find(names, stage.name) != names.end())
            if (std::optional<Replacement> found = replacementOf(run, stage, before))
                replaced.push_back(std::move(*found));
    return replaced;
}

} // namespace moelab
