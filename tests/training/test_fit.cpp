#include <ATen/ATen.h>

#include "base/random.h"
#include "message_of.h"
#include "training/fit.h"
#include "training/platform.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace moelab;
using at::Tensor;

class TestFit : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useThreads(1); }
    void shuffledIsAPermutation();
    void shuffledFollowsItsSeed();
    void everyImageOnceAnEpoch();
    void meansAreWeightedByImages();
    void endsAfterTheLastEpoch();
    void earlyStoppingEnds();
    void answersAreHandedOn();
    void finishedFitsDoNothing();
    void stopLeavesTheLastEpoch();
    void continuedFitEqualsWholeFit();
    void stoppedFitEqualsWholeFit();
    void refusesLosses_data();
    void refusesLosses();
    void stopWhilePreparing();
};

/// Fits three weights to fixed points, with a gradient that depends on the images of the batch and on the
/// epoch. Image r adds r to the loss; every third image counts as right.
class Points : public Trainee {
  public:
    explicit Points(std::int64_t size)
        : m_size(size) {}

    const NamedTensors& weights() const override { return m_weights; }
    std::int64_t trainingSize() const override { return m_size; }
    void prepare(const StopToken& stop) override {
        ++prepared;
        if (!stop.proceed())
            throw Stopped();
    }
    void beginEpoch(std::int64_t epoch) override {
        epochs.push_back(epoch);
        m_noise = at::full({3}, static_cast<float>(epoch) / 8);
    }
    BatchOutcome forward(const Tensor& rows) override {
        batches.emplace_back(rows.data_ptr<std::int64_t>(), rows.data_ptr<std::int64_t>() + rows.size(0));
        const Tensor& w = m_weights[0].second;
        const Tensor mean = rows.to(at::kFloat).mean();
        Tensor loss = (w * (w.detach() - mean + m_noise)).sum();
        loss = loss - loss.detach() + mean; // the value of one, the gradient of the other
        if (static_cast<int>(batches.size()) == badBatch)
            loss = loss * badLoss;
        return {loss, std::ranges::count_if(batches.back(), [](std::int64_t row) { return row % 3 == 0; })};
    }
    Score validate(const StopToken&) override {
        const auto epoch = static_cast<std::size_t>(epochs.back());
        return {epoch <= validation.size() ? validation[epoch - 1] : 1.0 / static_cast<double>(epoch),
                0.5,
                {static_cast<std::uint8_t>(epoch), 9}};
    }
    Score score(const Subset&, const StopToken&) override { return {}; }

    Tensor w() const { return m_weights[0].second.detach().clone(); }
    void setW(const Tensor& value) { m_weights[0].second.detach().copy_(value); }

    std::vector<std::int64_t> epochs;
    std::vector<std::vector<std::int64_t>> batches;
    std::vector<double> validation; ///< losses of the first epochs; then they fall
    int prepared = 0;
    int badBatch = 0;
    float badLoss = 0;

  private:
    std::int64_t m_size;
    NamedTensors m_weights = {{"w", at::zeros({3}).requires_grad_(true)}};
    Tensor m_noise;
};

/// What a fit reported.
struct Report {
    std::vector<BatchProgress> batches;
    std::vector<EpochMetrics> epochs;
    std::vector<std::vector<std::uint8_t>> answers;
    FitCallbacks callbacks{[this](const BatchProgress& batch) { batches.push_back(batch); },
                           [this](const EpochMetrics& epoch, const FitState&, std::span<const std::uint8_t> given) {
                               epochs.push_back(epoch);
                               answers.emplace_back(given.begin(), given.end());
                           }};
};

/// What the run folder keeps: copies.
static FitState copyOf(const FitState& state) {
    FitState copy = state;
    for (std::vector<Tensor>* tensors : {&copy.adam.m, &copy.adam.v})
        for (Tensor& tensor : *tensors)
            tensor = tensor.clone();
    return copy;
}

static bool sameAdam(const Adam::State& a, const Adam::State& b) {
    return a.steps == b.steps && at::equal(a.m[0], b.m[0]) && at::equal(a.v[0], b.v[0]);
}

static std::vector<std::int64_t> values(const Tensor& tensor) {
    return {tensor.data_ptr<std::int64_t>(), tensor.data_ptr<std::int64_t>() + tensor.numel()};
}

static std::vector<std::int64_t> upTo(std::int64_t count) {
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

void TestFit::shuffledIsAPermutation() {
    for (const std::int64_t count : {0, 1, 2, 17, 5000}) {
        std::vector<std::int64_t> order = values(shuffled(count, 5));
        if (count > 10)
            QVERIFY(order != upTo(count));
        std::ranges::sort(order);
        QCOMPARE(order, upTo(count));
    }
}

void TestFit::shuffledFollowsItsSeed() {
    QVERIFY(at::equal(shuffled(100, 5), shuffled(100, 5)));
    std::vector<std::vector<std::int64_t>> orders;
    for (const std::uint64_t seed : {1, 2})
        for (const char* stage : {"gate", "baseline"})
            for (const std::uint64_t epoch : {1, 2, 3})
                for (const char* purpose : {"shuffle", "holdout"})
                    orders.push_back(values(shuffled(100, streamSeed(seed, stage, epoch, purpose))));
    std::ranges::sort(orders);
    QVERIFY(std::ranges::adjacent_find(orders) == orders.end());
    // Each image comes first about equally often: of 6000 orders of 6, 1000 each with a standard deviation
    // of 29.
    std::vector<int> first(6);
    for (std::uint64_t epoch = 0; epoch < 6000; ++epoch)
        ++first[static_cast<std::size_t>(values(shuffled(6, streamSeed(1, "gate", epoch, "shuffle")))[0])];
    for (const int count : first)
        QVERIFY2(std::abs(count - 1000) < 5 * 29, qPrintable(QString::number(count)));
}

void TestFit::everyImageOnceAnEpoch() {
    Points trainee(23);
    FitState state;
    Report report;
    fit(trainee, {.stage = "gate", .batchSize = 10, .epochs = 3}, state, report.callbacks, StopToken());
    QCOMPARE(trainee.prepared, 1);
    QCOMPARE(trainee.epochs, (std::vector<std::int64_t>{1, 2, 3}));
    QCOMPARE(trainee.batches.size(), std::size_t{9});
    std::vector<std::vector<std::int64_t>> orders;
    for (std::size_t epoch = 0; epoch < 3; ++epoch) {
        std::vector<std::int64_t>& order = orders.emplace_back();
        for (std::size_t batch = 0; batch < 3; ++batch) {
            const auto& rows = trainee.batches[epoch * 3 + batch];
            QCOMPARE(rows.size(), batch < 2 ? std::size_t{10} : std::size_t{3}); // the last, smaller batch is used
            order.insert(order.end(), rows.begin(), rows.end());
        }
        std::vector<std::int64_t> sorted = order;
        std::ranges::sort(sorted);
        QCOMPARE(sorted, upTo(23));
    }
    QVERIFY(orders[0] != orders[1] && orders[1] != orders[2] && orders[0] != orders[2]);
    QCOMPARE(state.adam.steps, std::int64_t{9});
}

void TestFit::meansAreWeightedByImages() {
    Points trainee(23);
    FitState state;
    Report report;
    fit(trainee, {.stage = "gate", .batchSize = 10, .epochs = 2}, state, report.callbacks, StopToken());
    QCOMPARE(report.batches.size(), std::size_t{6});
    double sum = 0;
    double right = 0;
    double images = 0;
    for (std::size_t i = 0; i < 6; ++i) {
        if (i == 3) // a new epoch begins from nothing
            sum = right = images = 0;
        const auto& rows = trainee.batches[i];
        const double batchSum = static_cast<double>(std::accumulate(rows.begin(), rows.end(), std::int64_t{0}));
        sum += batchSum;
        right += static_cast<double>(std::ranges::count_if(rows, [](std::int64_t row) { return row % 3 == 0; }));
        images += static_cast<double>(rows.size());
        const BatchProgress& progress = report.batches[i];
        QCOMPARE(progress.epoch, std::int64_t(i / 3 + 1));
        QCOMPARE(progress.epochs, std::int64_t{2});
        QCOMPARE(progress.batch, std::int64_t(i % 3 + 1));
        QCOMPARE(progress.batches, std::int64_t{3});
        QVERIFY(std::abs(progress.batchLoss - batchSum / static_cast<double>(rows.size())) < 1e-5);
        QVERIFY(std::abs(progress.loss - sum / images) < 1e-5);
        QCOMPARE(progress.accuracy, right / images);
        QCOMPARE(progress.patienceLeft, std::int64_t{2});
        QVERIFY(progress.seconds >= 0);
    }
    // All 23 images: the mean of 0 .. 22 is 11, and 8 of them are multiples of three.
    for (const EpochMetrics& epoch : report.epochs) {
        QVERIFY(std::abs(epoch.loss - 11) < 1e-5);
        QCOMPARE(epoch.accuracy, 8.0 / 23);
        QCOMPARE(epoch.validationLoss, 1.0 / static_cast<double>(epoch.epoch));
        QCOMPARE(epoch.validationAccuracy, 0.5);
        QVERIFY(epoch.improved);
    }
}

void TestFit::endsAfterTheLastEpoch() {
    Points trainee(4);
    FitState state;
    Report report;
    fit(trainee, {.stage = "gate", .epochs = 5}, state, report.callbacks, StopToken());
    QCOMPARE(report.epochs.size(), std::size_t{5});
    QCOMPARE(state.epoch, std::int64_t{5});
    QCOMPARE(state.stopping.bestEpoch, 5ll);
    QVERIFY(!state.stopping.stop);
    double seconds = 0;
    for (const EpochMetrics& epoch : report.epochs)
        seconds += epoch.seconds;
    QCOMPARE(state.seconds, seconds);
}

void TestFit::earlyStoppingEnds() {
    Points trainee(4);
    trainee.validation = {3, 2, 2, std::nan("")};
    FitState state;
    Report report;
    fit(trainee, {.stage = "gate", .epochs = 10, .patience = 2}, state, report.callbacks, StopToken());
    QCOMPARE(state.epoch, std::int64_t{4});
    QCOMPARE(state.stopping.bestEpoch, 2ll);
    QCOMPARE(state.stopping.best, 2.0);
    QCOMPARE(report.epochs.size(), std::size_t{4});
    const bool improved[] = {true, true, false, false};
    const std::int64_t left[] = {2, 2, 1, 0};
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(report.epochs[i].improved, improved[i]);
        QCOMPARE(report.epochs[i].patienceLeft, left[i]);
    }
}

/// Those of the validation that the epoch was judged by.
void TestFit::answersAreHandedOn() {
    Points trainee(10);
    FitState state;
    Report report;
    fit(trainee, {.stage = "gate", .batchSize = 10, .epochs = 3}, state, report.callbacks, StopToken());
    QCOMPARE(report.answers, (std::vector<std::vector<std::uint8_t>>{{1, 9}, {2, 9}, {3, 9}}));
}

void TestFit::finishedFitsDoNothing() {
    Points trainee(4);
    FitState state;
    Report report;
    const FitSettings settings{.stage = "gate", .epochs = 2};
    fit(trainee, settings, state, report.callbacks, StopToken());
    fit(trainee, settings, state, report.callbacks, StopToken());
    QCOMPARE(report.epochs.size(), std::size_t{2});
    QCOMPARE(trainee.prepared, 1);
    FitState stopped;
    stopped.epoch = 1;
    stopped.stopping.stop = true;
    fit(trainee, settings, stopped, report.callbacks, StopToken());
    QCOMPARE(report.epochs.size(), std::size_t{2});
}

/// Stops in the second batch of the third epoch. @returns the copies that were taken after the second epoch
static std::pair<FitState, Tensor> stopInThirdEpoch(Points& trainee, const FitSettings& settings, FitState& state) {
    StopToken stop;
    std::pair<FitState, Tensor> saved;
    const FitCallbacks callbacks{[&](const BatchProgress& batch) {
                                     if (batch.epoch == 3 && batch.batch == 2)
                                         stop.requestStop();
                                 },
                                 [&](const EpochMetrics&, const FitState& now, auto) {
                                     saved = {copyOf(now), trainee.w()};
                                 }};
    try {
        fit(trainee, settings, state, callbacks, stop);
        return {};
    } catch (const Stopped&) {
        return saved;
    }
}

static const FitSettings kSettings{.stage = "gate", .seed = 4, .batchSize = 10, .epochs = 5};

void TestFit::stopLeavesTheLastEpoch() {
    Points trainee(33); // four batches
    FitState state;
    const auto [saved, weights] = stopInThirdEpoch(trainee, kSettings, state);
    QVERIFY2(weights.defined(), "it was not stopped");
    QCOMPARE(trainee.batches.size(), std::size_t{10}); // not one more batch
    QCOMPARE(state.epoch, std::int64_t{2});
    QCOMPARE(state.stopping.bestEpoch, 2ll);
    QCOMPARE(state.seconds, saved.seconds);
    QCOMPARE(state.adam.steps, std::int64_t{8});
    QVERIFY(sameAdam(state.adam, saved.adam));
    QVERIFY(!at::equal(trainee.w(), weights)); // the weights are somewhere after it
}

void TestFit::continuedFitEqualsWholeFit() {
    Points whole(33);
    FitState wholeState;
    Report wholeReport;
    fit(whole, kSettings, wholeState, wholeReport.callbacks, StopToken());
    QVERIFY(at::count_nonzero(whole.w()).item<int>() == 3);

    Points first(33);
    FitState state;
    Report report;
    FitSettings two = kSettings;
    two.epochs = 2;
    fit(first, two, state, report.callbacks, StopToken());
    Points rest(33);
    rest.setW(first.w());
    FitState continued = copyOf(state);
    fit(rest, kSettings, continued, report.callbacks, StopToken());
    QCOMPARE(rest.epochs, (std::vector<std::int64_t>{3, 4, 5}));
    QVERIFY(at::equal(rest.w(), whole.w()));
    QVERIFY(sameAdam(continued.adam, wholeState.adam));
    for (std::size_t i = 0; i < 5; ++i)
        QCOMPARE(report.epochs[i].loss, wholeReport.epochs[i].loss);
    // Without the moments it would have gone elsewhere.
    Points bare(33);
    bare.setW(first.w());
    FitState withoutAdam;
    withoutAdam.epoch = 2;
    withoutAdam.adam.steps = 0;
    withoutAdam.adam.m = {at::zeros({3})};
    withoutAdam.adam.v = {at::zeros({3})};
    fit(bare, kSettings, withoutAdam, report.callbacks, StopToken());
    QVERIFY(!at::equal(bare.w(), whole.w()));
}

void TestFit::stoppedFitEqualsWholeFit() {
    Points whole(33);
    FitState wholeState;
    Report report;
    fit(whole, kSettings, wholeState, report.callbacks, StopToken());
    // Goes on from the state in memory, with the weights that were kept after the last finished epoch; twice,
    // so that a continued fit is stopped as well.
    Points trainee(33);
    FitState state;
    FitSettings two = kSettings;
    two.epochs = 2;
    fit(trainee, two, state, report.callbacks, StopToken());
    const Tensor kept = trainee.w();
    StopToken stop;
    const FitCallbacks stopping{[&](const BatchProgress&) { stop.requestStop(); },
                                [](const auto&, const auto&, auto) {}};
    QVERIFY_EXCEPTION_THROWN(fit(trainee, kSettings, state, stopping, stop), Stopped);
    QCOMPARE(state.epoch, std::int64_t{2});
    trainee.setW(kept);
    fit(trainee, kSettings, state, report.callbacks, StopToken());
    QVERIFY(at::equal(trainee.w(), whole.w()));
    QVERIFY(sameAdam(state.adam, wholeState.adam));
}

void TestFit::refusesLosses_data() {
    QTest::addColumn<float>("loss");
    QTest::addColumn<QString>("message");
    const QString end = " in epoch 2, batch 3. The best weights so far are kept; try a smaller learning_rate.";
    QTest::newRow("NaN") << std::numeric_limits<float>::quiet_NaN() << "stage gate: the loss became nan" + end;
    QTest::newRow("infinite") << std::numeric_limits<float>::infinity() << "stage gate: the loss became inf" + end;
}

void TestFit::refusesLosses() {
    QFETCH(float, loss);
    QFETCH(QString, message);
    Points trainee(33);
    trainee.badBatch = 4 + 3;
    trainee.badLoss = loss;
    Tensor before;
    FitState state;
    int batches = 0;
    const FitCallbacks callbacks{[&](const BatchProgress&) {
                                     ++batches;
                                     before = trainee.w();
                                 },
                                 [](const auto&, const auto&, auto) {}};
    const std::string found = fixture::messageOf([&] { fit(trainee, kSettings, state, callbacks, StopToken()); });
    QCOMPARE(QString::fromStdString(found), message);
    QCOMPARE(batches, 6);
    QVERIFY(at::equal(trainee.w(), before));
    QCOMPARE(state.epoch, std::int64_t{1});
}

void TestFit::stopWhilePreparing() {
    Points trainee(33);
    FitState state;
    Report report;
    StopToken stop;
    stop.requestStop();
    QVERIFY_EXCEPTION_THROWN(fit(trainee, kSettings, state, report.callbacks, stop), Stopped);
    QVERIFY(trainee.batches.empty());
    QCOMPARE(state.epoch, std::int64_t{0});
}

QTEST_APPLESS_MAIN(TestFit)
#include "test_fit.moc"
