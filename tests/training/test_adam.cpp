#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "test_of_room.h"
#include "training/adam.h"
#include "training/adam_step.h"
#include "training/near.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
using at::Tensor;

class TestAdam : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void followsKeras_data();
    void followsKeras();
    void learningRateScales();
    void missingGradientIsZero();
    void everyParameterOnItsOwn();
    void takesGradientsOfAnyLayout();
    void freesGradients();
    void anySharesGiveTheSameBits();
};

// Keras 2.14's formula in Python, float64, from w = 0:
//   for t, g in enumerate(gradients, 1):
//       m += (g - m) * (1 - 0.9);  v += (g * g - v) * (1 - 0.999)
//       w -= m * 1e-3 * math.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t) / (math.sqrt(v) + 1e-7)
// LibTorch's own Adam, for gradients of 1e-8, would take a first step of 9.1e-5 instead of 3.2e-6.
void TestAdam::followsKeras_data() {
    QTest::addColumn<QList<double>>("gradients");
    QTest::addColumn<QList<double>>("weights");
    QTest::addColumn<double>("m"); // at the end
    QTest::addColumn<double>("v");
    using D = QList<double>;
    QTest::newRow("normal") << D{0.3, -0.2, 0.5, 0.1}
                            << D{-9.999894591856e-04, -1.144508720945e-03, -1.728107296023e-03, -2.293103746694e-03}
                            << 6.067e-02 << 3.894003099100e-04;
    QTest::newRow("1e-8") << D{1e-8, -2e-8, 3e-8, 1e-8}
                          << D{-3.152309183260e-06, -5.819982301302e-07, -4.594939649507e-06, -9.694592617124e-06}
                          << 2.809e-09 << 1.498000699900e-18;
    QTest::newRow("1e-10") << D{1e-10, 3e-10, -2e-10, 5e-10}
                           << D{-3.162177663331e-08, -1.233861235352e-07, -1.538861163585e-07, -2.707217091800e-07}
                           << 6.359e-11 << 3.897501199900e-22;
    QTest::newRow("once, then zeros") << D{0.3, 0, 0, 0}
                                      << D{-9.999894591856e-04, -1.670040646828e-03, -2.187992154160e-03,
                                           -2.612266510359e-03}
                                      << 2.187e-02 << 8.973026991000e-05;
}

void TestAdam::followsKeras() {
    QFETCH(QList<double>, gradients);
    QFETCH(QList<double>, weights);
    QFETCH(double, m);
    QFETCH(double, v);
    // 37 elements: more than the widest registers hold, and a remainder.
    Tensor w = at::zeros({37}).requires_grad_(true);
    Adam adam({w}, 1e-3);
    for (int t = 0; t < gradients.size(); ++t) {
        w.mutable_grad() = at::full({37}, gradients[t]);
        adam.step();
        for (int i = 0; i < 37; ++i)
            QVERIFY2(fixture::near(w[i].item<double>(), weights[t], 2e-6),
                     qPrintable(QString::number(w[i].item<double>(), 'g', 10)));
    }
    QCOMPARE(adam.state().steps, std::int64_t{gradients.size()});
    QVERIFY(fixture::near(adam.state().m[0][36].item<double>(), m, 2e-6));
    QVERIFY(fixture::near(adam.state().v[0][36].item<double>(), v, 2e-6));
}

void TestAdam::learningRateScales() {
    Tensor w = at::zeros({1}).requires_grad_(true);
    Adam adam({w}, 0.25);
    w.mutable_grad() = at::full({1}, 0.3);
    adam.step();
    QVERIFY(fixture::near(w.item<double>(), -9.999894591856e-04 * 250, 2e-6));
}

void TestAdam::missingGradientIsZero() {
    Tensor w = at::zeros({3}).requires_grad_(true);
    Adam adam({w}, 1e-3);
    w.mutable_grad() = at::full({3}, 0.3);
    adam.step();
    // The row "once, then zeros" above, but with no gradient at all: moments decay, the weight continues
    // moving.
    for (const double expected : {-1.670040646828e-03, -2.187992154160e-03, -2.612266510359e-03}) {
        QVERIFY(!w.grad().defined());
        adam.step();
        QVERIFY(fixture::near(w[2].item<double>(), expected, 2e-6));
    }
    QVERIFY(fixture::near(adam.state().m[0][0].item<double>(), 2.187e-02, 2e-6));
    // Never a gradient: never a move.
    Tensor still = at::full({2}, 5.0f).requires_grad_(true);
    Adam other({still}, 1e-3);
    other.step();
    QVERIFY(at::equal(still, at::full({2}, 5.0f)));
}

void TestAdam::everyParameterOnItsOwn() {
    Tensor one = at::zeros({2, 3}).requires_grad_(true);
    Tensor two = at::zeros({4}).requires_grad_(true);
    Adam adam({one, two}, 1e-3);
    one.mutable_grad() = at::full({2, 3}, 0.3);
    two.mutable_grad() = at::tensor({1e-8f, 0.3f, 1e-10f, 0.f});
    adam.step();
    QVERIFY(fixture::near(one[1][2].item<double>(), -9.999894591856e-04, 2e-6));
    const double expected[] = {-3.152309183260e-06, -9.999894591856e-04, -3.162177663331e-08, 0};
    for (int i = 0; i < 4; ++i)
        QVERIFY(fixture::near(two[i].item<double>(), expected[i], 2e-6));
}

void TestAdam::takesGradientsOfAnyLayout() {
    Tensor w = at::zeros({2, 3}).requires_grad_(true);
    Adam adam({w}, 1e-3);
    w.mutable_grad() = at::tensor({1.f, 0.f, 0.f, 0.f, -1.f, 0.f}).reshape({3, 2}).t(); // rows 1 0 -1 and 0 0 0
    adam.step();
    QVERIFY(w[0][0].item<float>() < 0 && w[0][2].item<float>() > 0);
    QCOMPARE(at::count_nonzero(w.detach()).item<int>(), 2);
}

void TestAdam::freesGradients() {
    Tensor w = at::ones({2}).requires_grad_(true);
    Adam adam({w}, 1e-3);
    (w * w).sum().backward();
    adam.step();
    QVERIFY(!w.grad().defined());
    QVERIFY(w.is_leaf() && w.requires_grad());
    QVERIFY(!adam.state().m[0].requires_grad());
}

/// Threads take shares of a tensor. Where they begin and end must not be seen in the weights.
void TestAdam::anySharesGiveTheSameBits() {
    constexpr std::int64_t kCount = 20'000;
    const at::Generator generator = at::detail::createCPUGenerator(7);
    const auto random = [&](double most) { return at::empty({kCount}).uniform_(-most, most, generator); };
    const Tensor weights = random(1), m = random(0.1), v = random(1).pow(4), gradient = random(0.3);
    const auto after = [&](const auto& nextShare) {
        Tensor w1 = weights.clone(), m1 = m.clone(), v1 = v.clone();
        for (std::int64_t begin = 0, count = 0; begin < kCount; begin += count) {
            count = std::min(nextShare(begin), kCount - begin);
            adamStep(w1.data_ptr<float>() + begin, m1.data_ptr<float>() + begin, v1.data_ptr<float>() + begin,
                     gradient.data_ptr<float>() + begin, count, 0.001f);
        }
        return at::stack({w1, m1, v1});
    };
    const Tensor whole = after([](std::int64_t) { return kCount; });
    for (std::int64_t share = 1; share < 70; ++share)
        QVERIFY2(at::equal(after([&](std::int64_t) { return share; }), whole), qPrintable(QString::number(share)));
}

TEST_OF_ROOM(TestAdam);
#include "test_adam.moc"
