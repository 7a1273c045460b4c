#include "network/fused_convolutions.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

using at::Tensor;

/// Memory that a thread keeps from one batch to the next: fresh pages cost more than what is computed in them. What
/// it held last stays, zeros at first.
template <int purpose>
float* kept(std::int64_t count) {
    thread_local Tensor memory;
    if (!memory.defined() || memory.numel() < count)
        memory = at::zeros({count}, at::kFloat);
    return memory.data_ptr<float>();
}
float* packedWeights(std::int64_t count) { return kept<0>(count); }
float* sumsOfShares(std::int64_t count) { return kept<1>(count); }
float* workingMemory(std::int64_t count) { return kept<2>(count); }
float* dropoutMask(std::int64_t count) { return kept<3>(count); }
/// Activations or gradients between two layers of a block, which the even ones read and the odd ones write, or the
/// other way round.
float* between(std::size_t layer, std::int64_t count) { return layer % 2 == 0 ? kept<4>(count) : kept<5>(count); }

/// A convolution with bias and ReLU.
struct Convolution {
    const ConvolutionKernel* kernel;
    ConvolutionShape shape; ///< of one image
    Tensor weight, bias;

    ConvolutionShape of(std::int64_t images) const {
        ConvolutionShape all = shape;
        all.images = images;
        return all;
    }
    std::int64_t inputs() const { return shape.height * shape.width * shape.inputs; }
    std::int64_t outputs() const { return shape.height * shape.width * shape.outputs; }
};

/// Some convolutions, the pool after them and its dropout. A thread takes a few images at a time through all of
/// them, so that what is between the layers stays in the processor's second cache.
class Block {
  public:
    /// @param passesGradient on to its input
    Block(const Kernels& kernels, std::vector<Convolution> convolutions, bool passesGradient)
        : m_kernels(&kernels)
        , m_convolutions(std::move(convolutions))
        , m_passesGradient(passesGradient)
        , m_pool{m_convolutions.back().shape.height, m_convolutions.back().shape.width,
                 m_convolutions.back().shape.outputs} {}

    /// @param rate of dropout, 0 for none. @param seed of its mask
    void drop(double rate, std::uint64_t seed) {
        m_rate = rate;
        m_seed = seed;
    }

    /// @param input [N, height, width, channels]. @param keeps what the way back needs
    /// @returns [N, height / 2, width / 2, channels]
    Tensor forward(const Tensor& input, bool keeps) {
        const std::int64_t images = input.size(0);
        const std::vector<const float*> packed = pack(false);
        const Tensor output = at::empty({images, m_pool.height / 2, m_pool.width / 2, m_pool.channels}, at::kFloat);
        if (keeps)
            keep(input);
        const float* const from = input.data_ptr<float>();
        float* const to = output.data_ptr<float>();
        at::parallel_for(0, images, 1, [&](std::int64_t begin, std::int64_t end) {
            forEachFew(begin, end, [&](std::int64_t first, std::int64_t count) {
                const float* x = from + first * m_convolutions.front().inputs();
                for (std::size_t i = 0; i < m_convolutions.size(); ++i) {
                    const Convolution& convolution = m_convolutions[i];
                    float* const y =
                        i < m_activations.size() ? activation(i, first) : between(i, count * convolution.outputs());
                    convolution.kernel->forward(convolution.of(count), x, packed[i],
                                                {convolution.bias.data_ptr<float>(), nullptr}, y,
                                                working(convolution, count));
                    x = y;
                }
                for (std::int64_t i = 0; i < count; ++i)
                    m_kernels->pool(m_pool, x + i * m_pool.inputs(), mask(first + i),
                                    to + (first + i) * m_pool.outputs(), choice(first + i));
            });
        });
        return output;
    }

    /// @param gradient of the output. @param gradients of weights and biases, the last first
    /// @returns the gradient of the input, undefined if it is not passed on
    Tensor backward(const Tensor& gradient, std::vector<Tensor>& gradients) {
        const std::int64_t images = m_input.size(0);
        const std::vector<const float*> packed = pack(true);
        const Tensor result = m_passesGradient ? at::empty_like(m_input) : Tensor();
        // Each thread sums over a share of its own; the shares are added in their order, so that bits repeat.
        const std::int64_t shares = std::min<std::int64_t>(at::get_num_threads(), images);
        std::int64_t size = 0;
        for (const Convolution& convolution : m_convolutions)
            size += convolution.kernel->sumsSize(convolution.shape);
        float* const sums = sumsOfShares(shares * size);
        const float* const from = gradient.data_ptr<float>();
        float* const to = m_passesGradient ? result.data_ptr<float>() : nullptr;
        at::parallel_for(0, shares, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t share = begin; share < end; ++share) {
                std::fill_n(sums + share * size, size, 0.0f);
                forEachFew(share * images / shares, (share + 1) * images / shares,
                           [&](std::int64_t first, std::int64_t count) {
                               backward(first, count, from, packed, sums + share * size, to);
                           });
            }
        });
        for (std::int64_t share = 1; share < shares; ++share)
            std::transform(sums, sums + size, sums + share * size, sums, std::plus());
        finish(sums, gradients);
        return result;
    }

  private:
    static float* working(const Convolution& convolution, std::int64_t count) {
        return workingMemory(convolution.kernel->scratchSize(convolution.of(count)));
    }

    /// Calls visit(first, count) for a few images at a time.
    template <class Visit>
    void forEachFew(std::int64_t begin, std::int64_t end, const Visit& visit) const {
        constexpr std::int64_t kAtOnce = 1 << 17; // floats: half of a megabyte
        const std::int64_t few = std::max<std::int64_t>(1, kAtOnce / m_pool.inputs());
        for (std::int64_t first = begin; first < end; first += few)
            visit(first, std::min(few, end - first));
    }

    /// @param reversed for the way back, whose first convolution may not be needed
    std::vector<const float*> pack(bool reversed) const {
        std::vector<std::int64_t> sizes;
        for (const Convolution& convolution : m_convolutions)
            sizes.push_back(convolution.kernel->packedSize(convolution.shape));
        float* const memory = packedWeights(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}));
        std::vector<const float*> packed;
        float* next = memory;
        for (std::size_t i = 0; i < m_convolutions.size(); next += sizes[i], ++i) {
            const Convolution& convolution = m_convolutions[i];
            packed.push_back(next);
            if (!reversed || i > 0 || m_passesGradient)
                convolution.kernel->pack(reversed ? convolution.shape.reversed() : convolution.shape,
                                         convolution.weight.data_ptr<float>(), reversed, next);
        }
        return packed;
    }

    void keep(const Tensor& input) {
        m_input = input;
        for (std::size_t i = 0; i + 1 < m_convolutions.size(); ++i) // the pool knows where the last ReLU was zero
            m_activations.push_back(at::empty({input.size(0) * m_convolutions[i].outputs()}, at::kFloat));
        m_choice = at::empty({input.size(0) * m_pool.outputs()}, at::kByte);
    }

    float* activation(std::size_t convolution, std::int64_t image) const {
        return m_activations[convolution].data_ptr<float>() + image * m_convolutions[convolution].outputs();
    }

    std::uint8_t* choice(std::int64_t image) const {
        return m_choice.defined() ? m_choice.data_ptr<std::uint8_t>() + image * m_pool.outputs() : nullptr;
    }

    /// @returns null without dropout
    const float* mask(std::int64_t image) const {
        if (m_rate == 0)
            return nullptr;
        const std::int64_t count = m_pool.outputs();
        float* const values = dropoutMask(count);
        fillDropoutMask(values, image * count, count, m_rate, static_cast<float>(1 / (1 - m_rate)), m_seed);
        return values;
    }

    /// Of `count` images. @param result null if the gradient is not passed on
    void backward(std::int64_t first, std::int64_t count, const float* gradient,
                  const std::vector<const float*>& packed, float* sums, float* result) const {
        std::size_t i = m_convolutions.size();
        float* g = between(i, count * m_pool.inputs());
        if (m_pool.height % 2 != 0 || m_pool.width % 2 != 0)
            std::fill_n(g, count * m_pool.inputs(), 0.0f);
        for (std::int64_t image = 0; image < count; ++image)
            m_kernels->unpool(m_pool, gradient + (first + image) * m_pool.outputs(), mask(first + image),
                              choice(first + image), g + image * m_pool.inputs());
        while (i-- > 0) {
            const Convolution& convolution = m_convolutions[i];
            const float* const input =
                i > 0 ? activation(i - 1, first) : m_input.data_ptr<float>() + first * convolution.inputs();
            convolution.kernel->addWeightGradient(convolution.of(count), input, g, sums,
                                                  working(convolution, count));
            sums += convolution.kernel->sumsSize(convolution.shape);
            if (i == 0 && !result)
                return;
            float* const to =
                i > 0 ? between(i, count * convolution.inputs()) : result + first * convolution.inputs();
            const ConvolutionShape back = convolution.of(count).reversed();
            convolution.kernel->forward(back, g, packed[i], {nullptr, i > 0 ? input : nullptr}, to,
                                        workingMemory(convolution.kernel->scratchSize(back)));
            g = to;
        }
    }

    /// @param sums of the convolutions, the last first
    void finish(const float* sums, std::vector<Tensor>& gradients) const {
        for (auto convolution = m_convolutions.rbegin(); convolution != m_convolutions.rend(); ++convolution) {
            const Tensor weight = at::empty_like(convolution->weight);
            const Tensor bias = at::empty_like(convolution->bias);
            convolution->kernel->finishWeightGradient(convolution->shape, sums, weight.data_ptr<float>(),
                                                      bias.data_ptr<float>());
            sums += convolution->kernel->sumsSize(convolution->shape);
            gradients.push_back(bias);
            gradients.push_back(weight);
        }
    }

    const Kernels* m_kernels;
    std::vector<Convolution> m_convolutions;
    bool m_passesGradient;
    PoolShape m_pool;
    double m_rate = 0;
    std::uint64_t m_seed = 0;
    Tensor m_input;
    std::vector<Tensor> m_activations; ///< of all convolutions but the last
    Tensor m_choice;                   ///< as in Kernels::pool
};

/// The way back, as LibTorch calls it.
class Backward : public torch::autograd::Node {
  public:
    std::vector<Block> blocks;

    torch::autograd::variable_list apply(torch::autograd::variable_list&& outputs) override {
        const at::NoGradGuard noGradient;
        Tensor gradient = outputs[0].contiguous();
        std::vector<Tensor> gradients;
        for (; !blocks.empty(); blocks.pop_back())
            gradient = blocks.back().backward(gradient, gradients);
        return {gradients.rbegin(), gradients.rend()};
    }
};

/// @param weights as in fusedConvolutions. @param x the size of [N, height, width, channels]
std::vector<Block> blocksOf(std::span<const Layer> layers, const std::vector<Tensor>& weights, at::IntArrayRef x,
                            Dropout* dropout, const Kernels& kernels, ConvolutionAlgorithm algorithm) {
    std::vector<Block> blocks;
    std::vector<Convolution> convolutions;
    std::size_t next = 0;
    ConvolutionShape shape{1, x[1], x[2], 0, x[3]};
    for (const Layer& layer : layers) {
        if (layer.kind == LayerKind::Convolution) {
            shape.inputs = shape.outputs;
            shape.outputs = layer.units;
            // The first one's few channels gain nothing from Winograd's transforms.
            const bool direct = next == 0 || algorithm == ConvolutionAlgorithm::Direct;
            convolutions.push_back({direct ? kernels.direct : kernels.winograd, shape,
                                    weights[next].detach().contiguous(), weights[next + 1].detach().contiguous()});
            next += 2;
        }
        if (layer.kind == LayerKind::MaxPool) {
            blocks.emplace_back(kernels, std::exchange(convolutions, {}), !blocks.empty());
            shape.height /= 2;
            shape.width /= 2;
        }
        if (layer.kind == LayerKind::Dropout && dropout)
            blocks.back().drop(layer.rate, dropout->nextMask());
    }
    return blocks;
}

} // namespace

Tensor fusedConvolutions(std::span<const Layer> layers, const std::vector<Tensor>& weights, const Tensor& images,
                         Dropout* dropout, const Kernels& kernels, ConvolutionAlgorithm algorithm) {
    const bool learns = at::GradMode::is_enabled() && torch::autograd::any_variable_requires_grad(weights);
    Tensor x = images.detach().permute({0, 2, 3, 1}).contiguous();
    std::vector<Block> blocks = blocksOf(layers, weights, x.sizes(), dropout, kernels, algorithm);
    {
        const at::NoGradGuard noGradient;
        for (Block& block : blocks)
            x = block.forward(x, learns);
        x = x.flatten(1);
    }
    if (learns) {
        const auto node = std::make_shared<Backward>();
        node->blocks = std::move(blocks);
        node->set_next_edges(torch::autograd::collect_next_edges(weights));
        torch::autograd::set_history(x, node);
    }
    return x;
}

} // namespace moelab
