#include "data/arrays/number_array.h"

#include "array_fixture.h"
#include "cifar_fixture.h"
#include "test_of_room.h"

#include <QtTest>

#include <cstring>

using namespace moelab;
using namespace fixture;

class TestNumberArray : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsShapes_data();
    void readsShapes();
    void interleavesPlanes();
    void readsManyBlocks();
    void readsPixelTypes_data();
    void readsPixelTypes();
    void refusesImages_data();
    void refusesImages();
    void readsLabels_data();
    void readsLabels();
    void refusesLabels_data();
    void refusesLabels();
    void refusesLengths_data();
    void refusesLengths();
};

static constexpr ElementType kByte = {'u', false, 1};

static ImageSet imagesOf(const ElementType& type, const std::vector<std::size_t>& shape, const std::string& content,
                         PixelRange range = PixelRange::Bytes, bool statesSize = true) {
    TextSource source("images", content, statesSize);
    return readImageArray(source, {type, shape, 0}, range);
}

static std::vector<std::size_t> asShape(const QList<int>& lengths) { return {lengths.begin(), lengths.end()}; }

void TestNumberArray::readsShapes_data() {
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<QString>("size");
    using Shape = QList<int>;
    QTest::newRow("N, height, width") << Shape{3, 9, 8} << "9 x 8 x 1";
    QTest::newRow("channel last") << Shape{3, 9, 8, 1} << "9 x 8 x 1";
    QTest::newRow("channel first") << Shape{3, 1, 9, 8} << "9 x 8 x 1";
    QTest::newRow("channels last") << Shape{3, 9, 8, 3} << "9 x 8 x 3";
    QTest::newRow("channels first") << Shape{3, 3, 9, 8} << "9 x 8 x 3";
    QTest::newRow("largest") << Shape{1, 4096, 1} << "4096 x 1 x 1";
}

void TestNumberArray::readsShapes() {
    QFETCH(QList<int>, shape);
    QFETCH(QString, size);
    std::size_t bytes = 1;
    for (const int length : shape)
        bytes *= std::size_t(length);
    for (const bool statesSize : {true, false}) {
        const ImageSet images = imagesOf(kByte, asShape(shape), ramp(bytes), PixelRange::Bytes, statesSize);
        QCOMPARE(QString("%1 x %2 x %3").arg(images.height).arg(images.width).arg(images.channels), size);
        QCOMPARE(images.pixels.size(), bytes);
        QVERIFY(images.labels.empty());
    }
}

void TestNumberArray::interleavesPlanes() {
    const std::string content = ramp(2 * 3 * 5 * 4);
    const ImageSet images = imagesOf(kByte, {2, 3, 5, 4}, content);
    for (std::size_t image = 0; image < 2; ++image)
        for (std::size_t row = 0; row < 5; ++row)
            for (std::size_t column = 0; column < 4; ++column)
                for (std::size_t channel = 0; channel < 3; ++channel)
                    QCOMPARE(images.pixels[((image * 5 + row) * 4 + column) * 3 + channel],
                             std::uint8_t(content[((image * 3 + channel) * 5 + row) * 4 + column]));
    const ImageSet last = imagesOf(kByte, {2, 5, 4, 3}, content);
    QCOMPARE(std::string(last.pixels.begin(), last.pixels.end()), content);
}

/// More than the MiB that is read at a time, which no number of these images fills exactly.
void TestNumberArray::readsManyBlocks() {
    const std::string content = ramp(1500 * 30 * 31);
    const ImageSet images = imagesOf(kByte, {1500, 30, 31}, content);
    QVERIFY(std::equal(images.pixels.begin(), images.pixels.end(), content.begin(), content.end(),
                       [](std::uint8_t pixel, char byte) { return pixel == std::uint8_t(byte); }));
    const ImageSet planar = imagesOf(kByte, {500, 3, 31, 30}, content);
    // Of the last image the last pixel of every plane, which ends the content.
    for (std::size_t channel = 0; channel < 3; ++channel)
        QCOMPARE(planar.pixels[planar.pixels.size() - 3 + channel],
                 std::uint8_t(content[content.size() - 1 - (2 - channel) * 930]));
}

void TestNumberArray::readsPixelTypes_data() {
    QTest::addColumn<QString>("type"); // as numpy writes it
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QList<int>>("pixels");
    // numpy.array([0, 1, 200, 255], type).tobytes(), of floats [0, 1/255, 0.5, 1]. 0.5 * 255 = 127.5, which is
    // rounded up.
    const QList<int> integers = {0, 1, 200, 255};
    QTest::newRow("bytes") << "|u1" << QByteArray::fromHex("0001c8ff") << integers;
    QTest::newRow("signed bytes") << "|i1" << QByteArray::fromHex("0001647f") << QList<int>{0, 1, 100, 127};
    QTest::newRow("shorts") << "<i2" << QByteArray::fromHex("00000100c800ff00") << integers;
    QTest::newRow("big-endian shorts") << ">u2" << QByteArray::fromHex("0000000100c800ff") << integers;
    QTest::newRow("integers") << "<i4" << QByteArray::fromHex("0000000001000000c8000000ff000000") << integers;
    QTest::newRow("big-endian long integers")
        << ">i8" << QByteArray::fromHex("0000000000000000000000000000000100000000000000c800000000000000ff")
        << integers;
    QTest::newRow("floats") << "<f4" << QByteArray::fromHex("000000008180803b0000003f0000803f")
                            << QList<int>{0, 1, 128, 255};
    QTest::newRow("big-endian floats") << ">f4" << QByteArray::fromHex("000000003b8080813f0000003f800000")
                                       << QList<int>{0, 1, 128, 255};
    QTest::newRow("doubles") << "<f8"
                             << QByteArray::fromHex("00000000000000001010101010"
                                                    "10703f000000000000e03f000000000000f03f")
                             << QList<int>{0, 1, 128, 255};
}

static ElementType typeNamed(const QString& name) {
    return {name[1].toLatin1(), name[0] == '>', name.mid(2).toUInt()};
}

void TestNumberArray::readsPixelTypes() {
    QFETCH(QString, type);
    QFETCH(QByteArray, content);
    QFETCH(QList<int>, pixels);
    const ImageSet images = imagesOf(typeNamed(type), {1, 2, 2}, content.toStdString(), PixelRange::Unit);
    QCOMPARE(QList<int>(images.pixels.begin(), images.pixels.end()), pixels);
}

void TestNumberArray::refusesImages_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("unit");
    QTest::addColumn<QString>("named");
    using Shape = QList<int>;
    const auto row = [](const char* name, const char* type, const Shape& shape, const char* hex, bool unit,
                        const char* named) {
        QTest::newRow(name) << type << shape << QByteArray::fromHex(hex) << unit << named;
    };
    row("labels", "|u1", {4}, "00010203", false,
        "has numbers of shape (4); images have N x height x width, or with");
    row("two lengths", "|u1", {2, 2}, "00010203", false, "has numbers of shape (2 x 2)");
    row("no length", "|u1", {}, "00", false, "has numbers of shape ()");
    row("five lengths", "|u1", {1, 1, 2, 2, 1}, "00010203", false, "has numbers of shape (1 x 1 x 2 x 2 x 1)");
    row("four channels", "|u1", {1, 2, 2, 4}, "00", false, "has numbers of shape (1 x 2 x 2 x 4)");
    row("first or last", "|u1", {1, 3, 8, 3}, "00", false, "(1 x 3 x 8 x 3), whose channels may be 2nd or last");
    row("no images", "|u1", {0, 28, 28}, "", false, "holds no images (its shape is 0 x 28 x 28)");
    row("no rows", "|u1", {5, 0, 28}, "", false, "holds no images (its shape is 5 x 0 x 28)");
    row("too wide", "|u1", {1, 2, 4097}, "00", false, "images of 4097 x 2 pixels; at most 4096 each way are read");
    row("too many", "|u1", {2147483647, 2147483647, 2147483647}, "00", false, "more than the 4294967296 bytes");
    row("floats without a word", "<f4", {1, 1, 1}, "0000003f", false,
        "numbers with a fraction (f4), and nothing says what they mean. If they go from 0 to 1, say pixels=unit");
    row("truth values", "|b1", {1, 1, 2}, "0001", true, "holds truth values instead of pixels");
    row("large", "<i2", {2, 1, 2}, "0000ff0000000001", false,
        "images: image 2 has the value 256; pixels are 0 to 255");
    row("negative", "|i1", {2, 1, 2}, "00ff0000", false, "images: image 1 has the value -1; pixels are 0 to 255");
    // struct.pack("<f", value) of 1.5, -0.25, nan, inf
    row("above 1", "<f4", {2, 1, 1}, "000000000000c03f", true,
        "images: image 2 has the value 1.500000; pixels=unit says that all are from 0 to 1");
    row("below 0", "<f4", {1, 1, 1}, "000080be", true, "image 1 has the value -0.250000");
    row("not a number", "<f4", {1, 1, 1}, "0000c07f", true, "image 1 has the value nan");
    row("infinite", "<f4", {1, 1, 1}, "0000807f", true, "image 1 has the value inf");
}

void TestNumberArray::refusesImages() {
    QFETCH(QString, type);
    QFETCH(QList<int>, shape);
    QFETCH(QByteArray, content);
    QFETCH(bool, unit);
    QFETCH(QString, named);
    const QString message = QString::fromStdString(messageOf([&] {
        imagesOf(typeNamed(type), asShape(shape), content.toStdString(),
                 unit ? PixelRange::Unit : PixelRange::Bytes);
    }));
    QVERIFY2(message.startsWith("images") && message.contains(named), qPrintable(message));
}

void TestNumberArray::readsLabels_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QList<qlonglong>>("labels");
    using Labels = QList<qlonglong>;
    QTest::newRow("bytes") << "|u1" << QList<int>{3} << QByteArray::fromHex("0007ff") << Labels{0, 7, 255};
    QTest::newRow("a column") << "|u1" << QList<int>{2, 1} << QByteArray::fromHex("0105") << Labels{1, 5};
    QTest::newRow("signed shorts") << ">i2" << QList<int>{2} << QByteArray::fromHex("012cffff") << Labels{300, -1};
    QTest::newRow("long integers") << "<i8" << QList<int>{1} << QByteArray::fromHex("0000000000010000")
                                   << Labels{1ll << 40};
    QTest::newRow("truth values") << "|b1" << QList<int>{2} << QByteArray::fromHex("0100") << Labels{1, 0};
    QTest::newRow("above 2^63") << "<u8" << QList<int>{1} << QByteArray::fromHex("ffffffffffffffff") << Labels{-1};
    QTest::newRow("none") << "|u1" << QList<int>{0} << QByteArray() << Labels{};
}

static std::vector<std::int64_t> labelsOf(const ElementType& type, const std::vector<std::size_t>& shape,
                                          const std::string& content, bool statesSize = true) {
    TextSource source("labels", content, statesSize);
    return readLabelArray(source, {type, shape, 0});
}

void TestNumberArray::readsLabels() {
    QFETCH(QString, type);
    QFETCH(QList<int>, shape);
    QFETCH(QByteArray, content);
    QFETCH(QList<qlonglong>, labels);
    const std::vector<std::int64_t> read = labelsOf(typeNamed(type), asShape(shape), content.toStdString());
    QCOMPARE(QList<qlonglong>(read.begin(), read.end()), labels);
}

void TestNumberArray::refusesLabels_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<QString>("named");
    QTest::newRow("several for an image")
        << "|u1" << QList<int>{100, 14} << "has labels of shape (100 x 14), several for each image; one is read";
    QTest::newRow("images") << "|u1" << QList<int>{2, 28, 28} << "has labels of shape (2 x 28 x 28)";
    QTest::newRow("a number") << "|u1" << QList<int>{} << "has labels of shape ()";
    QTest::newRow("floats") << "<f4" << QList<int>{2} << "has labels that are no integers (f4)";
    QTest::newRow("too many") << "<i8" << QList<int>{2147483647} << "more than the 4294967296 bytes";
}

void TestNumberArray::refusesLabels() {
    QFETCH(QString, type);
    QFETCH(QList<int>, shape);
    QFETCH(QString, named);
    const QString message =
        QString::fromStdString(messageOf([&] { labelsOf(typeNamed(type), asShape(shape), ""); }));
    QVERIFY2(message.startsWith("labels ") && message.contains(named), qPrintable(message));
}

void TestNumberArray::refusesLengths_data() {
    QTest::addColumn<int>("bytes"); // of 3 x 8 x 8
    QTest::addColumn<bool>("statesSize");
    QTest::addColumn<QString>("named");
    const char* const cut = "is truncated: its header promises 192 bytes, it has 191";
    QTest::newRow("cut") << 191 << true << cut;
    QTest::newRow("cut, counted") << 191 << false << cut;
    QTest::newRow("long") << 193 << true << "is too long: its header promises 192 bytes, it has 193";
    QTest::newRow("long, counted") << 193 << false << "is longer than the 192 bytes that its header promises";
    QTest::newRow("nothing") << 0 << true << "is truncated: its header promises 192 bytes, it has 0";
}

void TestNumberArray::refusesLengths() {
    QFETCH(int, bytes);
    QFETCH(bool, statesSize);
    QFETCH(QString, named);
    const std::string content = ramp(std::size_t(bytes));
    const std::string images = messageOf([&] {
        imagesOf(kByte, {3, 8, 8}, content, PixelRange::Bytes, statesSize);
    });
    QVERIFY2(QString::fromStdString(images).contains("images " + named), images.c_str());
    const std::string labels = messageOf([&] { labelsOf(kByte, {192}, content, statesSize); });
    QVERIFY2(QString::fromStdString(labels).contains("labels " + named), labels.c_str());
}

TEST_OF_ROOM(TestNumberArray);
#include "test_number_array.moc"
