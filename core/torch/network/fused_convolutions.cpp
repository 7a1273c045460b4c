#include "network/fused_convolutions.h"

#include "network/autograd_node.h"
#include "network/convolution_block.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

namespace moelab {
namespace {

using at::Tensor;

/// The backward pass, as LibTorch calls it.
class ConvolutionsBackward : public torch::autograd::Node {
  public:
    std::vector<ConvolutionBlock> blocks;

    torch::autograd::variable_list apply(torch::autograd::variable_list&& outputs) override {
        const at::NoGradGuard noGradient;
        Tensor gradient = outputs[0].contiguous();
        std::vector<Tensor> gradients;
        for (; !blocks.empty(); blocks.pop_back())
            gradient = blocks.back().backward(gradient, gradients);
        return {gradients.rbegin(), gradients.rend()};
    }
};

/// @param weights as in fusedConvolutions. @param x the size of [N, height, width, channels]
std::vector<ConvolutionBlock> blocksOf(std::span<const Layer> layers, const std::vector<Tensor>& weights,
                                       at::IntArrayRef x, Dropout* dropout, const Kernels& kernels,
                                       ConvolutionAlgorithm algorithm) {
    std::vector<ConvolutionBlock> blocks;
    std::vector<ConvolutionLayer> convolutions;
    std::size_t next = 0;
    ConvolutionShape shape{1, x[1], x[2], 0, x[3]};
    for (const Layer& layer : layers) {
        if (layer.kind == LayerKind::Convolution) {
            shape.inputs = shape.outputs;
            shape.outputs = layer.units;
            // The first one's few channels gain nothing from Winograd's transforms.
            const bool direct = next == 0 || algorithm == ConvolutionAlgorithm::Direct;
            convolutions.push_back({direct ? kernels.direct : kernels.winograd, shape,
                                    weights[next].detach().contiguous(), weights[next + 1].detach().contiguous()});
            next += 2;
        }
        if (layer.kind == LayerKind::MaxPool) {
            blocks.emplace_back(kernels, std::exchange(convolutions, {}), !blocks.empty());
            shape.height /= 2;
            shape.width /= 2;
        }
        if (layer.kind == LayerKind::Dropout && dropout)
            blocks.back().drop(layer.rate, dropout->nextMask());
    }
    return blocks;
}

} // namespace

Tensor fusedConvolutions(std::span<const Layer> layers, const std::vector<Tensor>& weights, const Tensor& images,
                         Dropout* dropout, const Kernels& kernels, ConvolutionAlgorithm algorithm) {
    const bool learns = at::GradMode::is_enabled() && torch::autograd::any_variable_requires_grad(weights);
    Tensor x = images.detach().permute({0, 2, 3, 1}).contiguous();
    std::vector<ConvolutionBlock> blocks = blocksOf(layers, weights, x.sizes(), dropout, kernels, algorithm);
    {
        const at::NoGradGuard noGradient;
        for (ConvolutionBlock& block : blocks)
            x = block.forward(x, learns);
    }
    if (learns) {
        const auto node = makeNode<ConvolutionsBackward>();
        node->blocks = std::move(blocks);
        node->set_next_edges(torch::autograd::collect_next_edges(weights));
        torch::autograd::set_history(x, node);
    }
    return x.permute({0, 3, 1, 2});
}

} // namespace moelab
