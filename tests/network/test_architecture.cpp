#include "network/architecture.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

using Shape = std::vector<int>;

class TestArchitecture : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void layers_data();
    void layers();
    void namesAndKinds();
    void dropoutRates();
    void onlyTheLastLayerIsLinear();
    void otherImages();
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

void TestArchitecture::layers_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<qlonglong>("total");
    QTest::newRow("small, 10 outputs") << 0 << 2'168'362ll;
    QTest::newRow("large, 2 outputs") << 1 << 1'484'706ll;
    QTest::newRow("sub-gate, 10 classes") << 2 << 1'583'636ll;
}

void TestArchitecture::layers() {
    QFETCH(int, which);
    QFETCH(qlonglong, total);
    const Architecture architecture = which == 0   ? vgg(NetworkSize::Small, 10)
                                      : which == 1 ? vgg(NetworkSize::Large, 2)
                                                   : subGate(10);
    const std::vector<Expected>& expected = which == 0 ? kSmall : which == 1 ? kLarge : kSubGate;
    const std::vector<LayerInfo> infos = describe(architecture, {});
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

void TestArchitecture::namesAndKinds() {
    const std::vector<LayerInfo> infos = describe(vgg(NetworkSize::Small, 10), {});
    QCOMPARE(infos[0].kind, std::string("3x3 convolution, relu"));
    QCOMPARE(infos[2].kind, std::string("2x2 max-pool"));
    QCOMPARE(infos[3].kind, std::string("dropout"));
    QCOMPARE(infos[8].kind, std::string("flatten"));
    QCOMPARE(infos[9].kind, std::string("dense, relu"));
    QCOMPARE(infos[11].kind, std::string("dense, softmax"));
}

void TestArchitecture::dropoutRates() {
    const auto rates = [](const Architecture& architecture) {
        std::vector<double> found;
        for (const Layer& layer : architecture)
            if (layer.kind == LayerKind::Dropout)
                found.push_back(layer.rate);
        return found;
    };
    QCOMPARE(rates(vgg(NetworkSize::Small, 10)), (std::vector<double>{0.25, 0.25, 0.5}));
    QCOMPARE(rates(vgg(NetworkSize::Large, 10)), (std::vector<double>{0.25, 0.25, 0.25, 0.5}));
    QCOMPARE(rates(subGate(10)), std::vector<double>{0.5});
}

void TestArchitecture::onlyTheLastLayerIsLinear() {
    for (const Architecture& architecture : {vgg(NetworkSize::Small, 10), vgg(NetworkSize::Large, 2), subGate(10)})
        for (const Layer& layer : architecture)
            QCOMPARE(layer.relu, layer.units > 0 && &layer != &architecture.back());
}

void TestArchitecture::otherImages() {
    // Odd sizes lose their last row or column in a pool, as Keras' "valid" pooling does.
    const std::vector<LayerInfo> infos =
        describe(vgg(NetworkSize::Small, 3), {.height = 29, .width = 18, .channels = 1});
    QCOMPARE(infos[0].parameters, 320ll); // 9 * 1 * 32 + 32
    QCOMPARE(infos[2].outputShape, (Shape{14, 9, 32}));
    QCOMPARE(infos[6].outputShape, (Shape{7, 4, 64}));
    QCOMPARE(infos[8].outputShape, Shape{7 * 4 * 64});
    QCOMPARE(describe(subGate(100), {}).back().outputShape, Shape{200});
}

TEST_OF_ROOM(TestArchitecture);
#include "test_architecture.moc"
