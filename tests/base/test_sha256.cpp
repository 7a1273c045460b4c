#include "base/sha256.h"

#include "message_of.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace moelab;
namespace fs = std::filesystem;

class TestSha256 : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void publishedVectors_data();
    void publishedVectors();
    void piecesDoNotMatter();
    void files();
    void namesFilesThatCannotBeRead();
};

// FIPS 180-2, appendix B, and NIST's example of the empty message.
void TestSha256::publishedVectors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("hash");
    QTest::newRow("empty") << QByteArray() << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    QTest::newRow("abc") << QByteArray("abc") << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    QTest::newRow("a million") << QByteArray(1'000'000, 'a')
                               << "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
}

void TestSha256::publishedVectors() {
    QFETCH(QByteArray, text);
    QFETCH(QString, hash);
    QCOMPARE(QString::fromStdString(sha256(text.toStdString())), hash);
}

void TestSha256::piecesDoNotMatter() {
    Sha256 hash;
    hash.update("a");
    hash.update("");
    hash.update("bc");
    QCOMPARE(hash.hex(), sha256("abc"));
}

void TestSha256::files() {
    const QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "file";
    // Around the size in which files are read.
    for (const std::size_t size : {0, 1, 65535, 65536, 65537, 200000}) {
        const std::string content(size, 'x');
        std::ofstream(path, std::ios::binary) << content;
        QCOMPARE(sha256OfFile(path), sha256(content));
    }
}

void TestSha256::namesFilesThatCannotBeRead() {
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    for (const fs::path& path : {root / "missing", root}) {
        const std::string message = fixture::messageOf([&] { sha256OfFile(path); });
        QVERIFY2(message.starts_with(path.string() + " cannot be read"), message.c_str());
    }
}

TEST_OF_ROOM(TestSha256);
#include "test_sha256.moc"
