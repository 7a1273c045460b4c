#include "base/limits.h"
#include "picture_folder.h"
#include "pictures/shown_picture.h"
#include "test_of_room.h"

#include <QtTest>

#include <sys/stat.h>

using namespace moelab;
using fixture::encoded;
using fixture::filled;
using fixture::pngHeader;

/// Pictures as people have them, good and broken, in real files.
class TestPictureFile : public QObject {
    Q_OBJECT
  private slots:
    void takesTheMiddle_data();
    void takesTheMiddle();
    void scalesToMeans();
    void enlargesSmallPictures();
    void greyRunsGetGrey();
    void fitsInEveryWay();
    void kindsOfPixels_data();
    void kindsOfPixels();
    void cmyk();
    void turnsAsTheCameraNoted();
    void firstFrame();
    void contentTellsTheFormat();
    void refuses_data();
    void refuses();
    void bytesOfSets();
    void namesOfAnyBytes();
    void tellsPicturesFromData();
    void shownInASquare_data();
    void shownInASquare();

  private:
    fixture::PictureFolder m_folder;
};

void TestPictureFile::takesTheMiddle_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("wide") << QSize(192, 64);
    QTest::newRow("high") << QSize(64, 192);
}

/// A green square in the middle, red on both sides: only green is seen.
void TestPictureFile::takesTheMiddle() {
    QFETCH(QSize, size);
    QImage image = filled(size, Qt::red);
    for (int y = (size.height() - 64) / 2; y < (size.height() + 64) / 2; ++y)
        for (int x = (size.width() - 64) / 2; x < (size.width() + 64) / 2; ++x)
            image.setPixelColor(x, y, Qt::green);
    const QImage seen = readPicture(m_folder.save("middle.png", image), m_folder.run);
    QCOMPARE(seen.size(), QSize(32, 32));
    QCOMPARE(seen.format(), QImage::Format_RGB888);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 32; ++x)
            QCOMPARE(seen.pixelColor(x, y), QColor(Qt::green));
}

/// Stripes one pixel wide of 40 and 200: their mean is 120.
void TestPictureFile::scalesToMeans() {
    QImage image(128, 128, QImage::Format_RGB32);
    for (int y = 0; y < 128; ++y)
        for (int x = 0; x < 128; ++x)
            image.setPixel(x, y, x % 2 ? qRgb(200, 200, 200) : qRgb(40, 40, 40));
    const QImage seen = readPicture(m_folder.save("stripes.png", image), m_folder.run);
    for (int x = 0; x < 32; ++x)
        QVERIFY(std::abs(qRed(seen.pixel(x, 16)) - 120) <= 1);
}

void TestPictureFile::enlargesSmallPictures() {
    QCOMPARE(
        readPicture(m_folder.save("dot.png", filled({1, 1}, QColor(9, 90, 200))), m_folder.run).pixelColor(31, 31),
        QColor(9, 90, 200));
    QCOMPARE(readPicture(m_folder.save("line.png", filled({5000, 1}, QColor(9, 90, 200))), m_folder.run)
                 .pixelColor(0, 31),
             QColor(9, 90, 200));
}

void TestPictureFile::greyRunsGetGrey() {
    const QImage seen =
        readPicture(m_folder.save("grey.png", filled({40, 40}, QColor(77, 77, 77))), {32, 32, 1, {}, {}});
    QCOMPARE(seen.format(), QImage::Format_Grayscale8);
    QVERIFY(std::abs(seen.constScanLine(7)[7] - 77) <= 1);
}

void TestPictureFile::kindsOfPixels_data() {
    QTest::addColumn<QImage>("image");
    QTest::addColumn<QColor>("expected");
    QTest::newRow("half transparent on white")
        << filled({8, 8}, QColor(0, 0, 0, 128), QImage::Format_ARGB32) << QColor(127, 127, 127);
    QTest::newRow("transparent is white")
        << filled({8, 8}, QColor(255, 0, 0, 0), QImage::Format_ARGB32) << QColor(255, 255, 255);
    QTest::newRow("16 bits a channel") << filled({8, 8}, QColor::fromRgba64(257 * 10, 257 * 100, 257 * 250),
                                                 QImage::Format_RGBX64)
                                       << QColor(10, 100, 250);
    QTest::newRow("16 bits grey") << filled({8, 8}, QColor::fromRgba64(257 * 60, 257 * 60, 257 * 60),
                                            QImage::Format_Grayscale16)
                                  << QColor(60, 60, 60);
    QTest::newRow("8 bits grey") << filled({8, 8}, QColor(60, 60, 60), QImage::Format_Grayscale8)
                                 << QColor(60, 60, 60);
    QTest::newRow("black and white") << filled({8, 8}, Qt::white).convertToFormat(QImage::Format_Mono)
                                     << QColor(255, 255, 255);
}

void TestPictureFile::kindsOfPixels() {
    QFETCH(QImage, image);
    QFETCH(QColor, expected);
    const QColor seen = readPicture(m_folder.save("kind.png", image), m_folder.run).pixelColor(5, 5);
    QVERIFY2(std::abs(seen.red() - expected.red()) <= 1 && std::abs(seen.green() - expected.green()) <= 1 &&
                 std::abs(seen.blue() - expected.blue()) <= 1,
             qPrintable(seen.name()));
}

/// The JPEG of 16 x 16 pixels that Pillow 9.4 writes of cyan at full and the other inks at none:
///   Image.new("CMYK", (16, 16), (255, 0, 0, 0)).save(f, "JPEG", quality=50)
void TestPictureFile::cmyk() {
    const QByteArray jpeg = QByteArray::fromBase64(
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdf"
        "YmdoZz5NcXlwZHhcZWdj/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//E"
        "ALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2"
        "Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrC"
        "w8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwDz+vQK9Ar0Ciiiiiiiiiiiiv/Z");
    const QColor seen = m_folder.read("cmyk.jpg", jpeg).pixelColor(16, 16);
    QVERIFY2(seen.red() < 8 && seen.green() > 247 && seen.blue() > 247, qPrintable(seen.name()));
}

/// Left half red. A note of orientation 6 asks to turn it by a quarter clockwise, so that red lies on top.
void TestPictureFile::turnsAsTheCameraNoted() {
    QImage image = filled({64, 64}, Qt::blue);
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 32; ++x)
            image.setPixelColor(x, y, Qt::red);
    const QByteArray plain = encoded(image, "jpg");
    // EXIF: an APP1 segment with a big-endian TIFF of one entry: tag 0x0112, type SHORT, one of them, 6.
    const QByteArray tiff = QByteArray("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", 26);
    const QByteArray exif = QByteArray("Exif\0\0", 6) + tiff;
    QByteArray segment("\xff\xe1");
    segment.append('\0').append(static_cast<char>(exif.size() + 2)).append(exif);
    const QImage seen = m_folder.read("turned.jpg", plain.left(2) + segment + plain.mid(2));
    QVERIFY(seen.pixelColor(28, 3).red() > 200 && seen.pixelColor(3, 3).red() > 200);
    QVERIFY(seen.pixelColor(28, 28).blue() > 200 && seen.pixelColor(3, 28).blue() > 200);
}

/// A GIF of two frames of one pixel, written by hand from the format's specification: red, then green.
void TestPictureFile::firstFrame() {
    const QByteArray frame = QByteArray::fromHex("21f9040000000000"
                                                 "2c0000000001000100000202");
    const QByteArray gif = QByteArray::fromHex("474946383961"
                                               "01000100"
                                               "800000"
                                               "ff0000"
                                               "00ff00") +
                           frame +
                           QByteArray::fromHex("4401"
                                               "00") +
                           frame +
                           QByteArray::fromHex("4c01"
                                               "00"
                                               "3b");
    QCOMPARE(m_folder.read("two.gif", gif).pixelColor(0, 0), QColor(255, 0, 0));
}

void TestPictureFile::contentTellsTheFormat() {
    const auto file = m_folder.write("really-a-png.jpg", encoded(filled({8, 8}, Qt::yellow), "png"));
    QCOMPARE(readPicture(file, m_folder.run).pixelColor(0, 0), QColor(Qt::yellow));
}

void TestPictureFile::refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    QTest::newRow("empty") << QByteArray() << "is empty";
    QTest::newRow("text") << QByteArray("no picture at all\n") << "is not a picture in a known format";
    QTest::newRow("svg") << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
                         << "is not a picture in a known format";
    QTest::newRow("0 x 0") << pngHeader(0, 0) << "is ";
    QTest::newRow("huge") << pngHeader(100'000, 100'000) << "has 100000 x 100000 pixels, and at most 64 million";
    QTest::newRow("just too many") << pngHeader(8001, 8000) << "has 8001 x 8000 pixels";
    QTest::newRow("header only") << pngHeader(40, 40) << "is damaged";
}

void TestPictureFile::refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, said);
    const auto file = m_folder.write("bad.png", bytes);
    const QString message = QString::fromStdString(fixture::messageOf([&] { readPicture(file, m_folder.run); }));
    QVERIFY2(message.startsWith(QString::fromStdString(file.string()) + " " + said), qPrintable(message));
    QVERIFY2(message.contains(". "), qPrintable(message)); // what to do next
}

void TestPictureFile::bytesOfSets() {
    const ImageSet run{2, 3, 3, {}, {}}; // rows of 9 bytes, which a QImage pads to 12
    QImage image(3, 2, QImage::Format_RGB888);
    ImageSet set = emptySetLike(run);
    std::vector<std::uint8_t> expected;
    for (int y = 0; y < 2; ++y)
        for (int x = 0; x < 3; ++x) {
            image.setPixel(x, y, qRgb(10 * y, 20 * x, 30));
            expected.insert(expected.end(), {std::uint8_t(10 * y), std::uint8_t(20 * x), 30});
        }
    appendPicture(set, image);
    appendPicture(set, image);
    expected.insert(expected.end(), expected.begin(), expected.end());
    QCOMPARE(set.pixels, expected);
    QCOMPARE(set.size(), std::size_t{2});
}

void TestPictureFile::namesOfAnyBytes() {
    const auto good = m_folder.save("good.png", filled({4, 4}, Qt::cyan));
    const std::filesystem::path odd = m_folder.path("").string() + "/odd \xff\n name.png";
    std::filesystem::copy_file(good, odd);
    QCOMPARE(readPicture(odd, m_folder.run).pixelColor(0, 0), QColor(Qt::cyan));
    std::filesystem::remove(odd);
    const std::string gone = fixture::messageOf([&] { readPicture(odd, m_folder.run); });
    QVERIFY2(gone.find("odd \\xff\\x0a name.png cannot be found") != std::string::npos, gone.c_str());
    QVERIFY(fixture::messageOf([&] { readPicture(m_folder.path(""), m_folder.run); }).find("is not a file") !=
            std::string::npos);
    const auto pipe = m_folder.path("pipe.png");
    QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
    QVERIFY(fixture::messageOf([&] { readPicture(pipe, m_folder.run); }).find("is not a file") !=
            std::string::npos);
    const auto large = m_folder.write("large.png", pngHeader(4, 4));
    std::filesystem::resize_file(large, limits::kPictureBytes + 1); // with a hole
    QVERIFY(fixture::messageOf([&] { readPicture(large, m_folder.run); }).find("at most 64 MiB") !=
            std::string::npos);
}

void TestPictureFile::tellsPicturesFromData() {
    const auto name = [](const std::filesystem::path& file) { return QString::fromStdString(file.string()); };
    QVERIFY(isPicture(name(m_folder.save("cat.png", filled({4, 4}, Qt::red)))));
    QVERIFY(isPicture(name(m_folder.save("no-suffix", filled({4, 4}, Qt::red)))));
    QVERIFY(isPicture(name(m_folder.write("broken.jpeg", "no jpeg"))));
    QVERIFY(isPicture(name(m_folder.write("cat.txt", encoded(filled({4, 4}, Qt::red), "png"))))); // its name lies
    QVERIFY(!isPicture(name(m_folder.write("notes.txt", "no picture"))));
    QVERIFY(!isPicture(name(m_folder.write("cifar.tar.gz", QByteArray("\x1f\x8b\x08", 3)))));
    QVERIFY(!isPicture(name(m_folder.path(""))));
    QVERIFY(!isPicture(name(m_folder.path("missing.png"))));
}

/// A red picture twice as wide as high with blue ends: crop cuts them off, stretch keeps a quarter of the width of
/// each, pad shows all of it between black bars.
void TestPictureFile::fitsInEveryWay() {
    QImage image = filled({64, 32}, Qt::red);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 16; ++x) {
            image.setPixelColor(x, y, Qt::blue);
            image.setPixelColor(63 - x, y, Qt::blue);
        }
    const auto file = m_folder.save("wide.png", image);
    const auto at = [&](Fit fit, int x, int y) { return readPicture(file, m_folder.run, fit).pixelColor(x, y); };
    QCOMPARE(at(Fit::Crop, 0, 16), QColor(Qt::red));
    QCOMPARE(at(Fit::Stretch, 0, 16), QColor(Qt::blue));
    QCOMPARE(at(Fit::Stretch, 16, 0), QColor(Qt::red));
    QCOMPARE(at(Fit::Pad, 0, 16), QColor(Qt::blue));
    QCOMPARE(at(Fit::Pad, 16, 16), QColor(Qt::red));
    QCOMPARE(at(Fit::Pad, 16, 4), QColor(Qt::black));
    QCOMPARE(at(Fit::Pad, 16, 27), QColor(Qt::black));
}

void TestPictureFile::shownInASquare_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QSize>("shown");
    QTest::newRow("small") << QSize(8, 8) << QSize(160, 160);
    QTest::newRow("between") << QSize(64, 64) << QSize(128, 128); // in whole pixels
    QTest::newRow("large") << QSize(224, 224) << QSize(160, 160);
    QTest::newRow("wide") << QSize(320, 80) << QSize(160, 40);
}

void TestPictureFile::shownInASquare() {
    QFETCH(QSize, size);
    QFETCH(QSize, shown);
    QCOMPARE(shownIn(160, QImage(size, QImage::Format_RGB32)).size(), shown);
}

TEST_OF_ROOM(TestPictureFile);
#include "test_picture_file.moc"
