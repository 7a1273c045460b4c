#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "config/network_presets.h"
#include "network/fused_convolutions.h"
#include "network/network.h"
#include "network/relative_error.h"
#include "test_of_room.h"
#include "training/platform.h"

#include <QtTest>

using namespace moelab;
using at::Tensor;

/// One of the ways in which our kernels convolve.
struct Way {
    Instructions instructions;
    ConvolutionAlgorithm algorithm;
    QByteArray name;
};
Q_DECLARE_METATYPE(Way)
Q_DECLARE_METATYPE(moelab::Convolution)

/// Against the same layers of LibTorch in double precision, with the same dropout masks. Winograd rounds more than
/// the definition does. Where rounding changes which of four values is the largest, or the sign of one near zero, a
/// gradient takes another way, so that cases with tight bounds are small ones
/// in which no value is near another one.
class TestFusedConvolutions : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void pairsOfLayers_data();
    void pairsOfLayers();
    void wholeNetworks_data();
    void wholeNetworks();
    void gradientsByDifferences_data();
    void gradientsByDifferences();
    void oddSizes_data() { everyWay(); }
    void oddSizes();
    void gradientsOfABatchAddUp_data() { everyWay(); }
    void gradientsOfABatchAddUp();
    void bitsRepeat_data() { everyWay(); }
    void bitsRepeat();
    void inferenceIsTrainingWithoutDropout_data() { everyWay(); }
    void inferenceIsTrainingWithoutDropout();
    void notANumberPasses_data() { everyWay(); }
    void notANumberPasses();
    void frozenWeightsMakeNoGraph();
    void networksUseThem_data();
    void networksUseThem();

  private:
    static void everyWay();
};

namespace {

/// Weights of some layers, images, and a direction in which the output is measured.
struct Case {
    NetworkSpec layers;
    std::vector<Tensor> weights;
    Tensor images;

    Case(NetworkSpec spec, std::int64_t count, std::int64_t size, std::uint64_t seed = 7)
        : layers(std::move(spec)) {
        std::int64_t channels = 3;
        at::manual_seed(seed);
        images = at::rand({count, channels, size, size});
        for (const Layer& layer : layers)
            if (layer.kind == LayerKind::Convolution) {
                const double limit = std::sqrt(6.0 / (9.0 * static_cast<double>(channels + layer.units)));
                weights.push_back(at::empty({layer.units, channels, 3, 3}).uniform_(-limit, limit));
                weights.push_back(at::empty({layer.units}).uniform_(-0.1, 0.1));
                channels = layer.units;
            }
        for (Tensor& weight : weights)
            weight.requires_grad_(true);
    }

    Tensor run(const Way& way, Dropout* dropout) const {
        return fusedConvolutions(layers, weights, images, dropout, *kernelsOf(way.instructions), way.algorithm)
            .permute({0, 2, 3, 1})
            .flatten(1);
    }
};

Tensor reference(const NetworkSpec& layers, const std::vector<Tensor>& weights, Tensor x, Dropout* dropout) {
    std::size_t next = 0;
    for (const Layer& layer : layers) {
        if (layer.kind == LayerKind::Convolution) {
            x = at::conv2d(x, weights[next], weights[next + 1], 1, 1).relu();
            next += 2;
        }
        if (layer.kind == LayerKind::MaxPool)
            x = at::max_pool2d(x, 2);
        if (layer.kind == LayerKind::Dropout && dropout) {
            const Tensor ones = at::ones(x.sizes(), at::kFloat)
                                    .contiguous(at::MemoryFormat::ChannelsLast); // numbered in this order
            x = x * dropout->apply(ones, layer.rate).to(x.scalar_type());
        }
    }
    return x.permute({0, 2, 3, 1}).flatten(1);
}

/// The largest relative error of the output and of every gradient.
struct Errors {
    double output;
    double gradients = 0;
};

Errors errorsOf(const Case& what, const Way& way) {
    std::vector<Tensor> exactWeights;
    for (const Tensor& weight : what.weights)
        exactWeights.push_back(weight.detach().to(at::kDouble).requires_grad_(true));
    Dropout sameMasks(5);
    const Tensor exact = reference(what.layers, exactWeights, what.images.to(at::kDouble), &sameMasks);
    Dropout dropout(5);
    const Tensor found = what.run(way, &dropout);
    const Tensor direction = at::randn(exact.sizes(), at::kDouble);
    (exact * direction).sum().backward();
    (found * direction.to(at::kFloat)).sum().backward();
    Errors errors{fixture::relativeError(found, exact)};
    for (std::size_t i = 0; i < what.weights.size(); ++i)
        errors.gradients =
            std::max(errors.gradients, fixture::relativeError(what.weights[i].grad(), exactWeights[i].grad()));
    return errors;
}

/// How near the decisions of ReLUs and pools are to falling otherwise.
double leastMargin(const Case& what) {
    double least = 1;
    Tensor x = what.images.to(at::kDouble);
    std::size_t next = 0;
    const at::NoGradGuard noGradient;
    for (const Layer& layer : what.layers) {
        if (layer.kind == LayerKind::Convolution) {
            x = at::conv2d(x, what.weights[next].to(at::kDouble), what.weights[next + 1].to(at::kDouble), 1, 1);
            least = std::min(least, x.abs().min().item<double>());
            x = x.relu();
            next += 2;
        }
        if (layer.kind == LayerKind::MaxPool) {
            const Tensor windows = x.unfold(2, 2, 2).unfold(3, 2, 2).flatten(4);
            const Tensor largest = std::get<0>(windows.topk(2, 4));
            const Tensor gaps = largest.select(4, 0) - largest.select(4, 1);
            least = std::min(least, gaps.masked_select(largest.select(4, 0) > 0).min().item<double>());
            x = at::max_pool2d(x, 2);
        }
    }
    return least;
}

/// The first case, by its seed, whose decisions no rounding changes: single precision errs by some 1e-7 here.
Case clearCase(const NetworkSpec& layers, std::int64_t count, std::int64_t size) {
    for (std::uint64_t seed = 1;; ++seed)
        if (Case what(layers, count, size, seed); leastMargin(what) > 5e-6)
            return what;
}

NetworkSpec pairOf(int inputs, int outputs) {
    return {{LayerKind::Convolution, "conv1", inputs, 0, true},
            {LayerKind::Convolution, "conv2", outputs, 0, true},
            {LayerKind::MaxPool, "pool1"},
            {LayerKind::Dropout, "drop1", 0, 0.25},
            {LayerKind::Flatten, "flatten"}};
}

NetworkSpec convolutionsOf(const char* preset) {
    NetworkSpec layers = presetNetwork(preset);
    layers.erase(std::ranges::find(layers, LayerKind::Flatten, &Layer::kind) + 1, layers.end());
    return layers;
}

/// Those that this processor has.
std::vector<Way> ways() {
    std::vector<Way> found;
    for (const auto& [instructions, set] :
         {std::pair(Instructions::Avx512, "avx512"), {Instructions::Avx2, "avx2"}})
        if (kernelsOf(instructions)) {
            found.push_back({instructions, ConvolutionAlgorithm::Direct, QByteArray(set) + " direct"});
            found.push_back({instructions, ConvolutionAlgorithm::Winograd, QByteArray(set) + " winograd"});
        }
    return found;
}

} // namespace

void TestFusedConvolutions::initTestCase() {
    useThreads(1);
    if (!fastestKernels())
        QSKIP("this processor has neither AVX-512 nor AVX2: there the program convolves with LibTorch alone");
}

void TestFusedConvolutions::everyWay() {
    QTest::addColumn<Way>("way");
    for (const Way& way : ways())
        QTest::newRow(way.name) << way;
}

void TestFusedConvolutions::pairsOfLayers_data() {
    QTest::addColumn<Way>("way");
    QTest::addColumn<int>("inputs");
    QTest::addColumn<int>("outputs");
    for (const auto& [inputs, outputs] : {std::pair(32, 32), {32, 64}, {64, 64}, {64, 128}, {128, 128}, {32, 96}})
        for (const Way& way : ways())
            QTest::addRow("%s %d to %d", way.name.constData(), inputs, outputs) << way << inputs << outputs;
}

void TestFusedConvolutions::pairsOfLayers() {
    QFETCH(const Way, way);
    QFETCH(const int, inputs);
    QFETCH(const int, outputs);
    const Errors errors = errorsOf(clearCase(pairOf(inputs, outputs), 2, 8), way);
    QVERIFY2(errors.output < 2e-6 && errors.gradients < 1e-5,
             qPrintable(QStringLiteral("output %1, gradients %2").arg(errors.output).arg(errors.gradients)));
}

void TestFusedConvolutions::wholeNetworks_data() {
    QTest::addColumn<Way>("way");
    QTest::addColumn<bool>("large");
    for (const bool large : {false, true})
        for (const Way& way : ways())
            QTest::addRow("%s %s", way.name.constData(), large ? "large" : "small") << way << large;
}

/// A batch of 50 has some gradients that take another way; LibTorch in single precision has them too.
void TestFusedConvolutions::wholeNetworks() {
    QFETCH(const Way, way);
    QFETCH(const bool, large);
    const Case what(convolutionsOf(large ? "large-vgg" : "small-vgg"), 50, 32);
    const Errors errors = errorsOf(what, way);
    qInfo("output %.1e, gradients %.1e", errors.output, errors.gradients);
    QVERIFY(errors.output < 2e-6);
    QVERIFY(errors.gradients < 1e-2);
}

void TestFusedConvolutions::gradientsByDifferences_data() { everyWay(); }

/// With images and weights that make every ReLU pass, so that the output is linear in each weight.
void TestFusedConvolutions::gradientsByDifferences() {
    QFETCH(const Way, way);
    Case what(pairOf(32, 32), 2, 4);
    for (std::size_t i = 1; i < what.weights.size(); i += 2)
        what.weights[i] = at::full_like(what.weights[i], 3).requires_grad_(true);
    Dropout dropout(1);
    what.run(way, &dropout).sum().backward();
    const std::vector<Tensor> gradients = {what.weights[0].grad(), what.weights[1].grad(), what.weights[2].grad(),
                                           what.weights[3].grad()};
    const at::NoGradGuard noGradient;
    for (std::size_t i = 0; i < what.weights.size(); ++i)
        for (const std::int64_t position :
             {std::int64_t{0}, what.weights[i].numel() / 2, what.weights[i].numel() - 1}) {
            const auto outputWith = [&](float step) {
                Case moved = what;
                moved.weights[i] = what.weights[i].detach().clone();
                moved.weights[i].view(-1)[position] += step;
                Dropout again(1);
                return moved.run(way, &again).to(at::kDouble).sum().item<double>();
            };
            const double difference = (outputWith(0.01f) - outputWith(-0.01f)) / 0.02;
            const double gradient = gradients[i].view(-1)[position].item<double>();
            QVERIFY2(std::abs(difference - gradient) < 0.02 * std::abs(gradient) + 0.05,
                     qPrintable(QStringLiteral("weight %1 at %2: %3, by differences %4")
                                    .arg(i)
                                    .arg(position)
                                    .arg(gradient)
                                    .arg(difference)));
        }
}

/// A pool leaves the last row and column out.
void TestFusedConvolutions::oddSizes() {
    QFETCH(const Way, way);
    const Errors errors = errorsOf(clearCase(pairOf(32, 64), 2, 9), way);
    QVERIFY(errors.output < 2e-6);
    QVERIFY(errors.gradients < 1e-5);
}

/// More tiles than the way back takes at once.
void TestFusedConvolutions::gradientsOfABatchAddUp() {
    QFETCH(const Way, way);
    Case what(pairOf(32, 64), 27, 12);
    what.run(way, nullptr).square().sum().backward();
    std::vector<Tensor> whole;
    for (const Tensor& weight : what.weights)
        whole.push_back(std::exchange(weight.mutable_grad(), Tensor()));
    const Tensor all = what.images;
    for (const auto& [begin, end] : {std::pair{0, 14}, {14, 27}}) {
        what.images = all.slice(0, begin, end);
        what.run(way, nullptr).square().sum().backward();
    }
    for (std::size_t i = 0; i < whole.size(); ++i)
        QVERIFY(fixture::relativeError(whole[i], what.weights[i].grad().to(at::kDouble)) < 1e-5);
}

void TestFusedConvolutions::bitsRepeat() {
    QFETCH(const Way, way);
    std::vector<Tensor> first;
    for (const int threads : {1, 1, 2, 3, 5}) {
        useThreads(threads);
        const Case what(convolutionsOf("small-vgg"), 10, 32);
        Dropout dropout(3);
        const Tensor output = what.run(way, &dropout);
        (output * output).sum().backward();
        std::vector<Tensor> found(1, output.detach());
        for (const Tensor& weight : what.weights)
            found.push_back(weight.grad());
        if (first.empty())
            first = found;
        for (std::size_t i = 0; i < first.size(); ++i)
            QVERIFY2(at::equal(found[i], first[i]), qPrintable(QStringLiteral("%1 threads").arg(threads)));
    }
    useThreads(1);
}

void TestFusedConvolutions::inferenceIsTrainingWithoutDropout() {
    QFETCH(const Way, way);
    const Case what(convolutionsOf("small-vgg"), 4, 32);
    const Tensor trained = what.run(way, nullptr);
    const at::NoGradGuard noGradient;
    const Tensor inferred = what.run(way, nullptr);
    QVERIFY(trained.requires_grad() && !inferred.requires_grad());
    QVERIFY(at::equal(trained.detach(), inferred));
}

/// Training stops at a loss that is not a number; a ReLU must not hide it.
void TestFusedConvolutions::notANumberPasses() {
    QFETCH(const Way, way);
    Case what(pairOf(32, 32), 1, 8);
    what.images[0][1][4][4] = std::nanf("");
    const at::NoGradGuard noGradient;
    QVERIFY(what.run(way, nullptr).isnan().any().item<bool>());
}

void TestFusedConvolutions::frozenWeightsMakeNoGraph() {
    Case what(pairOf(32, 32), 2, 8);
    for (Tensor& weight : what.weights)
        weight.requires_grad_(false);
    QVERIFY(!what.run(ways().front(), nullptr).requires_grad());
}

void TestFusedConvolutions::networksUseThem_data() {
    QTest::addColumn<Convolution>("convolution");
    QTest::newRow("direct") << Convolution::Direct;
    QTest::newRow("winograd") << Convolution::Winograd;
}

void TestFusedConvolutions::networksUseThem() {
    QFETCH(const Convolution, convolution);
    Network network(withOutputs(presetNetwork("large-vgg"), 10), {});
    network.initialise(2);
    const Tensor images = toInput(at::randint(0, 256, {20, 32, 32, 3}).to(at::kByte), at::kCPU);
    Dropout dropout(9);
    Dropout same(9);
    const Tensor expected = network.logits(images, NetworkMode::training(dropout));
    const Tensor found = network.logits(images, NetworkMode::training(same), {Precision::Fp32, convolution});
    QVERIFY(fixture::relativeError(found, expected.to(at::kDouble)) < 1e-5);
    if (convolution == Convolution::Winograd) // the direct sums can be those of LibTorch to the last bit
        QVERIFY(!at::equal(found, expected));
    expected.square().mean().backward();
    std::vector<Tensor> gradients;
    for (const Tensor& weight : network.parameters())
        gradients.push_back(std::exchange(weight.mutable_grad(), Tensor()).to(at::kDouble));
    found.square().mean().backward();
    // A ReLU or pool that decides otherwise by a hair moves a gradient by some thousandths.
    for (std::size_t i = 0; i < gradients.size(); ++i)
        QVERIFY(fixture::relativeError(network.parameters()[i].grad(), gradients[i]) < 1e-2);
}

TEST_OF_ROOM(TestFusedConvolutions);
#include "test_fused_convolutions.moc"
