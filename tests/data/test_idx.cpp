#include "data/arrays/idx.h"

#include "array_fixture.h"
#include "cifar_fixture.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using namespace fixture;

class TestIdx : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsHeaders_data();
    void readsHeaders();
    void refusesHeaders_data();
    void refusesHeaders();
    void tellsFiles();
};

void TestIdx::readsHeaders_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("shape");
    QTest::addColumn<int>("bytes");
    // The first bytes of MNIST's test images and labels, as published.
    QTest::newRow("MNIST's images") << QByteArray::fromHex("00000803000027100000001c0000001c0000") << "u1"
                                    << "10000 x 28 x 28" << 16;
    QTest::newRow("MNIST's labels") << QByteArray::fromHex("0000080100002710070201") << "u1"
                                    << "10000" << 8;
    // struct.pack(">4B", 0, 0, code, dimensions) + struct.pack(">I", length) for each, in Python
    QTest::newRow("signed bytes") << QByteArray::fromHex("0000090100000003") << "i1"
                                  << "3" << 8;
    QTest::newRow("shorts") << QByteArray::fromHex("00000b0200000003000000ff") << "i2"
                            << "3 x 255" << 12;
    QTest::newRow("integers") << QByteArray::fromHex("00000c01ffffffff") << "i4"
                              << "4294967295" << 8;
    QTest::newRow("floats, four lengths") << QByteArray::fromHex("00000d0400000001000000020000000300000004") << "f4"
                                          << "1 x 2 x 3 x 4" << 20;
    QTest::newRow("doubles") << QByteArray::fromHex("00000e0100000000") << "f8"
                             << "0" << 8;
}

void TestIdx::readsHeaders() {
    QFETCH(QByteArray, content);
    TextSource source("file", content.toStdString());
    const ArrayHeader header = readIdxHeader(source);
    QTEST(QString::fromStdString(header.type.name()), "type");
    QTEST(QString::fromStdString(shapeInWords(header.shape)), "shape");
    QTEST(int(header.bytes), "bytes");
    QVERIFY(header.type.bigEndian);
    QCOMPARE(source.position(), std::size_t(header.bytes));
}

void TestIdx::refusesHeaders_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    QTest::newRow("empty") << QByteArray() << "is empty (0 bytes)";
    QTest::newRow("cut magic") << QByteArray::fromHex("000008") << "ends within its header (3 bytes)";
    QTest::newRow("cut lengths") << QByteArray::fromHex("0000080300002710000000")
                                 << "ends within its header (11 bytes)";
    QTest::newRow("an archive") << QByteArray::fromHex("1f8b080008")
                                << "it begins with the bytes 31 and 139, not with 0 and 0";
    QTest::newRow("type") << QByteArray::fromHex("00000a0300002710") << "byte 2 is 10, which is no type";
    QTest::newRow("no dimensions") << QByteArray::fromHex("0000080000002710") << "byte 3 says that it has 0 dim";
    QTest::newRow("many dimensions") << QByteArray::fromHex("000008ff00002710") << "byte 3 says that it has 255";
}

void TestIdx::refusesHeaders() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    TextSource source("t10k-images-idx3-ubyte", content.toStdString());
    const std::string message = messageOf([&] { readIdxHeader(source); });
    QVERIFY2(message.starts_with("t10k-images-idx3-ubyte "), message.c_str());
    QVERIFY2(QString::fromStdString(message).contains(named), message.c_str());
}

void TestIdx::tellsFiles() {
    QVERIFY(looksLikeIdx(idxFile({3, 8, 8}, "")));
    QVERIFY(!looksLikeIdx(std::string(3, '\0')));
    QVERIFY(!looksLikeIdx(std::string(100, '\0')));
    QVERIFY(!looksLikeIdx("\x89PNG\r\n\x1a\n"));
    QVERIFY(!looksLikeIdx(idxFile({1, 1, 1, 1, 1}, "")));
}

TEST_OF_ROOM(TestIdx);
#include "test_idx.moc"
