#pragma once

#include "base/files.h"
#include "experiment/run_files.h"
#include "plan/stage.h"
#include "workspace/run_note.h"

#include <filesystem>
#include <string>

namespace fixture {

inline moelab::RunConfig someConfig() {
    moelab::RunConfig config;
    config.parameters.threads = 1;
    config.data = {"CIFAR-10", "/pictures", "", false, false};
    config.classNames = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    config.dataFingerprint = "abcd";
    config.startedUtc = "2024-05-06T07:08:09Z";
    return config;
}

inline void makeRun(const std::filesystem::path& path, const moelab::RunConfig& config = someConfig()) {
    std::filesystem::create_directories(path / "stages");
    moelab::writeRunConfig(path, config);
}

/// As a trained stage leaves it, but for what a table of runs does not read.
inline void finishStage(const std::filesystem::path& run, const std::string& name, double accuracy,
                        double loss = 1.5, double seconds = 10) {
    const moelab::RunConfig config = moelab::readRunConfig(run);
    const std::vector<moelab::Stage> stages = moelab::stagesOf(config.parameters.groups);
    std::filesystem::create_directories(run / "stages" / name);
    moelab::writeFileAtomically(run / "stages" / name / "best.safetensors", "weights");
    moelab::StageResult result;
    result.fingerprint =
        moelab::fingerprint(moelab::findStage(stages, name), stages, config.parameters, config.dataFingerprint);
    result.accuracy = accuracy;
    result.loss = loss;
    result.seconds = seconds;
    moelab::writeStageResult(run, name, result);
}

/// A run whose five stages are done. @param baseline, mixture accuracies
inline void makeDoneRun(const std::filesystem::path& run, double baseline, double mixture,
                        const moelab::RunConfig& config = someConfig()) {
    makeRun(run, config);
    for (const char* name : {"gate", "expert-artificial", "expert-natural"})
        finishStage(run, name, 0.8);
    finishStage(run, "baseline", baseline);
    finishStage(run, "mixture", mixture);
}

} // namespace fixture
