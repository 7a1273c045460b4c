#include "data/geometry.h"

#include "message_of.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using fixture::messageOf;

Q_DECLARE_METATYPE(Fit)
Q_DECLARE_METATYPE(Colour)

using Bytes = QList<int>;

/// How pictures come to the size and the channels of a set.
class TestGeometry : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void brings_data();
    void brings();
    void shapes_data();
    void shapes();
    void refusesSides_data();
    void refusesSides();
    void wholeSets();
    void memory();
};

static Bytes brought(const QSize& from, int channels, const Bytes& pixels, const QSize& to, int toChannels,
                     Fit fit) {
    std::vector<std::uint8_t> bytes(pixels.begin(), pixels.end());
    Geometry geometry{to.height(), to.width(), toChannels, fit};
    std::vector<std::uint8_t> into(geometry.imageBytes(), 77);
    bringTo(geometry, {from.width(), from.height(), channels, bytes}, into);
    return Bytes(into.begin(), into.end());
}

void TestGeometry::brings_data() {
    QTest::addColumn<QSize>("from");
    QTest::addColumn<int>("channels");
    QTest::addColumn<Bytes>("pixels");
    QTest::addColumn<QSize>("to");
    QTest::addColumn<int>("toChannels");
    QTest::addColumn<Fit>("fit");
    QTest::addColumn<Bytes>("expected"); // by hand
    const auto row = [](const char* name, QSize from, int channels, Bytes pixels, QSize to, int toChannels, Fit fit,
                        Bytes expected) {
        QTest::newRow(name) << from << channels << pixels << to << toChannels << fit << expected;
    };
    row("as it is", {2, 2}, 1, {1, 2, 3, 4}, {2, 2}, 1, Fit::Crop, {1, 2, 3, 4});
    row("means of four", {4, 2}, 1, {0, 10, 100, 104, 20, 30, 102, 106}, {2, 1}, 1, Fit::Stretch, {15, 103});
    row("means of parts", {3, 1}, 1, {0, 90, 240}, {2, 1}, 1, Fit::Stretch,
        {30, 190}); // (0 + 90 / 2) / 1.5, (90 / 2 + 240) / 1.5
    row("a mean is rounded", {2, 1}, 1, {0, 1}, {1, 1}, 1, Fit::Stretch, {1});
    row("interpolated", {2, 1}, 1, {0, 100}, {4, 1}, 1, Fit::Stretch, {0, 25, 75, 100});
    row("interpolated upwards", {1, 2}, 1, {0, 100}, {1, 3}, 1, Fit::Stretch, {0, 50, 100});
    row("one pixel", {1, 1}, 3, {9, 90, 200}, {2, 2}, 3, Fit::Crop,
        {9, 90, 200, 9, 90, 200, 9, 90, 200, 9, 90, 200});
    row("the middle of a wide one", {4, 2}, 1, {1, 2, 3, 4, 5, 6, 7, 8}, {2, 2}, 1, Fit::Crop, {2, 3, 6, 7});
    row("the middle of a high one", {1, 3}, 1, {1, 2, 3}, {1, 1}, 1, Fit::Crop, {2});
    row("the middle where no side is even", {5, 2}, 1, {1, 2, 3, 4, 5, 1, 2, 3, 4, 5}, {2, 2}, 1, Fit::Crop,
        {2, 3, 2, 3});
    row("on black", {4, 2}, 1, {8, 8, 8, 8, 8, 8, 8, 8}, {4, 4}, 1, Fit::Pad,
        {0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0});
    row("on black, smaller", {2, 4}, 1, {1, 3, 1, 3, 5, 7, 5, 7}, {2, 2}, 1, Fit::Pad, {2, 0, 6, 0});
    row("a line on black", {100, 1}, 1, Bytes(100, 50), {3, 3}, 1, Fit::Pad, {0, 0, 0, 50, 50, 50, 0, 0, 0});
    row("gray as colour", {1, 1}, 1, {7}, {1, 1}, 3, Fit::Crop, {7, 7, 7});
    // ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B, by Pillow's convert("L")
    row("colour as gray", {4, 1}, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 100, 200}, {4, 1}, 1, Fit::Stretch,
        {76, 150, 29, 84});
}

void TestGeometry::brings() {
    QFETCH(QSize, from);
    QFETCH(int, channels);
    QFETCH(Bytes, pixels);
    QFETCH(QSize, to);
    QFETCH(int, toChannels);
    QFETCH(Fit, fit);
    QFETCH(Bytes, expected);
    QCOMPARE(brought(from, channels, pixels, to, toChannels, fit), expected);
}

void TestGeometry::shapes_data() {
    QTest::addColumn<QList<QSize>>("sizes");
    QTest::addColumn<bool>("allGray");
    QTest::addColumn<int>("imageSize");
    QTest::addColumn<Colour>("colour");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("channels");
    QTest::newRow("all alike") << QList{QSize(28, 28)} << true << 0 << Colour::AsIs << QSize(28, 28) << 1;
    QTest::newRow("alike and not square")
        << QList{QSize(96, 40)} << false << 0 << Colour::AsIs << QSize(96, 40) << 3;
    QTest::newRow("alike and large") << QList{QSize(97, 40)} << false << 0 << Colour::AsIs << QSize(64, 64) << 3;
    QTest::newRow("alike and tiny") << QList{QSize(7, 40)} << false << 0 << Colour::AsIs << QSize(64, 64) << 3;
    QTest::newRow("mixed") << QList{QSize(32, 32), QSize(32, 33)} << false << 0 << Colour::AsIs << QSize(64, 64)
                           << 3;
    QTest::newRow("chosen") << QList{QSize(28, 28)} << true << 224 << Colour::AsIs << QSize(224, 224) << 1;
    QTest::newRow("chosen colour") << QList{QSize(28, 28)} << true << 0 << Colour::Rgb << QSize(28, 28) << 3;
    QTest::newRow("chosen gray") << QList{QSize(28, 28)} << false << 8 << Colour::Gray << QSize(8, 8) << 1;
}

void TestGeometry::shapes() {
    QFETCH(QList<QSize>, sizes);
    QFETCH(bool, allGray);
    QFETCH(int, imageSize);
    QFETCH(Colour, colour);
    QFETCH(QSize, size);
    QFETCH(int, channels);
    PictureSizes counted;
    for (const QSize& one : sizes)
        counted[{one.width(), one.height()}] = 5;
    DataOptions options;
    options.imageSize = imageSize;
    options.colour = colour;
    options.fit = Fit::Pad;
    QVERIFY(geometryFor(counted, allGray, options) == (Geometry{size.height(), size.width(), channels, Fit::Pad}));
}

void TestGeometry::refusesSides_data() {
    QTest::addColumn<int>("side");
    for (const int side : {-1, 1, 7, 225, 1'000'000})
        QTest::addRow("%d", side) << side;
}

void TestGeometry::refusesSides() {
    QFETCH(int, side);
    DataOptions options;
    options.imageSize = side;
    QCOMPARE(QString::fromStdString(messageOf([&] { geometryFor({}, false, options); })),
             QString("image_size is %1. Choose 0, for the data's own size, or 8 to 224.").arg(side));
}

/// Every image of every split, and the report says that they have had another size.
void TestGeometry::wholeSets() {
    DataSet data;
    data.train = {16, 16, 1, std::vector<std::uint8_t>(2 * 256, 10), {0, 1}};
    data.test = {16, 16, 1, std::vector<std::uint8_t>(256, 20), {1}};
    data.validation = ImageSet{16, 16, 1, std::vector<std::uint8_t>(256, 30), {0}};
    DataSet same = data;
    bringTo(DataOptions(), same, StopToken());
    QVERIFY(same.train.pixels == data.train.pixels && same.train.height == 16 && !same.report.resized);
    DataOptions options;
    options.imageSize = 8;
    options.colour = Colour::Rgb;
    bringTo(options, data, StopToken());
    QVERIFY(data.report.resized);
    QCOMPARE(data.train.labels, (std::vector<std::uint16_t>{0, 1}));
    for (const auto& [images, value] : {std::pair(&data.train, 10), {&data.test, 20}, {&*data.validation, 30}}) {
        QVERIFY(images->height == 8 && images->width == 8 && images->channels == 3);
        QCOMPARE(images->pixels, std::vector<std::uint8_t>(images->size() * 192, std::uint8_t(value)));
    }
    StopToken stop;
    stop.requestStop();
    options.imageSize = 16;
    QVERIFY_THROWS_EXCEPTION(Stopped, bringTo(options, data, stop));
}

void TestGeometry::memory() {
    checkMemory("flowers", 1000, 3072);
    const QString message =
        QString::fromStdString(messageOf([] { checkMemory("flowers", 1'000'000'000, 150'528); }));
    QVERIFY2(message.startsWith("flowers takes 143554687 MiB for 1000000000 images of 150528 bytes"),
             qPrintable(message));
    QVERIFY2(message.contains("smaller image_size, or fewer images"), qPrintable(message));
}

TEST_OF_ROOM(TestGeometry);
#include "test_geometry.moc"
