#include <ATen/ATen.h>

#include "test_of_room.h"
#include "training/loss.h"
#include "training/near.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
using at::Tensor;

class TestLoss : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void softmaxIsNotClipped_data();
    void softmaxIsNotClipped();
    void softmaxGradient();
    void mixtureDividesAndClips_data();
    void mixtureDividesAndClips();
    void mixtureGradient();
    void onePerRow();
    void countsTheFirstOfEquals();
    void scoresAddUp();
    void weighsClassesAsKeras();
    void balancedWeightsAreInverseShares();
    void classesBeyondAByteAreKept();
};

static Tensor rowOf(const QList<float>& values) {
    return at::tensor(std::vector<float>(values.begin(), values.end())).unsqueeze(0);
}

// Python, float64: -(l[y] - max(l) - math.log(sum(math.exp(x - max(l)) for x in l)))
void TestLoss::softmaxIsNotClipped_data() {
    QTest::addColumn<QList<float>>("logits");
    QTest::addColumn<int>("label");
    QTest::addColumn<double>("loss");
    using F = QList<float>;
    QTest::newRow("all equal") << F{0, 0, 0, 0} << 2 << 1.38629436112; // log 4
    QTest::newRow("four") << F{1, 2, 3, 4} << 0 << 3.44018969856;
    QTest::newRow("small") << F{1e-3f, 2e-3f, 0} << 1 << 1.097612622;
    QTest::newRow("p = 1e-30") << F{-69, 0, -200} << 0 << 69.0; // clipped at 1e-7 it would be 16.1
    QTest::newRow("p = 0 in float") << F{1000, 0, -1000} << 2 << 2000.0;
    QTest::newRow("sure and right") << F{200, 0, 0} << 0 << 0.0; // clipped it would be 1.2e-7
}

void TestLoss::softmaxIsNotClipped() {
    QFETCH(QList<float>, logits);
    QFETCH(int, label);
    QFETCH(double, loss);
    const double found = softmaxLoss(rowOf(logits), at::tensor({label}, at::kLong)).item<double>();
    QVERIFY2(fixture::near(found, loss, 1e-6), qPrintable(QString::number(found, 'g', 10)));
}

void TestLoss::softmaxGradient() {
    // softmax(l) - onehot(y): Python, e = [math.exp(k) for k in range(4)], s = sum(e), [e[0] / s - 1, e[1] /
    // s, ...]
    const double expected[] = {-0.967941396719915, 0.08714431874203257, 0.23688281808991013, 0.6439142598879722};
    const Tensor logits = rowOf({1, 2, 3, 4}).requires_grad_(true);
    softmaxLoss(logits, at::tensor({0}, at::kLong)).mean().backward();
    for (int k = 0; k < 4; ++k)
        QVERIFY(fixture::near(logits.grad()[0][k].item<double>(), expected[k], 1e-6));
}

// Python, float64: -math.log(min(max(o[y] / sum(o), 1e-7), 1 - 1e-7))
void TestLoss::mixtureDividesAndClips_data() {
    QTest::addColumn<QList<float>>("output");
    QTest::addColumn<int>("label");
    QTest::addColumn<double>("loss");
    QTest::addColumn<double>("tolerance"); // relative
    using F = QList<float>;
    QTest::newRow("sum below 1") << F{0.2f, 0.1f, 0.1f} << 0 << 0.69314718056 << 1e-6;   // 0.2 / 0.4
    QTest::newRow("sum above 1") << F{0.5f, 0.25f, 1.25f} << 1 << 2.07944154168 << 1e-6; // 0.25 / 2
    QTest::newRow("share above 1e-7") << F{3, 1e-6f, 0} << 1 << 14.91412318 << 1e-6;     // 3.3e-7
    QTest::newRow("share below 1e-7") << F{1, 1e-9f, 0} << 1 << 16.118095651 << 1e-6;    // -log 1e-7
    QTest::newRow("share 0") << F{1, 1e-9f, 0} << 2 << 16.118095651 << 1e-6;
    // In float, 1 - 1e-7 is 1 - 2^-23: 1.19e-7 stands for 1.0e-7, in Keras' float32 too.
    QTest::newRow("share 1") << F{1, 0, 0} << 0 << 1.1920929665620834e-07 << 1e-3;
}

void TestLoss::mixtureDividesAndClips() {
    QFETCH(QList<float>, output);
    QFETCH(int, label);
    QFETCH(double, loss);
    QFETCH(double, tolerance);
    const double found = mixtureLoss(rowOf(output), at::tensor({label}, at::kLong)).item<double>();
    QVERIFY2(fixture::near(found, loss, tolerance), qPrintable(QString::number(found, 'g', 10)));
}

void TestLoss::mixtureGradient() {
    // By hand: with s the sum of a row of three, d/do[j] of -log(o[y] / s) / 3 is (1 / s - [j == y] / o[y]) /
    // 3; where the share is clipped the loss is flat. The same from torch.autograd in Python, float64.
    const double expected[3][3] = {{-0.8333333333333333, 0.8333333333333333, 0.8333333333333333},
                                   {0, 0, 0},
                                   {0.16666666666666666, 0.16666666666666666, -0.1}};
    const Tensor output =
        at::tensor({0.2f, 0.1f, 0.1f, 1.f, 1e-9f, 0.f, 0.5f, 0.25f, 1.25f}).reshape({3, 3}).requires_grad_(true);
    mixtureLoss(output, at::tensor({0, 1, 2}, at::kLong)).mean().backward();
    for (int n = 0; n < 3; ++n)
        for (int k = 0; k < 3; ++k)
            QVERIFY(fixture::near(output.grad()[n][k].item<double>(), expected[n][k], 2e-6));
}

void TestLoss::onePerRow() {
    const Tensor labels = at::tensor({1, 0}, at::kLong);
    const Tensor output = at::tensor({0.75f, 0.25f, 0.5f, 0.5f}).reshape({2, 2});
    for (const Tensor& losses : {softmaxLoss(output.log(), labels), mixtureLoss(output, labels)}) {
        QVERIFY(losses.sizes() == at::IntArrayRef({2}));
        QVERIFY(fixture::near(losses[0].item<double>(), std::log(4), 1e-6));
        QVERIFY(fixture::near(losses[1].item<double>(), std::log(2), 1e-6));
    }
}

void TestLoss::countsTheFirstOfEquals() {
    // Largest at 2, at 0 (before 1), at 1 (before 3), at 0 (all equal).
    const Tensor output =
        at::tensor({0.f, 1.f, 5.f, 2.f, 3.f, 3.f, 1.f, 0.f, -2.f, 4.f, 0.f, 4.f, 1.f, 1.f, 1.f, 1.f})
            .reshape({4, 4});
    QCOMPARE(countCorrect(output, at::tensor({2, 0, 1, 0}, at::kLong)), std::int64_t{4});
    QCOMPARE(countCorrect(output, at::tensor({2, 1, 3, 3}, at::kLong)), std::int64_t{1});
    QCOMPARE(countCorrect(output, at::tensor({0, 2, 0, 1}, at::kLong)), std::int64_t{0});
}

/// Of four images in blocks of three and one: losses 1, 2, 3 and 6 make a mean of 3; the second of the two largest
/// values is not the first of equals.
void TestLoss::scoresAddUp() {
    ScoreSum sum;
    sum.add(at::tensor({1.f, 2.f, 3.f}), at::tensor({0.f, 1.f, 4.f, 2.f, 3.f, 3.f}).reshape({3, 2}),
            at::tensor({1, 1, 1}, at::kLong));
    sum.add(at::tensor({6.f}), at::tensor({-2.f, -1.f}).reshape({1, 2}), at::tensor({1}, at::kLong));
    const Score score = sum.mean();
    QCOMPARE(score.loss, 3.0);
    QCOMPARE(score.answers, (std::vector<std::uint16_t>{1, 0, 0, 1}));
    QCOMPARE(score.accuracy, 0.5);
}

/// Keras' class_weight becomes a weight of each sample, whose losses are summed and divided by their number:
/// (2 * 1 + 0.5 * 3 + 2 * 5) / 3.
void TestLoss::weighsClassesAsKeras() {
    const Tensor losses = at::tensor({1.0F, 3.0F, 5.0F});
    const Tensor labels = at::tensor({0, 1, 0}, at::kLong);
    QCOMPARE(meanLoss(losses, labels, at::tensor({2.0F, 0.5F})).item<float>(), 4.5F);
    QCOMPARE(meanLoss(losses, labels, {}).item<float>(), 3.0F);
}

/// n / (k * count), by hand: of eight labels four, one and three times, 8 / (3 * 4), 8 / 3 and 8 / 9.
void TestLoss::balancedWeightsAreInverseShares() {
    const Tensor weights = balancedWeights(at::tensor({0, 0, 3, 0, 1, 3, 3, 0}, at::kLong), 5);
    const float expected[] = {8.0F / 12, 8.0F / 3, 1, 8.0F / 9, 1}; // what does not occur weighs nothing wrong
    QCOMPARE(weights.numel(), 5);
    for (int label = 0; label < 5; ++label)
        QCOMPARE(weights[label].item<float>(), expected[label]);
    // Then every label that occurs has the same part in the sum, and an image weighs 1 on average.
    QVERIFY(std::abs(4 * expected[0] + expected[1] + 3 * expected[3] - 8) < 1e-5F);
}

void TestLoss::classesBeyondAByteAreKept() {
    Tensor output = at::zeros({2, 1000});
    output[0][999] = 1;
    output[1][256] = 1;
    ScoreSum sum;
    sum.add(at::zeros({2}), output, at::tensor({999, 0}, at::kLong));
    QCOMPARE(sum.mean().answers, (std::vector<std::uint16_t>{999, 256}));
    QCOMPARE(sum.mean().accuracy, 0.5);
}

TEST_OF_ROOM(TestLoss);
#include "test_loss.moc"
