#include "data/pictures/picture.h"

#include "message_of.h"
#include "pillow_pictures.h"
#include "test_of_room.h"

#include <QtTest>

#include <unistd.h>

using namespace moelab;
using fixture::messageOf;

/// Pictures as people have them, good and broken.
class TestPictures : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void decodesAsPillow_data() { everyKind(); }
    void decodesAsPillow();
    void cutAnywhere_data() { everyKind(); }
    void cutAnywhere();
    void bytesBehindTheEnd_data() { everyKind(); }
    void bytesBehindTheEnd();
    void thumbnailsAndFilms();
    void everyOrientation_data();
    void everyOrientation();
    void kindsOfPnm_data();
    void kindsOfPnm();
    void kindsOfBmp_data();
    void kindsOfBmp();
    void refuses_data();
    void refuses();
    void keepsQuiet();
    void namesOfPictures();

  private:
    static void everyKind();
};

static QByteArray number(quint32 value, int bytes, bool little) {
    QByteArray text;
    for (int i = 0; i < bytes; ++i)
        text.append(char(value >> 8 * (little ? i : bytes - 1 - i) & 0xff));
    return text;
}

static Picture decoded(const QByteArray& bytes) {
    return decodePicture({bytes.constData(), std::size_t(bytes.size())}, "picture");
}

static QByteArray hexOf(const Picture& picture) {
    return QByteArray(reinterpret_cast<const char*>(picture.pixels.data()), qsizetype(picture.pixels.size()))
        .toHex();
}

/// The largest difference of two pictures of one size.
static int difference(const QByteArray& hex, const QByteArray& otherHex) {
    const QByteArray a = QByteArray::fromHex(hex);
    const QByteArray b = QByteArray::fromHex(otherHex);
    int largest = a.size() == b.size() ? 0 : 255;
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(int(uchar(a[i])) - int(uchar(b[i]))));
    return largest;
}

void TestPictures::everyKind() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < fixture::kPillowPictures.size(); ++i)
        QTest::newRow(fixture::kPillowPictures[i].kind) << i;
}

void TestPictures::decodesAsPillow() {
    QFETCH(int, index);
    const fixture::PillowPicture& expected = fixture::kPillowPictures[index];
    const Picture picture = decoded(QByteArray::fromBase64(expected.file));
    QCOMPARE(picture.width, expected.width);
    QCOMPARE(picture.height, expected.height);
    QCOMPARE(picture.channels, expected.channels);
    // Other versions of the libraries for lossy formats round otherwise.
    const QByteArray kind = expected.kind;
    const int most = kind.startsWith("jpeg") || kind == "webp" ? 3 : 0;
    QVERIFY2(difference(hexOf(picture), expected.pixels) <= most, hexOf(picture).constData());
}

/// Wherever a file is cut, it is refused, or all of the picture was there.
void TestPictures::cutAnywhere() {
    QFETCH(int, index);
    const QByteArray whole = QByteArray::fromBase64(fixture::kPillowPictures[index].file);
    const QByteArray expected = hexOf(decoded(whole));
    qsizetype least = whole.size();
    for (qsizetype length = whole.size() - 1; length >= 0; --length)
        try {
            QCOMPARE(hexOf(decoded(whole.left(length))), expected);
            least = length;
        } catch (const Error& problem) {
            QVERIFY2(QByteArray(problem.what()).startsWith("picture is "), problem.what());
        }
    // An animation's first frame is all that is looked at, and a TIFF's directory may lie before its pixels.
    QVERIFY2(least > whole.size() / 3, QByteArray::number(least));
}

void TestPictures::bytesBehindTheEnd() {
    QFETCH(int, index);
    const QByteArray whole = QByteArray::fromBase64(fixture::kPillowPictures[index].file);
    const QByteArray expected = hexOf(decoded(whole));
    for (const QByteArray& more :
         {QByteArray(1, '\0'), QByteArray(5000, '\0'), QByteArray("\xff\xda\xff\xd8\xff;,!"), whole})
        QCOMPARE(hexOf(decoded(whole + more)), expected);
}

static QByteArray fileOf(const char* kind) {
    for (const fixture::PillowPicture& picture : fixture::kPillowPictures)
        if (QByteArray(picture.kind) == kind)
            return QByteArray::fromBase64(picture.file);
    qFatal("no %s", kind);
}

/// What cameras put before a picture, and phones behind it: a smaller JPEG with markers of its own, a film, fill
/// bytes (ITU-T T.81, B.1.1.2).
void TestPictures::thumbnailsAndFilms() {
    const QByteArray jpeg = fileOf("jpeg");
    const QByteArray expected = hexOf(decoded(jpeg));
    const QByteArray thumbnail = "\xff\xe1" + number(quint32(jpeg.size() + 2), 2, false) + jpeg;
    QCOMPARE(hexOf(decoded(jpeg.left(2) + thumbnail + jpeg.mid(2))), expected);
    const QByteArray film = QByteArray("\0\0\0\x18"
                                       "ftypmp42",
                                       12) +
                            QByteArray("\xff\xda\0\0", 4).repeated(100);
    QCOMPARE(hexOf(decoded(jpeg + film)), expected);
    QCOMPARE(hexOf(decoded(jpeg.chopped(2) + "\xff\xff" + jpeg.right(2))), expected);
    const std::string cut = messageOf([&] { decoded(jpeg.left(jpeg.size() - 12) + film); });
    QVERIFY2(cut.starts_with("picture is damaged ("), cut.c_str());
}

void TestPictures::everyOrientation_data() {
    QTest::addColumn<int>("orientation");
    QTest::addColumn<QString>("expected"); // rows of the upright picture
    // EXIF 2.3 says where the file's first row and first column lie: 1 top left, 2 top right, 3 bottom right,
    // 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom. The file has rows "abc" and "def".
    const char* const expected[] = {"abc/def",  "cba/fed",  "fed/cba",  "def/abc",
                                    "ad/be/cf", "da/eb/fc", "fc/eb/da", "cf/be/ad"};
    for (int i = 0; i < 8; ++i)
        for (bool little : {true, false})
            QTest::addRow("%d, %s", i + 1, little ? "little-endian" : "big-endian")
                << (little ? i + 1 : -(i + 1)) << expected[i];
}

/// A TIFF of 3 x 2 gray pixels, written by hand.
void TestPictures::everyOrientation() {
    QFETCH(int, orientation);
    QFETCH(QString, expected);
    const bool little = orientation > 0;
    QByteArray tiff = little ? QByteArray("II*\0", 4) : QByteArray("MM\0*", 4);
    tiff += number(14, 4, little) + "abcdef";
    const QList<std::pair<quint32, quint32>> fields = {
        {256, 3}, {257, 2}, {258, 8}, {259, 1}, {262, 1}, {273, 8}, {274, quint32(std::abs(orientation))},
        {277, 1}, {278, 2}, {279, 6}};
    tiff += number(quint32(fields.size()), 2, little);
    for (const auto& [tag, value] : fields) // all of type SHORT, which lies at the front of its four bytes
        tiff += number(tag, 2, little) + number(3, 2, little) + number(1, 4, little) + number(value, 2, little) +
                QByteArray(2, '\0');
    tiff += QByteArray(4, '\0');
    const Picture picture = decoded(tiff);
    QString rows;
    for (int y = 0; y < picture.height; ++y) {
        rows += y > 0 ? "/" : "";
        for (int x = 0; x < picture.width; ++x)
            rows += QLatin1Char(char(picture.pixels[std::size_t(y * picture.width + x)]));
    }
    QCOMPARE(rows, expected);
}

void TestPictures::kindsOfPnm_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("expected"); // by netpbm's pages of the formats
    QTest::newRow("bits, plain") << QByteArray("P1\n# by hand\n4 2\n1 0 1 1\n0 0 0 1\n")
                                 << QByteArray("00ff0000ffffff00");
    QTest::newRow("bits, without blanks") << QByteArray("P1 4 2\n1011\n0001") << QByteArray("00ff0000ffffff00");
    QTest::newRow("bits") << QByteArray("P4 4 2\n\xb0\x10", 9) << QByteArray("00ff0000ffffff00");
    QTest::newRow("gray, plain") << QByteArray("P2 # c\n2 1 15 0 15") << QByteArray("00ff");
    QTest::newRow("gray, of 15") << QByteArray("P5 3 1 15\n\0\5\xf", 13) << QByteArray("0055ff");
    QTest::newRow("gray, 16 bits") << QByteArray("P5 2 1 65535\n\x12\xff\xff\0", 17) << QByteArray("12ff");
    QTest::newRow("colour, plain") << QByteArray("P3 1 1 255 1 2 3") << QByteArray("010203");
    QTest::newRow("colour, of 1000") << QByteArray("P6 1 1 1000\n\3\xe8\1\xf4\0\0", 18) << QByteArray("ff8000");
}

void TestPictures::kindsOfPnm() {
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, expected);
    QCOMPARE(hexOf(decoded(file)), expected);
}

/// @param info behind the header's size: width, height and so on
static QByteArray bmp(quint32 headerBytes, const QByteArray& info, const QByteArray& behind, quint32 offset = 0) {
    return "BM" + number(0, 4, true) + number(0, 4, true) + number(offset, 4, true) + number(headerBytes, 4, true) +
           info + behind;
}

static QByteArray windowsInfo(qint32 width, qint32 height, int bits, quint32 compression, quint32 colours = 0) {
    return number(quint32(width), 4, true) + number(quint32(height), 4, true) + number(1, 2, true) +
           number(quint32(bits), 2, true) + number(compression, 4, true) + QByteArray(12, '\0') +
           number(colours, 4, true) + QByteArray(4, '\0');
}

void TestPictures::kindsOfBmp_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("expected"); // by Microsoft's page of the format
    const QByteArray two = QByteArray::fromHex("00000000"
                                               "0102ff00"); // black, and blue 1, green 2, red 255
    const QByteArray grays = QByteArray::fromHex("00000000"
                                                 "77777700");
    QTest::newRow("one bit") << bmp(40, windowsInfo(2, 2, 1, 0, 2),
                                    two + QByteArray::fromHex("40000000"
                                                              "80000000"))
                             << QByteArray("ff0201000000"
                                           "000000ff0201");
    QTest::newRow("four bits, gray") << bmp(40, windowsInfo(3, 1, 4, 0, 2), grays + QByteArray::fromHex("01100000"))
                                     << QByteArray("007777");
    QTest::newRow("no colour is black")
        << bmp(40, windowsInfo(2, 1, 4, 0, 2), grays + QByteArray::fromHex("19000000")) << QByteArray("7700");
    QTest::newRow("from the top") << bmp(40, windowsInfo(1, -2, 24, 0),
                                         QByteArray::fromHex("01020300"
                                                             "04050600"))
                                  << QByteArray("030201"
                                                "060504");
    QTest::newRow("last padding missing") << bmp(40, windowsInfo(1, 2, 24, 0),
                                                 QByteArray::fromHex("01020300"
                                                                     "040506"))
                                          << QByteArray("060504"
                                                        "030201");
    QTest::newRow("of OS/2") << bmp(12,
                                    QByteArray::fromHex("01000200"
                                                        "01001800"),
                                    QByteArray::fromHex("01020300"
                                                        "04050600"))
                             << QByteArray("060504"
                                           "030201");
    QTest::newRow("16 bits") << bmp(40, windowsInfo(2, 1, 16, 0),
                                    QByteArray::fromHex("ff7f"
                                                        "007c"))
                             << QByteArray("ffffff"
                                           "ff0000");
    QTest::newRow("565") << bmp(40, windowsInfo(2, 1, 16, 3),
                                QByteArray::fromHex("00f80000"
                                                    "e0070000"
                                                    "1f000000"
                                                    "e007"
                                                    "1f00"))
                         << QByteArray("00ff00"
                                       "0000ff");
    QTest::newRow("32 bits, the fourth byte is nothing")
        << bmp(40, windowsInfo(1, 1, 32, 0), QByteArray::fromHex("01020300")) << QByteArray("030201");
    QTest::newRow("run lengths") << bmp(40, windowsInfo(3, 2, 8, 1, 2),
                                        grays + QByteArray::fromHex("0301"
                                                                    "0000"
                                                                    "0003010001000001"))
                                 << QByteArray("770077"
                                               "777777");
    QTest::newRow("run lengths of half bytes, a step") << bmp(40, windowsInfo(4, 1, 4, 2, 2),
                                                              grays + QByteArray::fromHex("0210"
                                                                                          "00020100"
                                                                                          "0111"
                                                                                          "0001"))
                                                       << QByteArray("77000077");
}

void TestPictures::kindsOfBmp() {
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, expected);
    QCOMPARE(hexOf(decoded(file)), expected);
}

/// A PNG that says it is of any size, with a right checksum and no pixels.
static QByteArray pngHeader(quint32 width, quint32 height) {
    const QByteArray body =
        "IHDR" + number(width, 4, false) + number(height, 4, false) + QByteArray("\x08\x02\0\0\0", 5);
    quint32 crc = 0xffffffff;
    for (const char byte : body) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    }
    return QByteArray("\x89PNG\r\n\x1a\n") + number(13, 4, false) + body + number(~crc, 4, false) +
           number(0, 4, false) + "IDAT" + number(0x35af061e, 4, false);
}

void TestPictures::refuses_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("said");
    constexpr int kMany = 1 << 20;
    const QByteArray spoilt = fileOf("jpeg").replace(fileOf("jpeg").size() - 12, 4, "\xff\xd0\xff\xd1");
    QTest::newRow("nothing") << QByteArray() << "is empty";
    QTest::newRow("text") << QByteArray("no picture at all\n") << "is not a picture in a known format. ";
    QTest::newRow("of telephones") << QByteArray("\0\0\0\x18"
                                                 "ftypheic\0\0\0\0mif1heic",
                                                 24)
                                   << "(it is HEIC)";
    QTest::newRow("svg") << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") << "(it is SVG)";
    QTest::newRow("png, 60000 x 60000")
        << pngHeader(60'000, 60'000) << "has 60000 x 60000 pixels, and at most 64 million are read";
    QTest::newRow("png, just too many") << pngHeader(8001, 8000) << "has 8001 x 8000 pixels";
    QTest::newRow("png, a long row") << pngHeader(70'000, 1) << "has 70000 x 1 pixels";
    QTest::newRow("png, 0 x 0") << pngHeader(0, 0) << "is damaged";
    QTest::newRow("png, header only") << pngHeader(40, 40) << "is damaged";
    QTest::newRow("png, a wrong byte") << fileOf("png").replace(fileOf("png").size() - 24, 1, "\x55")
                                       << "is damaged";
    QTest::newRow("jpeg, a wrong byte") << spoilt << "is damaged (Corrupt JPEG data";
    QTest::newRow("jpeg, 65500 x 65500")
        << fileOf("jpeg").replace(fileOf("jpeg").indexOf("\xff\xc0") + 5, 4, "\xff\xdc\xff\xdc")
        << "has 65500 x 65500 pixels";
    QTest::newRow("jpeg of fill bytes") << "\xff\xd8" + QByteArray(kMany, '\xff') << "is damaged";
    QTest::newRow("webp of nothing") << QByteArray("RIFF\4\0\0\0WEBP", 12) << "is damaged";
    QTest::newRow("gif of comments") << QByteArray("GIF89a\1\0\1\0\0\0\0", 13) +
                                            QByteArray("!\xfe\1x\0", 5).repeated(kMany)
                                     << "is damaged";
    QTest::newRow("gif, 65535 x 65535")
        << QByteArray("GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\0;", 26)
        << "has 65535 x 65535 pixels";
    QTest::newRow("bmp of the greatest size")
        << bmp(40, windowsInfo(0x7fffffff, -0x7fffffff - 1, 24, 0), "x") << "has 2147483647 x 2147483648 pixels";
    QTest::newRow("bmp of no width") << bmp(40, windowsInfo(0, 4, 24, 0), "x")
                                     << "is damaged (it has 0 x 4 pixels)";
    QTest::newRow("bmp, far pixels") << bmp(40, windowsInfo(4, 4, 24, 0), QByteArray(48, 'x'), 0xffffffff)
                                     << "it ends early";
    QTest::newRow("bmp, 64 bits") << bmp(40, windowsInfo(1, 1, 64, 0), QByteArray(48, 'x'))
                                  << "is of a kind that is not read (it has 64 bits a pixel";
    QTest::newRow("tiff without pages") << QByteArray("II*\0\xff\xff\xff\xff", 8) << "is damaged";
    QTest::newRow("ppm of comments") << "P6\n" + QByteArray(kMany, '#') << "it ends early";
    QTest::newRow("ppm of the greatest size")
        << QByteArray("P6 99999999999999999999 99999999999999999999 255\n") << "is damaged";
    QTest::newRow("ppm of no width") << QByteArray("P6 0 0 255\n") << "is damaged (it has 0 x 0 pixels)";
    QTest::newRow("pgm of nothing") << QByteArray("P5 3 3 0\n") << "its largest value is 0";
}

void TestPictures::refuses() {
    QFETCH(QByteArray, file);
    QFETCH(QString, said);
    const QString message = QString::fromStdString(messageOf([&] { decoded(file); }));
    QVERIFY2(message.startsWith("picture ") && message.contains(said), qPrintable(message));
}

/// The libraries would write to the terminal what they think of a picture.
void TestPictures::keepsQuiet() {
    QTemporaryFile heard;
    QVERIFY(heard.open());
    const int terminal = dup(STDERR_FILENO);
    dup2(heard.handle(), STDERR_FILENO);
    for (const fixture::PillowPicture& picture : fixture::kPillowPictures) {
        const QByteArray whole = QByteArray::fromBase64(picture.file);
        for (qsizetype length = 0; length < whole.size(); length += 7) {
            messageOf([&] { decoded(whole.left(length)); });
            messageOf([&] { decoded(QByteArray(whole).replace(length, 1, "\x5a")); });
        }
    }
    dup2(terminal, STDERR_FILENO);
    close(terminal);
    heard.seek(0);
    QCOMPARE(heard.readAll(), QByteArray());
}

void TestPictures::namesOfPictures() {
    for (const char* name : {"a.png", "b.JPG", "c.jpeg", "d.x.WebP", ".tif"})
        QVERIFY2(hasPictureName(name), name);
    for (const char* name : {"png", "a.txt", "a.png.gz", "a.", "", "a.npy"})
        QVERIFY2(!hasPictureName(name), name);
}

TEST_OF_ROOM(TestPictures);
#include "test_pictures.moc"
