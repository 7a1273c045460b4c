#include "base/printable.h"
#include "data/fingerprint.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

class TestFingerprint : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void knownValue();
    void everyPartCounts();
    void sourceDoesNotCount();
    void printable_data();
    void printable();
    void oneLine_data();
    void oneLine();
};

static DataSet smallSet() {
    DataSet data;
    data.classNames = {"cat", "dog"};
    data.train = {1, 2, 1, {1, 2, 3, 4}, {0, 1}};
    data.test = {1, 2, 1, {5, 6}, {1}};
    return data;
}

void TestFingerprint::knownValue() {
    // Python: hashlib.sha256(b"1 2 1 2\n" + bytes([1,2,3,4]) + bytes([0,1])), and so on as the header says.
    const DataSet data = smallSet();
    QCOMPARE(sha256OfImages(data.train),
             std::string("f7b8d389ec7181aad521572f43fe81c69fcae9a96adece932505b456baf1b2be"));
    QCOMPARE(fingerprint(data), std::string("6b14c3b9be8904110c2ba7d25da43c29f8bd3c54171eb9d8403ea23c33928cae"));
}

void TestFingerprint::everyPartCounts() {
    const std::string before = fingerprint(smallSet());
    std::vector<DataSet> changed(6, smallSet());
    changed[0].classNames[1] = "cow";
    changed[1].classNames = {"cat\n3 dog"};
    changed[2].train.pixels[3] ^= 1;
    changed[3].test.labels[0] = 0;
    std::swap(changed[4].train, changed[4].test);
    std::swap(changed[5].train.height, changed[5].train.width);
    for (const DataSet& data : changed)
        QVERIFY(fingerprint(data) != before);
}

void TestFingerprint::sourceDoesNotCount() {
    DataSet data = smallSet();
    data.source = {"CIFAR-10", "/elsewhere", "0123", true, false};
    QCOMPARE(fingerprint(data), fingerprint(smallSet()));
}

void TestFingerprint::printable_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("utf8");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("a b.bin") << true << QByteArray("a b.bin");
    QTest::newRow("emoji") << QByteArray("\xF0\x9F\x90\xB1") << true << QByteArray("\xF0\x9F\x90\xB1");
    QTest::newRow("line end") << QByteArray("a\nb") << true << QByteArray("a\\x0ab");
    QTest::newRow("terminal escape") << QByteArray("\x1b[2J") << true << QByteArray("\\x1b[2J");
    QTest::newRow("latin1") << QByteArray("caf\xE9") << false << QByteArray("caf\\xe9");
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << false << QByteArray("\\xc0\\xaf");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << false << QByteArray("\\xed\\xa0\\x80");
    QTest::newRow("cut") << QByteArray("\xE2\x82") << false << QByteArray("\\xe2\\x82");
    QTest::newRow("long") << QByteArray(1000, 'x') << true << QByteArray(140, 'x') + "..." + QByteArray(140, 'x');
}

void TestFingerprint::printable() {
    QFETCH(QByteArray, bytes);
    QFETCH(bool, utf8);
    QFETCH(QByteArray, shown);
    QCOMPARE(isUtf8(bytes.toStdString()), utf8);
    QCOMPARE(moelab::printable(bytes.toStdString()), shown.toStdString());
}

void TestFingerprint::oneLine_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("a b.bin") << QByteArray("a b.bin");
    QTest::newRow("letters of all lengths")
        << QByteArray("\xC3\xA9\xE7\x8C\xAB\xF0\x9F\x90\xB1") << QByteArray("\xC3\xA9\xE7\x8C\xAB\xF0\x9F\x90\xB1");
    QTest::newRow("Hebrew") << QByteArray("\xD7\x97\xD7\xAA") << QByteArray("\xD7\x97\xD7\xAA");
    QTest::newRow("lines and tabs") << QByteArray("a\r\nb\tc") << QByteArray("a\\x0d\\x0ab\\x09c");
    QTest::newRow("terminal escape") << QByteArray("\x1b[2J\x7f") << QByteArray("\\x1b[2J\\x7f");
    QTest::newRow("the same in one character") << QByteArray("\xC2\x9B"
                                                             "2J")
                                               << QByteArray("\\u009b2J");
    QTest::newRow("override") << QByteArray("\xE2\x80\xAE"
                                            "abc")
                              << QByteArray("\\u202eabc");
    QTest::newRow("isolate") << QByteArray("\xE2\x81\xA6") << QByteArray("\\u2066");
    QTest::newRow("line separator") << QByteArray("\xE2\x80\xA8") << QByteArray("\\u2028");
    QTest::newRow("no UTF-8") << QByteArray("caf\xE9\x80") << QByteArray("caf\\xe9\\x80");
    QTest::newRow("zero") << QByteArray("a\0b", 3) << QByteArray("a\\x00b");
    QTest::newRow("long") << QByteArray(1000, 'x') << QByteArray(1000, 'x');
}

void TestFingerprint::oneLine() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(onOneLine(bytes.toStdString())), shown);
}

TEST_OF_ROOM(TestFingerprint);
#include "test_fingerprint.moc"
