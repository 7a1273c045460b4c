#include "plan/stage.h"

#include "base/error.h"
#include "base/sha256.h"
#include "config/network_presets.h"
#include "config/networks.h"
#include "config/parameter_table.h"
#include "data/group_id.h"
#include "plan/output_names.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr const char* kExpert = "expert-"; ///< before its group's name

/// Raised when the meaning of a fingerprint changes: what was trained before counts as stale from then on.
constexpr int kFingerprintVersion = 1;

constexpr const char* kNetworks = "networks";

/// What a fingerprint and a course have in common.
Json shaped(const Stage& stage, const Parameters& given, const std::string& data) {
    const Parameters parameters = withSwitchesForPresets(given);
    Json all = {{"version", kFingerprintVersion}, {"stage", stage.name}, {"data", data}};
    for (const std::string& name : parametersOf(stage, parameters))
        all[name] = name == kNetworks
                        ? toJson(networkOf(parameters, stage.role)) // what it is, not how it is called
                        : valueFor(stage, parameters, name);
    if (stage.group >= 0) // it knows the classes of its group only
        all["classes"] = parameters.groups[static_cast<std::size_t>(stage.group)].classes;
    return all;
}

Stage baseline() {
    Stage stage;
    stage.name = "baseline";
    stage.colour = 0;
    stage.isReference = true;
    stage.role = "baseline";
    stage.outputs = {std::string(outputs::kBaseline)};
    return stage;
}

Stage gate() {
    Stage stage;
    stage.name = "gate";
    stage.colour = 1;
    stage.targets = Targets::Groups;
    stage.role = "gate";
    stage.outputs = {std::string(outputs::kGate)};
    stage.shapes = {"groups"};
    return stage;
}

Stage expert(int group, const ClassGroup& classes) {
    Stage stage;
    stage.name = kExpert + groupId(classes.name);
    stage.colour = 3 + group;
    stage.group = group;
    stage.role = "expert";
    stage.outputs = {outputs::expert(group)};
    if (classes.classes.size() == 1) {
        stage.learning = Learning::Nothing;
        stage.constant = classes.classes.front();
    }
    return stage;
}

/// @param members the stages before it
Stage mixture(const std::vector<Stage>& members) {
    Stage stage;
    stage.name = "mixture";
    stage.colour = 2;
    stage.learning = Learning::Blend;
    stage.isMixture = true;
    for (const Stage& member : members)
        stage.needs.push_back(member.name);
    stage.role = "sub-gate";
    stage.outputs = {std::string(outputs::kMixture), std::string(outputs::kSubGates)};
    stage.shapes = {"frozen_dropout", "groups"};
    return stage;
}

} // namespace

std::vector<Stage> stagesOf(const ClassGroups& groups) {
    std::vector<Stage> stages = {baseline(), gate()};
    for (std::size_t group = 0; group < groups.size(); ++group)
        stages.push_back(expert(static_cast<int>(group), groups[group]));
    stages.push_back(mixture(stages));
    for (Stage& stage : stages)
        stage.title = titleOfStage(stage.name);
    return stages;
}

bool dependsOn(const Stage& stage, const Stage& other) {
    return std::ranges::find(stage.needs, other.name) != stage.needs.end();
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

void checkNeeds(const std::vector<Stage>& stages, const std::vector<std::string>& names,
                const std::function<bool(const Stage&)>& isTrained) {
    const auto isNamed = [&](const Stage& stage) { return std::ranges::find(names, stage.name) != names.end(); };
    for (const Stage& stage : stages)
        for (const Stage& other : stages)
            if (isNamed(stage) && dependsOn(stage, other) && !isNamed(other) && !isTrained(other))
                throw Error("stage " + stage.name, "needs stage " + other.name + ", which is not trained",
                            "Train " + other.name + " as well");
}

Title titleOfStage(const std::string& name) {
    if (name == "baseline")
        return {"Baseline", {}};
    if (name == "gate")
        return {"Gate", {}};
    if (name == "mixture")
        return {"Mixture", {}};
    return {"Expert %1",
            name.starts_with(kExpert) ? nameOfGroupId(name.substr(std::string_view(kExpert).size())) : name};
}

const Stage& referenceOf(const std::vector<Stage>& stages) {
    return *std::ranges::find(stages, true, &Stage::isReference);
}

const Stage& mixtureOf(const std::vector<Stage>& stages) {
    return *std::ranges::find(stages, true, &Stage::isMixture);
}

std::vector<std::string> parametersOf(const Stage& stage, const Parameters& parameters) {
    std::vector<std::string> names = {"batch_size",    "epochs",   "train_examples", "test_examples", "seed",
                                      "learning_rate", "patience", "validation",     "precision"};
    if (parameters.validation == Validation::Holdout)
        names.emplace_back("holdout_fraction");
    if (parameters.classWeights != ClassWeights::None) // which there was not always
        names.emplace_back("class_weights");
    if (parameters.networks.contains(stage.role))
        names.emplace_back(kNetworks);
    else if (const std::string_view switchName = networkRole(stage.role).switchName; !switchName.empty())
        names.emplace_back(switchName);
    names.insert(names.end(), stage.shapes.begin(), stage.shapes.end());
    return names;
}

Json valueFor(const Stage& stage, const Parameters& parameters, const std::string& name) {
    if (name != kNetworks)
        return getParameter(parameters, parameterInfo(name));
    const NetworkSpec& network = networkOf(parameters, stage.role);
    const std::string_view preset = nameOfPreset(network);
    return preset.empty() ? toJson(network) : Json(std::string(preset));
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
    const auto independent = std::ranges::count_if(
        stagesOf(parameters.groups), [](const Stage& stage) { return learns(stage) && stage.needs.empty(); });
    return static_cast<int>(std::min<std::int64_t>(parameters.threads, independent));
}

} // namespace moelab
