#include "app/program.h"
#include "data/cifar_fixture.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

using namespace moelab;
using program::Outcome;
using program::run;

/// `moelab analyze` on a run that is trained here.
class TestAnalyze : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void outcomesAddUp();
    void agreesWithEvaluate();
    void everyForcedRouteHasItsTests();
    void calibrationCoversTheImages();
    void takesOtherImages_data();
    void takesOtherImages();
    void saysWhyThereIsNoTemperature();
    void tableNamesEverything();
    void learningAddsUp();
    void damagedEpochsAreLeftOut();
    void needsAMixture();

  private:
    QString runPath() const { return QString::fromStdString(m_place.path("run").string()); }

    tiny::Place m_place;
    QJsonObject m_report;
};

void TestAnalyze::initTestCase() {
    {
        Experiment experiment = Experiment::create(m_place.path("run"), tiny::parameters(), "builtin");
        tiny::train(experiment);
    } // lets go of the run's lock
    const Outcome outcome = run({"analyze", runPath(), "--json"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    m_report = outcome.json();
}

void TestAnalyze::outcomesAddUp() {
    const QJsonObject outcomes = m_report["outcomes"].toObject();
    const QJsonObject all = outcomes["all"].toObject();
    QCOMPARE(all["images"].toInt(), 40);
    QCOMPARE(outcomes["by_image"].toArray().size(), 40);
    int errors = 0;
    for (const char* cause : {"gate", "blend", "members", "members-misrouted"})
        errors += all[QLatin1String(cause)].toInt();
    QCOMPARE(all["errors"].toInt(), errors);
    int images = 0;
    const QJsonObject classes = outcomes["by_class"].toObject();
    QCOMPARE(classes.size(), 10);
    for (const QJsonValue cls : classes)
        images += cls.toObject()["images"].toInt();
    QCOMPARE(images, 40);
}

void TestAnalyze::agreesWithEvaluate() {
    const Outcome outcome = run({"evaluate", runPath(), "--json"});
    const QJsonObject stages = outcome.json()["stages"].toObject();
    const double mixture = stages["mixture"].toObject()["accuracy"].toDouble();
    const double baseline = stages["baseline"].toObject()["accuracy"].toDouble();
    const QJsonArray rungs = m_report["ladder"].toObject()["rungs"].toArray();
    QCOMPARE(rungs.size(), 7);
    QCOMPARE(rungs[1].toObject()["way"].toString(), QString("baseline"));
    QCOMPARE(rungs[4].toObject()["way"].toString(), QString("mixture"));
    const auto near = [](double left, double right) { return std::abs(left - right) < 1e-6; };
    QVERIFY(near(rungs[1].toObject()["accuracy"].toDouble(), baseline));
    QVERIFY(near(rungs[4].toObject()["accuracy"].toDouble(), mixture));
    const auto forced = [&](const char* name) { return m_report["forced_routing"].toObject()[name].toObject(); };
    QVERIFY(near(forced("as-trained")["accuracy"].toDouble(), mixture));
    QVERIFY(near(forced("baseline-only")["accuracy"].toDouble(), baseline));
    QVERIFY(near(m_report["ladder"].toObject()["mixture_minus_baseline"].toDouble(), mixture - baseline));
}

/// Every line of counterfactual routing has a test of its own, against the mixture and against the baseline.
void TestAnalyze::everyForcedRouteHasItsTests() {
    const QJsonObject all = m_report["forced_routing"].toObject();
    QVERIFY(all.size() > 8);
    for (auto line = all.begin(); line != all.end(); ++line) {
        const QJsonObject found = line.value().toObject();
        const double accuracy = found["accuracy"].toDouble();
        const QJsonArray interval = found["interval"].toArray();
        QVERIFY(interval[0].toDouble() <= accuracy && accuracy <= interval[1].toDouble());
        for (const char* other : {"mixture", "baseline"}) {
            const QJsonObject test = found[QString("mcnemar_") + other].toObject();
            const int more = test["only_forced_right"].toInt() - test[QString("only_%1_right").arg(other)].toInt();
            QVERIFY2(std::abs(found[QString("minus_") + other].toDouble() - more / 40.0) < 1e-6,
                     qPrintable(line.key()));
            QVERIFY(test["p"].toDouble() > 0 && test["p"].toDouble() <= 1);
        }
    }
    const QJsonObject same = all["as-trained"].toObject()["mcnemar_mixture"].toObject();
    QCOMPARE(same["p"].toDouble(), 1.0); // against itself
}

void TestAnalyze::calibrationCoversTheImages() {
    const QJsonObject calibration = m_report["calibration"].toObject();
    QCOMPARE(calibration.size(), 5);
    for (const QJsonValue value : calibration) {
        const QJsonObject member = value.toObject();
        int images = 0;
        const QJsonArray bins = member["bins"].toArray();
        QCOMPARE(bins.size(), 15);
        for (const QJsonValue bin : bins)
            images += bin.toObject()["images"].toInt();
        QCOMPARE(images, member["images"].toInt());
        const QJsonObject heldOut = member["held_out"].toObject();
        QVERIFY(heldOut["images"].toInt() > 100);
        QVERIFY(heldOut["temperature"].toDouble() > 0);
        QVERIFY(heldOut["loss_on_held_out_at_temperature"].toDouble() <=
                heldOut["loss_on_held_out"].toDouble() + 1e-9);
        const double error = heldOut["expected_calibration_error_at_temperature"].toDouble(-1);
        QVERIFY(error >= 0 && error <= 1);
        const QJsonArray coverage = member["coverage"].toArray();
        QCOMPARE(coverage.size(), 10);
        QCOMPARE(coverage.last().toObject()["accuracy"].toDouble(), member["accuracy"].toDouble());
    }
}

void TestAnalyze::takesOtherImages_data() {
    QTest::addColumn<int>("images");
    QTest::newRow("test") << 40;
    QTest::newRow("training") << 60;
    QTest::newRow("held-out") << 1000;
}

void TestAnalyze::takesOtherImages() {
    QFETCH(int, images);
    const QString part = QTest::currentDataTag();
    const Outcome outcome = run({"analyze", runPath(), "--json", "--images", part});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QJsonObject report = outcome.json();
    QCOMPARE(report["images"].toString(), part);
    QCOMPARE(report["outcomes"].toObject()["all"].toObject()["images"].toInt(), images);
    const QJsonObject mixture = report["calibration"].toObject()["mixture"].toObject();
    QCOMPARE(mixture["images"].toInt(), images);
    QCOMPARE(mixture["held_out"].toObject()["images"].toInt(), 1000);
    QCOMPARE(run({"analyze", runPath(), "--images", "all"}).code, 2);
}

void TestAnalyze::saysWhyThereIsNoTemperature() {
    const std::filesystem::path data = m_place.path("cifar");
    fixture::writeFolder(data, fixture::cifarFiles(true, 10));
    {
        Parameters parameters = tiny::parameters();
        parameters.trainExamples = 50; // all there are
        parameters.testExamples = 10;
        parameters.epochs = 1;
        Experiment experiment = Experiment::create(m_place.path("all"), parameters, data.string());
        tiny::train(experiment);
    }
    const QString path = QString::fromStdString(m_place.path("all").string());
    const QString table = run({"analyze", path}).out;
    QVERIFY2(table.contains("no temperature: train_examples is 50, every training image of CIFAR-10"),
             qPrintable(table));
    const Outcome outcome = run({"analyze", path, "--json"});
    const QJsonObject report = outcome.json();
    QVERIFY(report["no_temperature"].toString().contains("none is held out"));
    const QJsonObject gate = report["calibration"].toObject()["gate"].toObject();
    QCOMPARE(gate["images"].toInt(), 10);
    for (const QJsonValue value : gate["held_out"].toObject())
        QVERIFY(value.isNull());
    QCOMPARE(gate["held_out"].toObject().size(), 6);
}

void TestAnalyze::tableNamesEverything() {
    const Outcome outcome = run({"analyze", runPath()});
    QCOMPARE(outcome.code, 0);
    for (const char* part : {"Causes of the mixture's errors", "perfect-gate", "McNemar", "always-natural",
                             "airplane", "expert-artificial-off", "entropy", "best half", "held-out images",
                             "expert-natural, ", "always correct", "forgotten"})
        QVERIFY2(outcome.out.contains(QLatin1String(part)), part);
    QVERIFY(!outcome.out.contains(QLatin1String("nan")));
}

void TestAnalyze::learningAddsUp() {
    const QJsonObject learning = m_report["learning"].toObject();
    QCOMPARE(learning.size(), 5);
    Experiment experiment = Experiment::open(m_place.path("run"));
    for (const Stage& stage : experiment.stages()) {
        const QJsonObject counts = learning[QString::fromStdString(stage.name)].toObject();
        const QJsonArray learned = counts["learned"].toArray();
        const QJsonArray forgotten = counts["forgotten"].toArray();
        QCOMPARE(counts["of"].toString(), QString("test"));
        QCOMPARE(learned.size(), 2);
        QCOMPARE(learned[0].toInt(), counts["always_right"].toInt());
        QCOMPARE(forgotten[0].toInt(), 0);
        // Right at the last of two epochs: what was always right or learned at it. Wrong: forgotten or never right.
        const double images = counts["images"].toDouble();
        const double accuracy = experiment.folder().history(stage.name)[1].validationAccuracy;
        QCOMPARE((learned[0].toDouble() + learned[1].toDouble()) / images, accuracy);
        QCOMPARE(forgotten[1].toInt() + counts["never_right"].toInt(), qRound(images * (1 - accuracy)));
    }
}

void TestAnalyze::damagedEpochsAreLeftOut() {
    const std::filesystem::path run = m_place.copy(m_place.path("run"), "damaged");
    const std::filesystem::path file = run / "stages" / "gate" / "epochs.safetensors";
    std::filesystem::resize_file(file, 30);
    const Outcome outcome = program::run({"analyze", QString::fromStdString(run.string()), "--json"});
    QCOMPARE(outcome.code, 0);
    QVERIFY2(outcome.err.contains(QString::fromStdString(file.string())), qPrintable(outcome.err));
    const QJsonObject learning = outcome.json()["learning"].toObject();
    QCOMPARE(learning.size(), 4);
    QVERIFY(!learning.contains("gate"));
}

void TestAnalyze::needsAMixture() {
    {
        Experiment experiment = Experiment::create(m_place.path("part"), tiny::parameters(), "builtin");
        tiny::train(experiment, {"gate"});
    }
    const Outcome outcome = run({"analyze", QString::fromStdString(m_place.path("part").string())});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(QLatin1String("has no trained mixture")), qPrintable(outcome.err));
}

TEST_OF_ROOM(TestAnalyze);
#include "test_analyze.moc"
