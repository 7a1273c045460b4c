#include "analysis/run_comparison.h"
#include "error_text.h"
#include "seven_images.h"
#include "test_of_room.h"
#include "workspace/made_up_run.h"
#include "workspace/run_outputs.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace moelab;

/// Two runs, image by image, on the seven images that seven_images.h works through.
class TestRunComparison : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void fixedAndBroken();
    void membersThatAreNotTheSame();
    void refusesOtherImages_data();
    void refusesOtherImages();
    void readsSavedOutputs();
    void refusesOutputs();
};

/// A run of the seven images with all its stages done.
static RunSummary sevenRun(const std::string& name, std::int64_t seed) {
    Parameters parameters;
    parameters.groups = seven::kGroups;
    parameters.testExamples = 7;
    parameters.seed = seed;
    RunSummary run = madeup::summary(name, parameters);
    run.config.classNames = {"one", "two", "three"};
    for (const StageSummary& each : std::vector<StageSummary>(run.stages))
        madeup::finish(run, each.stage.name, 0.5);
    return run;
}

/// Run B's baseline is right on 1 and 4 where A's is not, and wrong on 0: the baseline of A answers
/// 0 0 1 0 0 0 1 where 0 1 1 0 2 2 0 is right, B's 2 1 1 0 2 0 1.
static MemberOutputs outputsOfB() {
    MemberOutputs outputs = seven::outputs();
    outputs.arrays["baseline"] = {0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0};
    return outputs;
}

static const MemberComparison& memberOf(const RunComparison& comparison, std::string_view stage) {
    for (const MemberComparison& member : comparison.members)
        if (member.stage.name == stage)
            return member;
    throw std::out_of_range(std::string(stage));
}

void TestRunComparison::fixedAndBroken() {
    const RunComparison found = compareRuns(sevenRun("a", 1), seven::outputs(), sevenRun("b", 2), outputsOfB());
    QCOMPARE(found.members.size(), 5u);
    QVERIFY(found.left.empty());
    const MemberComparison& baseline = memberOf(found, "baseline");
    QCOMPARE(baseline.fixed, (std::vector<ChangedImage>{{1, 1, 0, 1}, {4, 2, 0, 2}}));
    QCOMPARE(baseline.broken, (std::vector<ChangedImage>{{0, 0, 0, 2}}));
    QCOMPARE(baseline.bothRight, 2); // 2 and 3
    QCOMPARE(baseline.bothWrong, 2); // 5 and 6
    QCOMPARE(baseline.difference, (std::vector<std::int64_t>{-1, 0, 1, -1, 1, 0, -1, 0, 1}));
    QCOMPARE(baseline.test.onlyFirst, 1);
    QCOMPARE(baseline.test.onlySecond, 2);
    QCOMPARE(baseline.test.p, 1.0); // 2 * P(X <= 1), X of B(3, 1/2)
    const MemberComparison& gate = memberOf(found, "gate");
    QCOMPARE(gate.first.classes, 2);
    QVERIFY(gate.fixed.empty() && gate.broken.empty());
    QCOMPARE(gate.bothRight, 5);
    const MemberComparison& expert = memberOf(found, "expert-left"); // 0 1 2 3 6 are its own
    QCOMPARE(expert.bothRight + expert.bothWrong, 5);
}

void TestRunComparison::membersThatAreNotTheSame() {
    const RunSummary first = sevenRun("a", 1);
    RunSummary second = sevenRun("b", 2);
    second.config.parameters.groups = {{"left", {0}}, {"right", {1, 2}}};
    MemberOutputs outputs = outputsOfB();
    outputs.arrays["mixture"].clear();
    const RunComparison found = compareRuns(first, seven::outputs(), second, outputs);
    QCOMPARE(found.members.size(), 1u);
    QCOMPARE(found.members[0].stage.name, std::string("baseline"));
    QCOMPARE(found.left, (std::vector<std::string>{"gate", "expert-left", "expert-right", "mixture"}));
}

void TestRunComparison::refusesOtherImages_data() {
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("message");
    QTest::newRow("count") << 0 << "b is scored on 9 test images, a on 7. Compare runs of the same test images.";
    QTest::newRow("source")
        << 1
        << "b is scored on images of CIFAR-10 from /elsewhere, which cannot be shown to be those "
           "of a: CIFAR-10 from /pictures. Compare runs of the same test images.";
    QTest::newRow("labels") << 2
                            << "b has other labels than a for the same test images. Compare runs of the same test "
                               "images.";
}

void TestRunComparison::refusesOtherImages() {
    QFETCH(int, what);
    QFETCH(QString, message);
    RunSummary second = sevenRun("b", 2);
    MemberOutputs outputs = outputsOfB();
    if (what == 0)
        second.config.parameters.testExamples = 9;
    if (what == 1) {
        second.config.data.origin = "/elsewhere";
        second.config.dataFingerprint = "others";
    }
    if (what == 2)
        outputs.labels[3] = 2;
    QCOMPARE(errorText([&] { compareRuns(sevenRun("a", 1), seven::outputs(), second, outputs); }), message);
}

void TestRunComparison::readsSavedOutputs() {
    const QTemporaryDir folder;
    RunSummary run = sevenRun("a", 1);
    run.path = folder.filePath("a").toStdString();
    const MemberOutputs outputs = outputsOfB();
    madeup::save(run, {}, &outputs);
    QCOMPARE(readRunOutputs(readRunSummary(run.path)).baseline(), outputs.baseline());
    QCOMPARE(readRunOutputs(readRunSummary(run.path)).mixture(), outputs.mixture());
    // What was trained again since says something else now.
    RunSummary later = readRunSummary(run.path);
    for (StageSummary& each : later.stages)
        if (each.stage.name == "gate" || each.stage.name == "expert-left" || each.stage.name == "mixture")
            each.result->fingerprint = "another";
    const MemberOutputs left = readRunOutputs(later);
    QVERIFY(left.gate().empty() && left.mixture().empty() && left.subGates().empty() && left.expert(0).empty());
    QCOMPARE(left.baseline(), outputs.baseline());
    QCOMPARE(left.expert(1), outputs.expert(1));
}

void TestRunComparison::refusesOutputs() {
    const QTemporaryDir folder;
    RunSummary run = sevenRun("a", 1);
    run.path = folder.filePath("a").toStdString();
    madeup::save(run, {});
    const QString file = folder.filePath("a/outputs.safetensors");
    const QString advice = "Open the run, so that the predictions for the test images are computed.";
    QCOMPARE(errorText([&] { readRunOutputs(run); }),
             file + " is missing: the predictions of the members have not been saved yet. " + advice);
    MemberOutputs others = outputsOfB();
    run.config.parameters.testExamples = 8;
    madeup::save(run, {}, &others);
    QCOMPARE(errorText([&] { readRunOutputs(run); }),
             file + " belongs to other test images, classes or groups than the run. " + advice);
}

TEST_OF_ROOM(TestRunComparison);
#include "test_run_comparison.moc"
