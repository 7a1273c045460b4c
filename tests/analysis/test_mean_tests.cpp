#include "analysis/mean_tests.h"
#include "analysis/student.h"
#include "test_of_room.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <vector>

using namespace moelab;

/// Student's distribution and what is told by it. Expected numbers are scipy 1.10.1's:
///   from scipy import stats; import numpy as np
///   2 * stats.t.sf(t, degrees)
///   a = np.array([.513, .526, .498, .505, .519]); b = np.array([.528, .531, .512, .502, .54])
///   c = np.array([.61, .585, .64]); d = b - a
///   stats.t.interval(.95, 4, a.mean(), stats.sem(a)); stats.ttest_rel(b, a)
///   stats.permutation_test((b, a), lambda x, y: np.mean(x - y), permutation_type='samples', n_resamples=np.inf)
///   stats.ttest_ind(c, a, equal_var=False)
/// Quantiles are mpmath's, since scipy's are good for eight digits only:
///   from mpmath import *; mp.dps = 30
///   p = lambda t, d: betainc(d / 2, mpf(1) / 2, 0, d / (d + t * t), regularized=True)
///   findroot(lambda t: p(t, degrees) - (1 - confidence), start)
class TestMeanTests : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void twoSided_data();
    void twoSided();
    void quantile_data();
    void quantile();
    void meanOfFive();
    void meanOfOneAndNone();
    void paired();
    void pairsThatAllDifferByTheSame();
    void signFlipOfTwentyPairs();
    void whichTestToTrust_data();
    void whichTestToTrust();
    void welch();
    void welchWithoutSpread();
};

static const std::vector<double> kA = {0.513, 0.526, 0.498, 0.505, 0.519};
static const std::vector<double> kB = {0.528, 0.531, 0.512, 0.502, 0.54};
static const std::vector<double> kC = {0.61, 0.585, 0.64};

static bool near(double found, double expected, double relative = 1e-10) {
    if (std::abs(found - expected) <= relative * std::abs(expected))
        return true;
    qWarning("%.17g, not %.17g", found, expected);
    return false;
}

void TestMeanTests::twoSided_data() {
    QTest::addColumn<double>("t");
    QTest::addColumn<double>("degrees");
    QTest::addColumn<double>("expected");
    QTest::newRow("0.5, 1") << 0.5 << 1.0 << 0.7048327646991336;
    QTest::newRow("2, 1") << 2.0 << 1.0 << 0.2951672353008664;
    QTest::newRow("-2, 1") << -2.0 << 1.0 << 0.2951672353008664;
    QTest::newRow("2.776445, 4") << 2.776445 << 4.0 << 0.05000000538209156;
    QTest::newRow("0.001, 7") << 0.001 << 7.0 << 0.9992300172449988;
    QTest::newRow("3.3, 2.5") << 3.3 << 2.5 << 0.05940212877944412;
    QTest::newRow("12, 9") << 12.0 << 9.0 << 7.699886222985645e-07;
    QTest::newRow("0, 5") << 0.0 << 5.0 << 1.0;
    QTest::newRow("1.96, 1e6") << 1.96 << 1e6 << 0.04999606758526978;
    QTest::newRow("40, 30") << 40.0 << 30.0 << 1.3726045194406362e-27;
}

void TestMeanTests::twoSided() {
    QFETCH(double, t);
    QFETCH(double, degrees);
    QFETCH(double, expected);
    QVERIFY(near(studentTwoSided(t, degrees), expected, 1e-9));
}

void TestMeanTests::quantile_data() {
    QTest::addColumn<double>("confidence");
    QTest::addColumn<double>("degrees");
    QTest::addColumn<double>("expected");
    QTest::newRow("95 %, 1") << 0.95 << 1.0 << 12.706204736174705;
    QTest::newRow("95 %, 2") << 0.95 << 2.0 << 4.3026527297494639;
    QTest::newRow("95 %, 4") << 0.95 << 4.0 << 2.7764451051977944;
    QTest::newRow("99 %, 3") << 0.99 << 3.0 << 5.8409093097333573;
    QTest::newRow("50 %, 2.5") << 0.5 << 2.5 << 0.7850136829923011;
    QTest::newRow("95 %, 30") << 0.95 << 30.0 << 2.0422724563012383;
    QTest::newRow("95 %, 1000") << 0.95 << 1000.0 << 1.9623390808264085;
    QTest::newRow("99.9 %, 9") << 0.999 << 9.0 << 4.7809125859311391;
}

void TestMeanTests::quantile() {
    QFETCH(double, confidence);
    QFETCH(double, degrees);
    QFETCH(double, expected);
    QVERIFY(near(studentQuantile(confidence, degrees), expected, 1e-12));
}

void TestMeanTests::meanOfFive() {
    const MeanEstimate found = estimateMean(kA);
    QCOMPARE(found.count, 5u);
    QVERIFY(near(found.mean, 0.5122));
    QVERIFY(near(*found.deviation, 0.0110770032048384));
    QVERIFY(near(found.interval->low, 0.4984460839125645));
    QVERIFY(near(found.interval->high, 0.5259539160874357));
}

void TestMeanTests::meanOfOneAndNone() {
    const MeanEstimate one = estimateMean(std::array{0.25});
    QCOMPARE(one.mean, 0.25);
    QVERIFY(!one.deviation && !one.interval);
    const MeanEstimate none = estimateMean({});
    QCOMPARE(none.count, 0u);
    QVERIFY(std::isnan(none.mean) && !none.interval);
}

void TestMeanTests::paired() {
    const PairedTest test = pairedTest(kA, kB);
    QVERIFY(near(test.difference.mean, 0.0104));
    QVERIFY(near(test.difference.interval->low, -0.0013006657168667234));
    QVERIFY(near(test.difference.interval->high, 0.022100665716866745));
    QVERIFY(near(test.t, 2.4678107889564975));
    QVERIFY(near(test.p, 0.06910900364072177));
    QCOMPARE(test.signFlip, std::optional(0.125)); // 4 of 32: none, the third pair's sign, and their mirrors
}

void TestMeanTests::pairsThatAllDifferByTheSame() {
    const PairedTest test = pairedTest(std::array{1.0, 2.0, 3.0}, std::array{2.0, 3.0, 4.0});
    QVERIFY(std::isinf(test.t));
    QCOMPARE(test.p, 0.0);
    QCOMPARE(test.signFlip, std::optional(0.25)); // 2 of 8
    const PairedTest none = pairedTest(kA, kA);
    QCOMPARE(none.t, 0.0);
    QCOMPARE(none.p, 1.0);
    QCOMPARE(none.signFlip, std::optional(1.0));
}

void TestMeanTests::signFlipOfTwentyPairs() {
    std::vector<double> zeros(20);
    std::vector<double> ones(20, 1.0);
    QCOMPARE(pairedTest(zeros, ones).signFlip, std::optional(std::ldexp(2, -20)));
    ones.front() = -1; // as far are: all with at most one sign against the others, either way: 2 * (1 + 20)
    QCOMPARE(pairedTest(zeros, ones).signFlip, std::optional(std::ldexp(42, -20)));
    zeros.push_back(0);
    ones.push_back(1);
    QVERIFY(!pairedTest(zeros, ones).signFlip);
}

/// By hand: five pairs have 2 / 32 at the least, six 2 / 64. Of 1, 1, 1, 1, 2 the mean is 1.2, the central moments
/// are 0.16 and 0.096, and t is 1.2 / (sqrt(0.2) / sqrt(5)) = 6.
void TestMeanTests::whichTestToTrust_data() {
    QTest::addColumn<std::vector<double>>("differences");
    QTest::addColumn<double>("skewness");
    QTest::addColumn<TrustedTest>("trusted");
    QTest::newRow("four alike") << std::vector{0.0201, 0.0199, 0.0202, 0.0198} << 0.0 << TrustedTest::TTest;
    QTest::newRow("five, skewed") << std::vector{1.0, 1.0, 1.0, 1.0, 2.0} << 1.5 << TrustedTest::Neither;
    QTest::newRow("six, one far off") << std::vector{1.0, 1.0, 1.0, 1.0, 1.0, 20.0} << 4 / std::sqrt(5)
                                      << TrustedTest::SignFlips;
    QTest::newRow("six alike") << std::vector{1.0, 1.1, 0.9, 1.0, 1.1, 0.9} << 0.0 << TrustedTest::Both;
    QTest::newRow("nothing") << std::vector{1.0, -1.0, 1.0, -1.0} << 0.0 << TrustedTest::Both;
}

void TestMeanTests::whichTestToTrust() {
    QFETCH(const std::vector<double>, differences);
    QFETCH(const double, skewness);
    QFETCH(const TrustedTest, trusted);
    const PairedTest test = pairedTest(std::vector<double>(differences.size()), differences);
    QVERIFY(std::abs(test.skewness - skewness) < 1e-9);
    QCOMPARE(isSkewed(test), skewness > 1);
    QCOMPARE(trustedTest(test), trusted);
}

void TestMeanTests::welch() {
    const WelchTest test = welchTest(kA, kC);
    QVERIFY(near(test.difference, 0.09946666666666659));
    QVERIFY(near(test.t, 5.972947649829789));
    QVERIFY(near(test.degrees, 2.3958844945465563));
    QVERIFY(near(test.p, 0.017248407195289743));
    QVERIFY(near(test.interval.low, 0.038046209566286716));
    QVERIFY(near(test.interval.high, 0.16088712376704647));
}

void TestMeanTests::welchWithoutSpread() {
    const WelchTest test = welchTest(std::array{0.5, 0.5}, std::array{0.75, 0.75});
    QVERIFY(std::isinf(test.t));
    QCOMPARE(test.p, 0.0);
    QCOMPARE(test.interval.low, 0.25);
    QCOMPARE(test.interval.high, 0.25);
}

TEST_OF_ROOM(TestMeanTests);
#include "test_mean_tests.moc"
