#include "data/stratified_split.h"

#include "test_of_room.h"

#include <QtTest>

#include <algorithm>

using namespace moelab;

class TestStratifiedSplit : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void partsEveryClass_data();
    void partsEveryClass();
    void knownParts();
    void takesEveryImageOnce();
    void classesDoNotShareTheirLuck();
    void ofNothing();
};

/// Labels of classes of the given sizes, mixed: 0 1 2 0 1 2 1 2 2 ...
static std::vector<std::uint16_t> mixedLabels(QList<int> sizes) {
    std::vector<std::uint16_t> labels;
    for (bool some = true; some;) {
        some = false;
        for (qsizetype cls = 0; cls < sizes.size(); ++cls)
            if (sizes[cls]-- > 0) {
                labels.push_back(static_cast<std::uint16_t>(cls));
                some = true;
            }
    }
    return labels;
}

void TestStratifiedSplit::partsEveryClass_data() {
    QTest::addColumn<QList<int>>("sizes");
    QTest::addColumn<double>("fraction");
    QTest::addColumn<QList<int>>("tests"); // of each class
    using Sizes = QList<int>;
    QTest::newRow("a fifth") << Sizes{100, 50, 5} << 0.2 << Sizes{20, 10, 1};
    QTest::newRow("rounded") << Sizes{12, 13, 17, 18} << 0.2 << Sizes{2, 3, 3, 4};
    QTest::newRow("at least one each") << Sizes{2, 2, 3} << 0.1 << Sizes{1, 1, 1};
    QTest::newRow("not all") << Sizes{2, 3, 10} << 0.99 << Sizes{1, 2, 9};
    QTest::newRow("a class of one") << Sizes{1, 4} << 0.5 << Sizes{0, 2};
    QTest::newRow("none asked for") << Sizes{1, 4} << 0.0 << Sizes{0, 1};
    QTest::newRow("all asked for") << Sizes{1, 4} << 1.0 << Sizes{0, 3};
}

void TestStratifiedSplit::partsEveryClass() {
    QFETCH(QList<int>, sizes);
    QFETCH(double, fraction);
    QFETCH(QList<int>, tests);
    const std::vector<std::uint16_t> labels = mixedLabels(sizes);
    const SplitIndices split = stratifiedSplit(labels, fraction, 1);
    QCOMPARE(split.train.size() + split.test.size(), labels.size());
    QList<int> counts(sizes.size(), 0);
    for (const std::size_t index : split.test)
        ++counts[labels[index]];
    QCOMPARE(counts, tests);
}

/// Worked out in Python, from the rules of splitmix64's finaliser and of streamSeed: the smallest fifth of
/// mix(streamSeed(seed, "split", label, "test"), rank) of every class.
void TestStratifiedSplit::knownParts() {
    const std::vector<std::uint16_t> labels = mixedLabels({10, 10, 10});
    QCOMPARE(stratifiedSplit(labels, 0.2, 1).test, (std::vector<std::size_t>{13, 14, 17, 21, 24, 28}));
    QCOMPARE(stratifiedSplit(labels, 0.2, 2).test, (std::vector<std::size_t>{7, 8, 13, 15, 18, 20}));
}

void TestStratifiedSplit::takesEveryImageOnce() {
    const std::vector<std::uint16_t> labels = mixedLabels({40, 7, 1, 300});
    const SplitIndices split = stratifiedSplit(labels, 0.3, 99);
    QVERIFY(std::ranges::is_sorted(split.train) && std::ranges::is_sorted(split.test));
    std::vector<std::size_t> all;
    std::ranges::merge(split.train, split.test, std::back_inserter(all));
    for (std::size_t i = 0; i < labels.size(); ++i)
        QCOMPARE(all.at(i), i);
}

/// Images of another class between those of this one change nothing.
void TestStratifiedSplit::classesDoNotShareTheirLuck() {
    const std::vector<std::uint16_t> alone(20, 3);
    std::vector<std::uint16_t> beside;
    for (int i = 0; i < 20; ++i)
        beside.insert(beside.end(), {3, 8});
    const std::vector<std::size_t> before = stratifiedSplit(alone, 0.25, 5).test;
    std::vector<std::size_t> after;
    for (const std::size_t index : stratifiedSplit(beside, 0.25, 5).test)
        if (beside[index] == 3)
            after.push_back(index / 2);
    QCOMPARE(after, before);
}

void TestStratifiedSplit::ofNothing() {
    const SplitIndices split = stratifiedSplit({}, 0.2, 1);
    QVERIFY(split.train.empty() && split.test.empty());
}

TEST_OF_ROOM(TestStratifiedSplit);
#include "test_stratified_split.moc"
