#include "network/fused_convolutions.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <algorithm>
#include <variant>

namespace moelab {
namespace {

using at::Tensor;

enum class Purpose { Packed, Working, Summed, Mask };

/// Memory that a thread keeps from one layer to the next: fresh pages cost more than what is computed in them.
/// What it held last stays, zeros at first.
template <Purpose>
float* scratch(std::int64_t count) {
    thread_local Tensor kept;
    if (!kept.defined() || kept.numel() < count)
        kept = at::zeros({count}, at::kFloat);
    return kept.data_ptr<float>();
}

/// A convolution with bias and ReLU.
class ConvolutionStep {
  public:
    /// @param input [N, height, width, in], kept for the way back. @param first whether no gradient passes on
    /// @param afterConvolution whether `input` is the output of a ReLU, where else a pool's
    ConvolutionStep(const ConvolutionKernel& kernel, const ConvolutionShape& shape, Tensor input, Tensor weight,
                    bool first, bool afterConvolution)
        : m_kernel(&kernel)
        , m_shape(shape)
        , m_input(std::move(input))
        , m_weight(std::move(weight))
        , m_first(first)
        , m_afterConvolution(afterConvolution) {}

    Tensor forward(const Tensor& bias) const {
        return convolve(m_shape, m_input, false, {bias.data_ptr<float>(), nullptr});
    }

    /// @param gradient of the output before its ReLU; becomes that of the input, before its ReLU if it had one
    /// @param gradients of weights and biases, the last first
    void backward(Tensor& gradient, std::vector<Tensor>& gradients) const {
        Tensor weight = at::empty_like(m_weight);
        Tensor bias = at::empty({m_shape.outputs}, at::kFloat);
        weightGradient(gradient, weight, bias);
        gradients.push_back(std::move(bias));
        gradients.push_back(std::move(weight));
        if (m_first)
            gradient = Tensor();
        else
            gradient = convolve(m_shape.reversed(), gradient, true,
                                {nullptr, m_afterConvolution ? m_input.data_ptr<float>() : nullptr});
    }

  private:
    Tensor convolve(const ConvolutionShape& shape, const Tensor& input, bool reversed,
                    const Epilogue& epilogue) const {
        float* const packed = scratch<Purpose::Packed>(m_kernel->packedSize(shape));
        m_kernel->pack(shape, m_weight.data_ptr<float>(), reversed, packed);
        Tensor output = at::empty({shape.images, shape.height, shape.width, shape.outputs}, at::kFloat);
        const float* const from = input.data_ptr<float>();
        float* const to = output.data_ptr<float>();
        at::parallel_for(0, m_kernel->parts(shape), 1, [&](std::int64_t begin, std::int64_t end) {
            m_kernel->forward(shape, begin, end, from, packed, epilogue, to,
                              scratch<Purpose::Working>(m_kernel->scratchSize(shape)));
        });
        return output;
    }

    /// Each thread sums over a share of its own; the shares are added in their order, so that bits repeat.
    void weightGradient(const Tensor& gradient, Tensor& weight, Tensor& bias) const {
        const std::int64_t parts = m_kernel->parts(m_shape);
        const std::int64_t shares = std::min<std::int64_t>(at::get_num_threads(), parts);
        const std::int64_t size = m_kernel->sumsSize(m_shape);
        float* const sums = scratch<Purpose::Summed>(shares * size);
        const float* const from = gradient.data_ptr<float>();
        at::parallel_for(0, shares, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t share = begin; share < end; ++share) {
                float* const own = sums + share * size;
                std::fill_n(own, size, 0.0f);
                m_kernel->addWeightGradient(m_shape, share * parts / shares, (share + 1) * parts / shares,
                                            m_input.data_ptr<float>(), from, own,
                                            scratch<Purpose::Working>(m_kernel->scratchSize(m_shape)));
            }
        });
        for (std::int64_t share = 1; share < shares; ++share)
            std::transform(sums, sums + size, sums + share * size, sums, std::plus());
        m_kernel->finishWeightGradient(m_shape, sums, weight.data_ptr<float>(), bias.data_ptr<float>());
    }

    const ConvolutionKernel* m_kernel;
    ConvolutionShape m_shape;
    Tensor m_input;
    Tensor m_weight;
    bool m_first;
    bool m_afterConvolution;
};

/// A max-pool and the dropout after it.
class PoolStep {
  public:
    /// @param rate of dropout, 0 for none. @param seed of its mask
    PoolStep(const Kernels& kernels, std::int64_t images, const PoolShape& shape, double rate, std::uint64_t seed)
        : m_kernels(&kernels)
        , m_images(images)
        , m_shape(shape)
        , m_rate(rate)
        , m_seed(seed) {}

    /// @param input [N, height, width, channels] after its ReLU. @param keeps what the way back needs
    Tensor forward(const Tensor& input, bool keeps) {
        Tensor output = at::empty({m_images, m_shape.height / 2, m_shape.width / 2, m_shape.channels}, at::kFloat);
        if (keeps)
            m_choice = at::empty({output.numel()}, at::kByte);
        std::uint8_t* const choice = keeps ? m_choice.data_ptr<std::uint8_t>() : nullptr;
        const float* const from = input.data_ptr<float>();
        float* const to = output.data_ptr<float>();
        forEachImage([&](std::int64_t image, const float* mask) {
            m_kernels->pool(m_shape, from + image * m_shape.inputs(), mask, to + image * m_shape.outputs(),
                            keeps ? choice + image * m_shape.outputs() : nullptr);
        });
        return output;
    }

    /// @param gradient of the output; becomes that of the input before its ReLU
    void backward(Tensor& gradient, std::vector<Tensor>&) const {
        const bool odd = m_shape.height % 2 != 0 || m_shape.width % 2 != 0;
        Tensor result = at::empty({m_images, m_shape.height, m_shape.width, m_shape.channels}, at::kFloat);
        if (odd)
            result.zero_();
        const std::uint8_t* const choice = m_choice.data_ptr<std::uint8_t>();
        const float* const from = gradient.data_ptr<float>();
        float* const to = result.data_ptr<float>();
        forEachImage([&](std::int64_t image, const float* mask) {
            m_kernels->unpool(m_shape, from + image * m_shape.outputs(), mask, choice + image * m_shape.outputs(),
                              to + image * m_shape.inputs());
        });
        gradient = std::move(result);
    }

  private:
    /// Calls visit(image, its mask or null).
    template <class Visit>
    void forEachImage(const Visit& visit) const {
        const std::int64_t count = m_shape.outputs();
        at::parallel_for(0, m_images, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t image = begin; image < end; ++image) {
                float* const mask = m_rate > 0 ? scratch<Purpose::Mask>(count) : nullptr;
                if (mask)
                    fillDropoutMask(mask, image * count, count, m_rate, static_cast<float>(1 / (1 - m_rate)),
                                    m_seed);
                visit(image, mask);
            }
        });
    }

    const Kernels* m_kernels;
    std::int64_t m_images;
    PoolShape m_shape;
    double m_rate;
    std::uint64_t m_seed;
    Tensor m_choice; ///< as in Kernels::pool
};

using Steps = std::vector<std::variant<ConvolutionStep, PoolStep>>;

/// The way back, as LibTorch calls it.
class Backward : public torch::autograd::Node {
  public:
    Steps steps;

    torch::autograd::variable_list apply(torch::autograd::variable_list&& outputs) override {
        const at::NoGradGuard noGradient;
        Tensor gradient = outputs[0].contiguous();
        std::vector<Tensor> gradients;
        for (; !steps.empty(); steps.pop_back())
            std::visit([&](const auto& step) { step.backward(gradient, gradients); }, steps.back());
        return {gradients.rbegin(), gradients.rend()};
    }
};

/// The way there. Keeps what the way back needs, if that is wanted.
class Forward {
  public:
    Forward(const std::vector<Tensor>& weights, const Tensor& images, Dropout* dropout, const Kernels& kernels,
            ConvolutionAlgorithm algorithm, bool keeps)
        : m_weights(weights)
        , m_dropout(dropout)
        , m_kernels(kernels)
        , m_algorithm(algorithm)
        , m_keeps(keeps)
        , m_x(images.permute({0, 2, 3, 1}).contiguous()) {}

    Tensor run(std::span<const Layer> layers) {
        for (std::size_t i = 0; i < layers.size(); ++i) {
            if (layers[i].kind == LayerKind::Convolution)
                convolve(layers[i].units, i > 0 && layers[i - 1].kind == LayerKind::Convolution);
            if (layers[i].kind == LayerKind::MaxPool) {
                const bool drops = i + 1 < layers.size() && layers[i + 1].kind == LayerKind::Dropout;
                pool(drops ? layers[i + 1].rate : 0);
            }
        }
        return m_x.flatten(1);
    }

    Steps steps;

  private:
    void convolve(std::int64_t outputs, bool afterConvolution) {
        const ConvolutionShape shape{m_x.size(0), m_x.size(1), m_x.size(2), m_x.size(3), outputs};
        const bool first = m_next == 0; // few channels gain nothing from Winograd's transforms
        const bool direct = first || m_algorithm == ConvolutionAlgorithm::Direct;
        ConvolutionStep step(direct ? *m_kernels.direct : *m_kernels.winograd, shape, std::move(m_x),
                             m_weights[m_next], first, afterConvolution);
        m_x = step.forward(m_weights[m_next + 1]);
        m_next += 2;
        if (m_keeps)
            steps.emplace_back(std::move(step));
    }

    void pool(double rate) {
        const bool drops = m_dropout && rate > 0;
        PoolStep step(m_kernels, m_x.size(0), {m_x.size(1), m_x.size(2), m_x.size(3)}, drops ? rate : 0,
                      drops ? m_dropout->nextMask() : 0);
        m_x = step.forward(m_x, m_keeps);
        if (m_keeps)
            steps.emplace_back(std::move(step));
    }

    const std::vector<Tensor>& m_weights;
    Dropout* m_dropout;
    const Kernels& m_kernels;
    ConvolutionAlgorithm m_algorithm;
    bool m_keeps;
    Tensor m_x;             ///< [N, height, width, channels]
    std::size_t m_next = 0; ///< weight
};

} // namespace

Tensor fusedConvolutions(std::span<const Layer> layers, const std::vector<Tensor>& weights, const Tensor& images,
                         Dropout* dropout, const Kernels& kernels, ConvolutionAlgorithm algorithm) {
    const bool learns = at::GradMode::is_enabled() && torch::autograd::any_variable_requires_grad(weights);
    std::vector<Tensor> values;
    for (const Tensor& weight : weights)
        values.push_back(weight.detach().contiguous());
    Forward forward(values, images.detach(), dropout, kernels, algorithm, learns);
    Tensor output;
    {
        const at::NoGradGuard noGradient;
        output = forward.run(layers);
    }
    if (learns) {
        const auto node = std::make_shared<Backward>();
        node->steps = std::move(forward.steps);
        node->set_next_edges(torch::autograd::collect_next_edges(weights));
        torch::autograd::set_history(output, node);
    }
    return output;
}

} // namespace moelab
