#include "export/exports.h"

#include "base/error.h"
#include "base/files.h"
#include "experiment/engine.h"
#include "export/image_table.h"

namespace moelab {

void exportSafeTensors(Experiment& experiment, const std::filesystem::path& file) {
    refuseExisting(file);
    const std::vector<Stage> trained = experiment.trained();
    if (trained.empty())
        throw Error(experiment.folder().path().string(), "has no trained stage", "Train one first");
    engine().saveWeights(experiment.context(), trained, file);
}

void exportTorchScript(Experiment& experiment, const std::filesystem::path& file) {
    refuseExisting(file);
    for (const Stage& stage : experiment.stages())
        if (experiment.state(stage) != StageState::Done)
            throw Error("stage " + stage.name, "is not trained, and TorchScript holds the whole mixture",
                        "Train it first, or export as safetensors, which takes what there is");
    engine().saveTorchScript(experiment.context(), file);
}

void exportImageTable(Experiment& experiment, const std::filesystem::path& file, const StopToken& stop) {
    refuseExisting(file);
    const MemberOutputs outputs = experiment.outputs(stop);
    writeFileAtomically(
        file, imageTable(outputs, experiment.parameters().groups, experiment.folder().config().classNames),
        IfExists::Refuse);
}

} // namespace moelab
