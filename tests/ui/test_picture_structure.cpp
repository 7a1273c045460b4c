#include "picture_folder.h"
#include "test_of_room.h"

#include <QImageReader>
#include <QImageWriter>
#include <QLoggingCategory>
#include <QtEndian>
#include <QtTest>

using namespace moelab;
using fixture::encoded;
using fixture::noise;
using fixture::pngHeader;

/// Where a picture ends is read from its structure, as its format says: cut files are refused, bytes behind the end
/// are not looked at, and nothing that a file says of itself is believed.
class TestPictureStructure : public QObject {
    Q_OBJECT
  private slots:
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

  private:
    static void everyFormat();

    fixture::PictureFolder m_folder;
};

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

void TestPictureStructure::everyFormat() {
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
void TestPictureStructure::cutAnywhere() {
    QFETCH(QByteArray, whole);
    QLoggingCategory::setFilterRules(QStringLiteral("*.warning=false")); // the decoders complain of every cut
    const auto restored = qScopeGuard([] { QLoggingCategory::setFilterRules({}); });
    const auto file = m_folder.write("picture", whole);
    const QImage expected = readPicture(file, m_folder.run);
    qsizetype refused = 0;
    for (qsizetype length = whole.size() - 1; length > 0; --length) {
        std::filesystem::resize_file(file, static_cast<std::uintmax_t>(length));
        try {
            const QImage seen = readPicture(file, m_folder.run);
            QVERIFY2(seen == expected, qPrintable(QString("cut to %1 of %2").arg(length).arg(whole.size())));
        } catch (const Error& problem) {
            ++refused;
            const QString message = QString::fromStdString(problem.what());
            QVERIFY2(message.contains(" is "), qPrintable(message));
        }
    }
    QVERIFY2(refused > whole.size() * 9 / 10, qPrintable(QString::number(refused)));
}

void TestPictureStructure::bytesBehindTheEnd() {
    QFETCH(QByteArray, whole);
    const QImage expected = m_folder.read("whole", whole);
    for (const QByteArray& more :
         {QByteArray(1, '\0'), QByteArray(5000, '\0'), QByteArray("\xff\xda\xff\xd8\xff;,!"), whole})
        QCOMPARE(m_folder.read("longer", whole + more), expected);
}

void TestPictureStructure::hostileStructures_data() {
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
void TestPictureStructure::hostileStructures() {
    QFETCH(QByteArray, bytes);
    const std::string message = m_folder.complaintOf(bytes);
    QVERIFY2(message.find(" is ") != std::string::npos || message.find(" has ") != std::string::npos,
             message.c_str());
}

/// What phones and cameras append: a film, a second picture, a start of scan that no end follows.
void TestPictureStructure::markersBehindTheEnd() {
    const QByteArray jpeg = encoded(noise({11, 9}), "jpg");
    const QImage expected = m_folder.read("whole.jpg", jpeg);
    const QByteArray film = QByteArray("\0\0\0\x18"
                                       "ftypmp42",
                                       12) +
                            QByteArray("\xff\xda\0\0", 4).repeated(100);
    QCOMPARE(m_folder.read("motion.jpg", jpeg + film), expected);
    QCOMPARE(m_folder.read("gain_map.jpg", jpeg + jpeg.left(jpeg.size() / 2)), expected);
    const QByteArray filled = jpeg.left(jpeg.size() - 2) + "\xff\xff" + jpeg.right(2); // B.1.1.2 allows fill bytes
    QCOMPARE(m_folder.read("filled.jpg", filled), expected);
    const std::string cut = m_folder.complaintOf(jpeg.left(jpeg.size() / 2) + QByteArray("\0\0\0\x18"
                                                                                         "ftypmp42",
                                                                                         12));
    QVERIFY2(cut.find("is damaged (it ends early)") != std::string::npos, cut.c_str());
}

/// Only the first frame is shown.
void TestPictureStructure::cutBehindTheFirstFrame() {
    const QByteArray first = gif().chopped(1);
    const QByteArray frame = gif().mid(34).chopped(1); // behind header, colours and comment
    QCOMPARE(frame[0], ',');
    const QImage expected = m_folder.read("one.gif", gif());
    QCOMPARE(m_folder.read("two.gif", first + frame.left(frame.size() / 2)), expected);
}

void TestPictureStructure::sizesOfBmp_data() {
    QTest::addColumn<quint32>("size");
    QTest::newRow("none") << 0u;
    QTest::newRow("of the headers") << 54u;
    QTest::newRow("one too many") << 54u + 36 * 9 + 1;
    QTest::newRow("greatest") << 0xffffffffu;
}

void TestPictureStructure::sizesOfBmp() {
    QFETCH(quint32, size);
    const QByteArray bmp = encoded(noise({11, 9}), "bmp");
    QCOMPARE(bmp.size(), 54 + 36 * 9);
    QCOMPARE(m_folder.read("size.bmp", withSizeField(bmp, size)), m_folder.read("a.bmp", bmp));
    QVERIFY(m_folder.complaintOf(withSizeField(bmp, size).chopped(100)).find("it ends early") != std::string::npos);
}

/// 11 pixels of 24 bits are 33 bytes, and rows begin at multiples of 4.
void TestPictureStructure::bmpWithoutLastPadding() {
    const QByteArray bmp = encoded(noise({11, 9}), "bmp");
    const QImage expected = m_folder.read("whole.bmp", bmp);
    QCOMPARE(m_folder.read("short.bmp", bmp.chopped(3)), expected);
    QVERIFY(m_folder.complaintOf(bmp.chopped(4)).find("it ends early") != std::string::npos);
}

void TestPictureStructure::pixelsWithoutColours() {
    const QByteArray bmp = rleBmp().replace(70, 2, "\x05\xff"); // its lowest row
    const QImage seen = m_folder.read("colours.bmp", bmp);
    QVERIFY2(seen.pixelColor(16, 31).lightness() < 10, qPrintable(seen.pixelColor(16, 31).name()));
}

void TestPictureStructure::bitsWithoutBlanks_data() {
    QTest::addColumn<QByteArray>("between");
    QTest::newRow("none, as GIMP writes") << QByteArray();
    QTest::newRow("lines") << QByteArray("\n");
    QTest::newRow("many") << QByteArray(" \t\r\n ");
}

void TestPictureStructure::bitsWithoutBlanks() {
    QFETCH(QByteArray, between);
    const QImage expected = m_folder.read("blanks.pbm", plainPbm(" "));
    QCOMPARE(m_folder.read("bits.pbm", plainPbm(between)), expected);
    QVERIFY(expected.pixelColor(0, 5).lightness() < 50); // 1 is black
    QVERIFY(expected.pixelColor(16, 5).lightness() > 200);
}

/// A red picture of 2 x 2 pixels each, as Pillow 13 writes them.
void TestPictureStructure::formatsOfPlugins_data() {
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
void TestPictureStructure::formatsOfPlugins() {
    QFETCH(QByteArray, plugin);
    QFETCH(QByteArray, bytes);
    if (QImageReader::supportedImageFormats().contains(plugin)) {
        const QColor seen = m_folder.read("plugin", bytes).pixelColor(16, 16);
        QVERIFY2(seen.red() > 250 && seen.green() < 5 && seen.blue() < 5, qPrintable(seen.name()));
        return;
    }
    const std::string message = m_folder.complaintOf(bytes);
    QVERIFY2(message.find("is a " + plugin.toUpper().toStdString()) != std::string::npos, message.c_str());
    QVERIFY2(message.find("qt6-image-formats-plugins") != std::string::npos, message.c_str());
}

TEST_OF_ROOM(TestPictureStructure);
#include "test_picture_structure.moc"
