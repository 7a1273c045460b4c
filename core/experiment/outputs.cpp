#include "experiment/outputs.h"

#include "base/leaving_out.h"
#include "experiment/stage_trainer.h"
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

/// What the stages leave behind, as tensors; an undefined tensor is a member that is not trained.
struct Outputs {
    Tensor baseline;
    Tensor gate;
    std::vector<Tensor> experts;
    std::vector<Tensor> subGates;

    Tensor mixture() const {
        const Tensor route = routes(gate);
        return blend(baseline, pickRoute(experts, route), pickRoute(subGates, route));
    }
};

} // namespace

MemberOutputs computeOutputs(const RunContext& context, const std::vector<Stage>& trained, const Split& split,
                             const StopToken& stop) {
    at::NoGradGuard noGradient;
    const Subset images(split.set, split.images, [](int cls) { return cls; });
    const std::size_t groups = context.parameters.groups.size();
    Outputs outputs;
    outputs.experts.resize(groups);
    LeavingOut leavingOut;
    for (const Stage& stage : trained) {
        std::vector<Network> networks;
        leavingOut.attempt([&] { networks = loadMembers(context, stage); });
        for (const Network& network : networks) {
            // Sub-gates always run in full precision, as they were trained.
            Compute compute = computeFor(context.parameters);
            if (stage.learning == Learning::Blend)
                compute.arithmetic.precision = Precision::Fp32;
            const Tensor logits = allLogits(network, images, compute, stop);
            if (stage.learning == Learning::Blend)
                outputs.subGates.push_back(subGateWeights(logits));
            else if (stage.group >= 0)
                outputs.experts[static_cast<std::size_t>(stage.group)] = at::softmax(logits, 1);
            else
                (stage.targets == Targets::Groups ? outputs.gate : outputs.baseline) = at::softmax(logits, 1);
        }
    }
    leavingOut.mustHaveDoneAny();
    MemberOutputs values;
    values.images = images.size();
    values.classes = context.classes();
    values.groups = static_cast<std::int64_t>(groups);
    for (const std::int64_t image : split.images)
        values.labels.push_back(split.set.labels[static_cast<std::size_t>(image)]);
    for (const Tensor& expert : outputs.experts)
        values.experts.push_back(expert.defined() ? valuesOf(expert) : std::vector<float>());
    if (outputs.baseline.defined())
        values.baseline = valuesOf(outputs.baseline);
    if (outputs.gate.defined())
        values.gate = valuesOf(outputs.gate);
    if (!outputs.subGates.empty() && leavingOut.caught().empty()) { // the mixture needs every member
        values.subGates = valuesOf(at::stack(outputs.subGates));
        values.mixture = valuesOf(outputs.mixture());
    }
    return values;
}

} // namespace moelab
