#include "experiment/reuse.h"

#include "base/counted.h"
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/printable.h"
#include "base/safetensors.h"
#include "base/sha256.h"
#include "config/parameter_table.h"
#include "experiment/epoch_answers.h"
#include "experiment/shared_cores.h"
#include "experiment/stage_state.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>

namespace moelab {
namespace {

namespace fs = std::filesystem;

/// A stage as another run holds it, all of it read and checked.
struct FoundStage {
    StageResult result;
    std::string weights; ///< the file
    std::string answers; ///< the file; empty if the run kept none
    std::string resume;  ///< the file from which more epochs continue; empty if the run kept none
    std::vector<EpochMetrics> history;
};

/// As TensorFile::sha256 has it.
std::string hashOfWeights(const fs::path& file) {
    Sha256 hash;
    for (const StoredTensor& tensor : readSafeTensors(file).tensors) {
        hash.update(tensor.name + "\n");
        for (const std::int64_t extent : tensor.shape)
            hash.update(std::to_string(extent) + "\n");
        hash.update(tensor.bytes);
    }
    return hash.hex();
}

bool isDone(const RunContext& context, const Stage& stage) {
    const RunConfig& config = context.folder.config();
    return stageState(context.folder.path(), config, context.stages, stage) == StageState::Done;
}

/// Whether the sub-gates of `run` learned from networks with the weights that those of this run have.
bool standsOnTheSame(const RunContext& context, const Stage& stage, const fs::path& run) {
    return std::ranges::all_of(context.stages, [&](const Stage& other) {
        if (!dependsOn(stage, other) || !learns(other))
            return true;
        const auto here = context.folder.result(other.name);
        const auto there = readStageResult(run, other.name);
        return here && there && here->weightsSha256 == there->weightsSha256;
    });
}

/// @returns none if the run holds no such stage. @throws Error if it is damaged
std::optional<FoundStage> findIn(const fs::path& run, const RunContext& context, const Stage& stage) {
    const RunConfig config = readRunConfig(run);
    const std::vector<Stage> stages = stagesOf(config.parameters.groups);
    const auto same = std::ranges::find(stages, stage.name, &Stage::name);
    if (same == stages.end() || reuseKey(*same, stages, config.parameters, config.dataFingerprint) !=
                                    reuseKey(stage, context.stages, context.parameters, context.dataFingerprint))
        return std::nullopt;
    const std::string fingerprint = context.fingerprintOf(stage);
    std::optional<StageResult> result = readStageResult(run, stage.name);
    if (!result || result->fingerprint != fingerprint || !standsOnTheSame(context, stage, run))
        return std::nullopt;
    const fs::path folder = run / "stages" / stage.name;
    const fs::path best = bestWeightsOf(run, stage.name);
    if (hashOfWeights(best) != result->weightsSha256)
        throw Error(best.string(), "does not contain the weights that its result.json names",
                    "Train that stage again");
    FoundStage found{std::move(*result), readFile(best, limits::kSafeTensorsBytes), {}, {}, {}};
    found.history = readRunHistory(run)[stage.name];
    if (static_cast<std::int64_t>(found.history.size()) != found.result.epochs)
        throw Error(run.string(), "lacks epochs of stage " + stage.name + " in its history",
                    "Train that stage again");
    std::error_code problem;
    if (const fs::path file = folder / "epochs.safetensors";
        fs::exists(file, problem) && loadAnswers(file).fingerprint == fingerprint)
        found.answers = readFile(file, limits::kSafeTensorsBytes);
    if (const fs::path file = folder / kResumeStates[0]; fs::exists(file, problem))
        found.resume = readFile(file, limits::kSafeTensorsBytes);
    return found;
}

/// The result last: until it is there, the stage counts as what it was before.
void put(const FoundStage& found, const RunContext& context, const Stage& stage, const fs::path& run) {
    RunFolder& folder = context.folder;
    folder.beginTraining(stage.name);
    writeFileAtomically(folder.bestInTraining(stage.name), found.weights);
    folder.setHistory(stage.name, found.history);
    if (!found.answers.empty())
        writeFileAtomically(folder.epochAnswers(stage.name), found.answers);
    if (!found.resume.empty())
        writeFileAtomically(folder.resumeState(stage.name), found.resume);
    StageResult result = found.result;
    if (result.takenFrom.empty())
        result.takenFrom = printable(run.string());
    folder.saveResult(stage.name, result);
    spdlog::info("{}: taken from {}, trained there in {}, best {}; test loss {:.4f}, accuracy {:.4f}", stage.name,
                 result.takenFrom, counted(result.epochs, "epoch"), result.bestEpoch, result.loss, result.accuracy);
}

bool takeFrom(const fs::path& run, const RunContext& context, const Stage& stage) {
    std::optional<FoundStage> found;
    try {
        found = findIn(run, context, stage);
    } catch (const Error& problem) {
        spdlog::warn("{}: nothing is taken from {}: {}", stage.name, run.string(), problem.what());
    }
    if (found)
        put(*found, context, stage, run);
    return found.has_value();
}

} // namespace

std::string reuseKey(const Stage& stage, const std::vector<Stage>& stages, const Parameters& parameters,
                     const std::string& data) {
    const std::int64_t sharers = stage.needs.empty() ? stagesAtOnce(parameters) : 1;
    const bool matters = threadsChangeBits(parameters, parameters.convolution);
    const std::int64_t share = matters ? parameters.threads / sharers : 0; // any number gives the same bits
    return fingerprint(stage, stages, parameters, data) + " " + std::to_string(share) + " " +
           getParameter(parameters, parameterInfo("device")).get<std::string>() + " " +
           getParameter(parameters, parameterInfo("convolution")).get<std::string>();
}

std::vector<TakenStage> takeTrainedStages(const RunContext& context, const std::vector<std::string>& names,
                                          std::span<const fs::path> runs) {
    std::vector<TakenStage> taken;
    std::error_code problem;
    for (const Stage& stage : context.stages) { // the mixture last, as it asks for the others' weights
        if (std::ranges::find(names, stage.name) == names.end() || isDone(context, stage))
            continue;
        const auto from = std::ranges::find_if(runs, [&](const fs::path& run) {
            return !fs::equivalent(run, context.folder.path(), problem) && takeFrom(run, context, stage);
        });
        if (from != runs.end())
            taken.push_back({stage.name, *from});
    }
    return taken;
}

} // namespace moelab
