#include "data/arrays/numpy_header.h"

#include "array_fixture.h"
#include "cifar_fixture.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using namespace fixture;

class TestNumpyHeader : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsNumpysOwn_data();
    void readsNumpysOwn();
    void readsOtherWriters_data();
    void readsOtherWriters();
    void refusesNumpysOwn_data();
    void refusesNumpysOwn();
    void refusesHeaders_data();
    void refusesHeaders();
    void refusesFiles_data();
    void refusesFiles();
    void survivesEveryCutAndFlip();
};

static QByteArray fromBase64(const char* text) { return QByteArray::fromBase64(text); }

static ArrayHeader headerOf(const std::string& content) {
    TextSource source("x_train.npy", content);
    const ArrayHeader header = readNumpyHeader(source);
    if (source.position() != header.bytes)
        throw std::logic_error("the header does not end where it says");
    return header;
}

/// "u1 (2 x 4), 128 bytes"
static QString inWords(const ArrayHeader& header) {
    return QString::fromStdString((header.type.bigEndian ? ">" : "") + header.type.name() + " (" +
                                  shapeInWords(header.shape) + "), " + std::to_string(header.bytes) + " bytes");
}

/// Written by numpy.lib.format.write_array of NumPy 2.4.6.
void TestNumpyHeader::readsNumpysOwn_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    QTest::newRow("bytes") << fromBase64("k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoY"
                                         "XBlJzogKDIsIDQsIDQsIDEpLCB9"
                                         "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAA"
                                         "QIDBAUGBwgJCgsMDQ4PEBESExQV"
                                         "FhcYGRobHB0eHw==")
                           << "u1 (2 x 4 x 4 x 1), 128 bytes";
    QTest::newRow("big-endian shorts")
        << fromBase64("k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDEpLCB9"
                      "ICAgICAg"
                      "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAwEs//8=")
        << ">i2 (3 x 1), 128 bytes";
    QTest::newRow("version 2")
        << fromBase64(
               "k05VTVBZAgB0AAAAeydkZXNjcic6ICc8aTgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICA"
               "g"
               "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoHAAAAAAAAAAAAAAAAAQAA")
        << "i8 (2), 128 bytes";
    QTest::newRow("version 3, big-endian doubles")
        << fromBase64("k05VTVBZAwB0AAAAeydkZXNjcic6ICc+"
                      "ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMSwgMiwgMiksIH0g"
                      "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAD/"
                      "gAAAAAAAAP/AAAAAA"
                      "AAA/0AAAAAAAAA==")
        << ">f8 (1 x 2 x 2), 128 bytes";
    QTest::newRow("truth values")
        << fromBase64("k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAg"
                      "ICAgICAg"
                      "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAA==")
        << "b1 (2), 128 bytes";
    QTest::newRow("no dimensions")
        << fromBase64("k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAg"
                      "ICAgICAg"
                      "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoF")
        << "u1 (), 128 bytes";
}

void TestNumpyHeader::readsNumpysOwn() {
    QFETCH(QByteArray, content);
    QFETCH(QString, words);
    QCOMPARE(inWords(headerOf(content.toStdString())), words);
}

/// What the format allows beside what NumPy writes today.
void TestNumpyHeader::readsOtherWriters_data() {
    QTest::addColumn<QString>("dictionary");
    QTest::addColumn<QString>("words");
    QTest::newRow("other order, no last comma") << "{'shape':(3,),'fortran_order':False,'descr':'|u1'}"
                                                << "u1 (3), 128 bytes";
    QTest::newRow("double quotes") << "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2, 3)}"
                                   << "f4 (2 x 3), 128 bytes";
    QTest::newRow("long integers of Python 2") << "{'descr': '<i4', 'fortran_order': False, 'shape': (2L, 3L), }"
                                               << "i4 (2 x 3), 128 bytes";
    QTest::newRow("order that makes no difference") << "{'descr': '|u1', 'fortran_order': True, 'shape': (9, 1), }"
                                                    << "u1 (9 x 1), 128 bytes";
    QTest::newRow("the machine's order of bytes") << "{'descr': '=i8', 'fortran_order': False, 'shape': (9,), }"
                                                  << "i8 (9), 128 bytes";
    QTest::newRow("no order of bytes") << "{'descr': 'u1', 'fortran_order': False, 'shape': (9,), }"
                                       << "u1 (9), 128 bytes";
}

static std::string fileOf(std::string dictionary) {
    if (dictionary.size() < 118)
        dictionary.resize(118, ' ');
    std::string file = "\x93NUMPY";
    file += {'\1', '\0', static_cast<char>(dictionary.size() & 255), static_cast<char>(dictionary.size() >> 8)};
    return file + dictionary;
}

void TestNumpyHeader::readsOtherWriters() {
    QFETCH(QString, dictionary);
    QFETCH(QString, words);
    QCOMPARE(inWords(headerOf(fileOf(dictionary.toStdString()))), words);
}

/// Written by numpy.lib.format.write_array of NumPy 2.4.6.
void TestNumpyHeader::refusesNumpysOwn_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    QTest::newRow("objects")
        << fromBase64("k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAg"
                      "ICAgICAg"
                      "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqABJWRAAAAAAAAAIwWbnVt"
                      "cHkuX2Nv"
                      "cmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwOF"
                      "lGgDjAVk"
                      "dHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChLAYwBYZROZXSUYi4=")
        << "holds Python objects (type \"|O\"), which are never unpickled";
    QTest::newRow("column by column")
        << fromBase64("k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMywgNCksIH0g"
                      "ICAgICAg"
                      "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoABAgBBQkCBgoDBws=")
        << "is stored column by column (fortran_order). Save it again with numpy.ascontiguousarray";
    QTest::newRow("records")
        << fromBase64("k05VTVBZAQB2AHsnZGVzY3InOiBbKCdhJywgJ3x1MScpLCAoJ2InLCAnPGY0JyldLCAnZm9ydHJhbl9vcmRlcic6IEZh"
                      "bHNlLCAn"
                      "c2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAA")
        << "holds records of several fields";
    QTest::newRow("text") << fromBase64("k05VTVBZAQB2AHsnZGVzY3InOiAnPFU1JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYX"
                                        "BlJzogKDIsKSwgfSAgICAgICAg"
                                        "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIApjAA"
                                        "AAYQAAAHQAAAAAAAAAAAAAAGgA"
                                        "AABvAAAAcgAAAHMAAABlAAAA")
                          << "numbers of type \"<U5\", which is not read";
    QTest::newRow("halves") << fromBase64(
                                   "k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzo"
                                   "gKDIsKSwgfSAgICAgICAg"
                                   "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA")
                            << "numbers of type \"<f2\"";
    QTest::newRow("complex")
        << fromBase64(
               "k05VTVBZAQB2AHsnZGVzY3InOiAnPGM4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICA"
               "g"
               "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAAAA")
        << "numbers of type \"<c8\"";
}

static QString refusalOf(const std::string& content) {
    return QString::fromStdString(messageOf([&] { headerOf(content); }));
}

void TestNumpyHeader::refusesNumpysOwn() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    const QString message = refusalOf(content.toStdString());
    QVERIFY2(message.startsWith("x_train.npy ") && message.contains(named), qPrintable(message));
}

void TestNumpyHeader::refusesHeaders_data() {
    QTest::addColumn<QString>("dictionary");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* dictionary, const char* named) {
        QTest::newRow(name) << dictionary << named;
    };
    row("nothing", "", "lacks \"{\" (at character 119 of 118)");
    row("empty", "{}", "without one of descr, fortran_order and shape");
    row("no shape", "{'descr': '|u1', 'fortran_order': False, }", "without one of descr");
    row("a key twice", "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (3,), }",
        "has the key \"descr\" too much");
    row("another key", "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), 'x\x1b': 1}",
        "has the key \"x\\x1b\" too much");
    row("a call", "{'descr': __import__('os').system('id'), 'fortran_order': False, 'shape': (3,)}",
        "has something other than text in quotes (at character 11");
    row("a sum", "{'descr': '|u1', 'fortran_order': False, 'shape': (3+1,)}", "lacks \",\"");
    row("negative", "{'descr': '|u1', 'fortran_order': False, 'shape': (-3,)}", "length that is no number");
    row("too large", "{'descr': '|u1', 'fortran_order': False, 'shape': (18446744073709551616,)}",
        "length that is no number from 0 to 2^64 - 1");
    row("a fraction", "{'descr': '|u1', 'fortran_order': False, 'shape': (3.5,)}", "lacks \",\"");
    row("no truth", "{'descr': '|u1', 'fortran_order': 0, 'shape': (3,)}", "neither True nor False");
    row("a list", "{'descr': '|u1', 'fortran_order': False, 'shape': [3]}", "lacks \"(\"");
    row("open text", "{'descr", "has text without an end");
    row("open", "{'descr': '|u1', 'fortran_order': False, 'shape': (3,)", "lacks \",\"");
    row("text behind", "{'descr': '|u1', 'fortran_order': False, 'shape': (3,)} + {}", "has text behind its end");
    row("33 dimensions",
        "{'descr': '|u1', 'fortran_order': False, 'shape': "
        "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)}",
        "more than 32 dimensions");
    row("no type", "{'descr': '', 'fortran_order': False, 'shape': (3,)}", "numbers of type \"\"");
    row("an order only", "{'descr': '<', 'fortran_order': False, 'shape': (3,)}", "numbers of type \"<\"");
    row("no size", "{'descr': '<i', 'fortran_order': False, 'shape': (3,)}", "numbers of type \"<i\"");
    row("3 bytes", "{'descr': '<i3', 'fortran_order': False, 'shape': (3,)}", "numbers of type \"<i3\"");
    row("16 bytes", "{'descr': '<f16', 'fortran_order': False, 'shape': (3,)}", "numbers of type \"<f16\"");
    row("dates", "{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (3,)}", "numbers of type \"<M8[ns]\"");
}

void TestNumpyHeader::refusesHeaders() {
    QFETCH(QString, dictionary);
    QFETCH(QString, named);
    const QString message = refusalOf(fileOf(dictionary.toStdString()));
    QVERIFY2(message.startsWith("x_train.npy ") && message.contains(named), qPrintable(message));
}

void TestNumpyHeader::refusesFiles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    QTest::newRow("empty") << QByteArray() << "is empty (0 bytes)";
    QTest::newRow("cut prefix") << QByteArray("\x93NUM") << "ends within its header (4 bytes)";
    QTest::newRow("cut length") << QByteArray("\x93NUMPY\x02\x00\x76\x00", 10)
                                << "ends within its header (10 bytes)";
    QTest::newRow("cut dictionary") << QByteArray("\x93NUMPY\x01\x00\x76\x00{'descr", 17)
                                    << "ends within its header (17 bytes)";
    QTest::newRow("another file") << QByteArray("\x89PNG\r\n\x1a\n....") << "does not begin with \\x93NUMPY";
    QTest::newRow("version 0") << QByteArray("\x93NUMPY\x00\x00\x76\x00", 10) << "has version 0 of";
    QTest::newRow("version 4") << QByteArray("\x93NUMPY\x04\x00\x76\x00", 10) << "has version 4 of";
    QTest::newRow("huge header") << QByteArray("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)
                                 << "has a header of 4294967295 bytes; at most 10000 are read";
}

void TestNumpyHeader::refusesFiles() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    const QString message = refusalOf(content.toStdString());
    QVERIFY2(message.startsWith("x_train.npy ") && message.contains(named), qPrintable(message));
}

/// An Error or a header, but nothing else, may come of any change.
void TestNumpyHeader::survivesEveryCutAndFlip() {
    const std::string whole = npyFile("'<f4'", "(2, 28, 28, 3)", "");
    for (std::size_t length = 0; length < whole.size(); ++length)
        QVERIFY(!refusalOf(whole.substr(0, length)).isEmpty());
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        std::string flipped = whole;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        refusalOf(flipped);
    }
}

TEST_OF_ROOM(TestNumpyHeader);
#include "test_numpy_header.moc"
