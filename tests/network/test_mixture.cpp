#include <ATen/ATen.h>

#include "experiment/mix.h"
#include "network/mixture.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
using at::Tensor;

class TestMixture : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void routesFollowTheGate_data();
    void routesFollowTheGate();
    void weightsAreOneSoftmax();
    void blendByHand();
    void twinsAreEqual_data();
    void twinsAreEqual();
};

// The notebook: gate[0] > gate[1] picks artificial (0), else natural (1).
void TestMixture::routesFollowTheGate_data() {
    QTest::addColumn<QList<float>>("gate");
    QTest::addColumn<int>("route");
    using F = QList<float>;
    QTest::newRow("first") << F{0.7f, 0.3f} << 0;
    QTest::newRow("second") << F{0.3f, 0.7f} << 1;
    QTest::newRow("tie") << F{0.5f, 0.5f} << 1;
    QTest::newRow("barely first") << F{std::nextafter(0.5f, 1.0f), 0.5f} << 0;
    QTest::newRow("logits") << F{-3, -9} << 0;
    QTest::newRow("three") << F{1, 5, 3} << 1;
    QTest::newRow("three, tie of the first two") << F{5, 5, 3} << 1;
    QTest::newRow("three, tie of the outer two") << F{5, 3, 5} << 2;
    QTest::newRow("three, all equal") << F{1, 1, 1} << 2;
    QTest::newRow("four, tie inside") << F{0, 2, 2, 1} << 2;
}

void TestMixture::routesFollowTheGate() {
    QFETCH(QList<float>, gate);
    QFETCH(int, route);
    const Tensor row = at::tensor(std::vector<float>(gate.begin(), gate.end())).unsqueeze(0);
    // In the midst of other rows, too.
    const Tensor found = routes(at::cat({row.flip(1) + 1, row, row * 0}));
    QVERIFY(found.scalar_type() == at::kLong && found.sizes() == at::IntArrayRef({3}));
    QCOMPARE(found[1].item<int>(), route);
    QCOMPARE(found[2].item<int>(), int(gate.size()) - 1);
}

void TestMixture::weightsAreOneSoftmax() {
    // Python: e = [math.exp(k) for k in range(4)]; [x / sum(e) for x in e]
    const double expected[] = {0.03205860328008499, 0.08714431874203257, 0.23688281808991013, 0.6439142598879722};
    const Tensor weights = subGateWeights(at::tensor({0.f, 1.f, 2.f, 3.f, 7.f, 7.f, 7.f, 7.f}).reshape({2, 4}));
    QVERIFY(weights.sizes() == at::IntArrayRef({2, 2, 2}));
    for (int cls = 0; cls < 2; ++cls)
        for (int member = 0; member < 2; ++member) { // output 2c weighs the baseline's class c, 2c + 1 the expert's
            QVERIFY(std::abs(weights[0][cls][member].item<double>() - expected[2 * cls + member]) < 1e-7);
            QCOMPARE(weights[1][cls][member].item<float>(), 0.25f);
        }
}

void TestMixture::blendByHand() {
    // base * w[:, 0] + expert * w[:, 1]: (0.5 * 0.25 + 0.25 * 0.125, 0.5 * 0.5 + 0.75 * 0.125)
    const Tensor base = at::tensor({0.5f, 0.5f}).unsqueeze(0);
    const Tensor expert = at::tensor({0.25f, 0.75f}).unsqueeze(0);
    const Tensor weights = at::tensor({0.25f, 0.125f, 0.5f, 0.125f}).reshape({1, 2, 2});
    QVERIFY(at::equal(blend(base, expert, weights), at::tensor({0.15625f, 0.34375f}).unsqueeze(0)));
}

namespace {

std::vector<float> valuesOf(const Tensor& tensor) {
    const Tensor dense = tensor.contiguous();
    return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

} // namespace

void TestMixture::twinsAreEqual_data() {
    QTest::addColumn<int>("groups");
    for (int groups = 2; groups <= 16; ++groups)
        QTest::addRow("%d groups", groups) << groups;
}

/// What trains computes what is analysed.
void TestMixture::twinsAreEqual() {
    QFETCH(int, groups);
    constexpr int kImages = 50;
    constexpr int kClasses = 7;
    at::manual_seed(static_cast<std::uint64_t>(groups));
    const Tensor baseline = at::softmax(at::randn({kImages, kClasses}), 1);
    Tensor gate = at::softmax(at::randn({kImages, groups}), 1);
    gate.slice(0, 0, 5).fill_(1.0F / static_cast<float>(groups)); // of equals the last
    const Tensor experts = at::softmax(at::randn({groups, kImages, kClasses}), 2);
    const Tensor logits = at::randn({groups * kImages, kClasses * 2});
    const Tensor weights = subGateWeights(logits).reshape({groups, kImages, kClasses, 2});

    MemberOutputs outputs{kImages, kClasses, groups, {}, {}};
    outputs.arrays = {{"baseline", valuesOf(baseline)}, {"gate", valuesOf(gate)}, {"sub_gates", valuesOf(weights)}};
    for (int group = 0; group < groups; ++group)
        outputs.arrays["expert-" + std::to_string(group)] = valuesOf(experts[group]);
    const Mixed mixed = mix(outputs, ClassGroups(static_cast<std::size_t>(groups)), {});

    const Tensor route = routes(gate);
    Tensor expected = at::zeros({kImages, kClasses});
    for (std::int64_t image = 0; image < kImages; ++image) {
        const auto group = route[image].item<std::int64_t>();
        const auto row = [&](const Tensor& all) { return all.slice(0, image, image + 1); };
        expected.slice(0, image, image + 1).copy_(blend(row(baseline), row(experts[group]), row(weights[group])));
        QCOMPARE(mixed.route[static_cast<std::size_t>(image)], group);
    }
    QCOMPARE(mixed.outputs, valuesOf(expected)); // bit for bit
}

TEST_OF_ROOM(TestMixture);
#include "test_mixture.moc"
