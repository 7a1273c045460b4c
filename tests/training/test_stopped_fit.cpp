#include <ATen/ATen.h>

#include "experiment/diverged.h"
#include "message_of.h"
#include "test_of_room.h"
#include "training/platform.h"
#include "training/points.h"

#include <QtTest>

#include <chrono>
#include <limits>
#include <thread>

using namespace moelab;
using at::Tensor;
using fixture::Points;
using fixture::Report;

/// Fits that are stopped, continued, or that diverge.
class TestStoppedFit : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useThreads(1); }
    void stopLeavesTheLastEpoch();
    void continuedFitEqualsWholeFit();
    void stoppedFitEqualsWholeFit();
    void refusesLosses_data();
    void refusesLosses();
    void stopWhilePreparing();
    void pausesTakeNoTrainingTime();
};

static const FitSettings kSettings{.stage = "gate", .seed = 4, .batchSize = 10, .epochs = 5};

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

void TestStoppedFit::stopLeavesTheLastEpoch() {
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

void TestStoppedFit::continuedFitEqualsWholeFit() {
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

void TestStoppedFit::stoppedFitEqualsWholeFit() {
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
    QVERIFY_THROWS_EXCEPTION(Stopped, fit(trainee, kSettings, state, stopping, stop));
    QCOMPARE(state.epoch, std::int64_t{2});
    trainee.setW(kept);
    fit(trainee, kSettings, state, report.callbacks, StopToken());
    QVERIFY(at::equal(trainee.w(), whole.w()));
    QVERIFY(sameAdam(state.adam, wholeState.adam));
}

void TestStoppedFit::refusesLosses_data() {
    QTest::addColumn<float>("loss");
    QTest::addColumn<int>("batch");
    QTest::addColumn<QString>("message");
    const QString advice = "Train it again with a smaller learning_rate or with another seed.";
    const QString second =
        " in epoch 2, batch 3. Continuing after epoch 1, which is saved, ends the same way. " + advice;
    QTest::newRow("NaN") << std::numeric_limits<float>::quiet_NaN() << 4 + 3
                         << "the loss of stage gate became nan" + second;
    QTest::newRow("infinite") << std::numeric_limits<float>::infinity() << 4 + 3
                              << "the loss of stage gate became inf" + second;
    QTest::newRow("in the first epoch") << std::numeric_limits<float>::quiet_NaN() << 2
                                        << "the loss of stage gate became nan in epoch 1, batch 2. No epoch was "
                                           "finished, so that nothing of it is kept. " +
                                               advice;
}

void TestStoppedFit::refusesLosses() {
    QFETCH(float, loss);
    QFETCH(int, batch);
    QFETCH(QString, message);
    Points trainee(33);
    trainee.badBatch = batch;
    trainee.badLoss = loss;
    Tensor before = trainee.w();
    FitState state;
    int batches = 0;
    const FitCallbacks callbacks{[&](const BatchProgress&) {
                                     ++batches;
                                     before = trainee.w();
                                 },
                                 [](const auto&, const auto&, auto) {}};
    const auto diverge = [&] {
        try {
            fit(trainee, kSettings, state, callbacks, StopToken());
        } catch (const DivergedError&) { // by which a program knows that continuing does not help
            throw;
        } catch (const Error&) {
        }
    };
    QCOMPARE(QString::fromStdString(fixture::messageOf(diverge)), message);
    QCOMPARE(batches, batch - 1);
    QVERIFY(at::equal(trainee.w(), before));
    QCOMPARE(state.epoch, std::int64_t{batch > 4 ? 1 : 0});
}

void TestStoppedFit::stopWhilePreparing() {
    Points trainee(33);
    FitState state;
    Report report;
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, fit(trainee, kSettings, state, report.callbacks, stop));
    QVERIFY(trainee.batches.empty());
    QCOMPARE(state.epoch, std::int64_t{0});
}

/// Paused after the first batch, and by another thread continued half a second later. The rest of the fit takes
/// some milliseconds.
void TestStoppedFit::pausesTakeNoTrainingTime() {
    constexpr double kPause = 0.5;
    Points trainee(30);
    FitState state;
    StopToken stop;
    Report report;
    std::jthread other;
    const auto batchDone = report.callbacks.batchDone;
    report.callbacks.batchDone = [&](const BatchProgress& batch) {
        batchDone(batch);
        if (report.batches.size() > 1)
            return;
        stop.pause();
        other = std::jthread([&] {
            std::this_thread::sleep_for(std::chrono::duration<double>(kPause));
            stop.resume();
        });
    };
    QElapsedTimer timer;
    timer.start();
    fit(trainee, kSettings, state, report.callbacks, stop);
    const double all = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    QVERIFY(all >= kPause);
    QVERIFY2(state.seconds > 0 && state.seconds < all - 0.9 * kPause, qPrintable(QString::number(state.seconds)));
    QVERIFY(report.epochs.front().seconds < all - 0.9 * kPause);
    QVERIFY(report.batches[1].seconds < all - 0.9 * kPause); // the first one after the pause
}

TEST_OF_ROOM(TestStoppedFit);
#include "test_stopped_fit.moc"
