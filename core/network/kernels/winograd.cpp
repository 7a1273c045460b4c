#include "network/kernels/of_instructions.h"
#include "network/kernels/simd.h"

namespace moelab::MOELAB_INSTRUCTIONS {
namespace {

// F(4x4, 3x3): an output tile of 4 x 4 comes from an input tile of 6 x 6 that overlaps its neighbours'. Transformed
// tiles are multiplied element by element, so that for all tiles and channels together there is one matrix product
// for each of the 36 elements. The points are 0, 1, -1, 2, -2 and infinity.

constexpr std::int64_t kTile = 4;
constexpr std::int64_t kEdge = 6;
constexpr std::int64_t kElements = kEdge * kEdge;
/// Tiles at once, so that all they become stays in the processor's second cache.
constexpr std::int64_t kTilesForward = 24;
constexpr std::int64_t kTilesBackward = 96;
static_assert(kTilesForward % kRows == 0);

/// B^T d.
struct InputTransform {
    static constexpr int kFrom = 6;
    static constexpr int kTo = 6;
    static MOELAB_INLINE void apply(const Floats (&d)[6], Floats (&to)[6]) {
        const Floats even1 = d[4] - 4 * d[2];
        const Floats odd1 = d[3] - 4 * d[1];
        const Floats even2 = d[4] - d[2];
        const Floats odd2 = 2 * (d[3] - d[1]);
        to[0] = 4 * d[0] - 5 * d[2] + d[4];
        to[1] = even1 + odd1;
        to[2] = even1 - odd1;
        to[3] = even2 + odd2;
        to[4] = even2 - odd2;
        to[5] = 4 * d[1] - 5 * d[3] + d[5];
    }
};

/// G w.
struct WeightTransform {
    static constexpr int kFrom = 3;
    static constexpr int kTo = 6;
    static MOELAB_INLINE void apply(const Floats (&w)[3], Floats (&to)[6]) {
        const Floats even1 = (-1.0f / 6) * (w[0] + w[2]);
        const Floats odd1 = (-1.0f / 6) * w[1];
        const Floats even2 = (1.0f / 24) * w[0] + (1.0f / 6) * w[2];
        const Floats odd2 = (1.0f / 12) * w[1];
        to[0] = 0.25f * w[0];
        to[1] = even1 + odd1;
        to[2] = even1 - odd1;
        to[3] = even2 + odd2;
        to[4] = even2 - odd2;
        to[5] = w[2];
    }
};

/// A^T m.
struct OutputTransform {
    static constexpr int kFrom = 6;
    static constexpr int kTo = 4;
    static MOELAB_INLINE void apply(const Floats (&m)[6], Floats (&to)[4]) {
        const Floats sum1 = m[1] + m[2];
        const Floats difference1 = m[1] - m[2];
        const Floats sum2 = m[3] + m[4];
        const Floats difference2 = m[3] - m[4];
        to[0] = m[0] + sum1 + sum2;
        to[1] = difference1 + 2 * difference2;
        to[2] = sum1 + 4 * sum2;
        to[3] = difference1 + 8 * difference2 + m[5];
    }
};

/// A y.
struct GradientTransform {
    static constexpr int kFrom = 4;
    static constexpr int kTo = 6;
    static MOELAB_INLINE void apply(const Floats (&y)[4], Floats (&to)[6]) {
        const Floats even1 = y[0] + y[2];
        const Floats odd1 = y[1] + y[3];
        const Floats even2 = y[0] + 4 * y[2];
        const Floats odd2 = 2 * y[1] + 8 * y[3];
        to[0] = y[0];
        to[1] = even1 + odd1;
        to[2] = even1 - odd1;
        to[3] = even2 + odd2;
        to[4] = even2 - odd2;
        to[5] = y[3];
    }
};

/// G^T u.
struct WeightGradientTransform {
    static constexpr int kFrom = 6;
    static constexpr int kTo = 3;
    static MOELAB_INLINE void apply(const Floats (&u)[6], Floats (&to)[3]) {
        const Floats sum1 = u[1] + u[2];
        const Floats difference1 = u[2] - u[1];
        const Floats sum2 = u[3] + u[4];
        const Floats difference2 = u[3] - u[4];
        to[0] = 0.25f * u[0] - (1.0f / 6) * sum1 + (1.0f / 24) * sum2;
        to[1] = (1.0f / 6) * difference1 + (1.0f / 12) * difference2;
        to[2] = (1.0f / 6) * (sum2 - sum1) + u[5];
    }
};

/// Both dimensions: first the columns of the tile, then the rows of what that gave.
template <class Transform>
MOELAB_INLINE void transformBoth(const Floats (&tile)[Transform::kFrom][Transform::kFrom],
                                 Floats (&result)[Transform::kTo][Transform::kTo]) {
    Floats half[Transform::kTo][Transform::kFrom];
    for (int x = 0; x < Transform::kFrom; ++x) {
        Floats column[Transform::kFrom];
        Floats transformed[Transform::kTo];
        for (int y = 0; y < Transform::kFrom; ++y)
            column[y] = tile[y][x];
        Transform::apply(column, transformed);
        for (int y = 0; y < Transform::kTo; ++y)
            half[y][x] = transformed[y];
    }
    for (int y = 0; y < Transform::kTo; ++y)
        Transform::apply(half[y], result[y]);
}

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

    void addWeightGradient(const ConvolutionShape& shape, const float* input, const float* gradient, float* sums,
                           float* scratch) const override {
        const float* const zeros = zerosAt(scratch, shape);
        const Transformed inputs(scratch + shape.inputs, kTilesBackward, shape.inputs);
        const Transformed gradients(inputs.end(), kTilesBackward, shape.outputs);
        const std::int64_t end = tilesOf(shape);
        for (std::int64_t tile = 0; tile < end; tile += kTilesBackward) {
            const std::int64_t count = end - tile < kTilesBackward ? end - tile : kTilesBackward;
            transformInputs(shape, input, zeros, tile, count, inputs);
            transformGradients(shape, gradient, tile, count, gradients, sums + packedSize(shape));
            addProducts(shape, inputs, gradients, count, sums);
        }
    }

    void finishWeightGradient(const ConvolutionShape& shape, const float* sums, float* weight,
                              float* bias) const override {
        std::memcpy(bias, sums + packedSize(shape), static_cast<std::size_t>(shape.outputs) * sizeof(float));
        for (std::int64_t output = 0; output < shape.outputs; output += kLanes)
            for (std::int64_t input = 0; input < shape.inputs; ++input) {
                Floats values[6][6];
                for (std::int64_t i = 0; i < kElements; ++i)
                    values[i / kEdge][i % kEdge] =
                        load(sums + i * strideOf(shape) + input * shape.outputs + output);
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

    /// @param result [36, inputs, outputs], with gaps as in Transformed
    static void addProducts(const ConvolutionShape& shape, const Transformed& inputs, const Transformed& gradients,
                            std::int64_t tiles, float* result) {
        for (std::int64_t element = 0; element < kElements; ++element)
            for (std::int64_t column = 0; column < gradients.channels; column += kColumns)
                for (std::int64_t channel = 0; channel < inputs.channels; channel += kFewRows) {
                    float* to = result + element * strideOf(shape) + channel * shape.outputs + column;
                    Sums<kFewRows> sums;
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
