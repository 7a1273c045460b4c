#include "experiment/stage.h"

#include "base/error.h"
#include "base/sha256.h"
#include "config/parameter_table.h"

#include <algorithm>

namespace moelab {
namespace {

/// Raised when the meaning of a fingerprint changes: what was trained before counts as stale from then on.
constexpr int kFingerprintVersion = 1;

/// What a fingerprint and a course have in common.
Json shaped(const Stage& stage, const Parameters& parameters, const std::string& data) {
    Json all = {{"version", kFingerprintVersion}, {"stage", stage.name}, {"data", data}};
    for (const std::string& name : parametersOf(stage, parameters))
        all[name] = getParameter(parameters, parameterInfo(name));
    if (stage.kind == StageKind::Expert) // an expert knows its own classes only
        all["classes"] = parameters.groups[static_cast<std::size_t>(stage.group)].classes;
    return all;
}

} // namespace

std::vector<Stage> stagesOf(const ClassGroups& groups) {
    std::vector<Stage> stages = {{StageKind::Baseline, -1, "baseline"}, {StageKind::Gate, -1, "gate"}};
    for (std::size_t group = 0; group < groups.size(); ++group)
        stages.push_back({StageKind::Expert, static_cast<int>(group), "expert-" + groups[group].name});
    stages.push_back({StageKind::Mixture, -1, "mixture"});
    return stages;
}

bool dependsOn(const Stage& stage, const Stage& other) {
    return stage.kind == StageKind::Mixture && other.kind != StageKind::Mixture;
}

const Stage& findStage(const std::vector<Stage>& stages, const std::string& name) {
    const auto found = std::ranges::find(stages, name, &Stage::name);
    if (found != stages.end())
        return *found;
    std::string names;
    for (const Stage& stage : stages)
        names += (names.empty() ? "" : ", ") + stage.name;
    throw Error(name, "is not a stage of this run", "Its stages are " + names);
}

std::vector<std::string> parametersOf(const Stage& stage, const Parameters& parameters) {
    std::vector<std::string> names = {"batch_size",    "epochs",   "train_examples", "test_examples", "seed",
                                      "learning_rate", "patience", "validation",     "precision"};
    if (parameters.validation == Validation::Holdout)
        names.emplace_back("holdout_fraction");
    switch (stage.kind) {
    case StageKind::Baseline:
        names.emplace_back("use_large_baseline_classifier");
        break;
    case StageKind::Gate:
        names.insert(names.end(), {"use_large_gating_mlp", "groups"});
        break;
    case StageKind::Expert:
        names.emplace_back("use_large_experts");
        break;
    case StageKind::Mixture:
        names.insert(names.end(), {"frozen_dropout", "groups"});
        break;
    }
    return names;
}

std::string fingerprint(const Stage& stage, const std::vector<Stage>& stages, const Parameters& parameters,
                        const std::string& data) {
    Json all = shaped(stage, parameters, data);
    for (const Stage& other : stages)
        if (dependsOn(stage, other))
            all["upstream"][other.name] = fingerprint(other, stages, parameters, data);
    return sha256(all.dump());
}

std::string courseOf(const Stage& stage, const Parameters& parameters, const std::string& data) {
    Json all = shaped(stage, parameters, data);
    all.erase("epochs");
    all.erase("patience");
    return sha256(all.dump());
}

int stagesAtOnce(const Parameters& parameters) {
    return std::min(static_cast<int>(parameters.threads), static_cast<int>(parameters.groups.size()) + 2);
}

} // namespace moelab
