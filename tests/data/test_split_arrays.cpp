#include "data/arrays/split_arrays.h"

#include "message_of.h"
#include "test_of_room.h"

#include <QtTest>

#include <limits>
#include <set>

using namespace moelab;
using fixture::messageOf;

class TestSplitArrays : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keepsSplits();
    void namesClassesByTheirNumbers();
    void splitsOneAlone_data();
    void splitsOneAlone();
    void keepsTheFirst();
    void refuses_data();
    void refuses();
};

using Numbers = std::vector<std::int64_t>;
constexpr SplitName kEverySplit[] = {SplitName::None, SplitName::Train, SplitName::Validation, SplitName::Test};

/// Of 2 x 1 pixels, whose first one is the image's number.
static ImageSet numberedImages(std::size_t count, std::uint8_t first = 0) {
    ImageSet set{1, 2, 1, {}, {}};
    for (std::size_t i = 0; i < count; ++i)
        set.pixels.insert(set.pixels.end(), {std::uint8_t(first + i), 0});
    return set;
}

static void add(SplitArrays& arrays, SplitName split, const Numbers& labels, std::uint8_t first = 0) {
    static const char* const kNames[] = {"all", "train", "test", "val"};
    const std::string name = kNames[int(split)];
    arrays.addLabels(split, name + "_labels", labels);
    arrays.addImages(split, name + "_images", numberedImages(labels.size(), first));
}

static QList<int> labelsOf(const ImageSet& set) { return {set.labels.begin(), set.labels.end()}; }

/// @returns which images they are
static QList<int> numbersOf(const ImageSet& set) {
    QList<int> numbers;
    for (std::size_t i = 0; i < set.size(); ++i)
        numbers.push_back(set.image(i)[0]);
    return numbers;
}

static DataOptions everything() {
    const std::size_t all = std::numeric_limits<std::size_t>::max();
    return {{all, all}};
}

void TestSplitArrays::keepsSplits() {
    SplitArrays arrays("data.npz", everything());
    add(arrays, SplitName::Test, {1, 0}, 20);
    add(arrays, SplitName::Validation, {1}, 10);
    add(arrays, SplitName::Train, {0, 1, 1});
    const DataSet data = arrays.finish();
    QCOMPARE(data.classNames, (std::vector<std::string>{"0", "1"}));
    QCOMPARE(labelsOf(data.train), (QList<int>{0, 1, 1}));
    QCOMPARE(numbersOf(data.train), (QList<int>{0, 1, 2}));
    QCOMPARE(labelsOf(data.test), (QList<int>{1, 0}));
    QCOMPARE(numbersOf(data.test), (QList<int>{20, 21}));
    QVERIFY(data.validation);
    QCOMPARE(labelsOf(*data.validation), QList<int>{1});
    QCOMPARE(numbersOf(*data.validation), QList<int>{10});
    QVERIFY(data.suggestedGroups.empty());
}

/// Numbers that occur in one split only count too; those that occur in none leave no gap.
void TestSplitArrays::namesClassesByTheirNumbers() {
    SplitArrays arrays("data.npz", everything());
    add(arrays, SplitName::Train, {26, 3, 1'000'000'007});
    add(arrays, SplitName::Test, {10, 3});
    const DataSet data = arrays.finish();
    QCOMPARE(data.classNames, (std::vector<std::string>{"3", "10", "26", "1000000007"}));
    QCOMPARE(labelsOf(data.train), (QList<int>{2, 0, 3}));
    QCOMPARE(labelsOf(data.test), (QList<int>{1, 0}));
    QVERIFY(!data.validation);
}

void TestSplitArrays::splitsOneAlone_data() {
    QTest::addColumn<int>("split");
    QTest::addColumn<bool>("besideValidation");
    for (const SplitName split : kEverySplit)
        for (const bool beside : {false, true})
            if (!beside || split == SplitName::Train || split == SplitName::Test)
                QTest::addRow("%d%s", int(split), beside ? " beside validation" : "") << int(split) << beside;
}

void TestSplitArrays::splitsOneAlone() {
    QFETCH(int, split);
    QFETCH(bool, besideValidation);
    DataOptions options = everything();
    options.testFraction = 0.25;
    const auto open = [&](std::uint64_t seed) {
        options.splitSeed = seed;
        SplitArrays arrays("data.npz", options);
        Numbers labels;
        for (int i = 0; i < 40; ++i)
            labels.push_back(i % 2);
        add(arrays, SplitName(split), labels);
        if (besideValidation)
            add(arrays, SplitName::Validation, {1}, 90);
        return arrays.finish();
    };
    const DataSet data = open(1);
    QCOMPARE(data.validation.has_value(), besideValidation);
    QCOMPARE(data.test.size(), std::size_t(10));
    QCOMPARE(labelsOf(data.test).count(0), 5);
    const QList<int> train = numbersOf(data.train);
    const QList<int> test = numbersOf(data.test);
    QVERIFY(std::ranges::is_sorted(train) && std::ranges::is_sorted(test));
    std::set<int> all(train.begin(), train.end());
    all.insert(test.begin(), test.end());
    QCOMPARE(all.size(), std::size_t(40));
    for (const ImageSet* set : {&data.train, &data.test})
        for (std::size_t i = 0; i < set->size(); ++i)
            QCOMPARE(int(set->labels[i]), int(set->image(i)[0]) % 2);
    QCOMPARE(numbersOf(open(1).test), test);
    QVERIFY(numbersOf(open(2).test) != test);
}

void TestSplitArrays::keepsTheFirst() {
    SplitArrays both("data.npz", {{2, 1}});
    add(both, SplitName::Train, {5, 6, 7});
    add(both, SplitName::Test, {7, 6}, 50);
    const DataSet data = both.finish();
    QCOMPARE(numbersOf(data.train), (QList<int>{0, 1}));
    QCOMPARE(numbersOf(data.test), QList<int>{50});
    QCOMPARE(data.train.pixels.size(), std::size_t(4));
    QCOMPARE(data.classNames.size(), std::size_t(3)); // what is kept does not change what a class is called
    QCOMPARE(labelsOf(data.test), QList<int>{2});

    Numbers labels(20, 1);
    labels[7] = 0;
    SplitArrays whole("data.npz", everything());
    SplitArrays few("data.npz", {{3, 2}});
    add(whole, SplitName::None, labels);
    add(few, SplitName::None, labels);
    const DataSet split = whole.finish();
    const DataSet fewer = few.finish();
    QCOMPARE(numbersOf(fewer.train), numbersOf(split.train).first(3));
    QCOMPARE(numbersOf(fewer.test), numbersOf(split.test).first(2));
}

void TestSplitArrays::refuses_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("message");
    QTest::newRow("nothing") << "nothing"
                             << "data.npz holds neither images nor labels";
    QTest::newRow("images alone") << "images alone"
                                  << "data.npz has images (train_images) without their labels";
    QTest::newRow("labels alone") << "labels alone"
                                  << "data.npz has labels (train_labels) without their images";
    QTest::newRow("half a split") << "half a split"
                                  << "data.npz has images (test_images) without their labels";
    QTest::newRow("counts") << "counts"
                            << "train_labels has 3 labels; train_images has 2 images";
    QTest::newRow("negative") << "negative"
                              << "train_labels: image 2 has label -1; labels are 0 or more";
    QTest::newRow("one class") << "one class"
                               << "data.npz has images of one class only (label 4)";
    QTest::newRow("no image") << "no image"
                              << "data.npz has no images";
    QTest::newRow("many classes") << "many classes"
                                  << "data.npz has labels of more than 1000 classes";
    QTest::newRow("sizes") << "sizes"
                           << "test_images has images of 3 x 1 pixels and 1 channel; train_images has 2 x 1 pixels";
    QTest::newRow("whole and part") << "whole and part"
                                    << "data.npz holds images of a split and others of none";
    QTest::newRow("images twice") << "images twice"
                                  << "has the images of one split twice, in train_images and x_train";
    QTest::newRow("labels twice") << "labels twice"
                                  << "has the labels of one split twice, in train_labels and y_train";
}

static void fill(SplitArrays& arrays, const QString& what) {
    const auto train = [&](const Numbers& labels) { add(arrays, SplitName::Train, labels); };
    Numbers many;
    for (int i = 0; i <= 1000; ++i)
        many.push_back(i);
    if (what == "one class")
        train({4, 4, 4});
    else if (what == "no image")
        train({});
    else if (what == "negative")
        train({1, -1, 0});
    else if (what == "many classes")
        train(many);
    else if (what == "images alone")
        arrays.addImages(SplitName::Train, "train_images", numberedImages(2));
    else if (what == "labels alone")
        arrays.addLabels(SplitName::Train, "train_labels", {1, 0});
    else if (what != "nothing" && what != "counts")
        train({1, 0});
    if (what == "counts") {
        arrays.addImages(SplitName::Train, "train_images", numberedImages(2));
        arrays.addLabels(SplitName::Train, "train_labels", {1, 0, 1});
    } else if (what == "half a split") {
        arrays.addImages(SplitName::Test, "test_images", numberedImages(2));
    } else if (what == "sizes") {
        arrays.addImages(SplitName::Test, "test_images", {1, 3, 1, std::vector<std::uint8_t>(6), {}});
        arrays.addLabels(SplitName::Test, "test_labels", {1, 0});
    } else if (what == "whole and part") {
        add(arrays, SplitName::None, {0, 1});
    } else if (what == "images twice") {
        arrays.addImages(SplitName::Train, "x_train", numberedImages(2));
    } else if (what == "labels twice") {
        arrays.addLabels(SplitName::Train, "y_train", {1, 0});
    }
}

void TestSplitArrays::refuses() {
    QFETCH(QString, what);
    QFETCH(QString, message);
    SplitArrays arrays("data.npz", everything());
    const QString said = QString::fromStdString(messageOf([&] {
        fill(arrays, what);
        arrays.finish();
    }));
    QVERIFY2(said.contains(message), qPrintable(said));
}

TEST_OF_ROOM(TestSplitArrays);
#include "test_split_arrays.moc"
