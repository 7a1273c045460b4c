#include <ATen/ATen.h>

#include "network/dropout.h"
#include "network/dropout_mask.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
using at::Tensor;

class TestDropout : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keepsAndScales_data();
    void keepsAndScales();
    void unitsAreIndependent();
    void sameSeedSameMasks();
    void othersDoNotMatter();
    void gradientIsTheMask();
    void keepsTypeAndLayout();
    void sizesBeyondABlock();
};

static constexpr std::int64_t kCount = 200'000;

void TestDropout::keepsAndScales_data() {
    QTest::addColumn<double>("rate");
    QTest::newRow("0.25") << 0.25;
    QTest::newRow("0.5") << 0.5;
    QTest::newRow("0.9") << 0.9;
    QTest::newRow("none") << 0.0;
}

void TestDropout::keepsAndScales() {
    QFETCH(double, rate);
    // Keras: kept units are multiplied by 1 / (1 - rate).
    const auto scale = static_cast<float>(1 / (1 - rate));
    const Tensor dropped = Dropout(42).apply(at::full({kCount}, 3.0f), rate);
    const Tensor kept = dropped != 0;
    QVERIFY(at::equal(dropped.index({kept}), at::full({kept.sum().item<std::int64_t>()}, 3 * scale)));
    // Binomial: five standard deviations of the share.
    const double share = kept.to(at::kDouble).mean().item<double>();
    QVERIFY2(std::abs(share - (1 - rate)) <= 5 * std::sqrt(rate * (1 - rate) / kCount),
             qPrintable(QString::number(share)));
}

void TestDropout::unitsAreIndependent() {
    // Neighbours, units 32 apart (channels) and the same unit of two calls fall together as often as chance
    // has it: with rate 1/2, the share of equal pairs is 1/2 with a standard deviation of 1 / (2
    // sqrt(pairs)).
    Dropout dropout(7);
    const Tensor first = dropout.apply(at::ones({kCount}), 0.5);
    const Tensor second = dropout.apply(at::ones({kCount}), 0.5);
    const Tensor otherSeed = Dropout(8).apply(at::ones({kCount}), 0.5);
    const auto checkPairs = [](const Tensor& a, const Tensor& b) {
        const double share = a.eq(b).to(at::kDouble).mean().item<double>();
        QVERIFY(std::abs(share - 0.5) < 5 * 0.5 / std::sqrt(static_cast<double>(a.numel())));
    };
    for (const std::int64_t distance : {1, 2, 3, 32, 64, 512, 1024, 4096, 65536})
        checkPairs(first.slice(0, distance), first.slice(0, 0, kCount - distance));
    checkPairs(first, second);
    checkPairs(first, otherSeed);
}

void TestDropout::sameSeedSameMasks() {
    Dropout one(11);
    Dropout other(11);
    std::vector<Tensor> masks;
    for (int call = 0; call < 4; ++call) {
        masks.push_back(one.apply(at::ones({5, 40}), 0.5));
        QVERIFY(at::equal(other.apply(at::ones({5, 40}), 0.5), masks.back()));
    }
    for (std::size_t call = 1; call < masks.size(); ++call)
        QVERIFY(!at::equal(masks[call], masks[call - 1]));
    QVERIFY(!at::equal(Dropout(12).apply(at::ones({5, 40}), 0.5), masks[0]));
}

void TestDropout::othersDoNotMatter() {
    Dropout alone(3);
    const Tensor first = alone.apply(at::ones({1000}), 0.5);
    const Tensor second = alone.apply(at::ones({1000}), 0.5);
    Dropout dropout(3);
    Dropout other(4);
    other.apply(at::ones({1000}), 0.5);
    QVERIFY(at::equal(dropout.apply(at::ones({1000}), 0.5), first));
    other.apply(at::ones({77}), 0.25);
    at::bernoulli(at::full({1000}, 0.5)); // LibTorch's own generator
    QVERIFY(at::equal(dropout.apply(at::ones({1000}), 0.5), second));
}

void TestDropout::gradientIsTheMask() {
    const Tensor x = at::arange(1, 1001, at::kFloat).requires_grad_(true);
    const Tensor dropped = Dropout(5).apply(x, 0.25);
    const Tensor upstream = at::linspace(-1, 1, 1000);
    dropped.backward(upstream);
    const Tensor mask = dropped.detach() / x.detach();
    QVERIFY(at::allclose(x.grad(), mask * upstream, 1e-6, 0));
    QVERIFY(at::equal(x.grad() == 0, dropped.detach() == 0));
}

void TestDropout::keepsTypeAndLayout() {
    const Tensor image = at::ones({2, 3, 8, 8}, at::kBFloat16).contiguous(at::MemoryFormat::ChannelsLast);
    const Tensor dropped = Dropout(5).apply(image, 0.5);
    QVERIFY(dropped.scalar_type() == at::kBFloat16);
    QVERIFY(dropped.is_contiguous(at::MemoryFormat::ChannelsLast));
    QVERIFY((dropped == 2).logical_or(dropped == 0).all().item<bool>());
}

void TestDropout::sizesBeyondABlock() {
    // Masks are drawn in blocks of 2^24; the second block is not the first again.
    const std::int64_t block = 1 << 24;
    Tensor mask = at::empty({block + 1000});
    fillDropoutMask(mask.data_ptr<float>(), 0, mask.numel(), 0.5, 2.0f, 9);
    const Tensor begin = mask.slice(0, 0, 1000);
    const Tensor next = mask.slice(0, block);
    QVERIFY(!at::equal(begin, next));
    QVERIFY((next == 0).any().item<bool>() && (next == 2).any().item<bool>());
    // What a mask begins with does not depend on its length.
    Tensor little = at::empty({1000});
    fillDropoutMask(little.data_ptr<float>(), 0, 1000, 0.5, 2.0f, 9);
    QVERIFY(at::equal(little, begin));
}

TEST_OF_ROOM(TestDropout);
#include "test_dropout.moc"
