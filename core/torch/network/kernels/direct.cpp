#include "network/kernels/of_instructions.h"
#include "network/kernels/simd.h"

namespace moelab::MOELAB_INSTRUCTIONS {
namespace {

/// An image with a border of zeros, so that every pixel has 9 neighbours. Those of one row, with all their
/// channels, lie one after the other.
struct Padded {
    float* first;
    std::int64_t channels;
    std::int64_t row; ///< floats from one row to the next

    /// Floats in all; the last pixels' neighbours are read some pixels beyond the end.
    static std::int64_t sizeOf(const ConvolutionShape& shape) {
        return ((shape.height + 2) * (shape.width + 2) + kFewRows + 3) * shape.inputs;
    }

    Padded(float* memory, const ConvolutionShape& shape, const float* image)
        : first(memory)
        , channels(shape.inputs)
        , row((shape.width + 2) * shape.inputs) {
        std::memset(memory, 0, static_cast<std::size_t>(sizeOf(shape)) * sizeof(float));
        const std::int64_t ofImage = shape.width * shape.inputs;
        for (std::int64_t y = 0; y < shape.height; ++y)
            std::memcpy(memory + (y + 1) * row + channels, image + y * ofImage,
                        static_cast<std::size_t>(ofImage) * sizeof(float));
    }

    /// The first of the neighbours of a pixel in the row above it, at it (1) and below it (2).
    const float* neighbours(std::int64_t y, std::int64_t x, std::int64_t which) const {
        return first + (y + which) * row + x * channels;
    }
};

class Direct final : public ConvolutionKernel {
  public:
    std::int64_t packedSize(const ConvolutionShape& shape) const override {
        return 9 * shape.inputs * shape.outputs;
    }

    std::int64_t sumsSize(const ConvolutionShape& shape) const override {
        return packedSize(shape) + shape.outputs;
    }

    std::int64_t scratchSize(const ConvolutionShape& shape) const override { return Padded::sizeOf(shape); }

    /// [outputs / kColumns, 3, 3, inputs, kColumns]
    void pack(const ConvolutionShape& shape, const float* weight, bool reversed, float* packed) const override {
        const std::int64_t nextInput = reversed ? shape.outputs * 9 : 9;
        const std::int64_t nextOutput = reversed ? 9 : shape.inputs * 9;
        for (std::int64_t column = 0; column < shape.outputs; column += kColumns)
            for (std::int64_t i = 0; i < 9; ++i)
                for (std::int64_t input = 0; input < shape.inputs; ++input)
                    for (std::int64_t lane = 0; lane < kColumns; ++lane)
                        *packed++ =
                            weight[(column + lane) * nextOutput + input * nextInput + (reversed ? 8 - i : i)];
    }

    void forward(const ConvolutionShape& shape, const float* input, const float* packed, const Epilogue& epilogue,
                 float* output, float* scratch) const override {
        const std::int64_t pixels = shape.height * shape.width;
        for (std::int64_t image = 0; image < shape.images; ++image) {
            const Padded padded(scratch, shape, input + image * pixels * shape.inputs);
            for (std::int64_t column = 0; column < shape.outputs; column += kColumns)
                for (std::int64_t y = 0; y < shape.height; ++y)
                    for (std::int64_t x = 0; x < shape.width; x += kFewRows) {
                        Sums<kFewRows> sums;
                        sums.clear();
                        for (std::int64_t which = 0; which < 3; ++which)
                            sums.add(padded.neighbours(y, x, which), shape.inputs, 1,
                                     packed + (9 * column + 3 * which * kColumns) * shape.inputs, kColumns,
                                     3 * shape.inputs);
                        const std::int64_t pixel = (image * shape.height + y) * shape.width + x;
                        const std::int64_t left = shape.width - x;
                        put(sums, left < kFewRows ? left : kFewRows, epilogue, pixel * shape.outputs, column,
                            shape.outputs, output);
                    }
        }
    }

    void addWeightGradient(const ConvolutionShape& shape, const float* input, const float* gradient, bool begins,
                           float* sums, float* scratch) const override {
        if (begins)
            std::memset(sums, 0, static_cast<std::size_t>(sumsSize(shape)) * sizeof(float));
        const std::int64_t pixels = shape.height * shape.width;
        const std::int64_t ofRow = 3 * shape.inputs;
        for (std::int64_t image = 0; image < shape.images; ++image) {
            const Padded padded(scratch, shape, input + image * pixels * shape.inputs);
            const float* ofImage = gradient + image * pixels * shape.outputs;
            for (std::int64_t column = 0; column < shape.outputs; column += kColumns)
                for (std::int64_t which = 0; which < 3; ++which) {
                    float* to = sums + which * ofRow * shape.outputs + column;
                    std::int64_t row = 0;
                    for (; row + kFewRows <= ofRow; row += kFewRows)
                        addProducts<kFewRows>(shape, padded, which, row, ofImage + column, to);
                    for (; row < ofRow; ++row)
                        addProducts<1>(shape, padded, which, row, ofImage + column, to);
                }
            addBias(shape, ofImage, sums + packedSize(shape));
        }
    }

    void finishWeightGradient(const ConvolutionShape& shape, const float* sums, std::int64_t shares, float* weight,
                              float* bias) const override {
        for (std::int64_t output = 0; output < shape.outputs; output += kLanes)
            store(bias + output, sumOf(sums + packedSize(shape) + output, shares, sumsSize(shape)));
        for (std::int64_t i = 0; i < 9; ++i)
            for (std::int64_t input = 0; input < shape.inputs; ++input)
                for (std::int64_t output = 0; output < shape.outputs; output += kLanes, sums += kLanes) {
                    const Floats sum = sumOf(sums, shares, sumsSize(shape));
                    for (std::int64_t lane = 0; lane < kLanes; ++lane)
                        weight[((output + lane) * shape.inputs + input) * 9 + i] = sum[lane];
                }
    }

  private:
    static MOELAB_INLINE void put(const Sums<kFewRows>& sums, std::int64_t pixels, const Epilogue& epilogue,
                                  std::int64_t first, std::int64_t column, std::int64_t outputs, float* output) {
        for (std::int64_t pixel = 0; pixel < pixels; ++pixel)
            for (std::int64_t half = 0; half < 2; ++half) {
                const std::int64_t channel = column + half * kLanes;
                const std::int64_t at = first + pixel * outputs + channel;
                store(output + at, finished(sums.at[pixel][half], epilogue, channel, at));
            }
    }

    /// @param sums of the row of neighbours `which`: [3 * inputs, outputs]
    template <std::int64_t rows>
    static MOELAB_INLINE void addProducts(const ConvolutionShape& shape, const Padded& padded, std::int64_t which,
                                          std::int64_t row, const float* gradient, float* sums) {
        Sums<rows> products;
        products.loadFrom(sums + row * shape.outputs, shape.outputs);
        for (std::int64_t y = 0; y < shape.height; ++y)
            products.add(padded.neighbours(y, 0, which) + row, 1, shape.inputs,
                         gradient + y * shape.width * shape.outputs, shape.outputs, shape.width);
        products.storeTo(sums + row * shape.outputs, shape.outputs);
    }

    static void addBias(const ConvolutionShape& shape, const float* gradient, float* bias) {
        for (std::int64_t column = 0; column < shape.outputs; column += kLanes) {
            Floats sum = load(bias + column);
            for (std::int64_t pixel = 0; pixel < shape.height * shape.width; ++pixel)
                sum += load(gradient + pixel * shape.outputs + column);
            store(bias + column, sum);
        }
    }
};

} // namespace

const ConvolutionKernel& direct() {
    static const Direct kernel;
    return kernel;
}

} // namespace moelab::MOELAB_INSTRUCTIONS
