#include <ATen/ATen.h>

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
    void picksRows();
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

void TestMixture::picksRows() {
    const Tensor first = at::arange(0, 8, at::kFloat).reshape({4, 2});
    const Tensor route = at::tensor({2, 0, 1, 2}, at::kLong);
    const Tensor picked = pickRoute({first, first + 100, first + 200}, route);
    QVERIFY(at::equal(picked, at::tensor({200.f, 201.f, 2.f, 3.f, 104.f, 105.f, 206.f, 207.f}).reshape({4, 2})));
    // Any shape behind the first: the sub-gates' weights.
    const Tensor cubes = at::arange(0, 16, at::kFloat).reshape({4, 2, 2});
    const Tensor some = pickRoute({cubes, -cubes}, at::tensor({1, 0, 0, 1}, at::kLong));
    QVERIFY(at::equal(some, at::cat({-cubes.slice(0, 0, 1), cubes.slice(0, 1, 3), -cubes.slice(0, 3)})));
}

TEST_OF_ROOM(TestMixture);
#include "test_mixture.moc"
