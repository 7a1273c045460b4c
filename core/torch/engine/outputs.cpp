#include "engine/outputs.h"

#include "base/leaving_out.h"
#include "engine/stage_trainer.h"
#include "experiment/mix.h"
#include "network/mixture.h"
#include "training/classifier.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace moelab {
namespace {

using at::Tensor;

std::vector<float> valuesOf(const Tensor& tensor) {
    const Tensor dense = tensor.contiguous();
    return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

/// @returns [images, classes] 1 for the class, 0 for the others
std::vector<float> certainty(std::int64_t images, std::int64_t classes, std::int64_t cls) {
    std::vector<float> shares(static_cast<std::size_t>(images * classes));
    for (std::int64_t image = 0; image < images; ++image)
        shares[static_cast<std::size_t>(image * classes + cls)] = 1;
    return shares;
}

} // namespace

MemberOutputs computeOutputs(const RunContext& context, const std::vector<Stage>& trained, const Split& split,
                             const StopToken& stop) {
    at::NoGradGuard noGradient;
    const Subset images(split.set, split.images, [](int cls) { return cls; });
    MemberOutputs values;
    values.images = images.size();
    values.classes = context.classes();
    values.groups = static_cast<std::int64_t>(context.parameters.groups.size());
    for (const std::int64_t image : split.images)
        values.labels.push_back(split.set.labels[static_cast<std::size_t>(image)]);
    LeavingOut leavingOut;
    for (const Stage& stage : trained) {
        if (!learns(stage)) {
            values.arrays[stage.outputs.back()] = certainty(values.images, values.classes, stage.constant);
            continue;
        }
        std::vector<Network> networks;
        leavingOut.attempt([&] { networks = loadMembers(context, stage); });
        for (const Network& network : networks) {
            // Sub-gates always run in full precision, as they were trained.
            const bool blends = stage.learning == Learning::Blend;
            Compute compute = computeFor(context.parameters);
            if (blends)
                compute.arithmetic.precision = Precision::Fp32;
            const Tensor logits = allLogits(network, images, compute, stop);
            const std::vector<float> found = valuesOf(blends ? subGateWeights(logits) : at::softmax(logits, 1));
            std::vector<float>& array = values.arrays[stage.outputs.back()]; // the sub-gates' follow one another
            array.reserve(networks.size() * found.size());
            array.insert(array.end(), found.begin(), found.end());
        }
    }
    leavingOut.mustHaveDoneAny();
    if (!leavingOut.caught().empty()) // the mixture needs every member
        values.arrays.erase(std::string(outputs::kSubGates));
    if (!values.subGates().empty())
        values.arrays[std::string(outputs::kMixture)] = mix(values, context.parameters.groups, {}).outputs;
    return values;
}

} // namespace moelab
