#include "analysis/gap_ladder.h"
#include "analysis/what_if.h"

#include "seven_images.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

class TestGapLadder : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void wilsonIntervals_data();
    void wilsonIntervals();
    void mcNemarTests_data();
    void mcNemarTests();
    void bootstrapDrawsRows();
    void ladderOfSevenImages();
    void whatIfOfSevenImages();
};

static bool nearlyEqual(double found, double expected) { return std::abs(found - expected) < 1e-12; }

void TestGapLadder::wilsonIntervals_data() {
    QTest::addColumn<int>("right");
    QTest::addColumn<int>("images");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    // scipy.stats.binomtest(right, images).proportion_ci(method="wilson")
    QTest::newRow("8 of 10") << 8 << 10 << 0.4901624715366418 << 0.9433178485456248;
    QTest::newRow("none of 20") << 0 << 20 << 0.0 << 0.16112515805281935;
    QTest::newRow("543 of 1000") << 543 << 1000 << 0.5120192033150066 << 0.5736516954552355;
}

void TestGapLadder::wilsonIntervals() {
    QFETCH(int, right);
    QFETCH(int, images);
    QFETCH(double, low);
    QFETCH(double, high);
    const Interval found = wilson(static_cast<double>(right) / images, images);
    QVERIFY2(nearlyEqual(found.low, low) && nearlyEqual(found.high, high),
             qPrintable(QString::number(found.low, 'g', 17)));
}

void TestGapLadder::mcNemarTests_data() {
    QTest::addColumn<int>("onlyFirst");
    QTest::addColumn<int>("onlySecond");
    QTest::addColumn<bool>("exact");
    QTest::addColumn<double>("chiSquare");
    QTest::addColumn<double>("p");
    // Exact: scipy.stats.binomtest(fewer, pairs, 0.5).pvalue; else stats.chi2.sf((|b - c| - 1)^2 / (b + c), 1)
    QTest::newRow("1 and 2") << 1 << 2 << true << 0.0 << 1.0;
    QTest::newRow("3 and 12") << 3 << 12 << true << 0.0 << 0.03515625;
    QTest::newRow("17 and 7") << 17 << 7 << true << 0.0 << 0.06391465663909912;
    QTest::newRow("none") << 0 << 0 << true << 0.0 << 1.0;
    QTest::newRow("10 and 15") << 10 << 15 << false << 0.64 << 0.4237107971667936;
    QTest::newRow("40 and 20") << 40 << 20 << false << 361.0 / 60 << 0.014171388254012323;
    QTest::newRow("15 and 15") << 15 << 15 << false << 0.0 << 1.0;
}

void TestGapLadder::mcNemarTests() {
    QFETCH(int, onlyFirst);
    QFETCH(int, onlySecond);
    QFETCH(bool, exact);
    QFETCH(double, chiSquare);
    QFETCH(double, p);
    const McNemar found = mcNemar(onlyFirst, onlySecond);
    QCOMPARE(found.onlyFirst, onlyFirst);
    QCOMPARE(found.onlySecond, onlySecond);
    QCOMPARE(found.exact, exact);
    QVERIFY(nearlyEqual(found.chiSquare, chiSquare));
    QVERIFY2(nearlyEqual(found.p, p), qPrintable(QString::number(found.p, 'g', 17)));
}

void TestGapLadder::bootstrapDrawsRows() {
    // Python: draw i is ((mix(streamSeed(0, "analysis", 0, "bootstrap") ^ i) >> 32) * 5) >> 32 with mix written
    // after splitmix64.c; numpy.percentile of the 2000 means of five drawn rows each, at 2.5 and 97.5.
    const std::vector<double> values = {1, 0.5, 0, 0.5, -1, 0.5, 1, 0.5, 0.5, 0.5};
    const std::vector<Interval> found = bootstrapMeans(values, 2);
    QCOMPARE(found.size(), std::size_t(2));
    QVERIFY(nearlyEqual(found[0].low, -0.4) && nearlyEqual(found[0].high, 0.9));
    QVERIFY(nearlyEqual(found[1].low, 0.5) && nearlyEqual(found[1].high, 0.5));
}

void TestGapLadder::ladderOfSevenImages() {
    const GapLadder ladder = gapLadder(seven::outputs(), seven::kGroups);
    // Random route: images 0, 1, 2 and 5 are right on one route of two. Baseline: 0, 2, 3. Expert left: 0, 1, 2, 5.
    // Chosen expert: 0, 1, 4. Mixture: 0, 1. Perfect gate: 0, 1, 2. Oracle: all but 6.
    const double right[] = {2, 3, 4, 3, 2, 3, 6};
    for (std::size_t way = 0; way < GapLadder::kWays; ++way) {
        const GapLadder::Rung& rung = ladder.rungs[way];
        QVERIFY2(nearlyEqual(rung.accuracy, right[way] / 7), qPrintable(QString::number(way)));
        QVERIFY(rung.interval.low < rung.accuracy && rung.accuracy < rung.interval.high);
        if (way == 0)
            continue;
        QVERIFY(nearlyEqual(rung.gain, (right[way] - right[way - 1]) / 7));
        QVERIFY(rung.gainInterval.low <= rung.gain && rung.gain <= rung.gainInterval.high);
    }
    QCOMPARE(ladder.bestMember, 0);
    QVERIFY(nearlyEqual(ladder.overBaseline, -1.0 / 7));
    QVERIFY(ladder.overBaselineInterval.low < -1.0 / 7 && ladder.overBaselineInterval.high > -1.0 / 7);
    QCOMPARE(ladder.mixtureAgainstBaseline.onlyFirst, 1);  // image 1
    QCOMPARE(ladder.mixtureAgainstBaseline.onlySecond, 2); // images 2 and 3
}

/// The perfect gate is right on images 0, 1 and 2, the mixture as trained on 0 and 1, the baseline on 0, 2 and 3.
void TestGapLadder::whatIfOfSevenImages() {
    const WhatIf found = whatIf(seven::outputs(), seven::kGroups, {.routing = MixtureRule::Routing::Own});
    QVERIFY(nearlyEqual(found.accuracy, 3.0 / 7));
    // scipy.stats.binomtest(3, 7).proportion_ci(method="wilson")
    QVERIFY(nearlyEqual(found.interval.low, 0.1582198552514697) &&
            nearlyEqual(found.interval.high, 0.7495416354723428));
    QVERIFY(nearlyEqual(found.overTrained, 1.0 / 7));
    QVERIFY(nearlyEqual(found.overBaseline, 0));
    QCOMPARE(found.againstTrained.onlyFirst, 1);
    QCOMPARE(found.againstTrained.onlySecond, 0);
    QCOMPARE(found.againstTrained.p, 1.0);
    QCOMPARE(found.againstBaseline.onlyFirst, 1);  // image 1
    QCOMPARE(found.againstBaseline.onlySecond, 1); // image 3
}

TEST_OF_ROOM(TestGapLadder);
#include "test_gap_ladder.moc"
