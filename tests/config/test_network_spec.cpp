#include "base/json.h"
#include "config/network_presets.h"
#include "message_of.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using fixture::messageOf;

using Shape = std::vector<int>;

class TestNetworkSpec : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void layers_data();
    void layers();
    void namesAndKinds();
    void dropoutRates();
    void onlyTheLastLayerIsLinear();
    void otherImages();
    void nestedLayersAreFollowed();
    void whatDoesNotFit_data();
    void whatDoesNotFit();
    void jsonRoundTrip();
    void presetsByName();
    void refusedJson_data();
    void refusedJson();
};

struct Expected {
    const char* name;
    Shape shape;
    long long parameters;
};

// Counts by hand, as Keras' summary() counts: a convolution has 9 * in * out weights and out biases, a dense
// layer in * out weights and out biases.
static const std::vector<Expected> kSmall = {
    {"conv1", {32, 32, 32}, 896},   // 9 * 3 * 32 + 32
    {"conv2", {32, 32, 32}, 9'248}, // 9 * 32 * 32 + 32
    {"pool1", {16, 16, 32}, 0},
    {"drop1", {16, 16, 32}, 0},
    {"conv3", {16, 16, 64}, 18'496}, // 9 * 32 * 64 + 64
    {"conv4", {16, 16, 64}, 36'928}, // 9 * 64 * 64 + 64
    {"pool2", {8, 8, 64}, 0},
    {"drop2", {8, 8, 64}, 0},
    {"flatten", {4096}, 0},
    {"dense1", {512}, 2'097'664}, // 4096 * 512 + 512
    {"drop3", {512}, 0},
    {"dense2", {10}, 5'130}, // 512 * 10 + 10
};

static const std::vector<Expected> kLarge = {
    {"conv1", {32, 32, 32}, 896},
    {"conv2", {32, 32, 32}, 9'248},
    {"pool1", {16, 16, 32}, 0},
    {"drop1", {16, 16, 32}, 0},
    {"conv3", {16, 16, 64}, 18'496},
    {"conv4", {16, 16, 64}, 36'928},
    {"pool2", {8, 8, 64}, 0},
    {"drop2", {8, 8, 64}, 0},
    {"conv5", {8, 8, 128}, 73'856},  // 9 * 64 * 128 + 128
    {"conv6", {8, 8, 128}, 147'584}, // 9 * 128 * 128 + 128
    {"conv7", {8, 8, 128}, 147'584},
    {"pool3", {4, 4, 128}, 0},
    {"drop3", {4, 4, 128}, 0},
    {"flatten", {2048}, 0},
    {"dense1", {512}, 1'049'088}, // 2048 * 512 + 512
    {"drop4", {512}, 0},
    {"dense2", {2}, 1'026}, // 512 * 2 + 2
};

static const std::vector<Expected> kSubGate = {
    {"flatten", {3072}, 0},
    {"dense1", {512}, 1'573'376}, // 3072 * 512 + 512
    {"drop1", {512}, 0},
    {"dense2", {20}, 10'260}, // 512 * 20 + 20
};

void TestNetworkSpec::layers_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<qlonglong>("total");
    QTest::newRow("small, 10 outputs") << 0 << 2'168'362ll;
    QTest::newRow("large, 2 outputs") << 1 << 1'484'706ll;
    QTest::newRow("sub-gate, 10 classes") << 2 << 1'583'636ll;
}

void TestNetworkSpec::layers() {
    QFETCH(int, which);
    QFETCH(qlonglong, total);
    const NetworkSpec spec = which == 0   ? withOutputs(presetNetwork("small-vgg"), 10)
                             : which == 1 ? withOutputs(presetNetwork("large-vgg"), 2)
                                          : withOutputs(presetNetwork("sub-gate"), 20);
    const std::vector<Expected>& expected = which == 0 ? kSmall : which == 1 ? kLarge : kSubGate;
    const std::vector<LayerInfo> infos = describe(spec, {});
    QCOMPARE(infos.size(), expected.size());
    qlonglong sum = 0;
    for (std::size_t i = 0; i < infos.size(); ++i) {
        QCOMPARE(infos[i].name, std::string(expected[i].name));
        QCOMPARE(infos[i].outputShape, expected[i].shape);
        QCOMPARE(infos[i].parameters, expected[i].parameters);
        sum += infos[i].parameters;
    }
    QCOMPARE(sum, total);
}

void TestNetworkSpec::namesAndKinds() {
    const std::vector<LayerInfo> infos = describe(withOutputs(presetNetwork("small-vgg"), 10), {});
    QCOMPARE(infos[0].kind, std::string("3x3 convolution, relu"));
    QCOMPARE(infos[2].kind, std::string("2x2 max-pool"));
    QCOMPARE(infos[3].kind, std::string("dropout"));
    QCOMPARE(infos[8].kind, std::string("flatten"));
    QCOMPARE(infos[9].kind, std::string("dense, relu"));
    QCOMPARE(infos[11].kind, std::string("dense, softmax"));
}

void TestNetworkSpec::dropoutRates() {
    const auto rates = [](const NetworkSpec& spec) {
        std::vector<double> found;
        for (const Layer& layer : spec)
            if (layer.kind == LayerKind::Dropout)
                found.push_back(layer.rate);
        return found;
    };
    QCOMPARE(rates(withOutputs(presetNetwork("small-vgg"), 10)), (std::vector<double>{0.25, 0.25, 0.5}));
    QCOMPARE(rates(withOutputs(presetNetwork("large-vgg"), 10)), (std::vector<double>{0.25, 0.25, 0.25, 0.5}));
    QCOMPARE(rates(withOutputs(presetNetwork("sub-gate"), 20)), std::vector<double>{0.5});
}

void TestNetworkSpec::onlyTheLastLayerIsLinear() {
    for (const NetworkSpec& spec :
         {withOutputs(presetNetwork("small-vgg"), 10), withOutputs(presetNetwork("large-vgg"), 2),
          withOutputs(presetNetwork("sub-gate"), 20)})
        for (const Layer& layer : spec)
            QCOMPARE(layer.relu, layer.units > 0 && &layer != &spec.back());
}

void TestNetworkSpec::otherImages() {
    // Odd sizes lose their last row or column in a pool, as Keras' "valid" pooling does.
    const std::vector<LayerInfo> infos =
        describe(withOutputs(presetNetwork("small-vgg"), 3), {.height = 29, .width = 18, .channels = 1});
    QCOMPARE(infos[0].parameters, 320ll); // 9 * 1 * 32 + 32
    QCOMPARE(infos[2].outputShape, (Shape{14, 9, 32}));
    QCOMPARE(infos[6].outputShape, (Shape{7, 4, 64}));
    QCOMPARE(infos[8].outputShape, Shape{7 * 4 * 64});
    QCOMPARE(describe(withOutputs(presetNetwork("sub-gate"), 200), {}).back().outputShape, Shape{200});
}

static NetworkSpec networkFrom(const char* json) {
    return networkFromJson(parseJson(json, "test"), "networks.gate");
}

static const char* const kResidual =
    R"([{"layer": "convolution", "channels": 8}, {"layer": "max_pool"},
        {"layer": "residual", "body": [{"layer": "convolution", "channels": 16},
                                       {"layer": "convolution", "channels": 8, "activation": "linear"}]},
        {"layer": "relu"}, {"layer": "dropout", "rate": 0.25}, {"layer": "flatten"}, {"layer": "dense", "units": 20},
        {"layer": "dense", "units": "outputs"}])";

void TestNetworkSpec::nestedLayersAreFollowed() {
    const std::vector<LayerInfo> infos = describe(withOutputs(networkFrom(kResidual), 3), {6, 4, 1});
    std::vector<std::string> names;
    long long parameters = 0;
    double flops = 0;
    for (const LayerInfo& info : infos) {
        names.push_back(info.name);
        parameters += info.parameters;
        flops += info.flops;
    }
    QCOMPARE(names, (std::vector<std::string>{"conv1", "pool1", "conv2", "conv3", "residual1", "relu1", "drop1",
                                              "flatten", "dense1", "dense2"}));
    QCOMPARE(infos[3].kind, std::string("3x3 convolution"));
    QCOMPARE(infos[4].outputShape, (Shape{3, 2, 8}));
    // 9 * 8 + 8, 9 * 8 * 16 + 16, 9 * 16 * 8 + 8, 48 * 20 + 20, 20 * 3 + 3
    QCOMPARE(parameters, 80ll + 1168 + 1160 + 980 + 63);
    // A multiply-add as two: 24 pixels of 72 weights, 6 of 1152 twice, then 960 and 60.
    QCOMPARE(flops, 2.0 * (24 * 72 + 6 * 1152 + 6 * 1152 + 960 + 60));
}

void TestNetworkSpec::whatDoesNotFit_data() {
    QTest::addColumn<QByteArray>("layers"); // before the outputs
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("dense without a flatten") << QByteArray(R"({"layer": "dense", "units": 5})")
                                             << QByteArray("network, dense1 comes before the flatten");
    QTest::newRow("convolution behind it")
        << QByteArray(R"({"layer": "flatten"}, {"layer": "convolution", "channels": 5})")
        << QByteArray("network, conv1 comes after the flatten");
    QTest::newRow("two flattens") << QByteArray(R"({"layer": "flatten"}, {"layer": "flatten"})")
                                  << QByteArray("network, flatten comes after another flatten");
    QTest::newRow("too many pools")
        << QByteArray(
               R"({"layer": "max_pool"}, {"layer": "max_pool"}, {"layer": "max_pool"}, {"layer": "flatten"})")
        << QByteArray("network, pool3 gets images of 1 x 2 pixels, which cannot be halved");
    QTest::newRow("another size")
        << QByteArray(
               R"({"layer": "residual", "body": [{"layer": "convolution", "channels": 5}]}, {"layer": "flatten"})")
        << QByteArray("network, residual1 has a body that changes the size of its input");
    QTest::newRow("more than memory")
        << QByteArray(R"({"layer": "flatten"}, {"layer": "dense", "units": 8192}, {"layer": "dense", "units": 8192},
                         {"layer": "dense", "units": 8192}, {"layer": "dense", "units": 8192},
                         {"layer": "dense", "units": 8192}, {"layer": "dense", "units": 8192},
                         {"layer": "dense", "units": 8192}, {"layer": "dense", "units": 8192},
                         {"layer": "dense", "units": 8192}, {"layer": "dense", "units": 8192})")
        << QByteArray("network, dense9 is one too many");
}

void TestNetworkSpec::whatDoesNotFit() {
    QFETCH(const QByteArray, layers);
    QFETCH(const QByteArray, message);
    const NetworkSpec network = networkFrom("[" + layers + R"(, {"layer": "dense", "units": "outputs"}])");
    const std::string refusal = messageOf([&] { describe(withOutputs(network, 10), {4, 8, 3}); });
    QVERIFY2(refusal.starts_with(message.toStdString()), refusal.c_str());
}

void TestNetworkSpec::jsonRoundTrip() {
    const NetworkSpec residual = networkFrom(kResidual);
    const Json canonical = toJson(residual);
    QVERIFY(networkFromJson(canonical, "test") == residual);
    QCOMPARE(toJson(networkFromJson(canonical, "test")).dump(), canonical.dump());
    QCOMPARE(canonical[0].dump(), std::string(R"({"layer":"convolution","channels":8,"activation":"relu"})"));
    QCOMPARE(canonical[7].dump(), std::string(R"({"layer":"dense","units":"outputs","activation":"linear"})"));
    for (const NetworkPreset& preset : networkPresets())
        QVERIFY(networkFromJson(toJson(preset.network), "test") == preset.network);
}

void TestNetworkSpec::presetsByName() {
    QVERIFY(networkFrom(R"("small-vgg")") == presetNetwork("small-vgg"));
    QCOMPARE(std::string(nameOfPreset(networkFrom(R"("sub-gate")"))), std::string("sub-gate"));
    QCOMPARE(std::string(nameOfPreset(networkFrom(kResidual))), std::string());
    const std::string refusal = messageOf([] { networkFrom(R"("resnet\u001b")"); });
    QVERIFY2(refusal.starts_with("networks.gate is \"resnet") &&
                 refusal.ends_with("which is no preset. The presets are small-vgg, large-vgg, sub-gate."),
             refusal.c_str());
}

void TestNetworkSpec::refusedJson_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* json, const char* message) {
        QTest::newRow(message) << QByteArray(json) << QByteArray(message);
    };
    row("7", "networks.gate is 7");
    row("null", "networks.gate is null");
    row("[]", "networks.gate does not end with its outputs");
    row(R"([{"layer": "flatten"}])", "networks.gate does not end with its outputs");
    row(R"([{"layer": "flatten"}, {"layer": "dense", "units": 10}])",
        "networks.gate does not end with its outputs");
    row(R"([{"layer": "dense", "units": "outputs"}, {"layer": "dense", "units": "outputs"}])",
        "networks.gate has outputs before its last layer");
    row(R"([{"layer": "dense", "units": "outputs", "activation": "relu"}])",
        "networks.gate, layer 1 (dense) has \"activation\": \"relu\"");
    row(R"([5])", "networks.gate, layer 1 has no \"layer\"");
    row(R"([{"layer": "flatten"}, 5])", "networks.gate, layer 2 has no \"layer\"");
    row(R"([{"kind": "flatten"}])", "networks.gate, layer 1 has no \"layer\"");
    row(R"([{"layer": "flatten"}, {"layer": "norm"}])", "networks.gate, layer 2 (norm) is none of the layers");
    row(R"([{"layer": "flatten", "units": 3}])", "networks.gate, layer 1 (flatten) has no \"units\"");
    row(R"([{"layer": "convolution"}])", "networks.gate, layer 1 (convolution) has \"channels\": null");
    row(R"([{"layer": "convolution", "channels": 0}])", "networks.gate, layer 1 (convolution) has \"channels\": 0");
    row(R"([{"layer": "convolution", "channels": 1e9}])",
        "networks.gate, layer 1 (convolution) has \"channels\": 1");
    row(R"([{"layer": "convolution", "channels": "outputs"}])",
        "networks.gate, layer 1 (convolution) has \"channels\": \"outputs\"");
    row(R"([{"layer": "convolution", "channels": 3, "activation": "gelu"}])",
        "networks.gate, layer 1 (convolution) has \"activation\": \"gelu\"");
    row(R"([{"layer": "dropout", "rate": 1}])", "networks.gate, layer 1 (dropout) has \"rate\": 1");
    row(R"([{"layer": "dropout", "rate": "a"}])", "networks.gate, layer 1 (dropout) has \"rate\": \"a\"");
    row(R"([{"layer": "residual", "body": []}])", "networks.gate, layer 1 (residual) has an empty body");
    row(R"([{"layer": "residual", "body": [{"layer": "flatten"}], "units": 1}])",
        "networks.gate, layer 2 (residual) has no \"units\"");
    QByteArray deep = R"({"layer": "flatten"})";
    for (int i = 0; i < 20; ++i)
        deep = R"({"layer": "residual", "body": [)" + deep + "]}";
    QTest::newRow("deep") << "[" + deep + "]"
                          << QByteArray("networks.gate, layer 17 (residual) is nested too deeply");
    QTest::newRow("many") << "[" + QByteArray(R"({"layer": "relu"},)").repeated(2000) + R"({"layer": "relu"}])"
                          << QByteArray("networks.gate has more than 1000 layers");
}

void TestNetworkSpec::refusedJson() {
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, message);
    const std::string refusal = messageOf([&] { networkFrom(json.constData()); });
    QVERIFY2(refusal.starts_with(message.toStdString()), refusal.c_str());
}

TEST_OF_ROOM(TestNetworkSpec);
#include "test_network_spec.moc"
