#include "data/cifar/cifar_binary.h"

#include "cifar_fixture.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using namespace fixture;

class TestCifarBinary : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void interleavesPlanes();
    void stopsAtTheLimit();
    void ordersBatches_data();
    void ordersBatches();
    void refuses_data();
    void refuses();
    void refusesLongFiles();
    void readsPublishedNames();
    void readsNames_data();
    void readsNames();
    void refusesNames_data();
    void refusesNames();
};

static ImageSet readBinary(const std::string& content, std::size_t limit = 1000, bool statesSize = true) {
    SplitBuilder split(limit);
    split.beginBatch(1);
    TextSource source("data_batch_1.bin", content, statesSize);
    CifarLabels labels(kCifar10Set, Labels::Fine);
    readBinaryBatch(source, labels, split);
    return split.take();
}

void TestCifarBinary::interleavesPlanes() {
    const int count = 130; // more than two of the reader's blocks
    const ImageSet images = readBinary(binaryBatch(1, count));
    QCOMPARE(images.size(), std::size_t(count));
    QCOMPARE(images.pixels.size(), std::size_t(count) * 3072);
    for (int i : {0, 63, 64, 129}) {
        QCOMPARE(int(images.labels[std::size_t(i)]), (3 + i) % 10);
        const auto image = images.image(std::size_t(i));
        for (int row = 0; row < 32; ++row)
            for (int column = 0; column < 32; ++column)
                for (int channel = 0; channel < 3; ++channel)
                    QCOMPARE(image[std::size_t((row * 32 + column) * 3 + channel)],
                             planarByte(1, i, channel * 1024 + row * 32 + column));
    }
}

void TestCifarBinary::stopsAtTheLimit() {
    SplitBuilder split(3);
    split.beginBatch(1);
    TextSource source("data_batch_1.bin", binaryBatch(1, 500));
    CifarLabels labels(kCifar10Set, Labels::Fine);
    readBinaryBatch(source, labels, split);
    QVERIFY2(source.position() < 100 * 3073, "reads on after the last image it wants");
    split.beginBatch(2);
    QCOMPARE(split.room(), std::size_t(0));
    QCOMPARE(split.take().size(), std::size_t(3));
}

void TestCifarBinary::ordersBatches_data() {
    QTest::addColumn<QList<int>>("arrival");
    QTest::addColumn<int>("limit");
    QTest::newRow("in order") << QList<int>{1, 2, 3, 4, 5} << 100;
    QTest::newRow("backwards") << QList<int>{5, 4, 3, 2, 1} << 100;
    QTest::newRow("as published archives have it") << QList<int>{1, 3, 4, 5, 2} << 100;
    QTest::newRow("cut in batch 2, mixed") << QList<int>{4, 2, 5, 1, 3} << 3;
    QTest::newRow("cut in batch 1, backwards") << QList<int>{5, 4, 3, 2, 1} << 1;
}

void TestCifarBinary::ordersBatches() {
    QFETCH(QList<int>, arrival);
    QFETCH(int, limit);
    SplitBuilder split{std::size_t(limit)};
    for (int batch : arrival) { // batch b has b images: lengths differ
        split.beginBatch(batch);
        TextSource source("batch", binaryBatch(batch, batch));
        CifarLabels labels(kCifar10Set, Labels::Fine);
        readBinaryBatch(source, labels, split);
    }
    const ImageSet images = split.take();
    QCOMPARE(images.size(), std::size_t(std::min(limit, 15)));
    std::size_t next = 0;
    for (int batch = 1; batch <= 5; ++batch)
        for (int i = 0; i < batch && next < images.size(); ++i, ++next) {
            QCOMPARE(int(images.labels[next]), labelOf(batch, i));
            QCOMPARE(images.image(next)[0], planarByte(batch, i, 0));
            QCOMPARE(images.image(next)[3071], planarByte(batch, i, 3071));
        }
}

void TestCifarBinary::refuses_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const std::string two = binaryBatch(1, 2);
    std::string badLabel = two;
    badLabel[3073] = 10;
    const auto bytes = [](const std::string& text) { return QByteArray::fromStdString(text); };
    QTest::newRow("empty") << QByteArray() << "empty (0 bytes)";
    QTest::newRow("truncated") << bytes(two.substr(0, 6145))
                               << "6145 bytes are 1 records of 3073 and 3072 bytes more";
    QTest::newRow("too long") << bytes(two + "x") << "6147 bytes are 2 records of 3073 and 1 bytes more";
    QTest::newRow("short") << QByteArray(10, 'x') << "10 bytes are 0 records";
    QTest::newRow("label") << bytes(badLabel) << "record 2 (at byte 3073) has label 10";
    QTest::newRow("CIFAR-100") << QByteArray(2 * 3074, '\1')
                               << "CIFAR-100, not CIFAR-10: 6148 bytes are 2 records of 3074";
}

void TestCifarBinary::refuses() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    for (bool statesSize : {true, false}) {
        const QString message =
            QString::fromStdString(messageOf([&] { readBinary(content.toStdString(), 1000, statesSize); }));
        QVERIFY2(message.startsWith("data_batch_1.bin") && message.contains(named), qPrintable(message));
    }
}

/// Never ends.
class Endless : public ByteSource {
  public:
    explicit Endless(std::optional<std::uint64_t> stated)
        : ByteSource("data_batch_1.bin", stated) {}
    std::size_t read(std::span<std::uint8_t> into) override {
        std::ranges::fill(into, std::uint8_t{1});
        return into.size();
    }
};

void TestCifarBinary::refusesLongFiles() {
    const auto complaintOf = [](std::optional<std::uint64_t> stated) {
        SplitBuilder split(1'000'000);
        split.beginBatch(1);
        Endless source(stated);
        CifarLabels labels(kCifar10Set, Labels::Fine);
        return messageOf([&] { readBinaryBatch(source, labels, split); });
    };
    const std::string stated = complaintOf(300'000 * 3073ull);
    QVERIFY2(stated.find("is 921900000 bytes long; at most 268435456 are read") != std::string::npos,
             stated.c_str());
    const std::string counted = complaintOf(std::nullopt);
    QVERIFY2(counted.find("bytes long; at most 268435456 are read") != std::string::npos, counted.c_str());
}

void TestCifarBinary::readsPublishedNames() {
    TextSource source("batches.meta.txt", binaryNames());
    QCOMPARE(readBinaryNames(source), kNames);
}

void TestCifarBinary::readsNames_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("of Windows") << QByteArray("cat\r\npolar bear\r\n");
    QTest::newRow("of an old Macintosh") << QByteArray("cat\rpolar bear\r");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                   "cat\npolar bear\n");
    QTest::newRow("mark and CR LF") << QByteArray("\xef\xbb\xbf"
                                                  "cat\r\npolar bear\r\n");
    QTest::newRow("a mark in each of two files put together") << QByteArray("\xef\xbb\xbf"
                                                                            "cat\n\xef\xbb\xbfpolar bear\n");
    QTest::newRow("trailing blanks") << QByteArray("cat  \npolar bear\t\n");
    QTest::newRow("trailing blanks before CR LF") << QByteArray("cat  \r\npolar bear \r\n");
    QTest::newRow("leading blanks") << QByteArray("  cat\n\tpolar bear\n");
    QTest::newRow("no-break blank") << QByteArray("cat\xc2\xa0\npolar bear\n");
    QTest::newRow("lines of blanks") << QByteArray("\n \ncat\n\t\npolar bear\n \n\f\n");
    QTest::newRow("no line end") << QByteArray("cat\npolar bear");
    QTest::newRow("end of DOS") << QByteArray("cat\r\npolar bear\r\n\x1a");
}

void TestCifarBinary::readsNames() {
    QFETCH(QByteArray, content);
    TextSource source("batches.meta.txt", content.toStdString());
    QCOMPARE(readBinaryNames(source), (std::vector<std::string>{"cat", "polar bear"}));
}

void TestCifarBinary::refusesNames_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "c\0a\0t\0\n\0",
                                          10)
                            << "is not UTF-8 text";
    QTest::newRow("UTF-16 without a mark") << QByteArray("c\0a\0t\0\n\0", 8) << "is not UTF-8 text";
    QTest::newRow("Latin-1") << QByteArray("v\xf6gel\n") << "is not UTF-8 text";
    QTest::newRow("too long") << QByteArray(70000, 'x') << "longer than";
}

void TestCifarBinary::refusesNames() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    TextSource source("batches.meta.txt", content.toStdString());
    const std::string message = messageOf([&] { readBinaryNames(source); });
    QVERIFY2(QString::fromStdString(message).contains(named), message.c_str());
}

TEST_OF_ROOM(TestCifarBinary);
#include "test_cifar_binary.moc"
