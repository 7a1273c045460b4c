#include "message_of.h"
#include "pictures/picture_file.h"
#include "test_of_room.h"

#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QImageWriter>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>

#include <filesystem>
#include <sys/stat.h>

using namespace moelab;

/// Pictures as people have them, good and broken, in real files.
class TestPictureFile : public QObject {
    Q_OBJECT
  private slots:
    void takesTheMiddle_data();
    void takesTheMiddle();
    void scalesToMeans();
    void enlargesSmallPictures();
    void greyRunsGetGrey();
    void kindsOfPixels_data();
    void kindsOfPixels();
    void cmyk();
    void turnsAsTheCameraNoted();
    void firstFrame();
    void contentTellsTheFormat();
    void refuses_data();
    void refuses();
    void cutAnywhere_data() { everyFormat(); }
    void cutAnywhere();
    void bytesBehindTheEnd_data() { everyFormat(); }
    void bytesBehindTheEnd();
    void hostileStructures_data();
    void hostileStructures();
    void markersBehindTheEnd();
    void cutBehindTheFirstFrame();
    void sizesOfBmp_data();
    void sizesOfBmp();
    void bmpWithoutLastPadding();
    void pixelsWithoutColours();
    void bitsWithoutBlanks_data();
    void bitsWithoutBlanks();
    void formatsOfPlugins_data();
    void formatsOfPlugins();
    void otherFormatsAreNamed_data();
    void otherFormatsAreNamed();
    void bytesOfSets();
    void namesOfAnyBytes();
    void tellsPicturesFromData();

  private:
    std::filesystem::path path(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path write(const QString& name, const QByteArray& bytes) const;
    std::filesystem::path save(const QString& name, const QImage& image) const;
    std::string complaintOf(const QByteArray& bytes) const;
    static void everyFormat();

    QTemporaryDir m_folder;
    const ImageSet m_run{32, 32, 3, {}, {}};
};

static QByteArray encoded(const QImage& image, const char* format) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, format, 95))
        qFatal("no %s", format);
    return bytes;
}

static QImage filled(const QSize& size, const QColor& colour, QImage::Format format = QImage::Format_RGB32) {
    QImage image(size, format);
    image.fill(colour);
    return image;
}

/// Big-endian, as PNG and EXIF have it.
static QByteArray number32(quint32 value) {
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.append(static_cast<char>(value >> shift & 0xff));
    return bytes;
}

/// A PNG that says it is of any size, with a right checksum (ISO 3309, as the PNG specification has it) and no
/// pixels.
static QByteArray pngHeader(quint32 width, quint32 height) {
    const QByteArray body =
        QByteArray("IHDR") + number32(width) + number32(height) + QByteArray("\x08\x02\0\0\0", 5);
    quint32 crc = 0xffffffff;
    for (const char byte : body) {
        crc ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    }
    const QByteArray noPixels = number32(0) + QByteArray("IDAT") + number32(0x35af061e);
    return QByteArray("\x89PNG\r\n\x1a\n") + number32(13) + body + number32(~crc) + noPixels;
}

std::filesystem::path TestPictureFile::write(const QString& name, const QByteArray& bytes) const {
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
    return path(name);
}

std::filesystem::path TestPictureFile::save(const QString& name, const QImage& image) const {
    return write(name, encoded(image, "png"));
}

std::string TestPictureFile::complaintOf(const QByteArray& bytes) const {
    const auto file = write("complaint", bytes);
    return fixture::messageOf([&] { readPicture(file, m_run); });
}

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
    const QImage seen = readPicture(save("middle.png", image), m_run);
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
    const QImage seen = readPicture(save("stripes.png", image), m_run);
    for (int x = 0; x < 32; ++x)
        QVERIFY(std::abs(qRed(seen.pixel(x, 16)) - 120) <= 1);
}

void TestPictureFile::enlargesSmallPictures() {
    QCOMPARE(readPicture(save("dot.png", filled({1, 1}, QColor(9, 90, 200))), m_run).pixelColor(31, 31),
             QColor(9, 90, 200));
    QCOMPARE(readPicture(save("line.png", filled({5000, 1}, QColor(9, 90, 200))), m_run).pixelColor(0, 31),
             QColor(9, 90, 200));
}

void TestPictureFile::greyRunsGetGrey() {
    const QImage seen = readPicture(save("grey.png", filled({40, 40}, QColor(77, 77, 77))), {32, 32, 1, {}, {}});
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
    const QColor seen = readPicture(save("kind.png", image), m_run).pixelColor(5, 5);
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
    const QColor seen = readPicture(write("cmyk.jpg", jpeg), m_run).pixelColor(16, 16);
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
    const QImage seen = readPicture(write("turned.jpg", plain.left(2) + segment + plain.mid(2)), m_run);
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
    QCOMPARE(readPicture(write("two.gif", gif), m_run).pixelColor(0, 0), QColor(255, 0, 0));
}

void TestPictureFile::contentTellsTheFormat() {
    const auto file = write("really-a-png.jpg", encoded(filled({8, 8}, Qt::yellow), "png"));
    QCOMPARE(readPicture(file, m_run).pixelColor(0, 0), QColor(Qt::yellow));
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
    const auto file = write("bad.png", bytes);
    const QString message = QString::fromStdString(fixture::messageOf([&] { readPicture(file, m_run); }));
    QVERIFY2(message.startsWith(QString::fromStdString(file.string()) + ": " + said), qPrintable(message));
    QVERIFY2(message.contains(". "), qPrintable(message)); // what to do next
}

static QImage noise(const QSize& size) {
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x) {
            const int i = y * size.width() + x;
            image.setPixel(x, y, qRgb(i * 7919 % 256, i * 104729 % 256, i * 31 % 256));
        }
    return image;
}

static QByteArray progressiveJpeg(const QImage& image) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QImageWriter writer(&buffer, "jpeg");
    writer.setProgressiveScanWrite(true);
    if (!writer.write(image))
        qFatal("no progressive JPEG");
    return bytes;
}

/// As cameras write it: a segment that holds a smaller JPEG, with markers of its own.
static QByteArray withThumbnail(const QByteArray& jpeg) {
    const QByteArray thumbnail = encoded(noise({4, 4}), "jpg");
    const auto length = static_cast<quint16>(thumbnail.size() + 2);
    return jpeg.left(2) + "\xff\xe1" + static_cast<char>(length >> 8) + static_cast<char>(length & 0xff) +
           thumbnail + jpeg.mid(2);
}

static QByteArray number32Little(quint32 value) {
    QByteArray bytes(4, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

/// @returns a BMP whose header says that the file has so many bytes
static QByteArray withSizeField(QByteArray bmp, quint32 size) { return bmp.replace(2, 4, number32Little(size)); }

/// A BMP of 5 x 4 pixels and four colours, run-length encoded: runs, pixels as they are, a step of
/// nothing, ends of rows.
static QByteArray rleBmp() {
    const QByteArray colours = QByteArray::fromHex("0000ff0000ff0000ff00000040a0f000");
    const QByteArray rows = QByteArray::fromHex("0501"
                                                "0000"
                                                "0005000102030000"
                                                "0000"
                                                "020200020000"
                                                "0303"
                                                "0000"
                                                "01020403");
    const QByteArray info = number32Little(40) + number32Little(5) + number32Little(4) +
                            QByteArray::fromHex("01000800") + number32Little(1) +
                            number32Little(static_cast<quint32>(rows.size())) + QByteArray(8, '\0') +
                            number32Little(4) + number32Little(0);
    return "BM" + number32Little(0) + number32Little(0) + number32Little(70) + info + colours + rows +
           QByteArray("\0\1", 2);
}

/// A GIF of 6 x 5 pixels in four colours. Its codes stay 3 bits long, because the table is cleared (code 4) before
/// every two pixels; 5 ends them.
static QByteArray gif() {
    QList<int> codes;
    for (int i = 0; i < 30; i += 2)
        codes << 4 << i * 7 % 4 << (i * 5 + 1) % 4;
    codes << 5;
    QByteArray packed((codes.size() * 3 + 7) / 8, '\0');
    for (qsizetype bit = 0; bit < codes.size() * 3; ++bit)
        if (codes[bit / 3] >> bit % 3 & 1)
            packed[bit / 8] = static_cast<char>(packed[bit / 8] | 1 << bit % 8);
    return QByteArray::fromHex("474946383961" // GIF89a
                               "06000500810000"
                               "ff000000ff000000ff40a0f0"
                               "21fe0568656c6c6f00" // a comment
                               "2c000000000600050000"
                               "02") // an image
           + static_cast<char>(packed.size()) + packed + QByteArray("\0;", 2);
}

static QByteArray plainPbm(const QByteArray& between) {
    const QList<QByteArray> bits = {"1", "0", "1", "1", "0", "0", "0", "1", "1", "0", "1", "0"};
    return "P1\n# by hand\n4 3\n" + bits.join(between) + "\n";
}

void TestPictureFile::everyFormat() {
    QTest::addColumn<QByteArray>("whole");
    const QImage image = noise({11, 9});
    const QImage grey = image.convertToFormat(QImage::Format_Grayscale8);
    const QByteArray bmp = encoded(image, "bmp");
    QTest::newRow("png") << encoded(image, "png");
    QTest::newRow("png with a palette") << encoded(image.convertToFormat(QImage::Format_Indexed8), "png");
    QTest::newRow("jpeg") << encoded(image, "jpg");
    QTest::newRow("jpeg, grey") << encoded(grey, "jpg");
    QTest::newRow("jpeg, progressive") << progressiveJpeg(image);
    QTest::newRow("jpeg with a thumbnail") << withThumbnail(encoded(image, "jpg"));
    QTest::newRow("bmp") << bmp;
    QTest::newRow("bmp without its size") << withSizeField(bmp, 0);
    QTest::newRow("bmp, 8 bits") << withSizeField(encoded(image.convertToFormat(QImage::Format_Indexed8), "bmp"),
                                                  0);
    QTest::newRow("bmp, 1 bit") << withSizeField(encoded(image.convertToFormat(QImage::Format_Mono), "bmp"), 0);
    QTest::newRow("bmp, run lengths") << rleBmp();
    QTest::newRow("gif") << gif();
    QTest::newRow("ppm") << encoded(image, "ppm");
    QTest::newRow("pgm") << encoded(grey, "pgm");
    QTest::newRow("pbm") << encoded(image.convertToFormat(QImage::Format_Mono), "pbm");
    QTest::newRow("pbm, plain") << plainPbm(" ");
    QTest::newRow("pbm, plain without blanks") << plainPbm("");
    for (const char* plugin : {"webp", "tiff"})
        if (QImageReader::supportedImageFormats().contains(plugin))
            QTest::newRow(plugin) << encoded(image, plugin);
}

/// Wherever a file is cut, it is refused, or all of the picture was there.
void TestPictureFile::cutAnywhere() {
    QFETCH(QByteArray, whole);
    QLoggingCategory::setFilterRules(QStringLiteral("*.warning=false")); // the decoders complain of every cut
    const auto restored = qScopeGuard([] { QLoggingCategory::setFilterRules({}); });
    const auto file = write("picture", whole);
    const QImage expected = readPicture(file, m_run);
    qsizetype refused = 0;
    for (qsizetype length = whole.size() - 1; length > 0; --length) {
        std::filesystem::resize_file(file, static_cast<std::uintmax_t>(length));
        try {
            const QImage seen = readPicture(file, m_run);
            QVERIFY2(seen == expected, qPrintable(QString("cut to %1 of %2").arg(length).arg(whole.size())));
        } catch (const Error& problem) {
            ++refused;
            const QString message = QString::fromStdString(problem.what());
            QVERIFY2(message.contains(" is "), qPrintable(message));
        }
    }
    QVERIFY2(refused > whole.size() * 9 / 10, qPrintable(QString::number(refused)));
}

void TestPictureFile::bytesBehindTheEnd() {
    QFETCH(QByteArray, whole);
    const QImage expected = readPicture(write("whole", whole), m_run);
    for (const QByteArray& more :
         {QByteArray(1, '\0'), QByteArray(5000, '\0'), QByteArray("\xff\xda\xff\xd8\xff;,!"), whole})
        QCOMPARE(readPicture(write("longer", whole + more), m_run), expected);
}

void TestPictureFile::hostileStructures_data() {
    QTest::addColumn<QByteArray>("bytes");
    constexpr int kMany = 1 << 20;
    QTest::newRow("jpeg of fill bytes") << "\xff\xd8" + QByteArray(kMany, '\xff');
    QTest::newRow("jpeg of segments without a length")
        << "\xff\xd8" + QByteArray("\xff\xe0\0\0", 4).repeated(kMany);
    QTest::newRow("jpeg of stuffed bytes")
        << encoded(noise({11, 9}), "jpg").chopped(2) + QByteArray("\xff\0", 2).repeated(kMany);
    QTest::newRow("png with the longest chunk") << pngHeader(4, 4).left(33) + "\xff\xff\xff\xffIDAT";
    QTest::newRow("gif of comments") << gif().left(25) + gif().mid(25, 9).repeated(kMany);
    QTest::newRow("gif of blocks") << gif().left(25) + QByteArray("!\xfe") + QByteArray("\1x").repeated(kMany);
    const QByteArray bmp = encoded(noise({11, 9}), "bmp");
    const QByteArray greatest = QByteArray::fromHex("ffffff7f");
    QTest::newRow("bmp of the greatest size")
        << QByteArray(bmp).replace(18, 4, greatest).replace(22, 4, "\0\0\0\x80", 4);
    QTest::newRow("bmp of the greatest depth")
        << QByteArray(bmp).replace(18, 4, greatest).replace(28, 2, "\xff\xff");
    QTest::newRow("bmp with the farthest pixels") << QByteArray(bmp).replace(10, 4, "\xff\xff\xff\xff");
    QTest::newRow("bmp with the longest header") << QByteArray(bmp).replace(14, 4, "\xff\xff\xff\xff");
    QTest::newRow("bmp of no width") << QByteArray(bmp).replace(18, 4, QByteArray(4, '\0'));
    QTest::newRow("rle of nothing") << rleBmp().left(70);
    QTest::newRow("ppm of comments") << "P6\n" + QByteArray(kMany, '#');
    QTest::newRow("ppm of blanks") << "P6\n" + QByteArray(kMany, ' ');
    QTest::newRow("ppm of the greatest size") << QByteArray("P6 99999999999999999999 99999999999999999999 255\n");
    QTest::newRow("pbm of the greatest size") << QByteArray("P1 2147483647 2147483647\n1");
    QTest::newRow("ppm of no width") << QByteArray("P6 0 0 0\n");
}

/// Nothing that a file says of itself costs more than it has bytes; QtTest ends what takes minutes.
void TestPictureFile::hostileStructures() {
    QFETCH(QByteArray, bytes);
    const std::string message = complaintOf(bytes);
    QVERIFY2(message.find(" is ") != std::string::npos || message.find(" has ") != std::string::npos,
             message.c_str());
}

/// What phones and cameras append: a film, a second picture, a start of scan that no end follows.
void TestPictureFile::markersBehindTheEnd() {
    const QByteArray jpeg = encoded(noise({11, 9}), "jpg");
    const QImage expected = readPicture(write("whole.jpg", jpeg), m_run);
    const QByteArray film = QByteArray("\0\0\0\x18"
                                       "ftypmp42",
                                       12) +
                            QByteArray("\xff\xda\0\0", 4).repeated(100);
    QCOMPARE(readPicture(write("motion.jpg", jpeg + film), m_run), expected);
    QCOMPARE(readPicture(write("gain_map.jpg", jpeg + jpeg.left(jpeg.size() / 2)), m_run), expected);
    const QByteArray filled = jpeg.left(jpeg.size() - 2) + "\xff\xff" + jpeg.right(2); // B.1.1.2 allows fill bytes
    QCOMPARE(readPicture(write("filled.jpg", filled), m_run), expected);
    const std::string cut = complaintOf(jpeg.left(jpeg.size() / 2) + QByteArray("\0\0\0\x18"
                                                                                "ftypmp42",
                                                                                12));
    QVERIFY2(cut.find("is damaged (it ends early)") != std::string::npos, cut.c_str());
}

/// Only the first frame is shown.
void TestPictureFile::cutBehindTheFirstFrame() {
    const QByteArray first = gif().chopped(1);
    const QByteArray frame = gif().mid(34).chopped(1); // behind header, colours and comment
    QCOMPARE(frame[0], ',');
    const QImage expected = readPicture(write("one.gif", gif()), m_run);
    QCOMPARE(readPicture(write("two.gif", first + frame.left(frame.size() / 2)), m_run), expected);
}

void TestPictureFile::sizesOfBmp_data() {
    QTest::addColumn<quint32>("size");
    QTest::newRow("none") << 0u;
    QTest::newRow("of the headers") << 54u;
    QTest::newRow("one too many") << 54u + 36 * 9 + 1;
    QTest::newRow("greatest") << 0xffffffffu;
}

void TestPictureFile::sizesOfBmp() {
    QFETCH(quint32, size);
    const QByteArray bmp = encoded(noise({11, 9}), "bmp");
    QCOMPARE(bmp.size(), 54 + 36 * 9);
    QCOMPARE(readPicture(write("size.bmp", withSizeField(bmp, size)), m_run),
             readPicture(write("a.bmp", bmp), m_run));
    QVERIFY(complaintOf(withSizeField(bmp, size).chopped(100)).find("it ends early") != std::string::npos);
}

/// 11 pixels of 24 bits are 33 bytes, and rows begin at multiples of 4.
void TestPictureFile::bmpWithoutLastPadding() {
    const QByteArray bmp = encoded(noise({11, 9}), "bmp");
    const QImage expected = readPicture(write("whole.bmp", bmp), m_run);
    QCOMPARE(readPicture(write("short.bmp", bmp.chopped(3)), m_run), expected);
    QVERIFY(complaintOf(bmp.chopped(4)).find("it ends early") != std::string::npos);
}

void TestPictureFile::pixelsWithoutColours() {
    const QByteArray bmp = rleBmp().replace(70, 2, "\x05\xff"); // its lowest row
    const QImage seen = readPicture(write("colours.bmp", bmp), m_run);
    QVERIFY2(seen.pixelColor(16, 31).lightness() < 10, qPrintable(seen.pixelColor(16, 31).name()));
}

void TestPictureFile::bitsWithoutBlanks_data() {
    QTest::addColumn<QByteArray>("between");
    QTest::newRow("none, as GIMP writes") << QByteArray();
    QTest::newRow("lines") << QByteArray("\n");
    QTest::newRow("many") << QByteArray(" \t\r\n ");
}

void TestPictureFile::bitsWithoutBlanks() {
    QFETCH(QByteArray, between);
    const QImage expected = readPicture(write("blanks.pbm", plainPbm(" ")), m_run);
    QCOMPARE(readPicture(write("bits.pbm", plainPbm(between)), m_run), expected);
    QVERIFY(expected.pixelColor(0, 5).lightness() < 50); // 1 is black
    QVERIFY(expected.pixelColor(16, 5).lightness() > 200);
}

/// A red picture of 2 x 2 pixels each, as Pillow 13 writes them.
void TestPictureFile::formatsOfPlugins_data() {
    QTest::addColumn<QByteArray>("plugin");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("WebP") << QByteArray("webp")
                          << QByteArray::fromBase64("UklGRhwAAABXRUJQVlA4TA8AAAAvAUAAAAcQ/Y/+ByKi/wEA");
    QTest::newRow("TIFF")
        << QByteArray("tiff")
        << QByteArray::fromBase64(
               "SUkqAAgAAAAKAAABBAABAAAAAgAAAAEBBAABAAAAAgAAAAIBAwADAAAAhgAAAAMBAwABAAAAAQAAAAYBAwABAAAAAgAAABEB"
               "BAABAAAAjAAAABUBAwABAAAAAwAAABYBBAABAAAAAgAAABcBBAABAAAADAAAABwBAwABAAAAAQAAAAAAAAAIAAgACAD/AAD/"
               "AAD/AAD/AAA=");
}

/// Debian has these formats in a package of their own: they are read, or the message names it.
void TestPictureFile::formatsOfPlugins() {
    QFETCH(QByteArray, plugin);
    QFETCH(QByteArray, bytes);
    if (QImageReader::supportedImageFormats().contains(plugin)) {
        const QColor seen = readPicture(write("plugin", bytes), m_run).pixelColor(16, 16);
        QVERIFY2(seen.red() > 250 && seen.green() < 5 && seen.blue() < 5, qPrintable(seen.name()));
        return;
    }
    const std::string message = complaintOf(bytes);
    QVERIFY2(message.find("is a " + plugin.toUpper().toStdString()) != std::string::npos, message.c_str());
    QVERIFY2(message.find("qt6-image-formats-plugins") != std::string::npos, message.c_str());
}

void TestPictureFile::otherFormatsAreNamed_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("type");
    QTest::newRow("of telephones") << QByteArray("\0\0\0\x18"
                                                 "ftypheic\0\0\0\0mif1heic",
                                                 24)
                                   << "image/hei.";
    QTest::newRow("icon") << QByteArray::fromHex("00000100010001010000010020003000000016000000")
                          << "image/vnd.microsoft.icon";
    QTest::newRow("svg") << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") << "image/svg.xml";
    QTest::newRow("photoshop") << QByteArray("8BPS\0\1\0\0\0\0\0\0\0\3", 14) + QByteArray(40, '\0')
                               << "image/vnd.adobe.photoshop";
}

void TestPictureFile::otherFormatsAreNamed() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, type);
    const QString message = QString::fromStdString(complaintOf(bytes));
    const QRegularExpression expected("\\(it is " + type + "\\)\\. Save it as PNG or JPEG");
    QVERIFY2(message.contains(expected), qPrintable(message));
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
    const auto good = save("good.png", filled({4, 4}, Qt::cyan));
    const std::filesystem::path odd = path("").string() + "/odd \xff\n name.png";
    std::filesystem::copy_file(good, odd);
    QCOMPARE(readPicture(odd, m_run).pixelColor(0, 0), QColor(Qt::cyan));
    std::filesystem::remove(odd);
    const std::string gone = fixture::messageOf([&] { readPicture(odd, m_run); });
    QVERIFY2(gone.find("odd \\xff\\x0a name.png: cannot be found") != std::string::npos, gone.c_str());
    QVERIFY(fixture::messageOf([&] { readPicture(path(""), m_run); }).find("is not a file") != std::string::npos);
    const auto pipe = path("pipe.png");
    QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
    QVERIFY(fixture::messageOf([&] { readPicture(pipe, m_run); }).find("is not a file") != std::string::npos);
    const auto large = write("large.png", pngHeader(4, 4));
    std::filesystem::resize_file(large, kMostPictureBytes + 1); // with a hole
    QVERIFY(fixture::messageOf([&] { readPicture(large, m_run); }).find("at most 64 MiB") != std::string::npos);
}

void TestPictureFile::tellsPicturesFromData() {
    const auto name = [](const std::filesystem::path& file) { return QString::fromStdString(file.string()); };
    QVERIFY(isPicture(name(save("cat.png", filled({4, 4}, Qt::red)))));
    QVERIFY(isPicture(name(save("no-suffix", filled({4, 4}, Qt::red)))));
    QVERIFY(isPicture(name(write("broken.jpeg", "no jpeg"))));
    QVERIFY(isPicture(name(write("cat.txt", encoded(filled({4, 4}, Qt::red), "png"))))); // its name lies
    QVERIFY(!isPicture(name(write("notes.txt", "no picture"))));
    QVERIFY(!isPicture(name(write("cifar.tar.gz", QByteArray("\x1f\x8b\x08", 3)))));
    QVERIFY(!isPicture(name(path(""))));
    QVERIFY(!isPicture(name(path("missing.png"))));
}

TEST_OF_ROOM(TestPictureFile);
#include "test_picture_file.moc"
