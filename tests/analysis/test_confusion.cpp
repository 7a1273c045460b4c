#include "analysis/confusion.h"
#include "analysis/confusion_order.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;

class TestConfusion : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void predictsTheLargest();
    void countsTruthByRow();
    void noImages();
    void findsTheMostConfused();
    void confusedClassesStandSideBySide_data();
    void confusedClassesStandSideBySide();
    void aThousandClassesAreOrdered();
    void scoresOfUnbalancedClasses_data();
    void scoresOfUnbalancedClasses();
};

void TestConfusion::predictsTheLargest() {
    // The third row holds two largest values: the first wins. Rows need not be probabilities.
    const std::vector<float> outputs = {0.1f, 0.7f, 0.2f, -3, -2, -1, 0.4f, 0.2f, 0.4f, 0, 0, 0};
    QCOMPARE(predictions(outputs, 3), (std::vector<std::int64_t>{1, 2, 0, 0}));
    QCOMPARE(predictions(outputs, 4), (std::vector<std::int64_t>{1, 2, 0}));
    QVERIFY(predictions({}, 3).empty());
}

void TestConfusion::countsTruthByRow() {
    const std::vector<std::int64_t> labels = {0, 0, 0, 1, 2, 2};
    const std::vector<std::int64_t> said = {0, 2, 2, 1, 0, 2};
    const ConfusionMatrix matrix = confusion(labels, said, 3);
    QCOMPARE(matrix.counts, (std::vector<std::int64_t>{1, 0, 2, //
                                                       0, 1, 0, //
                                                       1, 0, 1}));
    QCOMPARE(matrix.at(0, 2), 2);
    QCOMPARE(matrix.at(2, 0), 1);
    QCOMPARE(matrix.total(), 6);
    QCOMPARE(matrix.accuracy(), 0.5);
}

void TestConfusion::noImages() {
    const ConfusionMatrix matrix = confusion({}, {}, 2);
    QCOMPARE(matrix.counts, (std::vector<std::int64_t>{0, 0, 0, 0}));
    QCOMPARE(matrix.total(), 0);
    QVERIFY(std::isnan(matrix.accuracy()));
    QVERIFY(std::isnan(matrix.balancedAccuracy()));
    QVERIFY(std::isnan(matrix.macroF1()));
}

/// Worked out by hand from their definitions: recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN).
void TestConfusion::scoresOfUnbalancedClasses_data() {
    using Numbers = QList<std::int64_t>;
    QTest::addColumn<Numbers>("labels");
    QTest::addColumn<Numbers>("said");
    QTest::addColumn<double>("accuracy");
    QTest::addColumn<double>("balanced");
    QTest::addColumn<double>("f1");
    // Recalls 1/3, 1 and 1/2. F1: 2/(2+1+2), 2/2 and 2/(2+2+1).
    QTest::newRow("three classes") << Numbers{0, 0, 0, 1, 2, 2} << Numbers{0, 2, 2, 1, 0, 2} << 0.5 << 11.0 / 18
                                   << 0.6;
    // Class 2 neither occurs nor is predicted, and counts nowhere; class 3 is predicted and does not occur: its
    // recall counts nowhere, its F1 is 0. Recalls 1/2 and 3/4. F1: 2/(2+1+1), 6/(6+0+1) and 0.
    QTest::newRow("classes that do not occur")
        << Numbers{0, 0, 1, 1, 1, 1} << Numbers{0, 3, 1, 1, 1, 0} << 4.0 / 6 << 0.625 << 19.0 / 42;
    // Whoever says always the frequent class is right 9 times of 10. Recalls 1 and 0; F1 18/19 and, of the class
    // that is never predicted, 0.
    QTest::newRow("always the frequent class")
        << Numbers{0, 0, 0, 0, 0, 0, 0, 0, 0, 1} << Numbers(10, 0) << 0.9 << 0.5 << 9.0 / 19;
    QTest::newRow("all right") << Numbers{3, 1} << Numbers{3, 1} << 1.0 << 1.0 << 1.0;
}

void TestConfusion::scoresOfUnbalancedClasses() {
    using Numbers = QList<std::int64_t>;
    QFETCH(const Numbers, labels);
    QFETCH(const Numbers, said);
    const ConfusionMatrix matrix = confusion(labels, said, 4);
    QTEST(matrix.accuracy(), "accuracy");
    QTEST(matrix.balancedAccuracy(), "balanced");
    QTEST(matrix.macroF1(), "f1");
}

void TestConfusion::findsTheMostConfused() {
    const ConfusionMatrix matrix{3,
                                 {9, 2, 1, //
                                  4, 5, 2, //
                                  0, 0, 7}};
    QCOMPARE(mostConfused(matrix, 3), (std::vector<ConfusedPair>{{1, 0, 4}, {0, 1, 2}, {1, 2, 2}}));
    QCOMPARE(mostConfused(matrix, 10).size(), std::size_t(4)); // those without images are not confused
    QVERIFY(mostConfused({2, {1, 0, 0, 1}}, 10).empty());
    QVERIFY(mostConfused({}, 10).empty());
}

void TestConfusion::confusedClassesStandSideBySide_data() {
    QTest::addColumn<std::vector<std::int64_t>>("counts");
    QTest::addColumn<std::vector<int>>("order");
    using Counts = std::vector<std::int64_t>;
    // Ten images a class, unless said otherwise, so that confusions are tenths.
    QTest::newRow("none") << Counts{10, 0, 0, 0, 10, 0, 0, 0, 10} << std::vector{0, 1, 2};
    QTest::newRow("two pairs") << Counts{6, 0, 4, 0, //
                                         0, 7, 0, 3, //
                                         2, 0, 8, 0, //
                                         0, 1, 0, 9}
                               << std::vector{0, 2, 1, 3};
    // 2-0 of 5 tenths, 0-3 of 4, 3-1 of 3. After 2 and 0, the third's mean with those two is 2, so 1 and 3 are
    // joined; then 0 and 3 meet, for which both rows are turned.
    QTest::newRow("a chain") << Counts{6, 0,  0, 4, //
                                       0, 10, 0, 0, //
                                       5, 0,  5, 0, //
                                       0, 3,  0, 7}
                             << std::vector{2, 0, 3, 1};
    // 0-1 of 4 tenths; 2 is confused with 0 alone, so the row of 0 and 1 is turned.
    QTest::newRow("the row is turned") << Counts{6, 4, 0, 0, 10, 0, 2, 0, 8} << std::vector{1, 0, 2};
    // 0-1 of 4 tenths, 2-3 of 3; 1 and 3 of 2 meet.
    QTest::newRow("the other is turned") << Counts{6, 4, 0, 0, //
                                                   0, 8, 0, 2, //
                                                   0, 0, 7, 3, //
                                                   0, 0, 0, 10}
                                         << std::vector{0, 1, 3, 2};
    // One of two images is more than nine of a hundred: 0 and 2 are joined first.
    QTest::newRow("shares count") << Counts{91, 9, 0, 0, 100, 0, 1, 0, 1} << std::vector{2, 0, 1};
    QTest::newRow("a class without images") << Counts{10, 0, 0, 0, 0, 0, 3, 0, 7} << std::vector{0, 2, 1};
    QTest::newRow("no classes") << Counts{} << std::vector<int>();
}

void TestConfusion::confusedClassesStandSideBySide() {
    QFETCH(std::vector<std::int64_t>, counts);
    QFETCH(std::vector<int>, order);
    QCOMPARE(orderByConfusion({std::int64_t(order.size()), counts}), order);
}

/// Each class n is taken for n + 500: they stand side by side, in a fraction of a second.
void TestConfusion::aThousandClassesAreOrdered() {
    ConfusionMatrix matrix{1000, std::vector<std::int64_t>(1'000'000)};
    for (std::size_t cls = 0; cls < 1000; ++cls) {
        matrix.counts[cls * 1000 + cls] = 8;
        matrix.counts[cls * 1000 + (cls + 500) % 1000] = 2;
    }
    QElapsedTimer timer;
    timer.start();
    const std::vector<int> order = orderByConfusion(matrix);
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed()))); // cubic time would take longer
    for (int pair = 0; pair < 500; ++pair)
        QCOMPARE((std::pair(order[std::size_t(2 * pair)], order[std::size_t(2 * pair + 1)])),
                 (std::pair(pair, pair + 500)));
}

TEST_OF_ROOM(TestConfusion);
#include "test_confusion.moc"
