#pragma once

#include "network/kernels/kernels.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace moelab {

/// A convolution with bias and ReLU.
struct ConvolutionLayer {
    const ConvolutionKernel* kernel;
    ConvolutionShape shape; ///< of one image
    at::Tensor weight, bias;

    ConvolutionShape of(std::int64_t images) const {
        ConvolutionShape all = shape;
        all.images = images;
        return all;
    }
    std::int64_t inputs() const { return shape.height * shape.width * shape.inputs; }
    std::int64_t outputs() const { return shape.height * shape.width * shape.outputs; }
};

/// Some convolutions, the pool after them and its dropout, forward and back. A thread takes a few images at a time
/// through all of them, so that what is between the layers stays in the processor's second cache.
class ConvolutionBlock {
  public:
    /// @param passesGradient on to its input
    ConvolutionBlock(const Kernels& kernels, std::vector<ConvolutionLayer> convolutions, bool passesGradient);

    /// @param rate of dropout, 0 for none. @param seed of its mask
    void drop(double rate, std::uint64_t seed);

    /// @param input [N, height, width, channels]. @param keeps what the backward pass needs
    /// @returns [N, height / 2, width / 2, channels]
    at::Tensor forward(const at::Tensor& input, bool keeps);

    /// @param gradient of the output. @param gradients of weights and biases, the last first
    /// @returns the gradient of the input, undefined if it is not passed on
    at::Tensor backward(const at::Tensor& gradient, std::vector<at::Tensor>& gradients) const;

  private:
    void keep(const at::Tensor& input);
    /// The weights of each convolution in its kernel's form. @param reversed for the backward pass
    std::vector<at::Tensor> pack(bool reversed) const;
    /// Of `count` images. @param packed by pack(). @param input of the first image. @param output of the first
    void forward(std::int64_t first, std::int64_t count, const float* input, const std::vector<at::Tensor>& packed,
                 float* output) const;
    /// Of `count` images. @param begins true for the first of a share. @param sums of each convolution. @param
    /// result null if the gradient is not passed on
    void backward(std::int64_t first, std::int64_t count, const float* gradient,
                  const std::vector<at::Tensor>& packed, bool begins, const std::vector<float*>& sums,
                  float* result) const;
    /// @param sums of each convolution, [shares, what its kernel sums]
    void finish(const std::vector<at::Tensor>& sums, std::vector<at::Tensor>& gradients) const;

    /// Calls visit(first, count) for a few images at a time.
    template <class Visit>
    void forEachFew(std::int64_t begin, std::int64_t end, const Visit& visit) const;
    /// Each thread takes some convolutions. Visits with their number.
    template <class Visit>
    void forEachConvolution(const Visit& visit) const;

    float* activation(std::size_t convolution, std::int64_t image) const;
    /// @returns null where nothing is kept
    std::uint8_t* choice(std::int64_t image) const;
    /// @returns null without dropout
    const float* mask(std::int64_t image) const;

    const Kernels* m_kernels;
    std::vector<ConvolutionLayer> m_convolutions;
    bool m_passesGradient;
    PoolShape m_pool;
    double m_rate = 0;
    std::uint64_t m_seed = 0;
    at::Tensor m_input;
    std::vector<at::Tensor> m_activations; ///< of all convolutions but the last
    at::Tensor m_choice;                   ///< as in Kernels::pool
};

} // namespace moelab
