#include "curves/curves_plot.h"
#include "session/batch_curve.h"
#include "test_of_room.h"

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace moelab;

/// The curve of a stage's batches: whole, in bounded memory.
class TestBatchCurve : public QObject {
    Q_OBJECT
  private slots:
    void keepsFewBatchesAsTheyAre();
    void becomesCoarserAndStaysWhole();
    void forgetsWhatIsTrainedAgain();
    void isDrawnWhole();
};

static constexpr std::int64_t kBatchesOfEpoch = 100;

/// The batch that is trained as the `number`th, from 0; its loss falls with it.
static BatchProgress batchOf(std::int64_t number, std::int64_t count) {
    BatchProgress batch;
    batch.epoch = number / kBatchesOfEpoch + 1;
    batch.batch = number % kBatchesOfEpoch + 1;
    batch.batches = kBatchesOfEpoch;
    batch.batchLoss = 2.0 - static_cast<double>(number) / static_cast<double>(count);
    batch.accuracy = 0.25;
    return batch;
}

static BatchCurve curveOf(std::int64_t count) {
    BatchCurve curve;
    for (std::int64_t number = 0; number < count; ++number)
        curve.add(batchOf(number, count));
    return curve;
}

void TestBatchCurve::keepsFewBatchesAsTheyAre() {
    const BatchCurve curve = curveOf(200);
    QCOMPARE(curve.points().size(), std::size_t{200});
    QCOMPARE(curve.points()[100].epoch, 1.01);
    QCOMPARE(curve.points()[100].loss, 1.5);
    QCOMPARE(curve.points()[100].accuracy, 0.25);
    QCOMPARE(curve.stride(), std::size_t{1});
}

void TestBatchCurve::becomesCoarserAndStaysWhole() {
    constexpr std::int64_t kMany = 1'000'000; // 64 MB of BatchProgress
    const BatchCurve curve = curveOf(kMany);
    const auto& points = curve.points();
    QVERIFY(points.size() < BatchCurve::kMostPoints && points.size() >= BatchCurve::kMostPoints / 2 - 1);
    QVERIFY(std::ranges::is_sorted(points, {}, &BatchCurve::Point::epoch));
    QVERIFY(points.back().epoch > 0.999 * kMany / kBatchesOfEpoch);
    const auto seen = static_cast<std::int64_t>(points.size() * curve.stride());
    const double mean =
        std::accumulate(points.begin(), points.end(), 0.0,
                        [](double sum, const BatchCurve::Point& point) { return sum + point.loss; }) /
        static_cast<double>(points.size());
    // The mean of 2 - i / n over i from 0 up to but not `seen`.
    QVERIFY(std::abs(mean - (2.0 - static_cast<double>(seen - 1) / (2.0 * kMany))) < 1e-9);
}

void TestBatchCurve::forgetsWhatIsTrainedAgain() {
    BatchCurve curve = curveOf(250);
    const int version = curve.version();
    curve.keepUntil(2);
    QCOMPARE(curve.points().size(), std::size_t{200});
    QVERIFY(curve.version() != version);
    const int kept = curve.version();
    curve.keepUntil(2);
    QCOMPARE(curve.version(), kept);
    curve.keepUntil(0);
    QVERIFY(curve.points().empty());
}

/// However the points came, what is drawn is what the curve holds.
void TestBatchCurve::isDrawnWhole() {
    constexpr auto kCount = static_cast<std::int64_t>(3 * BatchCurve::kMostPoints);
    CurvesPlot plot;
    StageView view;
    view.stage = findStage(stagesOf(defaultGroups()), "baseline");
    const auto rawLoss = [&] { return plot.graph(0)->data(); };
    for (std::int64_t number = 0; number < kCount; ++number) {
        view.batches.add(batchOf(number, kCount));
        if (number % 1000 != 0 && number + 1 != kCount)
            continue;
        plot.showStages({view}, 0);
        QCOMPARE(rawLoss()->size(), static_cast<int>(view.batches.points().size()));
    }
    QCOMPARE(view.batches.stride(), std::size_t{4});
    QCOMPARE(rawLoss()->at(0)->value, view.batches.points()[0].loss);
    QCOMPARE((rawLoss()->constEnd() - 1)->key, view.batches.points().back().epoch);
    view.batches.keepUntil(1);
    plot.showStages({view}, 0);
    QCOMPARE(rawLoss()->size(), static_cast<int>(view.batches.points().size()));
}

TEST_OF_ROOM(TestBatchCurve);
#include "test_batch_curve.moc"
