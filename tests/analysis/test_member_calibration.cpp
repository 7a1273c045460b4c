#include "analysis/member_calibration.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;

/// Four images of three classes, as the baseline says them: confidence 0.9 right, 0.8 wrong, 0.7 right, 0.5 wrong.
/// None is of the group "right".
class TestMemberCalibration : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void saysHowSureAndHowRight();
    void fitsOnSomeAndScoresOthers();
    void saysNothingWithoutImages();
};

namespace {

const ClassGroups kCalibratedGroups = {{"left", {0, 1}}, {"right", {2}}};

MemberOutputs fourImages() {
    MemberOutputs outputs;
    outputs.images = 4;
    outputs.classes = 3;
    outputs.groups = 2;
    outputs.labels = {0, 1, 1, 0};
    outputs.arrays["baseline"] = {0.9F, 0.05F, 0.05F, 0.8F, 0.1F, 0.1F, 0.1F, 0.7F, 0.2F, 0.25F, 0.5F, 0.25F};
    outputs.arrays["expert-1"] = outputs.baseline();
    return outputs;
}

const Stage& stage(const char* name) {
    static const std::vector<Stage> stages = stagesOf(kCalibratedGroups);
    return findStage(stages, name);
}

bool equalInFloat(double found, double expected) { return std::abs(found - expected) < 1e-5; }

} // namespace

void TestMemberCalibration::saysHowSureAndHowRight() {
    const auto found = calibrate(fourImages(), stage("baseline"), kCalibratedGroups);
    QVERIFY(found);
    QCOMPARE(found->stage.name, std::string("baseline"));
    QCOMPARE(found->images, 4);
    QVERIFY(equalInFloat(found->confidence, (0.9 + 0.8 + 0.7 + 0.5) / 4));
    QCOMPARE(found->accuracy, 0.5);
    QVERIFY(equalInFloat(found->loss, 1.0377287)); // -(ln 0.9 + ln 0.1 + ln 0.7 + ln 0.25) / 4
    // Each image is in a bin of its own, with the gaps 0.1, 0.8, 0.3 and 0.5.
    QVERIFY(equalInFloat(found->reliability.expectedError, 1.7 / 4));
    QCOMPARE(found->coverage.size(), std::size_t(4));
    QVERIFY(equalInFloat(found->coverage[1].accuracy, 0.5));
}

void TestMemberCalibration::fitsOnSomeAndScoresOthers() {
    MemberOutputs other = fourImages(); // its first image alone
    other.images = 1;
    other.labels.resize(1);
    other.arrays["baseline"].resize(3);
    const auto found = heldOutTemperature(fourImages(), other, stage("baseline"), kCalibratedGroups);
    QVERIFY(found);
    QCOMPARE(found->images, 4);
    QVERIFY(equalInFloat(found->fit.temperature, 1.84002)); // scipy.optimize.minimize_scalar, see test_calibration
    QVERIFY(equalInFloat(found->fit.lossAfter, 0.9584319));
    // Python: softmax(log(p) / 1.84002) of 0.9, 0.05, 0.05 begins with 0.7063433, which is right.
    QVERIFY(equalInFloat(found->loss, 0.3476539));
    QVERIFY(equalInFloat(found->expectedError, 1 - 0.7063433));
    const auto back = heldOutTemperature(other, fourImages(), stage("baseline"), kCalibratedGroups);
    QCOMPARE(back->images, 1);
    QVERIFY(equalInFloat(back->fit.temperature, 0.01)); // one image that is right: the surer the better
}

void TestMemberCalibration::saysNothingWithoutImages() {
    const MemberOutputs four = fourImages();
    QVERIFY(!calibrate(four, stage("gate"), kCalibratedGroups));         // not trained
    QVERIFY(!calibrate(four, stage("expert-right"), kCalibratedGroups)); // trained, but no image is of its group
    QVERIFY(!heldOutTemperature(four, four, stage("gate"), kCalibratedGroups));
    QVERIFY(!heldOutTemperature(four, four, stage("expert-right"), kCalibratedGroups));
    MemberOutputs right = four;
    right.labels = {2, 2, 2, 2};
    QVERIFY(calibrate(right, stage("expert-right"), kCalibratedGroups));
    QVERIFY(!heldOutTemperature(four, right, stage("expert-right"), kCalibratedGroups)); // nothing to fit on
    QVERIFY(!heldOutTemperature(right, four, stage("expert-right"), kCalibratedGroups)); // nothing to score
}

TEST_OF_ROOM(TestMemberCalibration);
#include "test_member_calibration.moc"
