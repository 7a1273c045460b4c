#include "network/kernels/of_instructions.h"
#include "network/kernels/simd.h"

namespace moelab::MOELAB_INSTRUCTIONS {
namespace {

std::int64_t least(std::int64_t a, std::int64_t b) { return a < b ? a : b; }

/// Calls visit(first row, number of rows as a type) for blocks of kFewRows. The last one begins early enough to be
/// whole, so that some rows are computed twice, to the same values; fewer rows than a block's are taken one by one.
template <class Visit>
MOELAB_INLINE void forEachRows(std::int64_t rows, const Visit& visit) {
    if (rows < kFewRows) {
        for (std::int64_t row = 0; row < rows; ++row)
            visit(row, Sums<1>{});
        return;
    }
    for (std::int64_t row = 0; row < rows; row += kFewRows)
        visit(least(row, rows - kFewRows), Sums<kFewRows>{});
}

/// Some weights of kColumns outputs, with zeros where there are fewer. @param packed [inputs, kColumns]
void packOutputs(const DenseShape& shape, const float* weight, std::int64_t outputs, float* packed) {
    for (std::int64_t input = 0; input < shape.inputs; input += kLanes)
        for (std::int64_t column = 0; column < kColumns; column += kLanes) {
            Floats rows[kLanes];
            for (std::int64_t lane = 0; lane < kLanes; ++lane)
                rows[lane] =
                    column + lane < outputs ? load(weight + (column + lane) * shape.inputs + input) : Floats{};
            transpose(rows);
            for (std::int64_t i = 0; i < kLanes; ++i)
                store(packed + (input + i) * kColumns + column, rows[i]);
        }
}

/// Some columns of a matrix. @param packed [columns / kColumns, rows, kColumns]
void packColumns(const float* matrix, std::int64_t stride, std::int64_t rows, std::int64_t columns, float* packed) {
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t column = 0; column < columns; column += kLanes)
            store(packed + (column / kColumns * rows + row) * kColumns + column % kColumns,
                  load(matrix + row * stride + column));
}

/// result[row, column] = sum over steps of a[row * rowStride + step * stepStride] * packed[step, column].
/// @param packed as packColumns has it. @param stride of the result
void multiply(std::int64_t rows, std::int64_t columns, std::int64_t steps, const float* a, std::int64_t rowStride,
              std::int64_t stepStride, const float* packed, float* result, std::int64_t stride) {
    forEachRows(
        rows, [&](std::int64_t row, auto sums) __attribute__((always_inline)) {
            for (std::int64_t column = 0; column < columns; column += kColumns) {
                sums.clear();
                sums.add(a + row * rowStride, rowStride, stepStride, packed + column * steps, kColumns, steps);
                sums.storeTo(result + row * stride + column, stride);
            }
        });
}

class Dense final : public DenseKernel {
  public:
    std::int64_t scratchSize(const DenseShape& shape) const override {
        const std::int64_t rows = shape.outputs > shape.images ? shape.outputs : shape.images;
        const std::int64_t back = rows * kInputsAtOnce;
        const std::int64_t forward = (shape.inputs + shape.images) * kColumns;
        return back > forward ? back : forward;
    }

    void forward(const DenseShape& shape, std::int64_t output, const float* input, const float* weight,
                 const float* bias, bool relu, float* result, float* scratch) const override {
        for (const std::int64_t end = least(output + kOutputsAtOnce, shape.outputs); output < end;
             output += kColumns) {
            const std::int64_t outputs = least(kColumns, shape.outputs - output);
            packOutputs(shape, weight + output * shape.inputs, outputs, scratch);
            float* const sums = scratch + shape.inputs * kColumns;
            multiply(shape.images, kColumns, shape.inputs, input, shape.inputs, 1, scratch, sums, kColumns);
            for (std::int64_t image = 0; image < shape.images; ++image)
                for (std::int64_t i = 0; i < outputs; ++i) {
                    const float sum = sums[image * kColumns + i] + bias[output + i];
                    result[image * shape.outputs + output + i] = relu && sum < 0 ? 0 : sum; // lets NaN through
                }
        }
    }

    void backward(const DenseShape& shape, std::int64_t input, const float* gradient, const float* weight,
                  float* result, float* scratch) const override {
        const std::int64_t inputs = least(kInputsAtOnce, shape.inputs - input);
        packColumns(weight + input, shape.inputs, shape.outputs, inputs, scratch);
        multiply(shape.images, inputs, shape.outputs, gradient, shape.outputs, 1, scratch, result + input,
                 shape.inputs);
    }

    void weightGradient(const DenseShape& shape, std::int64_t input, const float* inputs, const float* gradient,
                        float* result, float* scratch) const override {
        const std::int64_t count = least(kInputsAtOnce, shape.inputs - input);
        packColumns(inputs + input, shape.inputs, shape.images, count, scratch);
        multiply(shape.outputs, count, shape.images, gradient, 1, shape.outputs, scratch, result + input,
                 shape.inputs);
    }
};

} // namespace

const DenseKernel& dense() {
    static const Dense kernel;
    return kernel;
}

} // namespace moelab::MOELAB_INSTRUCTIONS
