#include <ATen/ATen.h>

#include "base/error.h"
#include "config/network_presets.h"
#include "small_networks.h"
#include "test_of_room.h"
#include "training/classifier.h"
#include "training/platform.h"

#include <QtTest>

#include <thread>

using namespace moelab;
using namespace fixture;
using at::Tensor;

class TestClassifier : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void subsetsMapImagesAndLabels();
    void forwardIsTheMeanLoss();
    void dropoutFollowsSeedStageAndEpoch();
    void scoreIsTheMeanWithoutDropout();
    void learns();
    void sameSeedSameBits();
    void sameBitsBesideOthers();
    void sameBitsAfterAnInterruption();
    void scoringStops();

  private:
    std::vector<Tensor> trained(std::uint64_t seed) const;
    DataSet m_data;
};

static const FitCallbacks kUnheard{[](const auto&) {}, [](const auto&, const auto&, auto) {}};

void TestClassifier::initTestCase() {
    useThreads(1);
    m_data = drawBuiltin({.train = 450, .test = 30});
}

void TestClassifier::subsetsMapImagesAndLabels() {
    const std::vector<std::int64_t> images = {7, 3, 11, 449};
    const Subset subset(m_data.train, images, [](int cls) { return cls % 2; });
    QCOMPARE(subset.size(), std::int64_t{4});
    const Tensor rows = at::tensor({2, 0, 3, 0}, at::kLong);
    const Tensor pixels = subset.pixels(rows);
    const Tensor labels = subset.labels(rows);
    QVERIFY(pixels.sizes() == at::IntArrayRef({4, 32, 32, 3}) && pixels.scalar_type() == at::kByte);
    const std::size_t expected[] = {11, 7, 449, 7};
    for (int i = 0; i < 4; ++i) {
        const auto* const bytes = pixels[i].data_ptr<std::uint8_t>();
        QVERIFY(std::ranges::equal(std::span(bytes, 3072), m_data.train.image(expected[i])));
        QCOMPARE(labels[i].item<int>(), m_data.train.labels[expected[i]] % 2);
    }
    const Subset some = subset.pick(at::tensor({3, 1}, at::kLong));
    QCOMPARE(some.size(), std::int64_t{2});
    QVERIFY(at::equal(some.pixels(at::tensor({1, 0}, at::kLong)), subset.pixels(at::tensor({1, 3}, at::kLong))));
    QVERIFY(at::equal(some.labels(), subset.labels(at::tensor({3, 1}, at::kLong))));
}

void TestClassifier::forwardIsTheMeanLoss() {
    Network network = networkOf(smallClassifier(10, 0), 1); // rate 0: dropout changes nothing
    const Subset all = wholeSet(m_data.train);
    Classifier classifier(network, all, all, {}, 1, "baseline");
    classifier.beginEpoch(1);
    const Tensor rows = at::tensor({400, 2, 77, 130}, at::kLong);
    const Trainee::BatchOutcome outcome = classifier.forward(rows);
    const Tensor logits = network.logits(toInput(all.pixels(rows), at::kCPU), NetworkMode::inference());
    double loss = 0;
    std::int64_t correct = 0;
    for (std::int64_t i = 0; i < 4; ++i) {
        const std::vector<double> shares = softmaxOf(logits, i);
        const auto label = m_data.train.labels[static_cast<std::size_t>(rows[i].item<std::int64_t>())];
        loss -= std::log(shares[label]) / 4;
        correct += std::ranges::max_element(shares) - shares.begin() == label;
    }
    QVERIFY(std::abs(outcome.loss.item<double>() - loss) < 1e-6);
    QCOMPARE(outcome.correct, correct);
    outcome.loss.backward();
    for (const auto& [name, tensor] : network.weights())
        QVERIFY2(tensor.grad().defined() && tensor.grad().any().item<bool>(), name.c_str());
}

void TestClassifier::dropoutFollowsSeedStageAndEpoch() {
    Network network = networkOf(smallClassifier(10, 0.5), 1);
    const Subset all = wholeSet(m_data.train);
    const Tensor rows = at::arange(20, at::kLong);
    const auto loss = [&](std::uint64_t seed, const char* stage, std::int64_t epoch, int call) {
        Classifier classifier(network, all, all, {}, seed, stage);
        classifier.beginEpoch(epoch);
        for (int i = 1; i < call; ++i)
            classifier.forward(rows);
        return classifier.forward(rows).loss.item<double>();
    };
    const double first = loss(1, "gate", 1, 1);
    QCOMPARE(loss(1, "gate", 1, 1), first);
    QVERIFY(loss(2, "gate", 1, 1) != first);
    QVERIFY(loss(1, "baseline", 1, 1) != first);
    QVERIFY(loss(1, "gate", 2, 1) != first);
    QVERIFY(loss(1, "gate", 1, 2) != first);
}

void TestClassifier::scoreIsTheMeanWithoutDropout() {
    Network network = networkOf(smallClassifier(10, 0.5), 1);
    const Subset all = wholeSet(m_data.train); // 450: blocks of 200, 200 and 50
    Classifier classifier(network, all, all, {}, 1, "baseline");
    const Tensor logits = allLogits(network, all, {}, StopToken());
    QVERIFY(logits.sizes() == at::IntArrayRef({450, 10}) && !logits.requires_grad());
    double loss = 0;
    double correct = 0;
    std::vector<std::uint16_t> answers;
    for (std::int64_t i = 0; i < 450; ++i) {
        const std::vector<double> shares = softmaxOf(logits, i);
        const auto label = m_data.train.labels[static_cast<std::size_t>(i)];
        loss -= std::log(shares[label]) / 450;
        answers.push_back(static_cast<std::uint16_t>(std::ranges::max_element(shares) - shares.begin()));
        correct += answers.back() == label;
    }
    for (const Score& score : {classifier.validate(StopToken()), classifier.score(all, StopToken())}) {
        QVERIFY(std::abs(score.loss - loss) < 1e-6);
        QCOMPARE(score.accuracy, correct / 450);
        QCOMPARE(score.answers, answers);
    }
    const Tensor alone =
        network.logits(toInput(all.pixels(at::tensor({333}, at::kLong)), at::kCPU), NetworkMode::inference());
    QVERIFY(at::allclose(alone[0], logits[333], 1e-5, 1e-6));
}

void TestClassifier::learns() {
    Network network(withOutputs(presetNetwork("small-vgg"), 2), {});
    network.initialise(1);
    const Subset training(m_data.train, firstOf(60), [](int cls) { return cls >= 2 && cls < 8 ? 1 : 0; });
    Classifier classifier(network, training, training, {}, 1, "gate");
    const Score before = classifier.score(training, StopToken());
    FitState state;
    std::vector<double> losses;
    const FitCallbacks callbacks{
        [](const auto&) {}, [&](const EpochMetrics& epoch, const auto&, auto) { losses.push_back(epoch.loss); }};
    fit(classifier, {.stage = "gate", .batchSize = 20, .epochs = 6, .patience = 6}, state, callbacks, StopToken());
    const Score after = classifier.score(training, StopToken());
    QVERIFY2(after.loss < before.loss, qPrintable(QString("%1, %2").arg(before.loss).arg(after.loss)));
    QVERIFY2(losses.back() < losses.front(), qPrintable(QString("%1, %2").arg(losses.front()).arg(losses.back())));
    QVERIFY(after.accuracy > before.accuracy);
}

/// The weights after three epochs.
std::vector<Tensor> TestClassifier::trained(std::uint64_t seed) const {
    useThreads(1);
    Network network = networkOf(smallClassifier(10, 0.5), seed);
    const Subset training = wholeSet(m_data.train);
    const Subset validation = wholeSet(m_data.test);
    Classifier classifier(network, training, validation, {}, seed, "baseline");
    FitState state;
    fit(classifier, {.stage = "baseline", .seed = seed, .epochs = 3, .patience = 3}, state, kUnheard, StopToken());
    return weightsOf(network.weights());
}

void TestClassifier::sameSeedSameBits() {
    const std::vector<Tensor> once = trained(1);
    QVERIFY(same(trained(1), once));
    const std::vector<Tensor> other = trained(2);
    for (std::size_t i = 0; i < once.size(); ++i)
        QVERIFY(!at::equal(other[i], once[i]));
}

void TestClassifier::sameBitsBesideOthers() {
    const std::vector<Tensor> alone = trained(1);
    std::vector<std::vector<Tensor>> beside(3);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < beside.size(); ++i)
        threads.emplace_back([&, i] { beside[i] = trained(i == 0 ? 1 : i + 1); });
    for (std::thread& thread : threads)
        thread.join();
    QVERIFY(same(beside[0], alone));
    QVERIFY(!same(beside[1], beside[2]));
}

void TestClassifier::sameBitsAfterAnInterruption() {
    // As trained(1), but stopped in the second epoch and gone on from what was kept after the first.
    const Subset training = wholeSet(m_data.train);
    const Subset validation = wholeSet(m_data.test);
    const FitSettings settings{.stage = "baseline", .seed = 1, .epochs = 3, .patience = 3};
    FitState state;
    std::vector<Tensor> kept;
    {
        Network network = networkOf(smallClassifier(10, 0.5), 1);
        Classifier classifier(network, training, validation, {}, 1, "baseline");
        StopToken stop;
        const FitCallbacks callbacks{[&](const BatchProgress& batch) {
                                         if (batch.epoch == 2 && batch.batch == 4)
                                             stop.requestStop();
                                     },
                                     [&](const auto&, const auto&, auto) { kept = weightsOf(network.weights()); }};
        QVERIFY_THROWS_EXCEPTION(Stopped, fit(classifier, settings, state, callbacks, stop));
    }
    QCOMPARE(state.epoch, std::int64_t{1});
    Network network = networkOf(smallClassifier(10, 0.5), 77);
    for (std::size_t i = 0; i < kept.size(); ++i)
        network.weights()[i].second.detach().copy_(kept[i]);
    Classifier classifier(network, training, validation, {}, 1, "baseline");
    fit(classifier, settings, state, kUnheard, StopToken());
    QVERIFY(same(weightsOf(network.weights()), trained(1)));
}

void TestClassifier::scoringStops() {
    Network network = networkOf(smallClassifier(10, 0.5), 1);
    const Subset all = wholeSet(m_data.train);
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, allLogits(network, all, {}, stop));
}

TEST_OF_ROOM(TestClassifier);
#include "test_classifier.moc"
