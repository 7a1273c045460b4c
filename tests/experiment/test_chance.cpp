#include "experiment/chance.h"

#include "config/parameter_table.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;

class TestChance : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void chanceOfCounts_data();
    void chanceOfCounts();
    void rule_data();
    void rule();
    void earlierResults_data();
    void earlierResults();
    void trainedStage();
};

using Counts = QList<int>;

static Chance chanceOfList(const Counts& counts) {
    const std::vector<std::int64_t> all(counts.begin(), counts.end());
    return chanceOf(all);
}

void TestChance::chanceOfCounts_data() {
    QTest::addColumn<Counts>("counts");
    QTest::addColumn<double>("loss");
    QTest::addColumn<double>("accuracy");
    // By hand: random classes come to 1/10 + 2 sqrt(0.09 / 1000).
    QTest::newRow("ten equal classes") << Counts(10, 100) << std::log(10.0) << 0.118974;
    QTest::newRow("one of them rarer") << (Counts(9, 100) << 100 - 28) << 2.302585 << 0.119245;
    QTest::newRow("two groups, 4 to 6") << Counts{400, 600} << 0.673512 << 0.6; // 0.673012 + 1 / 2000
    QTest::newRow("nine in ten") << Counts{900, 100} << 0.325583 << 0.9;
    QTest::newRow("few images") << Counts{3, 5} << std::log(2.0) << 0.853553;
    QTest::newRow("a class without images") << Counts{50, 0, 50} << std::log(2.0) << 0.6;
    QTest::newRow("one class") << Counts{50} << 0.0 << 1.0;
    QTest::newRow("none") << Counts{} << 0.0 << 0.0;
}

void TestChance::chanceOfCounts() {
    QFETCH(Counts, counts);
    QFETCH(double, loss);
    QFETCH(double, accuracy);
    const Chance chance = chanceOfList(counts);
    QVERIFY2(std::abs(chance.loss - loss) < 1e-4, qPrintable(QString::number(chance.loss, 'g', 9)));
    QVERIFY2(std::abs(chance.accuracy - accuracy) < 1e-5, qPrintable(QString::number(chance.accuracy, 'g', 9)));
}

void TestChance::rule_data() {
    QTest::addColumn<Counts>("counts");
    QTest::addColumn<double>("loss");
    QTest::addColumn<double>("accuracy");
    QTest::addColumn<bool>("atChance");
    const Counts ten(10, 100);
    QTest::newRow("the notebook's baseline that stood still") << ten << 2.295 << 0.13 << true;
    QTest::newRow("exactly chance") << ten << std::log(10.0) << 0.1 << true;
    QTest::newRow("worse than chance") << ten << 2.9 << 0.08 << true;
    QTest::newRow("always the same class") << ten << 14.5 << 0.1 << true;
    QTest::newRow("the notebook's baseline that learned") << ten << 1.6 << 0.45 << false;
    QTest::newRow("has begun to learn") << ten << 2.2 << 0.17 << false;
    QTest::newRow("has learned, and is overconfident") << ten << 3.5 << 0.48 << false;
    QTest::newRow("little loss, by bad luck few right") << Counts(10, 4) << 2.1 << 0.1 << false;
    QTest::newRow("few images, at chance") << Counts{2, 7, 3, 4, 5, 6, 3, 4, 2, 4} << 2.31 << 0.175 << true;
    QTest::newRow("few images, overconfident") << Counts(10, 4) << 2.6 << 0.35 << false;
    QTest::newRow("gate, always the larger group") << Counts{400, 600} << 0.6731 << 0.6 << true;
    QTest::newRow("gate, as if groups were equal") << Counts{400, 600} << 0.6931 << 0.5 << true;
    QTest::newRow("gate that learned") << Counts{400, 600} << 0.5 << 0.75 << false;
    QTest::newRow("expert of four classes") << Counts(4, 100) << 1.386 << 0.26 << true;
    QTest::newRow("expert that learned a little") << Counts(4, 100) << 1.30 << 0.36 << false;
    QTest::newRow("a rare class is not told apart") << Counts{900, 100} << 0.326 << 0.9 << true;
    QTest::newRow("a rare class is told apart") << Counts{900, 100} << 0.2 << 0.93 << false;
    QTest::newRow("one class is no task") << Counts{50} << 0.0 << 1.0 << false;
    QTest::newRow("nothing known") << Counts{} << 2.3 << 0.1 << false;
    QTest::newRow("no number") << ten << std::nan("") << 0.1 << false;
}

void TestChance::rule() {
    QFETCH(Counts, counts);
    QFETCH(double, loss);
    QFETCH(double, accuracy);
    QTEST(isAtChance(loss, accuracy, chanceOfList(counts)), "atChance");
}

void TestChance::earlierResults_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<double>("loss");
    QTest::addColumn<double>("accuracy");
    QTest::addColumn<bool>("atChance");
    QTest::newRow("baseline at chance") << "baseline" << 2.295 << 0.13 << true;
    QTest::newRow("baseline") << "baseline" << 1.5 << 0.48 << false;
    QTest::newRow("gate at chance") << "gate" << 0.673 << 0.6 << true;
    QTest::newRow("gate") << "gate" << 0.3 << 0.88 << false;
    QTest::newRow("expert of four at chance") << "expert-artificial" << 1.386 << 0.25 << true;
    QTest::newRow("expert of six at chance") << "expert-natural" << 1.79 << 0.17 << true;
    QTest::newRow("expert of six") << "expert-natural" << 1.386 << 0.4 << false;
    QTest::newRow("mixture at chance") << "mixture" << 2.3 << 0.1 << true;
}

/// They do not say what chance is.
void TestChance::earlierResults() {
    QFETCH(QString, stage);
    QFETCH(double, loss);
    QFETCH(double, accuracy);
    StageResult result;
    result.loss = loss;
    result.accuracy = accuracy;
    QTEST(isAtChance(result, findStage(stagesOf(defaultGroups()), stage.toStdString()), Parameters()), "atChance");
}

/// A stage that does learn, and the same that cannot.
void TestChance::trainedStage() {
    tiny::Place place;
    for (const bool learns : {true, false}) {
        Parameters parameters = tiny::parameters();
        parameters.trainExamples = 300;
        parameters.testExamples = 100;
        parameters.epochs = 3;
        if (!learns)
            setParameter(parameters, "learning_rate=1e-08");
        Experiment experiment = Experiment::create(place.path(learns ? "learns" : "stands"), parameters, "builtin");
        tiny::train(experiment, {"gate"});
        const StageResult result = tiny::resultOf(experiment, "gate");
        QCOMPARE(result.chance.images, 100);
        QVERIFY2(isAtChance(result, findStage(experiment.stages(), "gate"), parameters) != learns,
                 qPrintable(QString("loss %1, accuracy %2").arg(result.loss).arg(result.accuracy)));
    }
}

TEST_OF_ROOM(TestChance);
#include "test_chance.moc"
