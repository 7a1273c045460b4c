#include "experiment/stage_state.h"

#include "base/error.h"
#include "base/safetensors.h"

#include <algorithm>
#include <optional>

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

/// Whether training would go on from the stage's resume state, not start anew.
bool resumes(const Run& run, const Stage& stage, const std::filesystem::path& state) {
    try {
        const auto metadata = readSafeTensorsMetadata(state);
        const auto saved = metadata.find("fingerprint");
        return saved != metadata.end() && saved->second == run.fingerprintOf(stage);
    } catch (const Error&) {
        return true; // damaged; training says so, and leaves it to the person what becomes of it
    }
}

} // namespace

StageState stageState(const std::filesystem::path& path, const RunConfig& config, const std::vector<Stage>& stages,
                      const Stage& stage) {
    const Run run{path, config, stages};
    if (hasStageResult(path, stage.name))
        return isDone(run, stage, readableResult(run, stage)) ? StageState::Done : StageState::Stale;
    for (const char* name : kResumeStates) {
        std::error_code problem;
        const std::filesystem::path state = path / "stages" / stage.name / name;
        if (std::filesystem::exists(state, problem))
            return resumes(run, stage, state) ? StageState::Interrupted : StageState::Stale;
    }
    return waits(run, stage) ? StageState::Waiting : StageState::Ready;
}

} // namespace moelab
