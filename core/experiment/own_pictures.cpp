#include "experiment/own_pictures.h"

#include "base/error.h"
#include "experiment/engine.h"
#include "experiment/experiment.h"

#include <numeric>

namespace moelab {
namespace {

std::string sizeText(const ImageShape& shape) {
    return std::to_string(shape.height) + " x " + std::to_string(shape.width) + " x " +
           std::to_string(shape.channels);
}

} // namespace

void checkSize(Experiment& experiment, const ImageSet& pictures) {
    const std::string size = sizeText({pictures.height, pictures.width, pictures.channels});
    if (const std::string known = sizeText(experiment.imageShape()); size != known)
        throw Error("the pictures", "are " + size + ", and the run's images " + known,
                    "Scale them to the run's size");
}

MemberOutputs ownOutputs(Experiment& experiment, const ImageSet& pictures, const std::vector<Stage>& members,
                         const StopToken& stop) {
    if (members.empty())
        throw Error(experiment.folder().path().string(), "has no trained stage",
                    "Train it first (" + experiment.continueCommand() + ")");
    checkSize(experiment, pictures);
    Split all{pictures, std::vector<std::int64_t>(pictures.size())};
    std::iota(all.images.begin(), all.images.end(), 0);
    MemberOutputs outputs = engine().outputs(experiment.context(), members, all, stop);
    outputs.labels.clear();
    return outputs;
}

} // namespace moelab
