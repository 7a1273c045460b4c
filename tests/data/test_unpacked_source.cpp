#include "data/arrays/unpacked_source.h"

#include "base/error.h"
#include "cifar_fixture.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using namespace fixture;

class TestUnpackedSource : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void unpacks_data();
    void unpacks();
    void unpacksNoFurtherThanItIsRead();
    void refusesDamage_data();
    void refusesDamage();
    void passesErrorsOn();
};

/// gzip.compress(b"hello\n" * 3, mtime=0) of Python 3.11
static const QByteArray kHellos = QByteArray::fromHex("1f8b0800000000000203cb48cdc9c9e7ca4022013a37663d12000000");

static std::string unpacked(const QByteArray& content) {
    TextSource packed("t10k-images-idx3-ubyte.gz", content.toStdString());
    UnpackedSource source(packed);
    return readAll(source, 1 << 30);
}

void TestUnpackedSource::unpacks_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("unpacked");
    const QByteArray hellos = "hello\nhello\nhello\n";
    QTest::newRow("gzip") << kHellos << hellos;
    QTest::newRow("two put together") << kHellos + kHellos << hellos + hellos;
    QTest::newRow("not packed") << hellos << hellos;
    QTest::newRow("bytes") << QByteArray::fromHex("0000080300") << QByteArray::fromHex("0000080300");
    QTest::newRow("one byte") << QByteArray("x") << QByteArray("x");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("larger than a block") << QByteArray(3'000'000, 'x') << QByteArray(3'000'000, 'x');
}

void TestUnpackedSource::unpacks() {
    QFETCH(QByteArray, content);
    QTEST(QByteArray::fromStdString(unpacked(content)), "unpacked");
}

void TestUnpackedSource::unpacksNoFurtherThanItIsRead() {
    TextSource packed("file", std::string(5'000'000, 'x'));
    UnpackedSource source(packed);
    std::vector<std::uint8_t> some(10);
    QCOMPARE(source.read(some), std::size_t(10));
    QVERIFY(packed.position() < 1'000'000);
    QCOMPARE(source.name(), std::string("file"));
    QVERIFY(!source.statedSize());
}

void TestUnpackedSource::refusesDamage_data() {
    QTest::addColumn<QByteArray>("content");
    for (qsizetype length = 12; length < kHellos.size(); length += 3)
        QTest::addRow("cut after %d bytes", int(length)) << kHellos.first(length);
    QByteArray damaged = kHellos;
    damaged[10] = char(0xff); // no such kind of block
    QTest::newRow("damaged") << damaged;
}

void TestUnpackedSource::refusesDamage() {
    QFETCH(QByteArray, content);
    const std::string message = messageOf([&] { unpacked(content); });
    QVERIFY2(message.starts_with("t10k-images-idx3-ubyte.gz is damaged or cut ("), message.c_str());
}

/// What reading the packed bytes throws goes through the library that unpacks them.
void TestUnpackedSource::passesErrorsOn() {
    class Failing : public ByteSource {
      public:
        Failing()
            : ByteSource("file", std::nullopt) {}
        std::size_t read(std::span<std::uint8_t> into) override {
            if (m_stops)
                throw Stopped();
            m_stops = true;
            std::ranges::fill(into, std::uint8_t{1});
            return into.size();
        }

      private:
        bool m_stops = false;
    };
    Failing failing;
    UnpackedSource source(failing);
    QVERIFY_THROWS_EXCEPTION(Stopped, readAll(source, 1 << 30));
}

TEST_OF_ROOM(TestUnpackedSource);
#include "test_unpacked_source.moc"
