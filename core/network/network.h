#pragma once

#include "config/parameters.h"
#include "network/architecture.h"
#include "network/dropout.h"
#include "network/kernels/kernels.h"

#include <ATen/core/Tensor.h>

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

/// One trainable network: an architecture and its weights.
class Network {
  public:
    Network(Architecture architecture, const ImageShape& input);

    /// Glorot-uniform weights from `seed`, biases zero (Keras' default initialisers).
    void initialise(std::uint64_t seed);

    /// @param images [N, channels, height, width] float in channels-last memory (see toInput)
    /// @param dropout null for inference
    /// @returns logits [N, outputs] float
    at::Tensor logits(const at::Tensor& images, Dropout* dropout, const Arithmetic& arithmetic = {}) const;

    /// The two halves of inference in full precision: logitsAfter(lastConvolution(x)) = logits(x). The border is
    /// the last convolution; there must be one.
    /// @returns its activations, after its ReLU: [N, channels, h, w] float
    at::Tensor lastConvolution(const at::Tensor& images) const;
    /// @param activations of the last convolution. @returns logits [N, outputs] float
    at::Tensor logitsAfter(const at::Tensor& activations) const;

    const Architecture& architecture() const { return m_architecture; }
    const NamedTensors& weights() const { return m_weights; }
    std::vector<at::Tensor> parameters() const;
    /// Frozen networks take no part in gradients.
    void setTrainable(bool trainable);
    void moveTo(const at::Device& device);

  private:
    /// The number of layers up to the last convolution and with it.
    std::size_t layersOfConvolutions() const;
    /// The number of layers up to the flatten and with it.
    std::size_t layersOfFlatten() const;
    /// The layers up to the flatten on our own kernels.
    at::Tensor fused(const at::Tensor& images, Dropout* dropout, Convolution convolution) const;
    /// @param kernels of the dense layers; null for LibTorch's
    at::Tensor run(at::Tensor x, std::size_t firstLayer, std::size_t endLayer, Dropout* dropout,
                   const Kernels* kernels) const;

    Architecture m_architecture;
    NamedTensors m_weights;
};

/// @param pixels uint8 [N, height, width, channels]. @returns float [N, channels, height, width] = pixels / 255,
///        in channels-last memory on `device`
at::Tensor toInput(const at::Tensor& pixels, const at::Device& device);

} // namespace moelab
