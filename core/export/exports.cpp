#include "export/exports.h"

#include "base/error.h"
#include "base/files.h"
#include "experiment/experiment_impl.h"
#include "experiment/members.h"
#include "export/image_table.h"
#include "export/torchscript.h"
#include "network/weights.h"

namespace moelab {
namespace {

void refuseExisting(const std::filesystem::path& file) {
    std::error_code problem;
    if (std::filesystem::exists(file, problem))
        throw Error(file.string(), "exists already", "Choose another name or remove it first");
}

/// The trained members by name, in the order of the stages.
std::vector<NamedNetwork> trainedMembers(Experiment& experiment) {
    std::vector<NamedNetwork> members;
    const RunContext context = experiment.impl().context();
    for (const Stage& stage : experiment.stages()) {
        if (experiment.state(stage) != StageState::Done)
            continue;
        std::vector<Network> networks = loadMembers(context, stage);
        const std::vector<Member> names = membersOf(stage, context.parameters, context.classes());
        for (std::size_t i = 0; i < networks.size(); ++i) {
            networks[i].moveTo(at::kCPU);
            members.push_back({names[i].name, std::move(networks[i])});
        }
    }
    return members;
}

} // namespace

void exportSafeTensors(Experiment& experiment, const std::filesystem::path& file) {
    refuseExisting(file);
    const std::vector<NamedNetwork> members = trainedMembers(experiment);
    if (members.empty())
        throw Error(experiment.folder().path().string(), "has no trained stage", "Train one first");
    TensorFile tensors;
    for (const NamedNetwork& member : members)
        tensors.add(member.name + ".", member.network.weights());
    tensors.write(file, {{"format", "pt"}, {"layout", "dense layers after a flatten read height, width, channel"}});
}

void exportTorchScript(Experiment& experiment, const std::filesystem::path& file) {
    refuseExisting(file);
    for (const Stage& stage : experiment.stages())
        if (experiment.state(stage) != StageState::Done)
            throw Error("stage " + stage.name, "is not trained, and TorchScript holds the whole mixture",
                        "Train it first, or export as safetensors, which takes what there is");
    saveTorchScript(trainedMembers(experiment), experiment.parameters().groups, file);
}

void exportImageTable(Experiment& experiment, const std::filesystem::path& file, const StopToken& stop) {
    refuseExisting(file);
    const MemberOutputs outputs = experiment.outputs(stop);
    writeFileAtomically(
        file, imageTable(outputs, experiment.parameters().groups, experiment.folder().config().classNames));
}

} // namespace moelab
