#include "network/blocked_convolutions.h"

#include "network/blocked_pool.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <oneapi/dnnl/dnnl.hpp>

#include <map>
#include <memory>
#include <tuple>
#include <variant>

namespace moelab {
namespace {

using at::Tensor;
using dnnl::memory;
using Tag = memory::format_tag;

constexpr auto kFloat = memory::data_type::f32;

const dnnl::engine& engine() {
    static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
}

/// Executes at once, on the cores of the calling thread.
dnnl::stream& stream() {
    thread_local dnnl::stream stream(engine());
    return stream;
}

/// What shapes a convolution's primitives.
struct ConvolutionShape {
    ConvolutionAlgorithm algorithm;
    std::int64_t images, inputs, outputs, height, width;
    bool firstLayer; ///< reads [N, channels, height, width], and passes no gradient on
    bool learns;     ///< goes back too

    auto operator<=>(const ConvolutionShape&) const = default;
};

const memory::dims kOnes = {1, 1};

dnnl::algorithm algorithmOf(const ConvolutionShape& shape) {
    // Three channels are too few to gain anything from Winograd's transforms.
    const bool direct = shape.firstLayer || shape.algorithm == ConvolutionAlgorithm::Direct;
    return direct ? dnnl::algorithm::convolution_direct : dnnl::algorithm::convolution_winograd;
}

/// Of its tensors, in the layouts in which they are kept between layers; oneDNN chooses that of the weights.
struct Layouts {
    memory::desc source, weights, bias, target;

    explicit Layouts(const ConvolutionShape& shape)
        : source({shape.images, shape.inputs, shape.height, shape.width}, kFloat,
                 shape.firstLayer ? Tag::nchw : Tag::nChw16c)
        , weights({shape.outputs, shape.inputs, 3, 3}, kFloat, Tag::any)
        , bias({shape.outputs}, kFloat, Tag::x)
        , target({shape.images, shape.outputs, shape.height, shape.width}, kFloat, Tag::nChw16c) {}
};

dnnl::convolution_forward::primitive_desc forwardOf(const ConvolutionShape& shape) {
    const Layouts layouts(shape);
    const dnnl::convolution_forward::desc forward(dnnl::prop_kind::forward_training, algorithmOf(shape),
                                                  layouts.source, layouts.weights, layouts.bias, layouts.target,
                                                  kOnes, kOnes, kOnes);
    dnnl::post_ops relu;
    relu.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(relu);
    return {forward, attributes, engine()};
}

memory::desc plainWeights(const ConvolutionShape& shape) {
    return {{shape.outputs, shape.inputs, 3, 3}, kFloat, Tag::oihw};
}

std::int64_t numbersOf(const memory::desc& description) {
    return static_cast<std::int64_t>(description.get_size() / sizeof(float));
}

/// @param first of the tensor's numbers that is meant
memory at(const Tensor& tensor, const memory::desc& description, std::int64_t first = 0) {
    return memory(description, engine(), tensor.data_ptr<float>() + first);
}

void reorder(memory from, memory to) { dnnl::reorder(from, to).execute(stream(), from, to); }

/// The way back to the weights.
class WeightGradient {
  public:
    explicit WeightGradient(const ConvolutionShape& shape)
        : m_shape(shape)
        , m_description(describe(shape))
        , m_run(m_description) {}

    /// @param first image of `input` and `gradient`. @returns gradients of weight and bias
    std::pair<Tensor, Tensor> run(const Tensor& input, const Tensor& gradient, std::int64_t first) const {
        const std::int64_t pixels = m_shape.height * m_shape.width;
        const memory::desc blockedWeights = m_description.diff_weights_desc();
        const Tensor blocked = at::empty({numbersOf(blockedWeights)}, at::kFloat);
        Tensor bias = at::empty({m_shape.outputs}, at::kFloat);
        m_run.execute(
            stream(),
            {{DNNL_ARG_SRC, at(input, m_description.src_desc(), first * m_shape.inputs * pixels)},
             {DNNL_ARG_DIFF_DST, at(gradient, m_description.diff_dst_desc(), first * m_shape.outputs * pixels)},
             {DNNL_ARG_DIFF_WEIGHTS, at(blocked, blockedWeights)},
             {DNNL_ARG_DIFF_BIAS, at(bias, m_description.diff_bias_desc())}});
        Tensor weight = at::empty({m_shape.outputs, m_shape.inputs, 3, 3}, at::kFloat);
        reorder(at(blocked, blockedWeights), at(weight, plainWeights(m_shape)));
        return {weight, bias};
    }

    std::int64_t images() const { return m_shape.images; }

  private:
    static dnnl::convolution_backward_weights::primitive_desc describe(const ConvolutionShape& shape) {
        const Layouts layouts(shape);
        return {{algorithmOf(shape), layouts.source, layouts.weights, layouts.bias, layouts.target, kOnes, kOnes,
                 kOnes},
                engine(),
                forwardOf(shape)};
    }

    ConvolutionShape m_shape;
    dnnl::convolution_backward_weights::primitive_desc m_description;
    dnnl::convolution_backward_weights m_run;
};

/// How a batch is parted for the way back to the weights. Over more images oneDNN's Winograd keeps what it has
/// transformed in memory in place of the caches, and takes up to twice as long; small planes fit.
std::vector<std::int64_t> partsOf(const ConvolutionShape& shape) {
    constexpr std::int64_t kImagesAtOnce = 25;
    constexpr std::int64_t kSmallPlane = 8 * 8;
    const bool whole =
        algorithmOf(shape) == dnnl::algorithm::convolution_direct || shape.height * shape.width <= kSmallPlane;
    std::int64_t count = whole ? 1 : (shape.images + kImagesAtOnce - 1) / kImagesAtOnce;
    std::vector<std::int64_t> parts;
    for (std::int64_t left = shape.images; count > 0; --count) {
        parts.push_back((left + count - 1) / count);
        left -= parts.back();
    }
    return parts;
}

/// A 3 x 3 convolution with same padding, bias and ReLU: its primitives, forward and backward.
class Convolution {
  public:
    explicit Convolution(const ConvolutionShape& shape)
        : m_plainWeights(plainWeights(shape))
        , m_forward(forwardOf(shape))
        , m_run(m_forward) {
        if (!shape.learns)
            return;
        for (const std::int64_t images : partsOf(shape)) {
            ConvolutionShape part = shape;
            part.images = images;
            const bool same = !m_parts.empty() && m_parts.back()->images() == images;
            m_parts.push_back(same ? m_parts.back() : std::make_shared<const WeightGradient>(part));
        }
        if (shape.firstLayer)
            return;
        const Layouts layouts(shape);
        m_backwardData = {
            {algorithmOf(shape), layouts.source, layouts.weights, layouts.target, kOnes, kOnes, kOnes},
            engine(),
            m_forward};
        m_runData = dnnl::convolution_backward_data(m_backwardData);
    }

    Tensor forward(const Tensor& input, const Tensor& weight, const Tensor& bias) {
        Tensor output = at::empty({numbersOf(m_forward.dst_desc())}, at::kFloat);
        const Tensor blocked = reordered(weight, m_forward.weights_desc());
        m_run.execute(stream(), {{DNNL_ARG_SRC, at(input, m_forward.src_desc())},
                                 {DNNL_ARG_WEIGHTS, at(blocked, m_forward.weights_desc())},
                                 {DNNL_ARG_BIAS, at(bias, m_forward.bias_desc())},
                                 {DNNL_ARG_DST, at(output, m_forward.dst_desc())}});
        return output;
    }

    /// @param gradient of the output before its ReLU. @returns gradients of weight and bias
    std::pair<Tensor, Tensor> backwardWeights(const Tensor& input, const Tensor& gradient) const {
        std::pair<Tensor, Tensor> sum;
        std::int64_t first = 0;
        for (const auto& part : m_parts) {
            const auto [weight, bias] = part->run(input, gradient, first);
            sum = first == 0 ? std::pair(weight, bias) : std::pair(sum.first.add_(weight), sum.second.add_(bias));
            first += part->images();
        }
        return sum;
    }

    /// @returns the gradient of the input
    Tensor backwardData(const Tensor& gradient, const Tensor& weight) {
        Tensor result = at::empty({numbersOf(m_backwardData.diff_src_desc())}, at::kFloat);
        const Tensor blocked = reordered(weight, m_backwardData.weights_desc());
        m_runData.execute(stream(), {{DNNL_ARG_DIFF_DST, at(gradient, m_backwardData.diff_dst_desc())},
                                     {DNNL_ARG_WEIGHTS, at(blocked, m_backwardData.weights_desc())},
                                     {DNNL_ARG_DIFF_SRC, at(result, m_backwardData.diff_src_desc())}});
        return result;
    }

  private:
    Tensor reordered(const Tensor& weight, const memory::desc& description) const {
        const Tensor blocked = at::empty({numbersOf(description)}, at::kFloat);
        reorder(at(weight, m_plainWeights), at(blocked, description));
        return blocked;
    }

    memory::desc m_plainWeights;
    dnnl::convolution_forward::primitive_desc m_forward;
    dnnl::convolution_backward_data::primitive_desc m_backwardData;
    dnnl::convolution_forward m_run;
    dnnl::convolution_backward_data m_runData;
    std::vector<std::shared_ptr<const WeightGradient>> m_parts;
};

/// Primitives are made once for each shape; a thread has its own, since they share working memory.
std::shared_ptr<Convolution> convolutionFor(const ConvolutionShape& shape) {
    thread_local std::map<ConvolutionShape, std::shared_ptr<Convolution>> made;
    std::shared_ptr<Convolution>& known = made[shape];
    if (!known)
        known = std::make_shared<Convolution>(shape);
    return known;
}

/// What a layer needs for its gradient.
struct ConvolutionStep {
    std::shared_ptr<Convolution> convolution;
    bool first; ///< passes no gradient on
    Tensor input;
    Tensor output; ///< undefined if a pool follows, which knows where the ReLU was zero
    Tensor weight;
};
struct PoolStep {
    BlockedPool pool;
    Tensor choice;
};
using Steps = std::vector<std::variant<ConvolutionStep, PoolStep>>;

void backward(const PoolStep& step, Tensor& gradient, std::vector<Tensor>&) {
    const Tensor result = at::empty({step.pool.inputs()}, at::kFloat);
    poolBackward(step.pool, gradient.data_ptr<float>(), step.choice.data_ptr<std::uint8_t>(),
                 result.data_ptr<float>());
    gradient = result;
}

/// @param gradients of weights and biases, the last first
void backward(const ConvolutionStep& step, Tensor& gradient, std::vector<Tensor>& gradients) {
    if (step.output.defined())
        reluBackward(gradient.numel(), step.output.data_ptr<float>(), gradient.data_ptr<float>());
    auto [weight, bias] = step.convolution->backwardWeights(step.input, gradient);
    gradients.push_back(std::move(bias));
    gradients.push_back(std::move(weight));
    gradient = step.first ? Tensor() : step.convolution->backwardData(gradient, step.weight);
}

/// The way back, as LibTorch calls it.
class Backward : public torch::autograd::Node {
  public:
    Steps steps;

    torch::autograd::variable_list apply(torch::autograd::variable_list&& outputs) override {
        const at::NoGradGuard noGradient;
        Tensor gradient = outputs[0].contiguous();
        std::vector<Tensor> gradients;
        for (auto step = steps.rbegin(); step != steps.rend(); ++step)
            std::visit([&](const auto& each) { backward(each, gradient, gradients); }, *step);
        steps.clear();
        return {gradients.rbegin(), gradients.rend()};
    }
};

/// The way there. Keeps what the way back needs, if that is wanted.
class Forward {
  public:
    Forward(const std::vector<Tensor>& weights, const Tensor& images, Dropout* dropout,
            ConvolutionAlgorithm algorithm, bool keeps)
        : m_weights(weights)
        , m_dropout(dropout)
        , m_algorithm(algorithm)
        , m_keeps(keeps)
        , m_images(images.size(0))
        , m_channels(images.size(1))
        , m_height(images.size(2))
        , m_width(images.size(3))
        , m_x(images.contiguous()) {}

    Tensor run(std::span<const Layer> layers) {
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const auto follows = [&](LayerKind kind, std::size_t next) {
                return next < layers.size() && layers[next].kind == kind;
            };
            if (layers[i].kind == LayerKind::Convolution)
                convolve(layers[i].units, follows(LayerKind::MaxPool, i + 1));
            if (layers[i].kind == LayerKind::MaxPool) {
                const bool drops = follows(LayerKind::Dropout, i + 1);
                pool(drops ? layers[i + 1].rate : 0, follows(LayerKind::Flatten, i + (drops ? 2 : 1)));
            }
        }
        return m_x.view({m_images, m_channels * m_height * m_width});
    }

    Steps steps;

  private:
    void convolve(std::int64_t outputs, bool poolFollows) {
        const bool first = m_next == 0;
        const auto convolution =
            convolutionFor({m_algorithm, m_images, m_channels, outputs, m_height, m_width, first, m_keeps});
        const Tensor& weight = m_weights[m_next];
        Tensor output = convolution->forward(m_x, weight, m_weights[m_next + 1]);
        if (m_keeps)
            steps.push_back(ConvolutionStep{convolution, first, m_x, poolFollows ? Tensor() : output, weight});
        m_next += 2;
        m_channels = outputs;
        m_x = std::move(output);
    }

    void pool(double rate, bool flat) {
        BlockedPool pool{m_images, m_channels, m_height, m_width, flat};
        if (m_dropout && rate > 0) {
            pool.rate = rate;
            pool.seed = m_dropout->nextMask();
        }
        const Tensor output = at::empty({pool.outputs()}, at::kFloat);
        Tensor choice;
        if (m_keeps)
            choice = at::empty({pool.outputs()}, at::kByte);
        poolForward(pool, m_x.data_ptr<float>(), output.data_ptr<float>(),
                    m_keeps ? choice.data_ptr<std::uint8_t>() : nullptr);
        if (m_keeps)
            steps.push_back(PoolStep{pool, choice});
        m_height /= 2;
        m_width /= 2;
        m_x = output;
    }

    const std::vector<Tensor>& m_weights;
    Dropout* m_dropout;
    ConvolutionAlgorithm m_algorithm;
    bool m_keeps;
    std::int64_t m_images, m_channels, m_height, m_width;
    Tensor m_x;
    std::size_t m_next = 0; ///< weight
};

} // namespace

bool hasBlockedConvolutions(ConvolutionAlgorithm algorithm) {
#if defined(__x86_64__) && defined(__GNUC__)
    if (!__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl"))
        return false;
    if (dnnl_version()->major != 2) // a LibTorch that brings another one, whose symbols come first
        return false;
    try {
        convolutionFor({algorithm, 1, 32, 32, 32, 32, false, true});
        return true;
    } catch (const dnnl::error&) {
        return false;
    }
#else
    (void)algorithm;
    return false;
#endif
}

Tensor blockedConvolutions(std::span<const Layer> layers, const std::vector<Tensor>& weights, const Tensor& images,
                           Dropout* dropout, ConvolutionAlgorithm algorithm) {
    const bool learns = at::GradMode::is_enabled() && torch::autograd::any_variable_requires_grad(weights);
    std::vector<Tensor> values;
    for (const Tensor& weight : weights)
        values.push_back(weight.detach().contiguous());
    Forward forward(values, images.detach(), dropout, algorithm, learns);
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
