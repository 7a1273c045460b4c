#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "config/network_presets.h"
#include "message_of.h"
#include "network/formula_weights.h"
#include "test_of_room.h"
#include "training/platform.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
using at::Tensor;
using fixture::fillByFormula;
using fixture::setValues;

class TestNetwork : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useThreads(1); }
    void tensorsAndTheirOrder();
    void glorotLimits_data();
    void glorotLimits();
    void initialiseFollowsTheSeed();
    void inputScalesAndKeepsLayout();
    void forwardByHand();
    void samePaddingAndRelu();
    void poolTakesTheLargest();
    void dropoutOnlyWhenGiven();
    void trainable();
    void imagesOfABatchAreIndependent();
    void halvesMakeTheWhole();
    void bf16();
};

static const Tensor& weight(const Network& network, const std::string& name) {
    for (const auto& [key, tensor] : network.weights())
        if (key == name)
            return tensor;
    throw std::out_of_range(name);
}

void TestNetwork::tensorsAndTheirOrder() {
    const Network network(withOutputs(presetNetwork("small-vgg"), 10), {});
    std::vector<std::string> found;
    for (const auto& [name, tensor] : network.weights()) {
        found.push_back(name);
        QVERIFY(tensor.scalar_type() == at::kFloat && tensor.is_leaf() && tensor.is_contiguous());
    }
    QCOMPARE(found, (std::vector<std::string>{"conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias",
                                              "conv3.weight", "conv3.bias", "conv4.weight", "conv4.bias",
                                              "dense1.weight", "dense1.bias", "dense2.weight", "dense2.bias"}));
    QVERIFY(weight(network, "conv3.weight").sizes() == at::IntArrayRef({64, 32, 3, 3}));
    QVERIFY(weight(network, "dense1.weight").sizes() == at::IntArrayRef({512, 4096}));
    QVERIFY(weight(network, "dense2.bias").sizes() == at::IntArrayRef({10}));
    QCOMPARE(network.parameters().size(), found.size());
    QVERIFY(network.parameters()[8].is_same(weight(network, "dense1.weight")));
}

void TestNetwork::glorotLimits_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("fans"); // fan in + fan out, times the receptive field of 9
    QTest::newRow("conv1, 3 to 32") << "conv1" << 27.0 + 288.0;
    QTest::newRow("conv2, 32 to 32") << "conv2" << 288.0 + 288.0;
    QTest::newRow("conv3, 32 to 64") << "conv3" << 288.0 + 576.0;
    QTest::newRow("conv4, 64 to 64") << "conv4" << 576.0 + 576.0;
    QTest::newRow("dense1, 4096 to 512") << "dense1" << 4096.0 + 512.0;
    QTest::newRow("dense2, 512 to 10") << "dense2" << 512.0 + 10.0;
}

void TestNetwork::glorotLimits() {
    QFETCH(QString, name);
    QFETCH(double, fans);
    Network network(withOutputs(presetNetwork("small-vgg"), 10), {});
    network.initialise(7);
    const Tensor drawn = weight(network, name.toStdString() + ".weight").detach().to(at::kDouble);
    const double limit = std::sqrt(6 / fans);
    const auto n = static_cast<double>(drawn.numel());
    const double largest = drawn.abs().max().item<double>();
    QVERIFY(largest <= limit * (1 + 1e-6));
    // All n are below limit (1 - 20 / n) with a probability of about e^-20.
    QVERIFY(largest > limit * (1 - 20 / n));
    // Of x uniform in +-limit: mean 0 with variance limit^2 / 3; the mean of x^2 is limit^2 / 3, and its
    // variance limit^4 (1/5 - 1/9) / n. Five standard deviations are allowed.
    QVERIFY(std::abs(drawn.mean().item<double>()) < 5 * limit / std::sqrt(3 * n));
    const double square = drawn.square().mean().item<double>();
    QVERIFY(std::abs(square - limit * limit / 3) < 5 * limit * limit * std::sqrt((1.0 / 5 - 1.0 / 9) / n));
    QVERIFY(!weight(network, name.toStdString() + ".bias").any().item<bool>());
}

void TestNetwork::initialiseFollowsTheSeed() {
    Network one(withOutputs(presetNetwork("small-vgg"), 10), {});
    Network other(withOutputs(presetNetwork("small-vgg"), 10), {});
    one.initialise(1);
    other.initialise(99);
    for (std::size_t i = 0; i < one.weights().size(); i += 2) // the biases lie between
        QVERIFY(!at::equal(one.weights()[i].second, other.weights()[i].second));
    at::manual_seed(5); // nothing to do with it
    fillByFormula(other);
    other.initialise(1);
    for (std::size_t i = 0; i < one.weights().size(); ++i)
        QVERIFY(at::equal(one.weights()[i].second, other.weights()[i].second));
    // The layers' draws follow each other: no two begin alike.
    QVERIFY(!at::equal(weight(one, "conv2.weight").flatten().slice(0, 0, 100),
                       weight(one, "conv4.weight").flatten().slice(0, 0, 100) * std::sqrt(2.0)));
}

void TestNetwork::inputScalesAndKeepsLayout() {
    std::vector<std::uint8_t> bytes(2 * 2 * 3 * 3);
    for (std::size_t k = 0; k < bytes.size(); ++k)
        bytes[k] = static_cast<std::uint8_t>(k * 7 + 1);
    bytes[4] = 0;
    bytes[5] = 255;
    const Tensor input = toInput(at::from_blob(bytes.data(), {2, 2, 3, 3}, at::kByte), at::kCPU);
    QVERIFY(input.sizes() == at::IntArrayRef({2, 3, 2, 3}));
    QVERIFY(input.scalar_type() == at::kFloat);
    QVERIFY(input.is_contiguous(at::MemoryFormat::ChannelsLast));
    for (int n = 0; n < 2; ++n)
        for (int y = 0; y < 2; ++y)
            for (int x = 0; x < 3; ++x)
                for (int c = 0; c < 3; ++c)
                    QCOMPARE(input[n][c][y][x].item<float>(),
                             static_cast<float>(bytes[std::size_t(((n * 2 + y) * 3 + x) * 3 + c)]) / 255.0f);
}

void TestNetwork::forwardByHand() {
    // numpy, float64, images 4 high and 6 wide of 2 channels:
    //   fill = lambda t, s: ((np.arange(np.prod(s)) * 7 + t * 3) % 11 - 5).reshape(s) / 8
    //   x = (np.arange(96) * 37 % 256).reshape(2, 4, 6, 2) / 255;  p = np.pad(x, ((0, 0), (1, 1), (1, 1), (0,
    //   0))) c = sum(p[:, i:i+4, j:j+6] @ fill(0, (3, 2, 3, 3))[:, :, i, j].T for i in range(3) for j in
    //   range(3)) c = np.maximum(c + fill(1, 3), 0).reshape(2, 2, 2, 3, 2, 3).max((2, 4)) h =
    //   np.maximum(c.reshape(2, 18) @ fill(2, (4, 18)).T + fill(3, 4), 0);  h @ fill(4, (2, 4)).T + fill(5,
    //   2)
    // Flattened channels first, the first logit would be -0.9178.
    const double expected[2][2] = {{-0.9225873161764706, -0.43637408088235297},
                                   {-1.4415670955882351, -0.11315104166666679}};
    const NetworkSpec spec = {{LayerKind::Convolution, "conv1", 3, 0, true},
                              {LayerKind::MaxPool, "pool1"},
                              {LayerKind::Flatten, "flatten"},
                              {LayerKind::Dense, "dense1", 4, 0, true},
                              {LayerKind::Dense, "dense2", 2}};
    const Network network(spec, {.height = 4, .width = 6, .channels = 2});
    fillByFormula(network);
    std::vector<std::uint8_t> bytes;
    for (int k = 0; k < 96; ++k)
        bytes.push_back(static_cast<std::uint8_t>(k * 37 % 256));
    const Tensor images = toInput(at::from_blob(bytes.data(), {2, 4, 6, 2}, at::kByte), at::kCPU);
    const Tensor logits = network.logits(images, NetworkMode::inference());
    QVERIFY(logits.sizes() == at::IntArrayRef({2, 2}));
    for (int n = 0; n < 2; ++n)
        for (int k = 0; k < 2; ++k)
            QVERIFY(std::abs(logits[n][k].item<double>() - expected[n][k]) < 2e-6);
    // The same numbers in the other memory layout.
    QVERIFY(at::allclose(network.logits(images.contiguous(), NetworkMode::inference()), logits, 0, 2e-6));
}

void TestNetwork::samePaddingAndRelu() {
    const NetworkSpec spec = {{LayerKind::Convolution, "conv1", 1, 0, true}, {LayerKind::Flatten, "flatten"}};
    const Network network(spec, {.height = 3, .width = 3, .channels = 1});
    const Tensor image = at::tensor({1.f, 2.f, 3.f, 4.f, 5.f, 6.f, 7.f, 8.f, 9.f}).reshape({1, 1, 3, 3});
    const auto output = [&] { return network.logits(image, NetworkMode::inference()); };
    // Sums of the neighbourhoods, zeros around, less 20 and cut at zero: 12 21 16 / 27 45 33 / 24 39 28.
    setValues(weight(network, "conv1.weight"), std::vector<float>(9, 1));
    setValues(weight(network, "conv1.bias"), {-20});
    QVERIFY(at::equal(output(), at::tensor({0.f, 1.f, 0.f, 7.f, 25.f, 13.f, 4.f, 19.f, 8.f}).reshape({1, 9})));
    // A cross-correlation, not turned round: the tap above on the left.
    setValues(weight(network, "conv1.weight"), {1, 0, 0, 0, 0, 0, 0, 0, 0});
    setValues(weight(network, "conv1.bias"), {0});
    QVERIFY(at::equal(output(), at::tensor({0.f, 0.f, 0.f, 0.f, 1.f, 2.f, 0.f, 4.f, 5.f}).reshape({1, 9})));
}

void TestNetwork::poolTakesTheLargest() {
    const Network network({{LayerKind::MaxPool, "pool1"}, {LayerKind::Flatten, "flatten"}},
                          {.height = 2, .width = 5, .channels = 1});
    const Tensor image = at::tensor({-1.f, -2.f, 3.f, 0.f, 9.f, -4.f, -3.f, 1.f, 2.f, 9.f}).reshape({1, 1, 2, 5});
    QVERIFY(at::equal(network.logits(image, NetworkMode::inference()), at::tensor({-1.f, 3.f}).reshape({1, 2})));
}

void TestNetwork::dropoutOnlyWhenGiven() {
    const Network network({{LayerKind::Dropout, "drop1", 0, 0.5}, {LayerKind::Flatten, "flatten"}},
                          {.height = 10, .width = 10, .channels = 1});
    const Tensor ones = at::ones({1, 1, 10, 10});
    QVERIFY(at::equal(network.logits(ones, NetworkMode::inference()), at::ones({1, 100})));
    Dropout dropout(1);
    const Tensor dropped = network.logits(ones, NetworkMode::training(dropout));
    QVERIFY((dropped == 0).logical_or(dropped == 2).all().item<bool>());
    QVERIFY((dropped == 0).any().item<bool>() && (dropped == 2).any().item<bool>());
    Dropout again(1);
    QVERIFY(at::equal(network.logits(ones, NetworkMode::training(again)), dropped));
}

void TestNetwork::trainable() {
    Network network(withOutputs(presetNetwork("sub-gate"), 20), {});
    network.initialise(1);
    const Tensor images = at::rand({2, 3, 32, 32});
    QVERIFY(network.logits(images, NetworkMode::inference()).requires_grad());
    network.setTrainable(false);
    QVERIFY(!network.logits(images, NetworkMode::inference()).requires_grad());
    network.setTrainable(true);
    network.logits(images, NetworkMode::inference()).sum().backward();
    for (const Tensor& parameter : network.parameters())
        QVERIFY(parameter.grad().defined());
}

void TestNetwork::imagesOfABatchAreIndependent() {
    Network network(withOutputs(presetNetwork("large-vgg"), 10), {});
    network.initialise(3);
    at::NoGradGuard noGradient;
    const Tensor images = at::rand({5, 3, 32, 32}).contiguous(at::MemoryFormat::ChannelsLast);
    const Tensor logits = network.logits(images, NetworkMode::inference());
    QVERIFY(logits.sizes() == at::IntArrayRef({5, 10}));
    const Tensor alone = network.logits(images.slice(0, 3, 4), NetworkMode::inference());
    QVERIFY(at::allclose(alone, logits.slice(0, 3, 4), 1e-5, 1e-6));
}

void TestNetwork::halvesMakeTheWhole() {
    Network network(withOutputs(presetNetwork("large-vgg"), 10), {});
    network.initialise(3);
    at::NoGradGuard noGradient;
    const Tensor images = at::rand({2, 3, 32, 32}).contiguous(at::MemoryFormat::ChannelsLast);
    const Tensor activations = network.lastConvolution(images);
    QVERIFY(activations.sizes() == at::IntArrayRef({2, 128, 8, 8})); // after two of the three pools
    QVERIFY(!(activations < 0).any().item<bool>());
    QVERIFY(at::equal(network.logitsAfter(activations), network.logits(images, NetworkMode::inference())));
}

void TestNetwork::bf16() {
    Parameters parameters;
    parameters.device = Device::Cpu;
    parameters.precision = Precision::Bf16;
    const std::string complaint = fixture::messageOf([&] { checkMachine(parameters); });
    if (!complaint.empty()) {
        QCOMPARE(complaint,
                 std::string("precision is \"bf16\", but this processor has no AVX-512 BF16. Give \"fp32\"."));
        return;
    }
    Network network(withOutputs(presetNetwork("large-vgg"), 10), {});
    network.initialise(3);
    at::NoGradGuard noGradient;
    const Tensor images = at::rand({20, 3, 32, 32}).contiguous(at::MemoryFormat::ChannelsLast);
    const Tensor exact = network.logits(images, NetworkMode::inference());
    const Tensor rounded = network.logits(images, NetworkMode::inference(), {Precision::Bf16});
    QVERIFY(rounded.scalar_type() == at::kFloat);
    QVERIFY(!at::equal(rounded, exact));
    // bf16 keeps 8 bits, so a rounding errs by at most 2^-9. Seven convolutions round input, weights and
    // output; were all of these 21 errors to add up in the norm of the logits, it would be off by 21 / 512.
    const double error = (rounded - exact).norm().item<double>() / exact.norm().item<double>();
    QVERIFY2(error < 21.0 / 512, qPrintable(QString::number(error)));
}

TEST_OF_ROOM(TestNetwork);
#include "test_network.moc"
