#include <ATen/ATen.h>

#include "network/network.h"
#include "network/random_network.h"
#include "network/relative_error.h"
#include "plan/plan_fused.h"
#include "test_of_room.h"
#include "training/platform.h"

#include <QtTest>

#include <map>

using namespace moelab;
using at::Tensor;

/// Our own kernels take the stretch of a network that they can, LibTorch the rest, and no network is wrong for it.
class TestPlanFused : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void stretches();
    void asInDouble_data();
    void asInDouble();
    void threadsChangeNoBits();
};

static constexpr std::uint32_t kNetworks = 100;

static Layer convolution(int units, bool relu = true) { return {LayerKind::Convolution, {}, units, 0, relu}; }
static const Layer kPool{LayerKind::MaxPool, {}};
static const Layer kDropout{LayerKind::Dropout, {}, 0, 0.25};
static const Layer kFlatten{LayerKind::Flatten, {}};
static const Layer kOutputs{LayerKind::Dense, {}, 10};

void TestPlanFused::stretches() {
    struct Case {
        NetworkSpec spec;
        int layers; ///< -1: none
        bool whole;
    };
    const Layer residual{LayerKind::Residual, {}, 0, 0, false, {convolution(32)}};
    const Case cases[] = {
        {{convolution(32), convolution(64), kPool, kDropout, kFlatten, kOutputs}, 4, true},
        {{convolution(32), kPool, convolution(64), kPool, kFlatten, kOutputs}, 4, true},
        {{convolution(32), kPool, convolution(64), kFlatten, kOutputs}, 2, false}, // no pool behind the second
        {{convolution(32), kPool, convolution(33), kPool, kFlatten, kOutputs}, 2, false},
        {{convolution(32, false), kPool, kFlatten, kOutputs}, -1, false},
        {{convolution(20), kPool, kFlatten, kOutputs}, -1, false},
        {{convolution(32), kPool, kPool, convolution(32), kPool, kFlatten, kOutputs}, 2, false},
        {{convolution(32), kPool, kDropout, kDropout, kFlatten, kOutputs}, 3, true},
        {{convolution(32), kPool, residual, kFlatten, kOutputs}, 2, false},
        {{kFlatten, kOutputs}, -1, true},
    };
    for (const Case& each : cases) {
        const std::optional<std::size_t> found = planFused(each.spec);
        QVERIFY2((found ? static_cast<int>(*found) : -1) == each.layers, toJson(each.spec).dump().c_str());
        QVERIFY2(isWhollyFused(each.spec) == each.whole, toJson(each.spec).dump().c_str());
    }
}

namespace {

/// The specification's own definition, in double precision.
class Reference {
  public:
    Reference(const Network& network, Dropout& dropout)
        : m_dropout(dropout) {
        for (const auto& [name, tensor] : network.weights())
            weights[name] = tensor.detach().to(at::kDouble).requires_grad_(true);
    }

    Tensor run(Tensor x, const std::vector<Layer>& layers) {
        for (const Layer& layer : layers) {
            if (layer.kind == LayerKind::Convolution)
                x = at::conv2d(x, weights.at(layer.name + ".weight"), weights.at(layer.name + ".bias"), 1, 1);
            if (layer.kind == LayerKind::Dense)
                x = at::linear(x, weights.at(layer.name + ".weight"), weights.at(layer.name + ".bias"));
            if (layer.kind == LayerKind::MaxPool)
                x = at::max_pool2d(x, 2);
            if (layer.kind == LayerKind::Dropout)
                x = x * maskLike(x, layer.rate);
            if (layer.kind == LayerKind::Flatten)
                x = x.permute({0, 2, 3, 1}).flatten(1);
            if (layer.kind == LayerKind::Residual)
                x = x + run(x, layer.body);
            if (layer.relu || layer.kind == LayerKind::Relu)
                x = x.relu();
        }
        return x;
    }

    std::map<std::string, Tensor> weights;

  private:
    /// Elements are numbered channels last.
    Tensor maskLike(const Tensor& x, double rate) {
        Tensor ones = at::ones(x.sizes(), at::kFloat);
        if (x.dim() == 4)
            ones = at::ones({x.size(0), x.size(2), x.size(3), x.size(1)}).permute({0, 3, 1, 2});
        return m_dropout.apply(ones, rate).to(at::kDouble);
    }

    Dropout& m_dropout;
};

Tensor imagesFor(const fixture::RandomNetwork& drawn, std::int64_t count) {
    return toInput(
        at::randint(0, 256, {count, drawn.images.height, drawn.images.width, drawn.images.channels}).to(at::kByte),
        at::kCPU);
}

} // namespace

void TestPlanFused::asInDouble_data() {
    QTest::addColumn<Convolution>("convolution");
    QTest::newRow("LibTorch") << Convolution::LibTorch;
    QTest::newRow("direct") << Convolution::Direct;
    QTest::newRow("Winograd") << Convolution::Winograd;
}

void TestPlanFused::asInDouble() {
    QFETCH(const Convolution, convolution);
    useThreads(2);
    int fused = 0;
    for (std::uint32_t seed = 1; seed <= kNetworks; ++seed) {
        const fixture::RandomNetwork drawn(seed);
        const QByteArray name = QByteArray::number(seed) + ": " + toJson(drawn.spec).dump().c_str();
        Network network(drawn.spec, drawn.images);
        network.initialise(seed);
        at::manual_seed(seed);
        for (const auto& [tensor, values] : network.weights())
            if (values.dim() == 1)
                values.detach().uniform_(-0.1, 0.1);
        const Tensor images = imagesFor(drawn, 3);
        Dropout dropout(seed);
        Dropout same(seed);
        Reference reference(network, same);
        const Tensor exact = reference.run(images.to(at::kDouble), drawn.spec);
        const Tensor found = network.logits(images, NetworkMode::training(dropout), {Precision::Fp32, convolution});
        const double error = fixture::relativeError(found, exact);
        QVERIFY2(error < 1e-4, name + ": " + QByteArray::number(error));
        const Tensor direction = at::randn(exact.sizes(), at::kDouble);
        (exact * direction).sum().backward();
        (found * direction.to(at::kFloat)).sum().backward();
        for (const auto& [tensor, values] : network.weights()) {
            const Tensor expected = reference.weights.at(tensor).grad();
            const double off = (values.grad().to(at::kDouble) - expected).norm().item<double>();
            // A ReLU or a pool that decides otherwise by a hair moves a gradient.
            QVERIFY2(off <= 2e-2 * expected.norm().item<double>() + 1e-6,
                     name + ": " + tensor.c_str() + " " + QByteArray::number(off));
        }
        fused += planFused(drawn.spec) ? 1 : 0;
    }
    QVERIFY2(fused > 10 && fused < 90, QByteArray::number(fused)); // both are tried
}

void TestPlanFused::threadsChangeNoBits() {
    if (!fastestKernels())
        QSKIP("this processor has neither AVX-512 nor AVX2: there the program computes with LibTorch alone");
    int tried = 0;
    for (std::uint32_t seed = 1; seed <= kNetworks; ++seed) {
        const fixture::RandomNetwork drawn(seed);
        if (!isWhollyFused(drawn.spec))
            continue;
        ++tried;
        const auto gradients = [&](int threads) {
            useThreads(threads);
            Network network(drawn.spec, drawn.images);
            network.initialise(seed);
            at::manual_seed(seed);
            Dropout dropout(seed);
            network
                .logits(imagesFor(drawn, 5), NetworkMode::training(dropout),
                        {Precision::Fp32, Convolution::Winograd})
                .square()
                .sum()
                .backward();
            std::vector<Tensor> found;
            for (const Tensor& tensor : network.parameters())
                found.push_back(tensor.grad());
            return found;
        };
        const std::vector<Tensor> one = gradients(1);
        const std::vector<Tensor> three = gradients(3);
        for (std::size_t i = 0; i < one.size(); ++i)
            QVERIFY2(at::equal(one[i], three[i]), QByteArray::number(seed));
    }
    QVERIFY(tried > 10);
}

TEST_OF_ROOM(TestPlanFused);
#include "test_plan_fused.moc"
