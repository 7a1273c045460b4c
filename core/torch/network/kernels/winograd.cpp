#include "network/kernels/of_instructions.h"
#include "network/kernels/simd.h"
#include "network/kernels/winograd_transforms.h"

namespace moelab::MOELAB_INSTRUCTIONS {
namespace {

constexpr std::int64_t kTile = 4;
constexpr std::int64_t kEdge = 6;
constexpr std::int64_t kElements = kEdge * kEdge;
/// Tiles at once, so that all they become stays in the processor's second cache.
constexpr std::int64_t kTilesForward = 24;
constexpr std::int64_t kTilesBackward = 96;
static_assert(kTilesForward % kRows == 0);

/// Where a tile of outputs begins.
struct Position {
    std::int64_t image, y, x;
};

std::int64_t tilesAlong(std::int64_t length) { return (length + kTile - 1) / kTile; }

std::int64_t tilesOf(const ConvolutionShape& shape) {
    return shape.images * tilesAlong(shape.height) * tilesAlong(shape.width);
}

Position positionOf(const ConvolutionShape& shape, std::int64_t tile) {
    const std::int64_t across = tilesAlong(shape.width);
    const std::int64_t ofImage = across * tilesAlong(shape.height);
    const std::int64_t within = tile % ofImage;
    return {tile / ofImage, within / across * kTile, within % across * kTile};
}

/// Some tiles of one activation, transformed: [36, tiles, channels], with a gap after each of the 36, since equal
/// places of matrices a power of two apart would evict each other from the cache.
struct Transformed {
    float* first;
    std::int64_t channels;
    std::int64_t stride; ///< from one of the 36 to the next

    static std::int64_t strideOf(std::int64_t tiles, std::int64_t channels) { return tiles * channels + kLanes; }
    Transformed(float* memory, std::int64_t tiles, std::int64_t channelCount)
        : first(memory)
        , channels(channelCount)
        , stride(strideOf(tiles, channelCount)) {}

    float* end() const { return first + kElements * stride; }
    float* at(std::int64_t element, std::int64_t tile) const { return first + element * stride + tile * channels; }
    MOELAB_INLINE void put(std::int64_t tile, std::int64_t channel, const Floats (&values)[6][6]) const {
        float* to = at(0, tile) + channel;
        for (int y = 0; y < kEdge; ++y)
            for (int x = 0; x < kEdge; ++x)
                store(to + (y * kEdge + x) * stride, values[y][x]);
    }
};

/// The pixels of a tile and the border around it, with zeros where the image ends.
struct InputPixels {
    const float* at[kEdge][kEdge];

    InputPixels(const ConvolutionShape& shape, const float* input, const Position& position, const float* zeros) {
        const float* const image = input + position.image * shape.height * shape.width * shape.inputs;
        for (std::int64_t y = 0; y < kEdge; ++y)
            for (std::int64_t x = 0; x < kEdge; ++x) {
                const std::int64_t row = position.y + y - 1;
                const std::int64_t column = position.x + x - 1;
                const bool exists = row >= 0 && row < shape.height && column >= 0 && column < shape.width;
                at[y][x] = exists ? image + (row * shape.width + column) * shape.inputs : zeros;
            }
    }
};

/// @param zeros [inputs]
void transformInputs(const ConvolutionShape& shape, const float* input, const float* zeros, std::int64_t begin,
                     std::int64_t count, const Transformed& to) {
    for (std::int64_t tile = 0; tile < count; ++tile) {
        const InputPixels pixels(shape, input, positionOf(shape, begin + tile), zeros);
        for (std::int64_t channel = 0; channel < shape.inputs; channel += kLanes) {
            Floats values[kEdge][kEdge];
            for (int y = 0; y < kEdge; ++y)
                for (int x = 0; x < kEdge; ++x)
                    values[y][x] = load(pixels.at[y][x] + channel);
            for (int y = 1; y <= kTile; ++y)
                for (int x = 1; x <= kTile; ++x)
                    __builtin_prefetch(pixels.at[y][x] + channel + kTile * shape.width * shape.inputs);
            Floats transformed[kEdge][kEdge];
            transformBoth<InputTransform>(values, transformed);
            to.put(tile, channel, transformed);
        }
    }
}

/// @param bias receives the sums over all pixels, [outputs], added
void transformGradients(const ConvolutionShape& shape, const float* gradient, std::int64_t begin,
                        std::int64_t count, const Transformed& to, float* bias) {
    for (std::int64_t tile = 0; tile < count; ++tile) {
        const Position position = positionOf(shape, begin + tile);
        const std::int64_t firstPixel = (position.image * shape.height + position.y) * shape.width + position.x;
        for (std::int64_t channel = 0; channel < shape.outputs; channel += kLanes) {
            Floats values[4][4];
            for (std::int64_t y = 0; y < kTile; ++y)
                for (std::int64_t x = 0; x < kTile; ++x) {
                    const bool exists = position.y + y < shape.height && position.x + x < shape.width;
                    const std::int64_t pixel = firstPixel + y * shape.width + x;
                    values[y][x] = exists ? load(gradient + pixel * shape.outputs + channel) : Floats{};
                }
            Floats transformed[6][6];
            transformBoth<GradientTransform>(values, transformed);
            to.put(tile, channel, transformed);
            // At the point 1 in both dimensions it is the sum of the tile.
            store(bias + channel, load(bias + channel) + transformed[1][1]);
        }
    }
}

void transformOutputs(const ConvolutionShape& shape, const Transformed& from, std::int64_t begin,
                      std::int64_t count, const Epilogue& epilogue, float* output) {
    for (std::int64_t tile = 0; tile < count; ++tile) {
        const Position position = positionOf(shape, begin + tile);
        const std::int64_t firstPixel = (position.image * shape.height + position.y) * shape.width + position.x;
        for (std::int64_t channel = 0; channel < shape.outputs; channel += kLanes) {
            const float* products = from.at(0, tile) + channel;
            Floats values[6][6];
            for (int y = 0; y < kEdge; ++y)
                for (int x = 0; x < kEdge; ++x)
                    values[y][x] = load(products + (y * kEdge + x) * from.stride);
            Floats sums[4][4];
            transformBoth<OutputTransform>(values, sums);
            for (std::int64_t y = 0; y < kTile && position.y + y < shape.height; ++y)
                for (std::int64_t x = 0; x < kTile && position.x + x < shape.width; ++x) {
                    const std::int64_t at = (firstPixel + y * shape.width + x) * shape.outputs + channel;
                    store(output + at, finished(sums[y][x], epilogue, channel, at));
                }
        }
    }
}

class Winograd final : public ConvolutionKernel {
  public:
    std::int64_t packedSize(const ConvolutionShape& shape) const override { return kElements * strideOf(shape); }

    std::int64_t sumsSize(const ConvolutionShape& shape) const override {
        return packedSize(shape) + shape.outputs;
    }

    std::int64_t scratchSize(const ConvolutionShape& shape) const override {
        return shape.inputs + kElements * (Transformed::strideOf(kTilesBackward, shape.inputs) +
                                           Transformed::strideOf(kTilesBackward, shape.outputs));
    }

    /// [36, outputs / kColumns, inputs, kColumns], with gaps as in Transformed.
    void pack(const ConvolutionShape& shape, const float* weight, bool reversed, float* packed) const override {
        const std::int64_t nextInput = reversed ? shape.outputs * 9 : 9;
        const std::int64_t nextOutput = reversed ? 9 : shape.inputs * 9;
        for (std::int64_t output = 0; output < shape.outputs; output += kLanes)
            for (std::int64_t input = 0; input < shape.inputs; ++input) {
                float lanes[9][kLanes];
                for (std::int64_t lane = 0; lane < kLanes; ++lane)
                    for (int i = 0; i < 9; ++i)
                        lanes[i][lane] =
                            weight[(output + lane) * nextOutput + input * nextInput + (reversed ? 8 - i : i)];
                Floats values[3][3];
                for (int i = 0; i < 9; ++i)
                    values[i / 3][i % 3] = load(lanes[i]);
                Floats transformed[6][6];
                transformBoth<WeightTransform>(values, transformed);
                float* to = packed + (output / kColumns * shape.inputs + input) * kColumns + output % kColumns;
                for (std::int64_t i = 0; i < kElements; ++i)
                    store(to + i * strideOf(shape), transformed[i / kEdge][i % kEdge]);
            }
    }

    void forward(const ConvolutionShape& shape, const float* input, const float* packed, const Epilogue& epilogue,
                 float* output, float* scratch) const override {
        const float* const zeros = zerosAt(scratch, shape);
        const Transformed inputs(scratch + shape.inputs, kTilesForward, shape.inputs);
        const Transformed products(inputs.end(), kTilesForward, shape.outputs);
        const std::int64_t end = tilesOf(shape);
        for (std::int64_t tile = 0; tile < end; tile += kTilesForward) {
            const std::int64_t count = end - tile < kTilesForward ? end - tile : kTilesForward;
            transformInputs(shape, input, zeros, tile, count, inputs);
            multiply(shape, inputs, packed, products, count);
            transformOutputs(shape, products, tile, count, epilogue, output);
        }
    }

    void addWeightGradient(const ConvolutionShape& shape, const float* input, const float* gradient, bool begins,
                           float* sums, float* scratch) const override {
        const float* const zeros = zerosAt(scratch, shape);
        float* const bias = sums + packedSize(shape);
        if (begins)
            std::memset(bias, 0, static_cast<std::size_t>(shape.outputs) * sizeof(float));
        const Transformed inputs(scratch + shape.inputs, kTilesBackward, shape.inputs);
        const Transformed gradients(inputs.end(), kTilesBackward, shape.outputs);
        const std::int64_t end = tilesOf(shape);
        for (std::int64_t tile = 0; tile < end; tile += kTilesBackward) {
            const std::int64_t count = end - tile < kTilesBackward ? end - tile : kTilesBackward;
            transformInputs(shape, input, zeros, tile, count, inputs);
            transformGradients(shape, gradient, tile, count, gradients, bias);
            addProducts(shape, inputs, gradients, count, begins && tile == 0, sums);
        }
    }

    void finishWeightGradient(const ConvolutionShape& shape, const float* sums, std::int64_t shares, float* weight,
                              float* bias) const override {
        for (std::int64_t output = 0; output < shape.outputs; output += kLanes)
            store(bias + output, sumOf(sums + packedSize(shape) + output, shares, sumsSize(shape)));
        for (std::int64_t output = 0; output < shape.outputs; output += kLanes)
            for (std::int64_t input = 0; input < shape.inputs; ++input) {
                Floats values[6][6];
                for (std::int64_t i = 0; i < kElements; ++i)
                    values[i / kEdge][i % kEdge] =
                        sumOf(sums + i * strideOf(shape) + input * shape.outputs + output, shares, sumsSize(shape));
                Floats result[3][3];
                transformBoth<WeightGradientTransform>(values, result);
                for (std::int64_t lane = 0; lane < kLanes; ++lane)
                    for (int i = 0; i < 9; ++i)
                        weight[((output + lane) * shape.inputs + input) * 9 + i] = result[i / 3][i % 3][lane];
            }
    }

  private:
    /// From one of the 36 matrices of weights to the next.
    static std::int64_t strideOf(const ConvolutionShape& shape) { return shape.inputs * shape.outputs + kLanes; }

    static const float* zerosAt(float* scratch, const ConvolutionShape& shape) {
        std::memset(scratch, 0, static_cast<std::size_t>(shape.inputs) * sizeof(float));
        return scratch;
    }

    /// Rows past the last tile are multiplied too, and not looked at.
    static void multiply(const ConvolutionShape& shape, const Transformed& inputs, const float* packed,
                         const Transformed& products, std::int64_t tiles) {
        for (std::int64_t element = 0; element < kElements; ++element)
            for (std::int64_t column = 0; column < products.channels; column += kColumns) {
                const float* weights = packed + element * strideOf(shape) + column * shape.inputs;
                for (std::int64_t tile = 0; tile < tiles; tile += kRows) {
                    Sums<kRows> sums;
                    sums.clear();
                    sums.add(inputs.at(element, tile), inputs.channels, 1, weights, kColumns, inputs.channels);
                    sums.storeTo(products.at(element, tile) + column, products.channels);
                }
            }
    }

    /// @param begins true if the result may hold anything. @param result [36, inputs, outputs], with gaps as in
    /// Transformed
    static void addProducts(const ConvolutionShape& shape, const Transformed& inputs, const Transformed& gradients,
                            std::int64_t tiles, bool begins, float* result) {
        for (std::int64_t element = 0; element < kElements; ++element)
            for (std::int64_t column = 0; column < gradients.channels; column += kColumns)
                for (std::int64_t channel = 0; channel < inputs.channels; channel += kFewRows) {
                    float* to = result + element * strideOf(shape) + channel * shape.outputs + column;
                    Sums<kFewRows> sums;
                    if (begins)
                        sums.clear();
                    else
                        sums.loadFrom(to, gradients.channels);
                    sums.add(inputs.at(element, 0) + channel, 1, inputs.channels, gradients.at(element, 0) + column,
                             gradients.channels, tiles);
                    sums.storeTo(to, gradients.channels);
                }
    }
};

} // namespace

const ConvolutionKernel& winograd() {
    static const Winograd kernel;
    return kernel;
}

} // namespace moelab::MOELAB_INSTRUCTIONS
