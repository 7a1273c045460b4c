#include "network/convolution_block.h"

#include "network/dropout_mask.h"
#include "network/working_memory.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

namespace moelab {
namespace {

using at::Tensor;

/// Of a batch on the way back. More cost more than the threads that take them gain: each has sums of its own.
constexpr std::int64_t kShares = 4;

float* dropoutMask(std::int64_t count) { return kept<1>(count); }
/// Activations or gradients between two layers of a block, which the even ones read and the odd ones write, or the
/// other way round.
float* between(std::size_t layer, std::int64_t count) { return layer % 2 == 0 ? kept<2>(count) : kept<3>(count); }

float* working(const ConvolutionLayer& convolution, const ConvolutionShape& shape) {
    return workingMemory(convolution.kernel->scratchSize(shape));
}

} // namespace

ConvolutionBlock::ConvolutionBlock(const Kernels& kernels, std::vector<ConvolutionLayer> convolutions,
                                   bool passesGradient)
    : m_kernels(&kernels)
    , m_convolutions(std::move(convolutions))
    , m_passesGradient(passesGradient)
    , m_pool{m_convolutions.back().shape.height, m_convolutions.back().shape.width,
             m_convolutions.back().shape.outputs} {}

void ConvolutionBlock::drop(double rate, std::uint64_t seed) {
    m_rate = rate;
    m_seed = seed;
}

template <class Visit>
void ConvolutionBlock::forEachFew(std::int64_t begin, std::int64_t end, const Visit& visit) const {
    constexpr std::int64_t kAtOnce = 1 << 17; // floats: half of a megabyte
    const std::int64_t few = std::max<std::int64_t>(1, kAtOnce / m_pool.inputs());
    for (std::int64_t first = begin; first < end; first += few)
        visit(first, std::min(few, end - first));
}

template <class Visit>
void ConvolutionBlock::forEachConvolution(const Visit& visit) const {
    at::parallel_for(0, static_cast<std::int64_t>(m_convolutions.size()), 1,
                     [&](std::int64_t begin, std::int64_t end) {
                         for (std::int64_t i = begin; i < end; ++i)
                             visit(static_cast<std::size_t>(i));
                     });
}

Tensor ConvolutionBlock::forward(const Tensor& input, bool keeps) {
    const std::int64_t images = input.size(0);
    const std::vector<Tensor> packed = pack(false);
    const Tensor output = at::empty({images, m_pool.height / 2, m_pool.width / 2, m_pool.channels}, at::kFloat);
    if (keeps)
        keep(input);
    const float* const from = input.data_ptr<float>();
    float* const to = output.data_ptr<float>();
    at::parallel_for(0, images, 1, [&](std::int64_t begin, std::int64_t end) {
        forEachFew(begin, end, [&](std::int64_t first, std::int64_t count) {
            forward(first, count, from + first * m_convolutions.front().inputs(), packed,
                    to + first * m_pool.outputs());
        });
    });
    return output;
}

void ConvolutionBlock::forward(std::int64_t first, std::int64_t count, const float* input,
                               const std::vector<Tensor>& packed, float* output) const {
    const float* x = input;
    for (std::size_t i = 0; i < m_convolutions.size(); ++i) {
        const ConvolutionLayer& convolution = m_convolutions[i];
        const ConvolutionShape shape = convolution.of(count);
        float* const y =
            i < m_activations.size() ? activation(i, first) : between(i, count * convolution.outputs());
        convolution.kernel->forward(shape, x, packed[i].data_ptr<float>(),
                                    {convolution.bias.data_ptr<float>(), nullptr}, y, working(convolution, shape));
        x = y;
    }
    for (std::int64_t i = 0; i < count; ++i)
        m_kernels->pool(m_pool, x + i * m_pool.inputs(), mask(first + i), output + i * m_pool.outputs(),
                        choice(first + i));
}

Tensor ConvolutionBlock::backward(const Tensor& gradient, std::vector<Tensor>& gradients) const {
    const std::int64_t images = m_input.size(0);
    const std::vector<Tensor> packed = pack(true);
    const Tensor result = m_passesGradient ? at::empty_like(m_input) : Tensor();
    // Each share of the images has sums of its own, which are added in their order. How many there are does not
    // depend on the number of threads, so the bits do not either.
    const std::int64_t shares = std::min(images, kShares);
    std::vector<Tensor> sums;
    for (const ConvolutionLayer& convolution : m_convolutions)
        sums.push_back(at::empty({shares, convolution.kernel->sumsSize(convolution.shape)}, at::kFloat));
    const float* const from = gradient.data_ptr<float>();
    float* const to = m_passesGradient ? result.data_ptr<float>() : nullptr;
    at::parallel_for(0, shares, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t share = begin; share < end; ++share) {
            std::vector<float*> own;
            for (const Tensor& each : sums)
                own.push_back(each.data_ptr<float>() + share * each.size(1));
            const std::int64_t start = share * images / shares;
            forEachFew(start, (share + 1) * images / shares, [&](std::int64_t first, std::int64_t count) {
                backward(first, count, from, packed, first == start, own, to);
            });
        }
    });
    finish(sums, gradients);
    return result;
}

void ConvolutionBlock::backward(std::int64_t first, std::int64_t count, const float* gradient,
                                const std::vector<Tensor>& packed, bool begins, const std::vector<float*>& sums,
                                float* result) const {
    std::size_t i = m_convolutions.size();
    float* g = between(i, count * m_pool.inputs());
    if (m_pool.height % 2 != 0 || m_pool.width % 2 != 0)
        std::fill_n(g, count * m_pool.inputs(), 0.0f);
    for (std::int64_t image = 0; image < count; ++image)
        m_kernels->unpool(m_pool, gradient + (first + image) * m_pool.outputs(), mask(first + image),
                          choice(first + image), g + image * m_pool.inputs());
    while (i-- > 0) {
        const ConvolutionLayer& convolution = m_convolutions[i];
        const float* const input =
            i > 0 ? activation(i - 1, first) : m_input.data_ptr<float>() + first * convolution.inputs();
        const ConvolutionShape shape = convolution.of(count);
        convolution.kernel->addWeightGradient(shape, input, g, begins, sums[i], working(convolution, shape));
        if (i == 0 && !result)
            return;
        float* const to = i > 0 ? between(i, count * convolution.inputs()) : result + first * convolution.inputs();
        const ConvolutionShape back = shape.reversed();
        convolution.kernel->forward(back, g, packed[i].data_ptr<float>(), {nullptr, i > 0 ? input : nullptr}, to,
                                    working(convolution, back));
        g = to;
    }
}

void ConvolutionBlock::finish(const std::vector<Tensor>& sums, std::vector<Tensor>& gradients) const {
    std::vector<Tensor> weights(m_convolutions.size());
    std::vector<Tensor> biases(m_convolutions.size());
    forEachConvolution([&](std::size_t i) {
        const ConvolutionLayer& convolution = m_convolutions[i];
        weights[i] = at::empty_like(convolution.weight);
        biases[i] = at::empty_like(convolution.bias);
        convolution.kernel->finishWeightGradient(convolution.shape, sums[i].data_ptr<float>(), sums[i].size(0),
                                                 weights[i].data_ptr<float>(), biases[i].data_ptr<float>());
    });
    for (std::size_t i = m_convolutions.size(); i-- > 0;) {
        gradients.push_back(biases[i]);
        gradients.push_back(weights[i]);
    }
}

std::vector<Tensor> ConvolutionBlock::pack(bool reversed) const {
    std::vector<Tensor> packed(m_convolutions.size());
    forEachConvolution([&](std::size_t i) {
        const auto& [kernel, shape, weight, bias] = m_convolutions[i];
        packed[i] = at::empty({kernel->packedSize(shape)}, at::kFloat);
        if (!reversed || i > 0 || m_passesGradient)
            kernel->pack(reversed ? shape.reversed() : shape, weight.data_ptr<float>(), reversed,
                         packed[i].data_ptr<float>());
    });
    return packed;
}

void ConvolutionBlock::keep(const Tensor& input) {
    m_input = input;
    for (std::size_t i = 0; i + 1 < m_convolutions.size(); ++i) // the pool knows where the last ReLU was zero
        m_activations.push_back(at::empty({input.size(0) * m_convolutions[i].outputs()}, at::kFloat));
    m_choice = at::empty({input.size(0) * m_pool.outputs()}, at::kByte);
}

float* ConvolutionBlock::activation(std::size_t convolution, std::int64_t image) const {
    return m_activations[convolution].data_ptr<float>() + image * m_convolutions[convolution].outputs();
}

std::uint8_t* ConvolutionBlock::choice(std::int64_t image) const {
    return m_choice.defined() ? m_choice.data_ptr<std::uint8_t>() + image * m_pool.outputs() : nullptr;
}

const float* ConvolutionBlock::mask(std::int64_t image) const {
    if (m_rate == 0)
        return nullptr;
    const std::int64_t count = m_pool.outputs();
    float* const values = dropoutMask(count);
    fillDropoutMask(values, image * count, count, m_rate, static_cast<float>(1 / (1 - m_rate)), m_seed);
    return values;
}

} // namespace moelab
