#include "network/network.h"

#include "base/error.h"
#include "network/fused_convolutions.h"
#include "network/fused_dense.h"
#include "plan/plan_fused.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace moelab {
namespace {

using at::Tensor;

Tensor convolve(const Tensor& x, const Tensor& weight, const Tensor& bias) {
    const auto type = x.scalar_type();
    return at::conv2d(x, weight.to(type), bias.to(type), 1, 1);
}

/// Glorot and Bengio 2010: uniform within sqrt(6 / (fan in + fan out)), fans counting the receptive field.
double glorotLimit(const Tensor& weight) {
    const auto field = static_cast<double>(weight[0][0].numel());
    return std::sqrt(6.0 / (field * static_cast<double>(weight.size(0) + weight.size(1))));
}

/// How many tensors the layers have.
std::size_t weightsOf(std::span<const Layer> layers) {
    std::size_t count = 0;
    for (const Layer& layer : layers)
        count += (layer.units > 0 ? 2 : 0) + weightsOf(layer.body);
    return count;
}

bool holdsConvolution(const Layer& layer) {
    return layer.kind == LayerKind::Convolution || std::ranges::any_of(layer.body, holdsConvolution);
}

} // namespace

const Kernels* Arithmetic::ownKernels() const {
    return convolution == Convolution::Direct || convolution == Convolution::Winograd ? fastestKernels() : nullptr;
}

Network::Network(NetworkSpec spec, const ImageShape& input)
    : m_spec(std::move(spec)) {
    std::map<std::string, std::int64_t> inputs;
    std::int64_t next = input.channels;
    for (const LayerInfo& layer : describe(m_spec, input)) {
        inputs[layer.name] = next;
        next = layer.outputShape.back();
    }
    addWeights(m_spec, inputs);
    setTrainable(true);
}

void Network::addWeights(const std::vector<Layer>& layers, const std::map<std::string, std::int64_t>& inputs) {
    for (const Layer& layer : layers) {
        if (layer.kind == LayerKind::Convolution)
            m_weights.emplace_back(layer.name + ".weight", at::zeros({layer.units, inputs.at(layer.name), 3, 3}));
        if (layer.kind == LayerKind::Dense)
            m_weights.emplace_back(layer.name + ".weight", at::zeros({layer.units, inputs.at(layer.name)}));
        if (layer.units > 0)
            m_weights.emplace_back(layer.name + ".bias", at::zeros({layer.units}));
        addWeights(layer.body, inputs);
    }
}

void Network::initialise(std::uint64_t seed) {
    at::NoGradGuard noGradient;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    for (auto& [name, tensor] : m_weights) {
        if (tensor.dim() == 1) {
            tensor.zero_();
            continue;
        }
        const double limit = glorotLimit(tensor);
        tensor.copy_(at::empty(tensor.sizes()).uniform_(-limit, limit, generator));
    }
}

Tensor Network::logits(const Tensor& images, NetworkMode mode, const Arithmetic& arithmetic) const {
    Pass pass{mode, arithmetic.ownKernels()};
    const auto fusedLayers = pass.kernels ? planFused(m_spec) : std::nullopt;
    if (!fusedLayers)
        return run(arithmetic.precision == Precision::Bf16 ? images.to(at::kBFloat16) : images, m_spec, pass);
    const auto layers = std::span(m_spec);
    const Tensor x = fused(images, *fusedLayers, mode, arithmetic.convolution);
    pass.weight = weightsOf(layers.first(*fusedLayers));
    return run(x, layers.subspan(*fusedLayers), pass);
}

Tensor Network::fused(const Tensor& images, std::size_t layers, NetworkMode mode, Convolution convolution) const {
    const auto stretch = std::span(m_spec).first(layers);
    std::vector<Tensor> weights = parameters();
    weights.resize(weightsOf(stretch));
    return fusedConvolutions(stretch, weights, images, mode.dropout, *fastestKernels(),
                             convolution == Convolution::Direct ? ConvolutionAlgorithm::Direct
                                                                : ConvolutionAlgorithm::Winograd);
}

Tensor Network::lastConvolution(const Tensor& images) const {
    Pass pass{NetworkMode::inference()};
    return run(images, std::span(m_spec).first(layersOfConvolutions()), pass);
}

Tensor Network::logitsAfter(const Tensor& activations) const {
    const std::size_t before = layersOfConvolutions();
    Pass pass{NetworkMode::inference()};
    pass.weight = weightsOf(std::span(m_spec).first(before));
    return run(activations, std::span(m_spec).subspan(before), pass);
}

std::size_t Network::layersOfConvolutions() const {
    const auto last = std::find_if(m_spec.rbegin(), m_spec.rend(), holdsConvolution);
    if (last == m_spec.rend())
        throw Error("the network", "has no convolution, at which Grad-CAM could look", "Choose occlusion");
    return static_cast<std::size_t>(m_spec.rend() - last);
}

Tensor Network::run(Tensor x, std::span<const Layer> layers, Pass& pass) const {
    for (const Layer& layer : layers)
        switch (layer.kind) {
        case LayerKind::Convolution: {
            const std::size_t weight = std::exchange(pass.weight, pass.weight + 2);
            x = convolve(x, m_weights[weight].second, m_weights[weight + 1].second);
            if (layer.relu)
                x = x.relu_();
            break;
        }
        case LayerKind::Relu:
            x = x.relu();
            break;
        case LayerKind::MaxPool:
            x = at::max_pool2d(x, 2);
            break;
        case LayerKind::Dropout:
            if (pass.mode
                    .dropout) // channels last, which a single channel lets LibTorch forget: masks count elements
                x = pass.mode.dropout->apply(x.dim() == 4 ? x.contiguous(at::MemoryFormat::ChannelsLast) : x,
                                             layer.rate);
            break;
        case LayerKind::Flatten: // channels last, which in this memory format is a view
            x = x.permute({0, 2, 3, 1}).flatten(1).to(at::kFloat);
            break;
        case LayerKind::Dense:
            x = dense(x, layer, pass);
            break;
        case LayerKind::Residual:
            x = x + run(x, layer.body, pass);
            break;
        }
    return x;
}

Tensor Network::dense(const Tensor& x, const Layer& layer, Pass& pass) const {
    const std::size_t position = std::exchange(pass.weight, pass.weight + 2);
    const Tensor& weight = m_weights[position].second;
    const Tensor& bias = m_weights[position + 1].second;
    if (pass.kernels)
        return fusedDense(x, weight, bias, layer.relu, *pass.kernels);
    const Tensor sums = at::linear(x, weight, bias);
    return layer.relu ? sums.relu_() : sums;
}

std::vector<Tensor> Network::parameters() const {
    std::vector<Tensor> tensors;
    for (const auto& [name, tensor] : m_weights)
        tensors.push_back(tensor);
    return tensors;
}

void Network::setTrainable(bool trainable) {
    for (auto& [name, tensor] : m_weights)
        tensor.requires_grad_(trainable);
}

void Network::moveTo(const at::Device& device) {
    for (auto& [name, tensor] : m_weights) {
        const bool trainable = tensor.requires_grad();
        tensor = tensor.detach().to(device).requires_grad_(trainable);
    }
}

Tensor toInput(const Tensor& pixels, const at::Device& device) {
    return pixels.to(device).to(at::kFloat).div_(255).permute({0, 3, 1, 2});
}

} // namespace moelab
