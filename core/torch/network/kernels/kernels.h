#pragma once

#include <cstdint>

namespace moelab {

/// A 3 x 3 convolution with same padding. Activations are [images, height, width, channels].
struct ConvolutionShape {
    std::int64_t images, height, width, inputs, outputs; ///< the last two count channels

    /// Of the convolution that carries the gradient back to the input.
    ConvolutionShape reversed() const { return {images, height, width, outputs, inputs}; }
};

/// What is done to a sum of products before it is stored; each may be null.
struct Epilogue {
    const float* bias = nullptr;   ///< [outputs], added before a ReLU
    const float* passes = nullptr; ///< as large as the output, which becomes zero where this is not above zero
};

/// One way to convolve. Channels of outputs are multiples of 32. Sizes are in floats.
class ConvolutionKernel {
  public:
    virtual std::int64_t packedSize(const ConvolutionShape& shape) const = 0;
    virtual std::int64_t sumsSize(const ConvolutionShape& shape) const = 0;
    virtual std::int64_t scratchSize(const ConvolutionShape& shape) const = 0;

    /// Brings weights into the form in which forward() reads them.
    /// @param weight [outputs, inputs, 3, 3], or where `reversed` that of the convolution whose gradient goes back:
    ///        [inputs, outputs, 3, 3]
    virtual void pack(const ConvolutionShape& shape, const float* weight, bool reversed, float* packed) const = 0;

    /// @param scratch may hold anything
    virtual void forward(const ConvolutionShape& shape, const float* input, const float* packed,
                         const Epilogue& epilogue, float* output, float* scratch) const = 0;

    /// Adds what these images contribute to the gradients of weight and bias.
    /// @param gradient of the output before its ReLU. @param begins true for the first images: the sums may hold
    /// anything
    virtual void addWeightGradient(const ConvolutionShape& shape, const float* input, const float* gradient,
                                   bool begins, float* sums, float* scratch) const = 0;

    /// @param sums [shares, sumsSize()], which are added in their order. @param weight gradient of
    /// [outputs, inputs, 3, 3]. @param bias gradient of [outputs]
    virtual void finishWeightGradient(const ConvolutionShape& shape, const float* sums, std::int64_t shares,
                                      float* weight, float* bias) const = 0;

  protected:
    ~ConvolutionKernel() = default;
};

/// A dense layer: [images, inputs] times the transpose of [outputs, inputs].
struct DenseShape {
    std::int64_t images, inputs, outputs; ///< inputs are a multiple of 32
};

/// A dense layer in parts, which may be computed in any order and at the same time: each takes all images. Sizes
/// are in floats; a scratch may hold anything.
class DenseKernel {
  public:
    static constexpr std::int64_t kOutputsAtOnce = 32;
    static constexpr std::int64_t kInputsAtOnce = 256;

    virtual std::int64_t scratchSize(const DenseShape& shape) const = 0;

    /// The outputs from `output` on, kOutputsAtOnce of them if there are so many.
    /// @param weight and bias of all outputs. @param result [images, outputs]
    virtual void forward(const DenseShape& shape, std::int64_t output, const float* input, const float* weight,
                         const float* bias, bool relu, float* result, float* scratch) const = 0;

    /// The gradient of the inputs from `input` on, kInputsAtOnce of them if there are so many.
    /// @param gradient of the output before its ReLU. @param result [images, inputs]
    virtual void backward(const DenseShape& shape, std::int64_t input, const float* gradient, const float* weight,
                          float* result, float* scratch) const = 0;

    /// The gradient of the weights of the same inputs. @param inputs all, [images, inputs]. @param result as the
    /// weights, [outputs, inputs]
    virtual void weightGradient(const DenseShape& shape, std::int64_t input, const float* inputs,
                                const float* gradient, float* result, float* scratch) const = 0;

  protected:
    ~DenseKernel() = default;
};

/// One image's 2 x 2 max-pool, which leaves out the last row and column of an odd size, and the dropout after it.
struct PoolShape {
    std::int64_t height, width; ///< of the input
    std::int64_t channels;      ///< a multiple of 16

    std::int64_t inputs() const { return height * width * channels; }
    std::int64_t outputs() const { return (height / 2) * (width / 2) * channels; }
};

/// What is computed with one set of instructions.
struct Kernels {
    const ConvolutionKernel* direct;   ///< as the definition says; any number of input channels
    const ConvolutionKernel* winograd; ///< Winograd's F(4x4, 3x3), a quarter of the products; input channels are
                                       ///< multiples of 32 (Lavin and Gray 2015, arXiv:1509.09308)
    const DenseKernel* dense;

    /// @param input one image after its ReLU. @param mask [outputs] of dropout, null for none
    /// @param choice [outputs]: which of the four was the largest; 4 if none was above zero, so that no gradient
    ///        passes. May be null
    void (*pool)(const PoolShape& shape, const float* input, const float* mask, float* output,
                 std::uint8_t* choice);
    /// @param gradient of the output. @param result gradient of the input before its ReLU; what no output looked at
    ///        is left as it is
    void (*unpool)(const PoolShape& shape, const float* gradient, const float* mask, const std::uint8_t* choice,
                   float* result);
};

/// What the kernels are made for.
enum class Instructions { Avx512, Avx2 };

/// @returns null where the processor lacks the instructions
const Kernels* kernelsOf(Instructions instructions);

/// @returns the fastest that the processor can run; null if it has neither AVX-512 nor AVX2
const Kernels* fastestKernels();

} // namespace moelab
