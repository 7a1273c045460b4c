#include "analysis/confusion.h"
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
}

TEST_OF_ROOM(TestConfusion);
#include "test_confusion.moc"
