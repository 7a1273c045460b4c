#pragma once

#include "config/network_spec.h"
#include "config/parameters.h"
#include "network/dropout.h"
#include "network/kernels/kernels.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moelab {

/// A network's tensors by name, in the order of the layers: "conv1.weight" [out, in, 3, 3], "conv1.bias" [out],
/// "dense1.weight" [out, in]... The first dense layer reads height x width x channels, channels last, as Keras
/// does.
using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

/// How a network computes.
struct Arithmetic {
    Precision precision = Precision::Fp32;           ///< of the convolutions; all else is in full precision
    Convolution convolution = Convolution::LibTorch; ///< Auto counts as LibTorch; Direct and Winograd are for Fp32
                                                     ///< on a processor that has our kernels (see fastestKernels())

    /// What all layers of convolutions and dense ones run on; null for LibTorch. Then the number of threads
    /// changes no bits.
    const Kernels* ownKernels() const;

    bool operator==(const Arithmetic&) const = default;
};

/// What a pass through a network is for.
struct NetworkMode {
    Dropout* dropout = nullptr; ///< drops units in training; null in inference

    static NetworkMode training(Dropout& dropout) { return {&dropout}; }
    static NetworkMode inference() { return {}; }
};

/// One trainable network: its specification and its weights.
class Network {
  public:
    /// @param spec with its outputs. @throws Error naming a layer that does not fit the images
    Network(NetworkSpec spec, const ImageShape& input);

    /// Glorot-uniform weights from `seed`, biases zero (Keras' default initialisers).
    void initialise(std::uint64_t seed);

    /// @param images [N, channels, height, width] float in channels-last memory (see toInput)
    /// @returns logits [N, outputs] float
    at::Tensor logits(const at::Tensor& images, NetworkMode mode, const Arithmetic& arithmetic = {}) const;

    /// The two halves of inference in full precision: logitsAfter(lastConvolution(x)) = logits(x). The border is
    /// the last convolution, or the residual block that it is in.
    /// @returns its activations, after its ReLU: [N, channels, h, w] float. @throws Error if there is none
    at::Tensor lastConvolution(const at::Tensor& images) const;
    /// @param activations of the last convolution. @returns logits [N, outputs] float
    at::Tensor logitsAfter(const at::Tensor& activations) const;

    const NetworkSpec& spec() const { return m_spec; }
    const NamedTensors& weights() const { return m_weights; }
    std::vector<at::Tensor> parameters() const;
    /// Frozen networks take no part in gradients.
    void setTrainable(bool trainable);
    void moveTo(const at::Device& device);

  private:
    /// What layers need beside their input.
    struct Pass {
        NetworkMode mode;
        const Kernels* kernels = nullptr; ///< of the dense layers; null for LibTorch's
        std::size_t weight = 0;           ///< the next layer's
    };

    /// @param inputs of each layer, by its name
    void addWeights(const std::vector<Layer>& layers, const std::map<std::string, std::int64_t>& inputs);
    /// The number of layers up to the last convolution and with it.
    std::size_t layersOfConvolutions() const;
    at::Tensor fused(const at::Tensor& images, std::size_t layers, NetworkMode mode, Convolution convolution) const;
    at::Tensor run(at::Tensor x, std::span<const Layer> layers, Pass& pass) const;
    at::Tensor dense(const at::Tensor& x, const Layer& layer, Pass& pass) const;

    NetworkSpec m_spec;
    NamedTensors m_weights; ///< a weight and a bias for each layer that has units
};

/// @param pixels uint8 [N, height, width, channels]. @returns float [N, channels, height, width] = pixels / 255,
///        in channels-last memory on `device`
at::Tensor toInput(const at::Tensor& pixels, const at::Device& device);

} // namespace moelab
