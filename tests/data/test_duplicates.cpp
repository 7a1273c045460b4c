#include "data/duplicates.h"

#include "base/error.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

/// Images that a data set has twice.
class TestDuplicates : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void findsNone();
    void findsAll();
    void lastBytesCount();
    void manyOfOneImage();
    void stops();
};

/// Images of 8 x 8 gray pixels, all of one value, and their labels.
static ImageSet imagesOf(const std::vector<std::pair<int, int>>& valuesAndLabels) {
    ImageSet images{8, 8, 1, {}, {}};
    for (const auto& [value, label] : valuesAndLabels) {
        images.pixels.insert(images.pixels.end(), 64, std::uint8_t(value));
        images.labels.push_back(std::uint16_t(label));
    }
    return images;
}

void TestDuplicates::findsNone() {
    DataSet data;
    data.train = imagesOf({{1, 0}, {2, 1}});
    data.test = imagesOf({{3, 0}});
    const Duplicates found = duplicatesIn(data);
    QVERIFY(found.pairings.empty() && found.leakage == 0);
}

void TestDuplicates::findsAll() {
    DataSet data;
    data.train = imagesOf({{1, 0}, {2, 1}, {1, 0}, {1, 1}});
    data.validation = imagesOf({{5, 0}, {2, 1}});
    data.test = imagesOf({{9, 0}, {1, 1}, {5, 0}, {2, 1}, {9, 1}});
    const Duplicates found = duplicatesIn(data);
    QStringList shown;
    for (const Duplicates::Pairing& one : found.pairings) {
        shown << QString("%1 in %2: %3, %4")
                     .arg(QString::fromStdString(one.split), QString::fromStdString(one.standsIn))
                     .arg(one.count)
                     .arg(one.otherClass);
        for (const auto& example : one.examples)
            shown.back() += QString(" %1=%2").arg(example.image).arg(example.sameAs);
    }
    QCOMPARE(shown,
             (QStringList{"train in train: 2, 1 2=0 3=0", "test in test: 1, 1 4=0", "validation in train: 1, 0 1=1",
                          "test in train: 2, 1 1=0 3=1", "test in validation: 2, 0 2=0 3=1"}));
    QCOMPARE(found.leakage, std::size_t(3));
}

void TestDuplicates::lastBytesCount() {
    DataSet data;
    data.train = imagesOf({{1, 0}, {1, 0}});
    data.train.pixels.back() = 2;
    data.test = {7, 3, 1, std::vector<std::uint8_t>(42, 4), {0, 0}}; // 21 bytes each
    data.test.pixels.back() = 5;
    QVERIFY(duplicatesIn(data).pairings.empty());
}

void TestDuplicates::manyOfOneImage() {
    DataSet data;
    data.train = imagesOf(std::vector<std::pair<int, int>>(20'000, {7, 0}));
    data.test = data.train;
    const Duplicates found = duplicatesIn(data);
    QCOMPARE(found.leakage, std::size_t(20'000));
    QCOMPARE(found.pairings.front().count, std::size_t(19'999));
    QCOMPARE(found.pairings.front().examples.size(), std::size_t(20));
}

void TestDuplicates::stops() {
    DataSet data;
    data.train = imagesOf({{1, 0}});
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, duplicatesIn(data, stop));
}

TEST_OF_ROOM(TestDuplicates);
#include "test_duplicates.moc"
