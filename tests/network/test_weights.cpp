#include <ATen/ATen.h>

#include "message_of.h"
#include "network/weights.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace moelab;
using at::Tensor;
using fixture::messageOf;
namespace fs = std::filesystem;

class TestWeights : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void networksRoundTrip();
    void everyTypeRoundTrips();
    void refusedFilesTouchNothing_data();
    void refusedFilesTouchNothing();
    void keepsWhatItAdded();
    void hashByHand();

  private:
    fs::path path() const { return fs::path(m_folder.path().toStdString()) / "best.safetensors"; }
    QTemporaryDir m_folder;
};

static NetworkSpec tiny() {
    return {{LayerKind::Convolution, "conv1", 4, 0, true},
            {LayerKind::MaxPool, "pool1"},
            {LayerKind::Flatten, "flatten"},
            {LayerKind::Dense, "dense1", 3}};
}

static const ImageShape kShape{.height = 4, .width = 4, .channels = 3};

void TestWeights::networksRoundTrip() {
    Network written(tiny(), kShape);
    Network read(tiny(), kShape);
    written.initialise(1);
    read.initialise(2);
    read.setTrainable(false);
    TensorFile file;
    file.add("gate/", written.weights());
    file.write(path(), {{"stage", "gate"}});
    const SafeTensors content = readSafeTensors(path());
    QCOMPARE(content.metadata.at("stage"), std::string("gate"));
    QCOMPARE(content.tensors[0].name, std::string("gate/conv1.weight"));
    QCOMPARE(content.tensors[0].dtype, std::string("F32"));
    QCOMPARE(content.tensors[0].shape, (std::vector<std::int64_t>{4, 3, 3, 3}));
    readTensors(content, "gate/", read.weights(), "best");
    for (std::size_t i = 0; i < written.weights().size(); ++i)
        QVERIFY(at::equal(read.weights()[i].second, written.weights()[i].second));
    QVERIFY(!read.weights()[0].second.requires_grad());
    // Trainable targets are written to as well, and no gradient is asked for it.
    written.initialise(3);
    readTensors(content, "gate/", written.weights(), "best");
    QVERIFY(at::equal(read.weights()[0].second, written.weights()[0].second));
    QVERIFY(written.weights()[0].second.is_leaf() && written.weights()[0].second.requires_grad());
}

void TestWeights::everyTypeRoundTrips() {
    const Tensor images =
        at::arange(24, at::kFloat).reshape({1, 2, 3, 4}).contiguous(at::MemoryFormat::ChannelsLast);
    const NamedTensors written = {{"floats", images},
                                  {"longs", at::tensor({-1, 1 << 20}, at::kLong)},
                                  {"bytes", at::tensor({0, 255}, at::kByte)},
                                  {"transposed", at::arange(6, at::kFloat).reshape({2, 3}).t()},
                                  {"scalar", at::full({}, 2.5f)},
                                  {"none", at::empty({0, 3})}};
    TensorFile file;
    file.add("", written);
    file.write(path(), {});
    NamedTensors read;
    for (const auto& [name, tensor] : written)
        read.emplace_back(name, at::zeros_like(tensor));
    readTensors(readSafeTensors(path()), "", read, "best");
    for (std::size_t i = 0; i < written.size(); ++i)
        QVERIFY2(at::equal(read[i].second, written[i].second), written[i].first.c_str());
}

void TestWeights::refusedFilesTouchNothing_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("message");
    QTest::newRow("missing") << int{} << "best lacks the tensor \"x.b\". Choose a file of the same network.";
    QTest::newRow("shape")
        << 1 << "best holds \"x.b\" as F32 [3, 2], not as F32 [2, 3]. Choose a file of the same network.";
    QTest::newRow("one dimension more")
        << 2 << "best holds \"x.b\" as F32 [1, 2, 3], not as F32 [2, 3]. Choose a file of the same network.";
    QTest::newRow("dtype")
        << 3 << "best holds \"x.b\" as I64 [2, 3], not as F32 [2, 3]. Choose a file of the same network.";
}

void TestWeights::refusedFilesTouchNothing() {
    QFETCH(int, kind);
    QFETCH(QString, message);
    TensorFile file;
    file.add("x.a", at::ones({4}));
    if (kind == 1)
        file.add("x.b", at::ones({3, 2}));
    if (kind == 2)
        file.add("x.b", at::ones({1, 2, 3}));
    if (kind == 3)
        file.add("x.b", at::ones({2, 3}, at::kLong));
    file.add("b", at::ones({2, 3}));
    file.write(path(), {});
    const NamedTensors targets = {{"a", at::full({4}, 7.0f)}, {"b", at::full({2, 3}, 8.0f)}};
    QCOMPARE(
        QString::fromStdString(messageOf([&] { readTensors(readSafeTensors(path()), "x.", targets, "best"); })),
        message);
    QVERIFY(at::equal(targets[0].second, at::full({4}, 7.0f)));
    QVERIFY(at::equal(targets[1].second, at::full({2, 3}, 8.0f)));
}

void TestWeights::keepsWhatItAdded() {
    TensorFile file;
    for (int i = 0; i < 100; ++i) // tensors that nobody else holds
        file.add(std::to_string(i), at::full({2, 2}, static_cast<float>(i)).t());
    file.write(path(), {});
    const Tensor read = at::zeros({2, 2});
    readTensors(readSafeTensors(path()), "4", {{"2", read}}, "best");
    QVERIFY(at::equal(read, at::full({2, 2}, 42.0f)));
}

void TestWeights::hashByHand() {
    // Python: hashlib.sha256(b"a\n2\n1\n" + struct.pack("<2f", 1, -2) + b"b\n" + b"\7").hexdigest()
    TensorFile file;
    file.add("a", at::tensor({1.0f, -2.0f}).reshape({2, 1}));
    file.add("b", at::full({}, 7, at::kByte));
    QCOMPARE(file.sha256(), std::string("090bb34b740924a6e8dd5468e87b6f14705f1ba25b0049162b3d56b1c36ba461"));
}

TEST_OF_ROOM(TestWeights);
#include "test_weights.moc"
