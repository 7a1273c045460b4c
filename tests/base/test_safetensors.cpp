#include "base/safetensors.h"

#include "base/content_of.h"
#include "message_of.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <iterator>

using namespace moelab;
using fixture::messageOf;
namespace fs = std::filesystem;

class TestSafetensors : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void writesTheseBytes();
    void alignsData();
    void readsWhatItWrote();
    void readsForeignFiles_data();
    void readsForeignFiles();
    void refusesHeaders_data();
    void refusesHeaders();
    void refusesLengths_data();
    void refusesLengths();
    void refusesHugeFilesByTheirHeader();
    void refusesEveryTruncation();
    void survivesEveryChangedByte();
    void findNamesWhatDiffers();
    void metadataAlone();
    void schemas_data();
    void schemas();

  private:
    fs::path path() const { return fs::path(m_folder.path().toStdString()) / "file.safetensors"; }
    std::string complaint(const std::string& file) const {
        fs::remove(path()); // truncating instead can wait for the disk
        std::ofstream(path(), std::ios::binary) << file;
        return messageOf([&] { readSafeTensors(path()); });
    }
    QTemporaryDir m_folder;
};

static std::string littleEndian(std::uint64_t value) {
    std::string text;
    for (int i = 0; i < 8; ++i)
        text += static_cast<char>(value >> (8 * i) & 255);
    return text;
}

/// A file as the format's README describes it: length of the header, header, data.
static std::string fileOf(const std::string& header, const std::string& data = {}) {
    return littleEndian(header.size()) + header + data;
}

// Written by hand: the header has 134 characters and 2 spaces to make 136 (0x88); 1.0 is 3f800000, -2.0 is
// c0000000.
static const std::string kSmallFile = std::string("\x88\0\0\0\0\0\0\0", 8) +
                                      R"({"__metadata__":{"k":"v"},)"
                                      R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                      R"("b":{"dtype":"U8","shape":[1,3],"data_offsets":[8,11]}})"
                                      "  " +
                                      std::string("\0\0\x80\x3f\0\0\0\xc0\1\2\3", 11);

static const float kFloats[] = {1.0f, -2.0f};

static std::vector<StoredTensor> smallTensors() {
    return {{"a", "F32", {2}, std::string_view(reinterpret_cast<const char*>(kFloats), 8)},
            {"b", "U8", {1, 3}, "\1\2\3"}};
}

void TestSafetensors::writesTheseBytes() {
    writeSafeTensors(path(), {{"k", "v"}}, smallTensors());
    QCOMPARE(QByteArray::fromStdString(fixture::contentOf(path())), QByteArray::fromStdString(kSmallFile));
}

void TestSafetensors::alignsData() {
    for (std::size_t length = 1; length <= 9; ++length) {
        const std::vector<StoredTensor> tensors = {{std::string(length, 'n'), "U8", {1}, "x"}};
        writeSafeTensors(path(), {}, tensors);
        const std::string file = fixture::contentOf(path());
        QCOMPARE(file.size() % 8, std::size_t{1}); // one byte of data after a multiple of 8
        QVERIFY(file.find("__metadata__") == std::string::npos);
        QCOMPARE(readSafeTensors(path()).tensors.front().bytes, std::string_view("x"));
    }
}

void TestSafetensors::readsWhatItWrote() {
    const std::string words(16, '\x7f');
    const std::vector<StoredTensor> tensors = {{"zeta", "I64", {2, 1}, words},
                                               {"a \"quoted\" \xC3\xA9", "BF16", {2, 2, 2}, words},
                                               {"none", "F32", {0, 5}, ""},
                                               {"scalar", "F64", {}, std::string_view(words).substr(0, 8)}};
    writeSafeTensors(path(), {{"stage", "gate"}, {"a", ""}}, tensors);
    const SafeTensors read = readSafeTensors(path());
    QCOMPARE(read.metadata, (std::map<std::string, std::string>{{"stage", "gate"}, {"a", ""}}));
    QCOMPARE(read.tensors.size(), tensors.size());
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        QCOMPARE(read.tensors[i].name, tensors[i].name);
        QCOMPARE(read.tensors[i].dtype, tensors[i].dtype);
        QCOMPARE(read.tensors[i].shape, tensors[i].shape);
        QCOMPARE(read.tensors[i].bytes, tensors[i].bytes);
    }
    writeSafeTensors(path(), {}, {});
    QVERIFY(readSafeTensors(path()).tensors.empty());
}

void TestSafetensors::readsForeignFiles_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("order of the header is not that of the data")
        << QByteArray(R"({"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},)"
                      R"("a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})")
        << QByteArray("xy");
    QTest::newRow("other order of keys, spaces")
        << QByteArray(R"({ "a" : {"shape": [ ], "data_offsets": [0, 1], "dtype": "I8"} }      )")
        << QByteArray("x");
    QTest::newRow("empty tensor between") << QByteArray(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                                                        R"("n":{"dtype":"F32","shape":[0],"data_offsets":[1,1]},)"
                                                        R"("b":{"dtype":"BOOL","shape":[1],"data_offsets":[1,2]}})")
                                          << QByteArray("xy");
    QTest::newRow("nothing") << QByteArray("{}") << QByteArray();
}

void TestSafetensors::readsForeignFiles() {
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, data);
    QCOMPARE(complaint(fileOf(header.toStdString(), data.toStdString())), std::string());
    const SafeTensors read = readSafeTensors(path());
    for (const StoredTensor& tensor : read.tensors)
        QCOMPARE(tensor.bytes, std::string_view(tensor.name == "n" ? "" : tensor.name == "b" ? "y" : "x"));
}

void TestSafetensors::refusesHeaders_data() {
    QTest::addColumn<QByteArray>("header"); // the data has 8 bytes
    QTest::addColumn<QString>("named");
    const auto one = [](const QByteArray& dtype, const char* shape, const char* offsets) {
        return QByteArray("{\"a\":{\"dtype\":") + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets +
               "}}";
    };
    const auto two = [](const char* first, const char* second) {
        return QByteArray("{\"a\":{\"dtype\":\"U8\",\"shape\":") + first +
               "},\"b\":{\"dtype\":\"U8\",\"shape\":" + second + "}}";
    };
    QTest::newRow("overlap") << two("[5],\"data_offsets\":[0,5]", "[4],\"data_offsets\":[4,8]")
                             << "two tensors overlap";
    QTest::newRow("the same bytes") << two("[8],\"data_offsets\":[0,8]", "[8],\"data_offsets\":[0,8]")
                                    << "two tensors overlap";
    QTest::newRow("inside another") << two("[8],\"data_offsets\":[0,8]", "[2],\"data_offsets\":[3,5]")
                                    << "two tensors overlap";
    QTest::newRow("hole") << two("[3],\"data_offsets\":[0,3]", "[4],\"data_offsets\":[4,8]") << "there is a hole";
    QTest::newRow("hole before the first") << one("\"U8\"", "[7]", "[1,8]") << "there is a hole";
    QTest::newRow("trailing bytes") << one("\"U8\"", "[7]", "[0,7]") << "there are bytes after the last tensor";
    QTest::newRow("no tensor, but data") << QByteArray("{}") << "there are bytes after the last tensor";
    QTest::newRow("outside") << one("\"U8\"", "[9]", "[0,9]") << "\"a\" lies outside of the file";
    QTest::newRow("far outside") << one("\"U8\"", "[8]", "[18446744073709551608,18446744073709551615]")
                                 << "lies outside";
    QTest::newRow("backwards") << one("\"U8\"", "[8]", "[8,0]") << "\"a\" lies outside of the file";
    QTest::newRow("too few bytes") << one("\"F32\"", "[3]", "[0,8]")
                                   << "\"a\" has 8 bytes, its shape [3] asks for 12";
    QTest::newRow("too many bytes") << one("\"U8\"", "[2, 3]", "[0,8]")
                                    << "\"a\" has 8 bytes, its shape [2, 3] asks for 6";
    QTest::newRow("empty, but bytes") << one("\"U8\"", "[0]", "[0,8]")
                                      << "\"a\" has 8 bytes, its shape [0] asks for 0";
    QTest::newRow("shape overflows") << one("\"U8\"", "[4294967296,4294967296]", "[0,8]")
                                     << "the shape of \"a\" overflows";
    QTest::newRow("overflows to 8") << one("\"I64\"", "[2305843009213693953]", "[0,8]")
                                    << "the shape of \"a\" overflows";
    QTest::newRow("overflows, then 0") << one("\"U8\"", "[4294967296,4294967296,0]", "[0,0]")
                                       << "the shape of \"a\" overflows";
    QTest::newRow("negative extent") << one("\"U8\"", "[-8]", "[0,8]")
                                     << "the shape of \"a\" is not a list of sizes";
    QTest::newRow("two negative extents")
        << one("\"U8\"", "[-2,-4]", "[0,8]") << "the shape of \"a\" is not a list of sizes";
    QTest::newRow("extent over 2^63") << one("\"U8\"", "[9223372036854775808]", "[0,8]")
                                      << "the shape of \"a\" is not a list of sizes";
    QTest::newRow("fraction") << one("\"U8\"", "[8.0]", "[0,8]") << "the shape of \"a\" is not a list of sizes";
    QTest::newRow("text in shape") << one("\"U8\"", "[\"8\"]", "[0,8]")
                                   << "the shape of \"a\" is not a list of sizes";
    QTest::newRow("shape is a number") << one("\"U8\"", "8", "[0,8]")
                                       << "the shape of \"a\" is not a list of sizes";
    QTest::newRow("shape is an object")
        << one("\"U8\"", "{\"x\":8}", "[0,8]") << "the shape of \"a\" is not a list of sizes";
    QTest::newRow("shape is null") << one("\"I64\"", "null", "[0,8]")
                                   << "the shape of \"a\" is not a list of sizes";
    QTest::newRow("negative offset") << one("\"U8\"", "[8]", "[-1,7]")
                                     << "the offsets of \"a\" are not two positions";
    QTest::newRow("one offset") << one("\"U8\"", "[8]", "[8]") << "the offsets of \"a\" are not two positions";
    QTest::newRow("three offsets") << one("\"U8\"", "[8]", "[0,8,8]")
                                   << "the offsets of \"a\" are not two positions";
    QTest::newRow("offsets are an object") << one("\"U8\"", "[8]", "{\"x\":0,\"y\":8}") << "\"a\"";
    QTest::newRow("16 dimensions") << one("\"U8\"", "[8,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,8]") << "";
    QTest::newRow("17 dimensions") << one("\"U8\"", "[8,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,8]")
                                   << "\"a\" has 17 dimensions; at most 16 are read";
    QTest::newRow("long dtype") << one("\"" + QByteArray(1000, 'F') + "\"", "[8]", "[0,8]")
                                << "\"a\" has the unknown dtype \"FFFFFFFF\". Choose";
    QTest::newRow("long dtype, cut within a letter")
        << one("\"FFFFFFF\u00e9\"", "[8]", "[0,8]") << "has the unknown dtype \"FFFFFFF\uFFFD\"";
    QTest::newRow("line end in a name")
        << QByteArray("{\"a\\n\":{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[0,9]}}")
        << "\"a\\n\" lies outside";
    QTest::newRow("unknown dtype") << one("\"F128\"", "[8]", "[0,8]") << "unknown dtype \"F128\"";
    QTest::newRow("dtype is a number") << one("32", "[8]", "[0,8]")
                                       << "the entry \"a\" lacks dtype, shape or data_offsets";
    QTest::newRow("no dtype") << QByteArray("{\"a\":{\"shape\":[8],\"data_offsets\":[0,8]}}")
                              << "the entry \"a\" lacks dtype";
    QTest::newRow("entry is a list") << QByteArray("{\"a\":[]}") << "the entry \"a\" lacks dtype";
    QTest::newRow("entry is null") << QByteArray("{\"a\":null}") << "the entry \"a\" lacks dtype";
    QTest::newRow("duplicate tensor") << QByteArray(
                                             "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},"
                                             "\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}")
                                      << "has the key \"a\" twice";
    QTest::newRow("duplicate key inside")
        << QByteArray("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"I8\"}}") << "has the key \"dtype\" twice";
    QTest::newRow("metadata is text") << QByteArray("{\"__metadata__\":\"x\"}") << "__metadata__ is not an object";
    QTest::newRow("metadata holds a number")
        << QByteArray("{\"__metadata__\":{\"x\":1}}") << "__metadata__ contains something other";
    QTest::newRow("list") << QByteArray("[]") << "its header is not a JSON object";
    QTest::newRow("text") << QByteArray("\"{}\"") << "its header is not a JSON object";
    QTest::newRow("space first") << QByteArray(" {}") << "its header is not a JSON object";
    QTest::newRow("empty") << QByteArray() << "its header is not a JSON object";
    QTest::newRow("cut JSON") << QByteArray("{\"a\":") << "is not JSON, at byte 6";
    QTest::newRow("two objects") << QByteArray("{}{}") << "is not JSON, at byte 3";
    QTest::newRow("huge number") << one("\"U8\"", "[1e999]", "[0,8]") << "beyond the range of a double";
    QTest::newRow("deep") << QByteArray("{\"a\":") + QByteArray(100'000, '[') << "is nested deeper";
}

void TestSafetensors::refusesHeaders() {
    QFETCH(QByteArray, header);
    QFETCH(QString, named);
    const std::string message = complaint(fileOf(header.toStdString(), "12345678"));
    if (named.isEmpty())
        QCOMPARE(message, std::string());
    else
        QVERIFY2(message.starts_with(path().string() + " ") && QString::fromStdString(message).contains(named),
                 message.c_str());
}

void TestSafetensors::refusesLengths_data() {
    QTest::addColumn<qulonglong>("length"); // of a header of 2 bytes and 5 bytes more
    QTest::newRow("one past the end") << 8ull;
    QTest::newRow("over the limit") << (16ull << 20) + 1;
    QTest::newRow("over the format's own limit") << 100'000'001ull;
    QTest::newRow("negative if signed") << ~0ull;
    QTest::newRow("wraps around with its own 8 bytes") << ~0ull - 7;
}

void TestSafetensors::refusesLengths() {
    QFETCH(qulonglong, length);
    const std::string message = complaint(littleEndian(length) + "{}     ");
    QVERIFY2(message.find("its header claims " + std::to_string(length) + " bytes") != std::string::npos,
             message.c_str());
}

/// The files have holes instead of data, and so many bytes that reading them would show in time and memory.
void TestSafetensors::refusesHugeFilesByTheirHeader() {
    const auto complaintOf = [&](std::uint64_t length, std::uint64_t fileSize) {
        fs::remove(path());
        std::ofstream(path(), std::ios::binary) << littleEndian(length) << "{}";
        fs::resize_file(path(), fileSize);
        return messageOf([&] { readSafeTensors(path()); });
    };
    QVERIFY(complaintOf(3ull << 30, 4ull << 30).find("its header claims 3221225472 bytes") != std::string::npos);
    QVERIFY(complaintOf(2, 4ull << 30).find("there are bytes after the last tensor") != std::string::npos);
    QVERIFY(complaintOf(2, (4ull << 30) + 1).find("it is 4294967297 bytes long; at most") != std::string::npos);
}

void TestSafetensors::refusesEveryTruncation() {
    QCOMPARE(complaint(kSmallFile), std::string());
    for (std::size_t length = 0; length < kSmallFile.size(); ++length)
        QVERIFY2(complaint(kSmallFile.substr(0, length)).starts_with(path().string() + " "),
                 qPrintable(QString::number(length)));
    QVERIFY(!complaint(kSmallFile + "x").empty());
}

void TestSafetensors::survivesEveryChangedByte() {
    // Whatever a single byte of length and header becomes, the file is read or refused with an Error.
    const std::size_t end = kSmallFile.size() - 11;
    for (std::size_t at = 0; at < end; ++at)
        for (const char byte : {'\0', '\x7f', '\xff', '"', '}', '9', '-', '['}) {
            std::string file = kSmallFile;
            file[at] = byte;
            complaint(file);
        }
}

void TestSafetensors::findNamesWhatDiffers() {
    writeSafeTensors(path(), {}, smallTensors());
    const SafeTensors content = readSafeTensors(path());
    const std::vector<std::int64_t> shape = {1, 3};
    const auto complaintOf = [&](const char* name, const char* dtype) {
        return messageOf([&] { content.find(name, dtype, shape, "best"); });
    };
    QCOMPARE(content.find("b", "U8", shape, "best").bytes, std::string_view("\1\2\3"));
    QCOMPARE(complaintOf("c", "U8"),
             std::string("best lacks the tensor \"c\". Choose a file of the same network."));
    QCOMPARE(complaintOf("b", "I8"),
             std::string("best holds \"b\" as U8 [1, 3], not as I8 [1, 3]. Choose a file of the same network."));
    QCOMPARE(complaintOf("a", "F32"),
             std::string("best holds \"a\" as F32 [2], not as F32 [1, 3]. Choose a file of the same network."));
}

void TestSafetensors::metadataAlone() {
    const std::map<std::string, std::string> metadata = {{"fingerprint", "abc"}, {"stage", "gate"}};
    writeSafeTensors(path(), metadata, smallTensors());
    QVERIFY(readSafeTensorsMetadata(path()) == metadata);
    fs::resize_file(path(), fs::file_size(path()) - 5); // a cut tensor is not looked at
    QVERIFY(readSafeTensorsMetadata(path()) == metadata);
    fs::resize_file(path(), 30);
    QVERIFY(messageOf([&] { readSafeTensorsMetadata(path()); }).starts_with(path().string() + " is not a valid"));
    complaint(fileOf("{}"));
    QVERIFY(readSafeTensorsMetadata(path()).empty());
    fs::remove(path());
    QVERIFY(!messageOf([&] { readSafeTensorsMetadata(path()); }).empty());
}

void TestSafetensors::schemas_data() {
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("none") << QString() << "";
    QTest::newRow("older") << "1"
                           << "";
    QTest::newRow("as known") << "2"
                              << "";
    QTest::newRow("newer") << "3"
                           << "file has schema 3; this program knows up to 2. Open it with a newer moelab; it was "
                              "left as it is.";
    QTest::newRow("no number")
        << "two"
        << "file is not a valid safetensors file: its schema is \"two\". Choose another file or "
           "create it again.";
}

void TestSafetensors::schemas() {
    QFETCH(QString, schema);
    QFETCH(QString, complaint);
    std::map<std::string, std::string> metadata;
    if (!schema.isNull())
        metadata["schema"] = schema.toStdString();
    QCOMPARE(QString::fromStdString(messageOf([&] { checkSchema(metadata, 2, "file"); })), complaint);
}

TEST_OF_ROOM(TestSafetensors);
#include "test_safetensors.moc"
