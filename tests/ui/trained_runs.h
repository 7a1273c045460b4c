#pragma once

#include "experiment/tiny_run.h"
#include "workspace/made_up_run.h"
#include "workspace/runs.h"

/// Small runs that were really trained, with their answers saved.
namespace fixture {

inline std::shared_ptr<const moelab::RunSummary> trainRun(const std::filesystem::path& path,
                                                          const moelab::Parameters& parameters) {
    {
        moelab::Experiment experiment = moelab::Experiment::create(path, parameters, "builtin");
        tiny::train(experiment);
        experiment.outputs(moelab::StopToken());
    }
    return std::make_shared<const moelab::RunSummary>(moelab::readRunSummary(path));
}

inline moelab::Parameters tinyWith(std::int64_t seed, std::int64_t trainExamples = 60) {
    moelab::Parameters parameters = tiny::parameters();
    parameters.seed = seed;
    parameters.trainExamples = trainExamples;
    return parameters;
}

} // namespace fixture
