#include "experiment/heat_map.h"

#include "base/error.h"
#include "base/printable.h"
#include "experiment/engine.h"
#include "experiment/experiment.h"
#include "experiment/occlusion.h"
#include "experiment/own_pictures.h"

#include <numeric>

namespace moelab {
namespace {

/// What one member gives one answer on every image. The mixture's outputs do not sum to 1, so its share is of their
/// sum.
std::vector<float> sharesOf(const MemberOutputs& outputs, const Stage& stage, std::int64_t answer) {
    const std::int64_t width = stage.targets == Targets::Groups ? outputs.groups : outputs.classes;
    const std::vector<float>& array = outputs.of(stage.outputs.front());
    std::vector<float> shares;
    for (std::int64_t image = 0; image < outputs.images; ++image) {
        const std::span<const float> row = outputs.row(array, image, width);
        const float share = row[static_cast<std::size_t>(answer)];
        shares.push_back(stage.isMixture ? share / std::accumulate(row.begin(), row.end(), 0.0F) : share);
    }
    return shares;
}

void checkAnswer(const Experiment& experiment, const Stage& stage, std::int64_t answer) {
    const std::size_t answers = stage.targets == Targets::Groups ? experiment.parameters().groups.size()
                                                                 : experiment.folder().config().classNames.size();
    if (answer < 0 || answer >= static_cast<std::int64_t>(answers))
        throw Error("answer", "is " + std::to_string(answer) + ", which " + stage.name + " cannot give",
                    "Give 0 to " + std::to_string(answers - 1));
}

} // namespace

HeatMap heatMap(Experiment& experiment, const HeatMapQuestion& question, const ImageSet& picture,
                const StopToken& stop) {
    const Stage& stage = findStage(experiment.stages(), question.stage);
    if (experiment.state(stage) != StageState::Done)
        throw Error("stage " + stage.name, "is not trained", "Train it first");
    if (!learns(stage))
        throw Error(
            "stage " + stage.name,
            "is a constant: it predicts " +
                printable(experiment.folder().config().classNames[static_cast<std::size_t>(stage.constant)]) +
                " for every image, and looks at none",
            "Choose another stage");
    checkSize(experiment, picture);
    checkAnswer(experiment, stage, question.answer);
    const bool mixture = stage.isMixture;
    if (question.kind == HeatMapKind::GradCam) {
        if (mixture)
            throw Error("stage " + stage.name, "has no last convolution, which Grad-CAM needs",
                        "Choose the occlusion map or another stage");
        return engine().gradCam(experiment.context(), stage, picture, question.answer);
    }
    const std::vector<Stage> members = mixture ? experiment.stages() : std::vector<Stage>{stage};
    const MemberOutputs outputs = ownOutputs(experiment, occludedCopies(picture), members, stop);
    if (mixture && outputs.mixture().empty())
        throw Error("stage " + stage.name, "needs every member, and one of them was left out",
                    "See the log for the reason");
    return occlusionMap(picture, sharesOf(outputs, stage, question.answer));
}

} // namespace moelab
