#pragma once

#include "base/files.h"
#include "experiment/member_outputs.h"
#include "workspace/run_summary.h"

#include <memory>
#include <string>

/// Runs whose numbers a test makes up: nothing of them was trained.
namespace madeup {

using Run = std::shared_ptr<const moelab::RunSummary>;

inline moelab::RunSummary summary(const std::string& name, const moelab::Parameters& parameters = {}) {
    moelab::RunSummary run;
    run.path = "/runs/" + name;
    run.config.parameters = parameters;
    run.config.data = {"CIFAR-10", "/pictures", "", false, false};
    run.config.classNames = {"airplane", "automobile", "bird",  "cat",  "deer",
                             "dog",      "frog",       "horse", "ship", "truck"};
    run.config.dataFingerprint =
        "pictures " + std::to_string(parameters.trainExamples) + " " + std::to_string(parameters.testExamples);
    run.config.startedUtc = "2024-05-06T07:08:09Z";
    for (const moelab::Stage& stage : moelab::stagesOf(parameters.groups))
        run.stages.push_back({stage, moelab::StageState::Ready, std::nullopt});
    return run;
}

/// Says of a stage that it is done, and how well it does.
inline void finish(moelab::RunSummary& run, const std::string& stage, double accuracy, double loss = 1) {
    std::vector<moelab::Stage> stages;
    for (const moelab::StageSummary& each : run.stages)
        stages.push_back(each.stage);
    for (moelab::StageSummary& each : run.stages) {
        if (each.stage.name != stage)
            continue;
        moelab::StageResult result;
        result.fingerprint = fingerprint(each.stage, stages, run.config.parameters, run.config.dataFingerprint);
        result.accuracy = accuracy;
        result.loss = loss;
        result.epochs = result.bestEpoch = 2;
        each.result = result;
        each.state = moelab::StageState::Done;
    }
}

/// A run with baseline and mixture done.
inline Run scored(const std::string& name, const moelab::Parameters& parameters, double baseline, double mixture) {
    moelab::RunSummary run = summary(name, parameters);
    finish(run, "baseline", baseline);
    finish(run, "mixture", mixture);
    return std::make_shared<const moelab::RunSummary>(run);
}

inline moelab::Parameters withSeed(std::int64_t seed, moelab::Parameters parameters = {}) {
    parameters.seed = seed;
    return parameters;
}

/// Writes a run as training leaves it, at its path. @param outputs saved as of the stages that are done
inline void save(const moelab::RunSummary& run, const moelab::RunHistory& history,
                 const moelab::MemberOutputs* outputs = nullptr) {
    std::filesystem::create_directories(run.path / "stages");
    writeRunConfig(run.path, run.config);
    writeRunHistory(run.path, history);
    std::map<std::string, std::string> metadata;
    for (const moelab::StageSummary& each : run.stages) {
        if (!each.result)
            continue;
        std::filesystem::create_directories(run.path / "stages" / each.stage.name);
        moelab::writeFileAtomically(run.path / "stages" / each.stage.name / "best.safetensors", "weights");
        writeStageResult(run.path, each.stage.name, *each.result);
        metadata["fingerprint." + each.stage.name] = each.result->fingerprint;
    }
    if (outputs)
        saveOutputs(run.path / "outputs.safetensors", *outputs, metadata);
}

} // namespace madeup
