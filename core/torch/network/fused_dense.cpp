#include "network/fused_dense.h"

#include "network/autograd_node.h"
#include "network/working_memory.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <algorithm>
#include <functional>

namespace moelab {
namespace {

using at::Tensor;

/// Calls visit(first, scratch) for each part of a layer; the parts are the same with any number of threads.
template <class Visit>
void forEachPart(std::int64_t count, std::int64_t atOnce, std::int64_t scratchSize, const Visit& visit) {
    const std::int64_t parts = (count + atOnce - 1) / atOnce;
    at::parallel_for(0, parts, 1, [&](std::int64_t begin, std::int64_t end) {
        float* const scratch = workingMemory(scratchSize);
        for (std::int64_t part = begin; part < end; ++part)
            visit(part * atOnce, scratch);
    });
}

/// The sums over all images, in their order.
Tensor sumOverImages(const Tensor& gradient) {
    Tensor sums = at::zeros({gradient.size(1)}, at::kFloat);
    const std::int64_t count = sums.numel();
    float* const to = sums.data_ptr<float>();
    const float* from = gradient.data_ptr<float>();
    for (std::int64_t image = 0; image < gradient.size(0); ++image, from += count)
        std::transform(from, from + count, to, to, std::plus());
    return sums;
}

/// The backward pass, as LibTorch calls it.
class DenseBackward : public torch::autograd::Node {
  public:
    const DenseKernel* kernel;
    DenseShape shape;
    Tensor input, weight;
    Tensor output; ///< of a ReLU, else undefined

    torch::autograd::variable_list apply(torch::autograd::variable_list&& outputs) override {
        const at::NoGradGuard noGradient;
        Tensor gradient = outputs[0].contiguous();
        if (output.defined())
            gradient = at::threshold_backward(gradient, output, 0);
        const Tensor result = should_compute_output(0) ? at::empty_like(input) : Tensor();
        const Tensor weightGradient = at::empty_like(weight);
        forEachPart(shape.inputs, DenseKernel::kInputsAtOnce, kernel->scratchSize(shape),
                    [&](std::int64_t first, float* scratch) {
                        const float* const from = gradient.data_ptr<float>();
                        kernel->weightGradient(shape, first, input.data_ptr<float>(), from,
                                               weightGradient.data_ptr<float>(), scratch);
                        if (result.defined())
                            kernel->backward(shape, first, from, weight.data_ptr<float>(), result.data_ptr<float>(),
                                             scratch);
                    });
        return {result, weightGradient, sumOverImages(gradient)};
    }
};

} // namespace

Tensor fusedDense(const Tensor& x, const Tensor& weight, const Tensor& bias, bool relu, const Kernels& kernels) {
    if (const std::int64_t missing = -x.size(1) & 31) // the kernels take 32 inputs at a time
        return fusedDense(at::constant_pad_nd(x, {0, missing}), at::constant_pad_nd(weight, {0, missing}), bias,
                          relu, kernels);
    const DenseShape shape{x.size(0), x.size(1), weight.size(0)};
    const Tensor input = x.detach().contiguous();
    const Tensor weights = weight.detach().contiguous();
    Tensor output = at::empty({shape.images, shape.outputs}, at::kFloat);
    forEachPart(shape.outputs, DenseKernel::kOutputsAtOnce, kernels.dense->scratchSize(shape),
                [&](std::int64_t first, float* scratch) {
                    kernels.dense->forward(shape, first, input.data_ptr<float>(), weights.data_ptr<float>(),
                                           bias.data_ptr<float>(), relu, output.data_ptr<float>(), scratch);
                });
    if (at::GradMode::is_enabled() && torch::autograd::any_variable_requires_grad({x, weight, bias})) {
        const auto node = makeNode<DenseBackward>();
        node->kernel = kernels.dense;
        node->shape = shape;
        node->input = input;
        node->weight = weights;
        node->output = relu ? output.detach() : Tensor();
        node->set_next_edges(torch::autograd::collect_next_edges(x, weight, bias));
        torch::autograd::set_history(output, node);
    }
    return output;
}

} // namespace moelab
