#include "data/cifar/cifar_binary.h"
#include "data/cifar/cifar_collector.h"
#include "data/cifar/cifar_python.h"

#include "cifar100_fixture.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using namespace fixture;

/// CIFAR-100's layouts, as published; the classes of these sets are "class-00" to "class-99", five to a superclass.
class TestCifar100 : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsBothLayouts_data();
    void readsBothLayouts();
    void suggestsSuperclasses();
    void suggestsNothingOfTooLittle();
    void refusesFiles_data();
    void refusesFiles();
    void refusesNames_data();
    void refusesNames();
    void tellsTheSetsApart();
};

constexpr int kRecords = 130; // more than two of the reader's blocks

static DataSet collected(const Files& files, const DataOptions& options, const CifarSet& set = kCifar100Set) {
    CifarCollector collector(set, "folder", options);
    for (const auto& [name, content] : files) {
        TextSource source(name, content);
        collector.take(name, source);
    }
    return collector.finish();
}

static DataOptions labelled(Labels labels) {
    DataOptions options;
    options.labels = labels;
    return options;
}

void TestCifar100::readsBothLayouts_data() {
    QTest::addColumn<bool>("binary");
    QTest::addColumn<bool>("coarse");
    for (const bool binary : {true, false})
        for (const bool coarse : {false, true})
            QTest::addRow("%s, %s", binary ? "binary" : "python", coarse ? "coarse" : "fine") << binary << coarse;
}

void TestCifar100::readsBothLayouts() {
    QFETCH(bool, binary);
    QFETCH(bool, coarse);
    const DataSet data =
        collected(cifar100Files(binary, kRecords), labelled(coarse ? Labels::Coarse : Labels::Fine));
    QCOMPARE(data.source.name, std::string(coarse ? "CIFAR-100's superclasses" : "CIFAR-100"));
    QCOMPARE(data.classNames.size(), std::size_t(coarse ? 20 : 100));
    QCOMPARE(data.classNames.back(), coarse ? superclassName(19) : className(99));
    QCOMPARE(data.train.size(), std::size_t(kRecords));
    QCOMPARE(data.test.size(), std::size_t(4));
    for (int batch : {0, 1}) {
        const ImageSet& images = batch == 0 ? data.test : data.train;
        for (int i = 0; i < int(images.size()); ++i) {
            const int fine = fineOf(batch, i);
            QCOMPARE(int(images.labels[std::size_t(i)]), coarse ? coarseOf(fine) : fine);
            // Row 2, column 7: green is 1024 bytes after red.
            QCOMPARE(images.image(std::size_t(i))[(2 * 32 + 7) * 3 + 1], planarByte(batch, i, 1024 + 2 * 32 + 7));
        }
    }
}

void TestCifar100::suggestsSuperclasses() {
    for (const bool binary : {true, false}) {
        DataOptions options;
        options.size = {3, 1}; // what is not kept says the superclasses too
        const DataSet data = collected(cifar100Files(binary, kRecords), options);
        QCOMPARE(data.train.size(), std::size_t(3));
        QCOMPARE(data.suggestedGroups.size(), std::size_t(20));
        QCOMPARE(data.suggestedGroups[0].name, std::string("Superclass_00"));
        QCOMPARE(data.suggestedGroups[0].classes, (std::vector<int>{85, 86, 87, 88, 89}));
        QCOMPARE(data.suggestedGroups[3].classes, (std::vector<int>{0, 1, 2, 3, 4}));
        QCOMPARE(data.suggestedGroups[19].name, std::string("Superclass_19"));
    }
    QVERIFY(collected(cifar100Files(true, kRecords), labelled(Labels::Coarse)).suggestedGroups.empty());
}

/// Of 60 records in all, which have 64 classes at most.
void TestCifar100::suggestsNothingOfTooLittle() {
    const DataSet data = collected(cifar100Files(true, 60), {});
    QCOMPARE(data.classNames.size(), std::size_t(100));
    QVERIFY(data.suggestedGroups.empty());
}

void TestCifar100::refusesFiles_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* file, const std::string& content, const char* named) {
        QTest::newRow(name) << file << QByteArray::fromStdString(content) << named;
    };
    const std::string two = binaryRecords(1, 2);
    const auto changed = [&](std::size_t at, char to) {
        std::string file = two;
        file[at] = to;
        return file;
    };
    row("empty", "train.bin", "", "train.bin is empty (0 bytes)");
    row("truncated", "train.bin", two.substr(0, 6147), "6147 bytes are 1 records of 3074 and 3073 bytes more");
    row("too long", "test.bin", two + "x", "6149 bytes are 2 records of 3074 and 1 bytes more");
    row("CIFAR-10", "train.bin", binaryBatch(1, 2),
        "train.bin is CIFAR-10, not CIFAR-100: 6146 bytes are 2 records of 3073. Choose CIFAR-100");
    row("fine label", "train.bin", changed(3075, 100),
        "train.bin: record 2 (at byte 3074) has fine label 100; CIFAR-100 has fine labels 0 to 99");
    row("coarse label", "train.bin", changed(0, 20),
        "train.bin: record 1 (at byte 0) has coarse label 20; CIFAR-100 has coarse labels 0 to 19");
    row("two superclasses", "test.bin", binaryRecords(1, 1) + changed(0, 1),
        "test.bin: record 2 (at byte 3074) has fine label 31 with coarse label 1, which had coarse label 9 before");
    const std::string one = planarImage(1, 0);
    const std::string data = pickledText("data") + pickledArray(1, 3072, one);
    const std::string fine = pickledText("fine_labels");
    const std::string coarse = pickledText("coarse_labels");
    row("CIFAR-10, python", "train", pythonBatch(1, 1), "train is CIFAR-10, not CIFAR-100: it has labels");
    row("no coarse labels", "train", pickledDict(fine + pickledLabels({1}) + data), "no list \"coarse_labels\"");
    row("fewer coarse labels", "train",
        pickledDict(fine + pickledLabels({1, 2}) + coarse + pickledLabels({1}) + data),
        "train has 2 labels of classes and 1 of superclasses");
    row("more labels", "train", pickledDict(fine + pickledLabels({1, 2}) + coarse + pickledLabels({1, 1}) + data),
        "train has 1 images and 2 labels");
    row("fine label, python", "train", pickledDict(fine + pickledLabels({-1}) + coarse + pickledLabels({1}) + data),
        "train: image 1 has fine label -1");
    row("coarse label, python", "train",
        pickledDict(fine + pickledLabels({1}) + coarse + pickledLabels({20}) + data),
        "train: image 1 has coarse label 20");
}

void TestCifar100::refusesFiles() {
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    const QString message = QString::fromStdString(messageOf([&] {
        collected({{file.toStdString(), content.toStdString()}}, {});
    }));
    QVERIFY2(message.contains(named), qPrintable(message));
}

void TestCifar100::refusesNames_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* file, const std::string& content, const char* named) {
        QTest::newRow(name) << file << QByteArray::fromStdString(content) << named;
    };
    row("few classes", "fine_label_names.txt", namesOf(className, 99, false),
        "fine_label_names.txt names 99 classes; CIFAR-100 has 100. Choose the published file, which names a "
        "hundred");
    row("few superclasses", "coarse_label_names.txt", namesOf(superclassName, 19, false),
        "names 19 superclasses; CIFAR-100 has 20");
    row("twice", "coarse_label_names.txt", namesOf(superclassName, 19, false) + superclassName(0) + "\n",
        "names the superclass \"Superclass_00\" twice");
    row("few classes, python", "meta", pythonNamesOf(99, 20), "meta names 99 classes");
    row("few superclasses, python", "meta", pythonNamesOf(100, 21), "meta names 21 superclasses");
    row("CIFAR-10's", "meta", pythonNames(), "meta is CIFAR-10, not CIFAR-100: it has label_names");
}

void TestCifar100::refusesNames() { refusesFiles(); }

void TestCifar100::tellsTheSetsApart() {
    QCOMPARE(messageOf([] { collected(cifar100Files(true, 4), {}, kCifar10Set); }),
             std::string("folder is CIFAR-100, not CIFAR-10. Choose CIFAR-10."));
    QCOMPARE(messageOf([] { collected(cifarFiles(false, 1), {}); }),
             std::string("folder is CIFAR-10, not CIFAR-100. Choose CIFAR-100."));
    Files mixed = cifar100Files(true, 4);
    mixed.emplace_back("train", pythonRecords(1, 1));
    QCOMPARE(messageOf([&] { collected(mixed, {}); }),
             std::string("folder holds both layouts of CIFAR-100, binary and python. Keep one of them."));
    Files holed = cifar100Files(true, 4);
    holed.pop_back();
    QCOMPARE(messageOf([&] { collected(holed, {}); }),
             std::string("folder has no coarse_label_names.txt. Copy it again, or fetch the data again."));
}

TEST_OF_ROOM(TestCifar100);
#include "test_cifar100.moc"
