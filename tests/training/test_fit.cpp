#include <ATen/ATen.h>

#include "base/random.h"
#include "test_of_room.h"
#include "training/platform.h"
#include "training/points.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace moelab;
using at::Tensor;
using fixture::Points;
using fixture::Report;

/// What a fit does to its end, and reports.
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
};

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
    QCOMPARE(report.answers, (std::vector<std::vector<std::uint16_t>>{{1, 9}, {2, 9}, {3, 9}}));
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
    stopped.stopping.wait = settings.patience;
    stopped.stopping.stop = true;
    fit(trainee, settings, stopped, report.callbacks, StopToken());
    QCOMPARE(report.epochs.size(), std::size_t{2});
}

TEST_OF_ROOM(TestFit);
#include "test_fit.moc"
