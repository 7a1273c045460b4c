#include "analysis/calibration.h"
#include "analysis/temperature.h"
#include "seven_images.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;

/// Four images of three classes: confidence 0.9 right, 0.8 wrong, 0.7 right, 0.5 wrong.
static const std::vector<float> kSaid = {0.9F, 0.05F, 0.05F, 0.8F,  0.1F, 0.1F,
                                         0.1F, 0.7F,  0.2F,  0.25F, 0.5F, 0.25F};

class TestCalibration : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void binsHoldTheirUpperEdge();
    void expectedErrorIsWeighedByImages();
    void coverageTakesEqualsTogether();
    void fitsATemperature();
    void tempersRows();
    void scoresWhatTakesAMembersPlace();
};

static ScoredMember scored(std::vector<float> confidence, std::vector<std::int64_t> answers) {
    ScoredMember member;
    member.width = 3;
    for (std::size_t image = 0; image < confidence.size(); ++image)
        member.images.push_back(static_cast<std::int64_t>(image));
    member.labels.assign(confidence.size(), 0);
    member.answers = std::move(answers);
    member.confidence = std::move(confidence);
    return member;
}

void TestCalibration::binsHoldTheirUpperEdge() {
    const Reliability found = reliability(scored({0, 0.25F, 0.5F, 0.625F, 1, 1.0000001F}, {0, 0, 0, 0, 0, 0}), 4);
    QCOMPARE(found.bins.size(), std::size_t(4));
    const std::int64_t images[] = {2, 1, 1, 2};
    for (std::size_t bin = 0; bin < 4; ++bin)
        QCOMPARE(found.bins[bin].images, images[bin]);
    QCOMPARE(found.bins[1].low, 0.25);
    QCOMPARE(found.bins[1].high, 0.5);
    QCOMPARE(reliability(scored({1}, {0})).bins.size(), std::size_t(15));
}

void TestCalibration::expectedErrorIsWeighedByImages() {
    // Bins of a half: one image at 0.5, right (gap 0.5); three at 0.75, 0.75 and 1, one of them right:
    // mean confidence 2.5 / 3, accuracy 1 / 3 (gap 0.5). A quarter of 0.5 and three quarters of 0.5.
    const Reliability even = reliability(scored({0.5F, 0.75F, 0.75F, 1}, {0, 0, 1, 1}), 2);
    QCOMPARE(even.expectedError, 0.5);
    QCOMPARE(even.bins[1].confidence, 2.5 / 3);
    QCOMPARE(even.bins[1].accuracy, 1.0 / 3);
    // Now the first is wrong by 0.5 and the rest by |2 - 2.5| / 3: 0.25 * 0.5 + 0.75 / 6.
    QCOMPARE(reliability(scored({0.5F, 0.75F, 0.75F, 1}, {1, 0, 0, 1}), 2).expectedError, 0.25);
    QVERIFY(std::isnan(reliability(scored({1}, {0}), 2).bins[0].accuracy));
}

void TestCalibration::coverageTakesEqualsTogether() {
    const auto curve = accuracyByCoverage(scored({0.5F, 0.75F, 0.25F, 0.75F}, {1, 0, 0, 1}));
    const double expected[3][3] = {{0.5, 0.5, 0.75}, {0.75, 1.0 / 3, 0.5}, {1, 0.5, 0.25}};
    QCOMPARE(curve.size(), std::size_t(3));
    for (std::size_t point = 0; point < 3; ++point) {
        QCOMPARE(curve[point].coverage, expected[point][0]);
        QCOMPARE(curve[point].accuracy, expected[point][1]);
        QCOMPARE(curve[point].confidence, expected[point][2]);
    }
    QVERIFY(accuracyByCoverage(scored({}, {})).empty());
}

void TestCalibration::fitsATemperature() {
    ScoredMember member = scored({0.9F, 0.8F, 0.7F, 0.5F}, {0, 0, 1, 1});
    member.labels = {0, 1, 1, 0};
    // scipy.optimize.minimize_scalar on the same numbers, bounded, xatol 1e-12
    const TemperatureFit fit = fitTemperature(kSaid, member);
    QVERIFY2(std::abs(fit.temperature - 1.84002) < 1e-5, qPrintable(QString::number(fit.temperature, 'g', 12)));
    QVERIFY(std::abs(fit.lossBefore - 1.0377287) < 1e-6);
    QVERIFY(std::abs(fit.lossAfter - 0.9584319) < 1e-6);
    member.labels = member.answers; // all right: the surer the better, as far as the range goes
    QVERIFY(std::abs(fitTemperature(kSaid, member).temperature - 0.01) < 1e-9);
}

void TestCalibration::tempersRows() {
    // numpy: softmax(log(p) / 2) of the first and last row
    const std::vector<float> found = tempered(kSaid, 3, 2);
    const double first[] = {0.67962276, 0.16018862, 0.16018862};
    const double last[] = {0.29289322, 0.41421356, 0.29289322};
    for (std::size_t cls = 0; cls < 3; ++cls) {
        QVERIFY(std::abs(found[cls] - first[cls]) < 1e-6);
        QVERIFY(std::abs(found[9 + cls] - last[cls]) < 1e-6);
    }
    // A row of any sum is normalised, a zero stays next to nothing.
    const std::vector<float> normalised = tempered(std::vector<float>{0.25F, 0.25F, 0}, 3, 1);
    QCOMPARE(normalised[0], 0.5F);
    QCOMPARE(normalised[1], 0.5F);
    QVERIFY(normalised[2] < 1e-30F);
}

void TestCalibration::scoresWhatTakesAMembersPlace() {
    const MemberOutputs outputs = seven::outputs();
    const Stage mixture = stagesOf(seven::kGroups).back();
    const ScoredMember member = scoreMember(outputs, mixture, seven::kGroups, outputs.expert(1));
    QCOMPARE(member.answers, (std::vector<std::int64_t>{2, 2, 2, 2, 2, 1, 2}));
}

TEST_OF_ROOM(TestCalibration);
#include "test_calibration.moc"
