#include <ATen/ATen.h>

#include "base/error.h"
#include "small_networks.h"
#include "test_of_room.h"
#include "training/platform.h"
#include "training/sub_gates.h"

#include <QtTest>

using namespace moelab;
using namespace fixture;
using at::Tensor;

class TestSubGates : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void namesTellSubGatesApart();
    void onlySubGatesLearn_data();
    void onlySubGatesLearn();
    void frozenDropoutDiffersByEpoch();
    void frozenOutputsAreComputedOnce();
    void subGatesDropUnits();
    void scoreIsComposedByHand_data();
    void scoreIsComposedByHand();
    void forwardIsComposedByHand();
    void unroutedSubGatesStay();
    void sameSeedSameBits();
    void preparingStops();
    void aConstantExpert_data();
    void aConstantExpert();

  private:
    DataSet m_data;
};

static const FitCallbacks kSilent{[](const auto&) {}, [](const auto&, const auto&, auto) {}};

/// Untrained networks for `groups` groups; what they say differs from image to image.
struct Members {
    Members(int groups, double dropout, double subGateDropout)
        : baseline(networkOf(smallClassifier(10, dropout), 1))
        , gate(networkOf(smallClassifier(groups, dropout), 2)) {
        for (int group = 0; group < groups; ++group) {
            experts.push_back(networkOf(smallClassifier(10, dropout), 10 + static_cast<std::uint64_t>(group)));
            subGates.push_back(networkOf(smallSubGate(subGateDropout), 20 + static_cast<std::uint64_t>(group)));
        }
    }

    FrozenMembers frozen() const {
        FrozenMembers members{baseline, gate, {}};
        for (const Network& expert : experts)
            members.experts.push_back({&expert});
        return members;
    }
    std::vector<Network*> gates() {
        std::vector<Network*> all;
        for (Network& network : subGates)
            all.push_back(&network);
        return all;
    }
    std::vector<Tensor> frozenWeights() const {
        std::vector<Tensor> all = weightsOf(baseline.weights());
        for (const Network* network : {&gate, &experts[0], &experts[1]})
            for (const Tensor& tensor : weightsOf(network->weights()))
                all.push_back(tensor);
        return all;
    }
    /// Takes the mean opinion from the gate's last bias, so that every route is taken by some of the images.
    void balance(const Subset& images) {
        const Tensor mean = allLogits(gate, images, {}, StopToken()).mean(0);
        gate.weights().back().second.detach().sub_(mean);
    }

    Network baseline;
    Network gate;
    std::vector<Network> experts;
    std::vector<Network> subGates;
};

/// The mixture's loss and hits over all images of a subset, written down with plain numbers.
struct ByHand {
    double loss = 0;
    std::int64_t correct = 0;
    std::vector<int> routed;
    std::vector<std::uint16_t> answers;
};

static ByHand composeByHand(Members& members, const Subset& images) {
    const auto logits = [&](const Network& network) { return allLogits(network, images, {}, StopToken()); };
    const Tensor gate = logits(members.gate);
    const Tensor baseline = logits(members.baseline);
    std::vector<Tensor> experts;
    std::vector<Tensor> subGates;
    for (std::size_t group = 0; group < members.experts.size(); ++group) {
        experts.push_back(logits(members.experts[group]));
        subGates.push_back(logits(members.subGates[group]));
    }
    ByHand result;
    result.routed.resize(members.experts.size());
    for (std::int64_t i = 0; i < images.size(); ++i) {
        std::size_t route = 0; // of equals the last
        for (std::int64_t group = 1; group < gate.size(1); ++group)
            if (gate[i][group].item<float>() >= gate[i][static_cast<std::int64_t>(route)].item<float>())
                route = static_cast<std::size_t>(group);
        ++result.routed[route];
        const std::vector<double> base = softmaxOf(baseline, i);
        const std::vector<double> expert = softmaxOf(experts[route], i);
        const std::vector<double> weights = softmaxOf(subGates[route], i); // one softmax over all 20
        std::vector<double> output;
        for (std::size_t cls = 0; cls < 10; ++cls)
            output.push_back(base[cls] * weights[2 * cls] + expert[cls] * weights[2 * cls + 1]);
        const auto label = images.labels()[i].item<std::int64_t>();
        const double share =
            output[static_cast<std::size_t>(label)] / std::accumulate(output.begin(), output.end(), 0.0);
        result.loss -= std::log(std::clamp(share, 1e-7, 1 - 1e-7)) / static_cast<double>(images.size());
        result.answers.push_back(static_cast<std::uint16_t>(std::ranges::max_element(output) - output.begin()));
        result.correct += result.answers.back() == label;
    }
    return result;
}

void TestSubGates::initTestCase() {
    useThreads(1);
    m_data = drawBuiltin({.train = 120, .test = 40});
}

void TestSubGates::namesTellSubGatesApart() {
    Members members(2, 0, 0);
    const NamedTensors tensors = subGateTensors(members.gates());
    QCOMPARE(tensors.size(), std::size_t{8});
    QCOMPARE(tensors[0].first, std::string("0.dense1.weight"));
    QCOMPARE(tensors[7].first, std::string("1.dense2.bias"));
    QVERIFY(tensors[7].second.is_same(members.subGates[1].weights()[3].second));
}

void TestSubGates::onlySubGatesLearn_data() {
    QTest::addColumn<bool>("frozenDropout");
    QTest::newRow("frozen networks drop units") << true;
    QTest::newRow("they do not") << false;
}

void TestSubGates::onlySubGatesLearn() {
    QFETCH(bool, frozenDropout);
    Members members(2, 0.5, 0.5);
    const Subset training = wholeSet(m_data.train);
    const Subset validation = wholeSet(m_data.test);
    members.balance(training);
    const std::vector<Tensor> frozenBefore = members.frozenWeights();
    const std::vector<Tensor> before = weightsOf(subGateTensors(members.gates()));
    SubGates mixture(members.gates(), members.frozen(), training, validation, {}, 1, frozenDropout);
    FitState state;
    fit(mixture, {.stage = "mixture", .epochs = 2}, state, kSilent, StopToken());
    QVERIFY(same(members.frozenWeights(), frozenBefore));
    const std::vector<Tensor> after = weightsOf(mixture.weights());
    for (std::size_t i = 0; i < before.size(); ++i)
        QVERIFY2(!at::equal(after[i], before[i]), mixture.weights()[i].first.c_str());
    // Nor does a gradient reach them, though these networks were not even told that they are frozen.
    mixture.beginEpoch(3);
    mixture.forward(at::arange(50, at::kLong)).loss.backward();
    for (const Network* network : {&members.baseline, &members.gate, &members.experts[0], &members.experts[1]})
        for (const Tensor& parameter : network->parameters())
            QVERIFY(!parameter.grad().defined());
    for (const auto& [name, tensor] : mixture.weights())
        QVERIFY2(tensor.grad().defined(), name.c_str());
}

/// The losses of the same batch in two epochs, and again in the second; the sub-gates themselves drop
/// nothing.
static std::vector<double> lossesByEpoch(const DataSet& data, bool frozenDropout) {
    Members members(2, 0.5, 0);
    const Subset training = wholeSet(data.train);
    members.balance(training);
    SubGates mixture(members.gates(), members.frozen(), training, training, {}, 1, frozenDropout);
    mixture.prepare(StopToken());
    std::vector<double> losses;
    for (const std::int64_t epoch : {1, 2, 2}) {
        mixture.beginEpoch(epoch);
        losses.push_back(mixture.forward(at::arange(50, at::kLong)).loss.item<double>());
    }
    return losses;
}

void TestSubGates::frozenDropoutDiffersByEpoch() {
    const std::vector<double> losses = lossesByEpoch(m_data, true);
    QVERIFY(losses[0] != losses[1]);
    QCOMPARE(losses[1], losses[2]);
}

void TestSubGates::frozenOutputsAreComputedOnce() {
    const std::vector<double> losses = lossesByEpoch(m_data, false);
    QCOMPARE(losses[0], losses[1]);
    QCOMPARE(losses[1], losses[2]);
}

void TestSubGates::subGatesDropUnits() {
    Members members(2, 0, 0.5);
    const Subset training = wholeSet(m_data.train);
    members.balance(training);
    SubGates mixture(members.gates(), members.frozen(), training, training, {}, 1, false);
    mixture.prepare(StopToken());
    const Tensor rows = at::arange(50, at::kLong);
    mixture.beginEpoch(1);
    const double first = mixture.forward(rows).loss.item<double>();
    QVERIFY(mixture.forward(rows).loss.item<double>() != first);
    mixture.beginEpoch(2);
    QVERIFY(mixture.forward(rows).loss.item<double>() != first);
    mixture.beginEpoch(1);
    QCOMPARE(mixture.forward(rows).loss.item<double>(), first);
    QCOMPARE(mixture.score(training, StopToken()).loss, mixture.score(training, StopToken()).loss);
}

void TestSubGates::scoreIsComposedByHand_data() {
    QTest::addColumn<int>("groups");
    QTest::addColumn<bool>("frozenDropout");
    QTest::newRow("two groups") << 2 << true;
    QTest::newRow("two groups, outputs once") << 2 << false;
    QTest::newRow("three groups") << 3 << true;
}

void TestSubGates::scoreIsComposedByHand() {
    QFETCH(int, groups);
    QFETCH(bool, frozenDropout);
    Members members(groups, 0.5, 0.5);
    const Subset training = wholeSet(m_data.train);
    const Subset validation = wholeSet(m_data.test);
    members.balance(validation);
    SubGates mixture(members.gates(), members.frozen(), training, validation, {}, 1, frozenDropout);
    FitState state;
    double last = 0;
    const FitCallbacks callbacks{
        [](const auto&) {}, [&](const EpochMetrics& epoch, const auto&, auto) { last = epoch.validationLoss; }};
    fit(mixture, {.stage = "mixture", .epochs = 2}, state, callbacks, StopToken());
    const ByHand expected = composeByHand(members, validation);
    for (const int routed : expected.routed)
        QVERIFY2(routed > 0, "a route that no image takes tests nothing");
    for (const Score& score : {mixture.validate(StopToken()), mixture.score(validation, StopToken())}) {
        QVERIFY(std::abs(score.loss - expected.loss) < 1e-5);
        QCOMPARE(score.accuracy, static_cast<double>(expected.correct) / 40);
        QCOMPARE(score.answers, expected.answers);
    }
    QVERIFY(std::abs(last - expected.loss) < 1e-5);
}

void TestSubGates::forwardIsComposedByHand() {
    Members members(2, 0, 0); // nothing is dropped, so training and inference agree
    const Subset training = wholeSet(m_data.train);
    members.balance(training);
    const Tensor rows = at::tensor({100, 3, 41, 7, 88, 90, 12, 55, 56, 57}, at::kLong);
    const ByHand expected = composeByHand(members, training.pick(rows));
    QVERIFY(expected.routed[0] > 0 && expected.routed[1] > 0);
    for (const bool frozenDropout : {true, false}) {
        SubGates mixture(members.gates(), members.frozen(), training, training, {}, 1, frozenDropout);
        mixture.prepare(StopToken());
        mixture.beginEpoch(1);
        const Trainee::BatchOutcome outcome = mixture.forward(rows);
        QVERIFY(std::abs(outcome.loss.item<double>() - expected.loss) < 1e-5);
        QCOMPARE(outcome.correct, expected.correct);
    }
}

void TestSubGates::unroutedSubGatesStay() {
    Members members(2, 0, 0.5);
    // A gate that cannot tell: a tie goes to the last group.
    for (const auto& [name, tensor] : members.gate.weights())
        tensor.detach().zero_();
    const Subset training = wholeSet(m_data.train);
    const std::vector<Tensor> first = weightsOf(members.subGates[0].weights());
    const std::vector<Tensor> last = weightsOf(members.subGates[1].weights());
    SubGates mixture(members.gates(), members.frozen(), training, training, {}, 1, true);
    FitState state;
    fit(mixture, {.stage = "mixture", .epochs = 1}, state, kSilent, StopToken());
    QVERIFY(same(weightsOf(members.subGates[0].weights()), first));
    QVERIFY(!same(weightsOf(members.subGates[1].weights()), last));
}

void TestSubGates::sameSeedSameBits() {
    const Subset training = wholeSet(m_data.train);
    const auto trained = [&](std::uint64_t seed) {
        Members members(2, 0.5, 0.5);
        members.balance(training);
        SubGates mixture(members.gates(), members.frozen(), training, training, {}, seed, true);
        FitState state;
        fit(mixture, {.stage = "mixture", .seed = seed, .epochs = 2}, state, kSilent, StopToken());
        return weightsOf(mixture.weights());
    };
    const std::vector<Tensor> once = trained(1);
    QVERIFY(same(trained(1), once));
    QVERIFY(!same(trained(2), once));
}

void TestSubGates::preparingStops() {
    Members members(2, 0, 0);
    const Subset training = wholeSet(m_data.train);
    SubGates mixture(members.gates(), members.frozen(), training, training, {}, 1, false);
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, mixture.prepare(stop));
    QVERIFY_THROWS_EXCEPTION(Stopped, mixture.validate(stop));
}

/// An expert that is always the same class is as a network whose softmax says so: here one with no weights but a
/// large bias, which gives the class a share of 1.
void TestSubGates::aConstantExpert_data() {
    QTest::addColumn<bool>("frozenDropout");
    QTest::newRow("run in every epoch") << true;
    QTest::newRow("computed once") << false;
}

void TestSubGates::aConstantExpert() {
    QFETCH(bool, frozenDropout);
    constexpr std::int64_t kClass = 7;
    Members members(2, 0.25, 0.25);
    const Subset images = wholeSet(m_data.test);
    members.balance(images);
    for (const auto& [name, tensor] : members.experts[1].weights())
        tensor.detach().zero_();
    members.experts[1].weights().back().second.detach()[kClass] = 1000;
    const auto outcomeOf = [&](const FrozenMembers& frozen) {
        Members fresh(2, 0.25, 0.25);
        SubGates trainee(fresh.gates(), frozen, images, images, {}, 1, frozenDropout);
        trainee.prepare(StopToken());
        trainee.beginEpoch(1);
        const Trainee::BatchOutcome outcome = trainee.forward(at::arange(images.size(), at::kLong));
        return std::pair(outcome.loss.item<double>(), trainee.validate(StopToken()));
    };
    FrozenMembers constant = members.frozen();
    constant.experts[1] = {nullptr, kClass};
    const auto [loss, score] = outcomeOf(constant);
    const auto [expectedLoss, expected] = outcomeOf(members.frozen());
    QCOMPARE(loss, expectedLoss);
    QCOMPARE(score.loss, expected.loss);
    QVERIFY(score.answers == expected.answers);
    QVERIFY(std::ranges::find(score.answers, kClass) != score.answers.end());
}

TEST_OF_ROOM(TestSubGates);
#include "test_sub_gates.moc"
