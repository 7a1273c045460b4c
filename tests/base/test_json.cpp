#include "base/json.h"

#include "base/json_reason.h"
#include "message_of.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace moelab;
namespace fs = std::filesystem;

class TestJson : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void parses();
    void refuses_data();
    void refuses();
    void limits_data();
    void limits();
    void wholeNumbers_data();
    void wholeNumbers();
    void depth_data();
    void depth();
    void readsFiles();
    void saysWhatIsMissing();
};

static QString complaint(const std::string& text) {
    return QString::fromStdString(fixture::messageOf([&] { parseJson(text, "config.json"); }));
}

void TestJson::saysWhatIsMissing() {
    const auto reason = [](const char* text, const auto& read) {
        try {
            read(Json::parse(text));
        } catch (const Json::exception& problem) {
            return QString::fromStdString(reasonOf(problem));
        }
        return QString();
    };
    const auto epochs = [](const Json& object) { return object.at("epochs").get<int>(); };
    QCOMPARE(reason("{}", epochs), QString("it has no \"epochs\""));
    QCOMPARE(reason(R"({"epochs": null})", epochs), QString("a value must be number, but is null"));
    QVERIFY(!reason("[]", epochs).contains("exception"));
    QVERIFY(!reason("[]", epochs).isEmpty());
}

void TestJson::parses() {
    const Json value = parseJson(R"( {"z": [1, -2.5e3, true, null], "a": {"z": "\u00e9"}} )", "config.json");
    QCOMPARE(value.begin().key(), std::string("z")); // order is kept
    QCOMPARE(value["z"][1].get<double>(), -2500.0);
    QVERIFY(value["z"][3].is_null());
    QCOMPARE(value["a"]["z"].get<std::string>(), std::string("\xC3\xA9")); // the same key on another level
    QVERIFY(parseJson(R"([{"a": 1}, {"a": 2}])", "config.json").is_array());
    QCOMPARE(parseJson("\xef\xbb\xbf{\r\n}\r\n", "config.json"), Json::object()); // as editors of Windows save it
}

void TestJson::refuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("named");
    // Byte positions count from 1; at the end of the text it is the one after the last.
    QTest::newRow("duplicate key") << QByteArray(R"({"a": 1, "b": 2, "a": 3})") << "has the key \"a\" twice";
    QTest::newRow("duplicate inside") << QByteArray(R"({"x": [{"b": {}, "b": 2}]})") << "has the key \"b\" twice";
    QTest::newRow("same key after escape") << QByteArray(R"({"a": 1, "\u0061": 2})") << "has the key \"a\" twice";
    QTest::newRow("trailing garbage") << QByteArray("{\"a\": 1} x") << "is not JSON, at byte 10.";
    QTest::newRow("second value") << QByteArray("1 2") << "is not JSON, at byte 3.";
    QTest::newRow("empty") << QByteArray() << "is not JSON, at byte 1.";
    QTest::newRow("cut") << QByteArray("{\"a\": ") << "is not JSON, at byte 7.";
    QTest::newRow("comment") << QByteArray("{} // x") << "is not JSON, at byte 4.";
    QTest::newRow("trailing comma") << QByteArray("[1,]") << "is not JSON, at byte 4.";
    QTest::newRow("single quotes") << QByteArray("{'a': 1}") << "is not JSON, at byte 2.";
    QTest::newRow("NaN") << QByteArray("[NaN]") << "is not JSON, at byte 2.";
    QTest::newRow("leading zero") << QByteArray("[01]") << "is not JSON, at byte 3.";
    QTest::newRow("Latin-1") << QByteArray("[\"caf\xE9\"]") << "is not JSON, at byte";
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe[\0]\0", 6) << "is UTF-16 text";
    QTest::newRow("zero byte") << QByteArray("[1]\0", 4) << "is not JSON, at byte 4.";
    QTest::newRow("number too large") << QByteArray("[1e999]") << "beyond the range of a double";
}

void TestJson::refuses() {
    QFETCH(QByteArray, text);
    QFETCH(QString, named);
    const QString message = complaint(text.toStdString());
    QVERIFY2(message.startsWith("config.json ") && message.contains(named), qPrintable(message));
}

/// @returns `part` so many times, with commas between
static QByteArray repeated(const QByteArray& part, int times) {
    QByteArray list = (part + ",").repeated(times);
    list.chop(1);
    return list;
}

static QByteArray keys(int count) {
    QByteArray list;
    for (int i = 0; i < count; ++i)
        list += (i ? ",\"" : "\"") + QByteArray::number(i) + "\":0";
    return "{" + list + "}";
}

void TestJson::limits_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("named"); // empty: is read
    QTest::newRow("19999 values in a list") << "[" + repeated("0", 19'999) + "]"
                                            << "";
    QTest::newRow("20000 values in a list") << "[" + repeated("0", 20'000) + "]"
                                            << "more than 20000 values";
    QTest::newRow("lists") << "[" + repeated("[]", 20'000) + "]"
                           << "more than 20000 values";
    QTest::newRow("objects") << "[" + repeated("{}", 20'000) + "]"
                             << "more than 20000 values";
    QTest::newRow("5000 keys") << keys(5'000) << "";
    QTest::newRow("5001 keys") << keys(5'001) << "an object of more than 5000 keys";
    QTest::newRow("key of 500 bytes") << "{\"" + QByteArray(500, 'k') + "\":0}"
                                      << "";
    QTest::newRow("key of 501 bytes") << "{\"" + QByteArray(501, 'k') + "\":0}"
                                      << "has a key of 501 bytes; at most 500";
    QTest::newRow("16 MiB") << "\"" + QByteArray((16 << 20) - 2, 'x') + "\""
                            << "";
    QTest::newRow("16 MiB and 1") << "\"" + QByteArray((16 << 20) - 1, 'x') + "\""
                                  << "has 16777217 bytes of JSON; at most 16777216";
}

void TestJson::limits() {
    QFETCH(QByteArray, text);
    QFETCH(QString, named);
    const QString message = complaint(text.toStdString());
    QVERIFY2(named.isEmpty() ? message.isEmpty() : message.contains(named), qPrintable(message));
}

void TestJson::wholeNumbers_data() {
    QTest::addColumn<bool>("is");
    QTest::newRow("-1") << true;
    QTest::newRow("9223372036854775807") << true;
    QTest::newRow("9223372036854775808") << false;
    QTest::newRow("1.0") << false;
    QTest::newRow("1e300") << false;
    QTest::newRow("true") << false;
    QTest::newRow("\"1\"") << false;
    QTest::newRow("null") << false;
}

void TestJson::wholeNumbers() {
    QFETCH(bool, is);
    const Json object = {{"n", Json::parse(QTest::currentDataTag())}};
    const std::string message = fixture::messageOf([&] { wholeNumber(object, "n", "run.json"); });
    QVERIFY2(is ? message.empty() : message.starts_with("run.json has no whole number under \"n\""),
             message.c_str());
    if (is)
        QCOMPARE(std::to_string(wholeNumber(object, "n", "")), std::string(QTest::currentDataTag()));
}

void TestJson::depth_data() {
    QTest::addColumn<QString>("open");
    QTest::addColumn<QString>("inside");
    QTest::addColumn<QString>("close");
    QTest::newRow("arrays") << "["
                            << ""
                            << "]";
    QTest::newRow("arrays of numbers") << "["
                                       << "1"
                                       << "]";
    QTest::newRow("objects") << "{\"a\":"
                             << "{}"
                             << "}";
}

void TestJson::depth() {
    QFETCH(QString, open);
    QFETCH(QString, inside);
    QFETCH(QString, close);
    const int own = inside == "{}" ? 1 : 0;
    const auto nested = [&](int levels) {
        return (open.repeated(levels - own) + inside + close.repeated(levels - own)).toStdString();
    };
    QCOMPARE(complaint(nested(64)), QString());
    QVERIFY(complaint(nested(65)).contains("is nested deeper than 64 levels"));
    QVERIFY(complaint(nested(100'000)).contains("is nested deeper than 64 levels"));
}

void TestJson::readsFiles() {
    const QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "a.json";
    QVERIFY(fixture::messageOf([&] { readJson(path); }).starts_with(path.string() + " cannot be read"));
    std::ofstream(path) << "[1, 2";
    QVERIFY(fixture::messageOf([&] { readJson(path); }).starts_with(path.string() + " is not JSON, at byte 6"));
    std::ofstream(path) << "[1, 2]";
    QCOMPARE(readJson(path).size(), std::size_t{2});
    fs::resize_file(path, (16u << 20) + 1);
    const std::string message = fixture::messageOf([&] { readJson(path); });
    QVERIFY2(message.starts_with(path.string() + " is 16777217 bytes long; at most 16777216"), message.c_str());
}

TEST_OF_ROOM(TestJson);
#include "test_json.moc"
