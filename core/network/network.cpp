#include "network/network.h"

#include "network/fused_convolutions.h"
#include "network/fused_dense.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

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

} // namespace

const Kernels* Arithmetic::ownKernels() const {
    return convolution == Convolution::Direct || convolution == Convolution::Winograd ? fastestKernels() : nullptr;
}

Network::Network(Architecture architecture, const ImageShape& input)
    : m_architecture(std::move(architecture)) {
    const std::vector<LayerInfo> infos = describe(m_architecture, input);
    std::int64_t inputs = input.channels;
    for (std::size_t i = 0; i < m_architecture.size(); ++i) {
        const Layer& layer = m_architecture[i];
        if (layer.kind == LayerKind::Convolution)
            m_weights.emplace_back(layer.name + ".weight", at::zeros({layer.units, inputs, 3, 3}));
        if (layer.kind == LayerKind::Dense)
            m_weights.emplace_back(layer.name + ".weight", at::zeros({layer.units, inputs}));
        if (layer.units > 0)
            m_weights.emplace_back(layer.name + ".bias", at::zeros({layer.units}));
        inputs = infos[i].outputShape.back();
    }
    setTrainable(true);
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

Tensor Network::logits(const Tensor& images, Dropout* dropout, const Arithmetic& arithmetic) const {
    const std::size_t end = m_architecture.size();
    const Kernels* const kernels = arithmetic.ownKernels();
    if (kernels && m_architecture.front().kind == LayerKind::Convolution)
        return run(fused(images, dropout, arithmetic.convolution), layersOfFlatten(), end, dropout, kernels);
    return run(arithmetic.precision == Precision::Bf16 ? images.to(at::kBFloat16) : images, 0, end, dropout,
               kernels);
}

Tensor Network::fused(const Tensor& images, Dropout* dropout, Convolution convolution) const {
    const auto layers = std::span(m_architecture).first(layersOfFlatten());
    std::vector<Tensor> weights = parameters();
    weights.resize(2 * static_cast<std::size_t>(std::ranges::count(layers, LayerKind::Convolution, &Layer::kind)));
    return fusedConvolutions(layers, weights, images, dropout, *fastestKernels(),
                             convolution == Convolution::Direct ? ConvolutionAlgorithm::Direct
                                                                : ConvolutionAlgorithm::Winograd);
}

Tensor Network::lastConvolution(const Tensor& images) const {
    return run(images, 0, layersOfConvolutions(), nullptr, nullptr);
}

Tensor Network::logitsAfter(const Tensor& activations) const {
    return run(activations, layersOfConvolutions(), m_architecture.size(), nullptr, nullptr);
}

std::size_t Network::layersOfConvolutions() const {
    const auto last = std::find_if(m_architecture.rbegin(), m_architecture.rend(),
                                   [](const Layer& layer) { return layer.kind == LayerKind::Convolution; });
    return static_cast<std::size_t>(m_architecture.rend() - last);
}

std::size_t Network::layersOfFlatten() const {
    const auto flatten = std::ranges::find(m_architecture, LayerKind::Flatten, &Layer::kind);
    return static_cast<std::size_t>(flatten - m_architecture.begin()) + 1;
}

Tensor Network::run(Tensor x, std::size_t firstLayer, std::size_t endLayer, Dropout* dropout,
                    const Kernels* kernels) const {
    std::size_t next = 0;
    for (std::size_t i = 0; i < endLayer; ++i) {
        const Layer& layer = m_architecture[i];
        const std::size_t weight = next;
        next += layer.units > 0 ? 2 : 0; // a weight and a bias
        if (i < firstLayer)
            continue;
        switch (layer.kind) {
        case LayerKind::Convolution:
            x = convolve(x, m_weights[weight].second, m_weights[weight + 1].second);
            break;
        case LayerKind::MaxPool:
            x = at::max_pool2d(x, 2);
            break;
        case LayerKind::Dropout:
            if (dropout)
                x = dropout->apply(x, layer.rate);
            break;
        case LayerKind::Flatten: // channels last, which in this memory format is a view
            x = x.permute({0, 2, 3, 1}).flatten(1).to(at::kFloat);
            break;
        case LayerKind::Dense:
            if (kernels) {
                x = fusedDense(x, m_weights[weight].second, m_weights[weight + 1].second, layer.relu, *kernels);
                continue;
            }
            x = at::linear(x, m_weights[weight].second, m_weights[weight + 1].second);
            break;
        }
        if (layer.relu)
            x = x.relu_();
    }
    return x;
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
