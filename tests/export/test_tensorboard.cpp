#include "base/crc32c.h"
#include "base/files.h"
#include "error_text.h"
#include "export/exports.h"
#include "export/tensorboard.h"
#include "made_runs.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

using namespace moelab;
namespace fs = std::filesystem;

/// Event files as TensorBoard's reader takes them. The reader here shares nothing with the writer.
class TestTensorBoard : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void checksums_data();
    void checksums();
    void bytesByHand();
    void readsBack();
    void refusesWhatIsNoTime();
    void filesOfARun();
    void filesOfAWorkspace();
    void bringsItsOwnFilesUpToDate();
    void damagedRunsStopNoOther();
    void foreignFilesAreNotOverwritten_data();
    void foreignFilesAreNotOverwritten();
    void refusals();

  private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

using fixture::someConfig;

constexpr double kStart = 1714979289; // date -u -d 2024-05-06T07:08:09Z +%s

void makeRun(const fs::path& run, const RunHistory& history) {
    fixture::makeRun(run);
    writeRunHistory(run, history);
}

const std::vector<EpochMetrics> kEpochs = {{1, 2.25, 0.25, 2.5, 0.125, 1.5, 2, true},
                                           {300, 0.1, 0.9, 0.2, 0.8, 0.25, 1, false}};

/// Bit by bit, from the polynomial.
std::uint32_t slowCrc(const std::string& bytes) {
    std::uint32_t crc = 0xffffffff;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
    }
    return ~crc;
}

template <class Value>
Value at(const std::string& bytes, std::size_t position) {
    Value value{};
    std::memcpy(&value, bytes.data() + position, sizeof value);
    return value;
}

/// Takes a TFRecord file apart. @returns no messages if a checksum or a length is wrong
std::vector<std::string> messagesOf(const std::string& file) {
    const auto masked = [](const std::string& bytes) {
        const std::uint32_t crc = slowCrc(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
    };
    std::vector<std::string> messages;
    for (std::size_t place = 0; place < file.size();) {
        const auto length = at<std::uint64_t>(file, place);
        if (at<std::uint32_t>(file, place + 8) != masked(file.substr(place, 8)) ||
            place + 16 + length > file.size())
            return {};
        messages.push_back(file.substr(place + 12, length));
        if (at<std::uint32_t>(file, place + 12 + length) != masked(messages.back()))
            return {};
        place += 16 + length;
    }
    return messages;
}

struct Event {
    double wallTime = -1;
    std::uint64_t step = 0;
    std::string version;
    std::map<std::string, float> values;
};

/// Calls `take` with each field of a message: its number, its wire type and its bytes (a varint's as 8).
template <class Take>
void eachField(const std::string& message, Take take) {
    std::size_t place = 0;
    const auto varint = [&] {
        std::uint64_t value = 0;
        for (int shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(message.at(place++));
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
    };
    while (place < message.size()) {
        const std::uint64_t key = varint();
        std::string bytes;
        if ((key & 7) == 0) {
            const std::uint64_t value = varint();
            bytes.assign(reinterpret_cast<const char*>(&value), sizeof value);
        } else {
            const std::uint64_t length = (key & 7) == 2 ? varint() : (key & 7) == 1 ? 8 : 4;
            bytes = message.substr(place, length);
            place += length;
        }
        take(key >> 3, key & 7, bytes);
    }
}

Event eventOf(const std::string& message) {
    Event event;
    eachField(message, [&](std::uint64_t field, std::uint64_t, const std::string& bytes) {
        if (field == 1)
            event.wallTime = at<double>(bytes, 0);
        else if (field == 2)
            event.step = at<std::uint64_t>(bytes, 0);
        else if (field == 3)
            event.version = bytes;
        else if (field == 5)
            eachField(bytes, [&](std::uint64_t, std::uint64_t, const std::string& value) {
                std::string tag;
                eachField(value, [&](std::uint64_t part, std::uint64_t, const std::string& what) {
                    if (part == 1)
                        tag = what;
                    else if (part == 2)
                        event.values[tag] = at<float>(what, 0);
                });
            });
    });
    return event;
}

std::vector<Event> eventsOf(const std::string& file) {
    std::vector<Event> events;
    for (const std::string& message : messagesOf(file))
        events.push_back(eventOf(message));
    return events;
}

} // namespace

// RFC 3720, appendix B.4, whose bytes stand in the order in which they are sent; the last is the common check
// value.
void TestTensorBoard::checksums_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<quint32>("crc");
    QByteArray rising;
    for (char c = 0; c < 32; ++c)
        rising += c;
    QByteArray falling = rising;
    std::reverse(falling.begin(), falling.end());
    QTest::newRow("zeros") << QByteArray(32, '\0') << 0x8a9136aau;
    QTest::newRow("ones") << QByteArray(32, '\xff') << 0x62a8ab43u;
    QTest::newRow("rising") << rising << 0x46dd794eu;
    QTest::newRow("falling") << falling << 0x113fdb5cu;
    QTest::newRow("digits") << QByteArray("123456789") << 0xe3069283u;
    QTest::newRow("nothing") << QByteArray() << 0u;
}

void TestTensorBoard::checksums() {
    QFETCH(QByteArray, bytes);
    QFETCH(quint32, crc);
    QCOMPARE(crc32c({bytes.constData(), static_cast<std::size_t>(bytes.size())}), crc);
}

/// The first record of every file, laid out by hand from the protocol's definitions: 24 bytes of message, with
/// wall_time (09 and a double) and file_version (1a, its length, its text).
void TestTensorBoard::bytesByHand() {
    const std::string file = eventFile(someConfig(), {});
    QCOMPARE(file.size(), std::size_t{12 + 24 + 4});
    QCOMPARE(QByteArray::fromStdString(file.substr(0, 8)).toHex(), QByteArray("1800000000000000"));
    QCOMPARE(file[12], '\x09');
    QCOMPARE(at<double>(file, 13), kStart);
    QCOMPARE(file.substr(21, 15), std::string("\x1a\x0d"
                                              "brain.Event:2"));
}

void TestTensorBoard::readsBack() {
    const std::vector<Event> events = eventsOf(eventFile(someConfig(), kEpochs));
    QCOMPARE(events.size(), std::size_t{3});
    QCOMPARE(events[0].version, std::string("brain.Event:2"));
    QVERIFY(events[0].values.empty());
    QCOMPARE(events[1].wallTime, kStart + 1.5);
    QCOMPARE(events[1].step, std::uint64_t{1});
    QVERIFY(events[1].values ==
            (std::map<std::string, float>{
                {"loss", 2.25f}, {"accuracy", 0.25f}, {"val_loss", 2.5f}, {"val_accuracy", 0.125f}}));
    QCOMPARE(events[2].wallTime, kStart + 1.75);
    QCOMPARE(events[2].step, std::uint64_t{300}); // a varint of two bytes
    QVERIFY(events[2].values ==
            (std::map<std::string, float>{
                {"loss", 0.1f}, {"accuracy", 0.9f}, {"val_loss", 0.2f}, {"val_accuracy", 0.8f}}));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<Event> diverged = eventsOf(eventFile(someConfig(), {{1, nan, 0, nan, 0, 1, 2, false}}));
    QVERIFY(std::isnan(diverged.at(1).values.at("loss")));
}

void TestTensorBoard::refusesWhatIsNoTime() {
    for (const char* text : {"", "yesterday", "2024-13-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-05-06"}) {
        RunConfig config = someConfig();
        config.startedUtc = text;
        const QString message = errorText([&] { eventFile(config, kEpochs); });
        QVERIFY2(message.startsWith("started_utc is not a time"), text);
    }
}

void TestTensorBoard::filesOfARun() {
    makeRun(path("run"), {{"gate", kEpochs}, {"expert-natural", kEpochs}, {"../elsewhere", kEpochs}});
    const auto files = exportTensorBoard(path("run") / "", path("board"));
    const std::string name = "events.out.tfevents.1714979289.moelab";
    QVERIFY(files == (std::vector<fs::path>{path("board") / "run" / "gate" / name,
                                            path("board") / "run" / "expert-natural" / name}));
    for (const fs::path& file : files)
        QCOMPARE(eventsOf(readFile(file, 10'000)).size(), std::size_t{3});
}

void TestTensorBoard::filesOfAWorkspace() {
    makeRun(path("work") / "a", {{"gate", kEpochs}});
    makeRun(path("work") / "sweep" / "b", {{"baseline", kEpochs}});
    makeRun(path("work") / "new", {});
    const auto files = exportTensorBoard(path("work"), path("board"));
    QCOMPARE(files.size(), std::size_t{2});
    QCOMPARE(files[0].parent_path(), path("board") / "a" / "gate");
    QCOMPARE(files[1].parent_path(), path("board") / "sweep" / "b" / "baseline");
}

/// A run that trained on meanwhile, and one that is new.
void TestTensorBoard::bringsItsOwnFilesUpToDate() {
    makeRun(path("work") / "a", {{"gate", {kEpochs[0]}}, {"mixture", kEpochs}});
    const auto first = exportTensorBoard(path("work"), path("board"));
    QCOMPARE(eventsOf(readFile(first[0], 10'000)).size(), std::size_t{2});
    const auto written = fs::last_write_time(first[1]) - std::chrono::hours(1);
    fs::last_write_time(first[1], written);
    makeRun(path("work") / "a", {{"gate", kEpochs}, {"mixture", kEpochs}});
    makeRun(path("work") / "b", {{"gate", kEpochs}});
    const auto files = exportTensorBoard(path("work"), path("board"));
    QCOMPARE(files.size(), std::size_t{3});
    for (const fs::path& file : files)
        QCOMPARE(eventsOf(readFile(file, 10'000)).size(), std::size_t{3});
    QVERIFY(fs::last_write_time(first[1]) == written); // nothing new in it
    fs::resize_file(files[0], 20);                     // a copy that was cut
    exportTensorBoard(path("work"), path("board"));
    QCOMPARE(eventsOf(readFile(files[0], 10'000)).size(), std::size_t{3});
}

void TestTensorBoard::damagedRunsStopNoOther() {
    for (const char* name : {"a", "b", "c", "d"})
        makeRun(path("work") / name, {{"gate", kEpochs}});
    writeFileAtomically(path("work") / "a" / "config.json", "{");
    RunConfig config = someConfig();
    config.startedUtc = "yesterday";
    writeRunConfig(path("work") / "b", config);
    fs::remove(path("work") / "c" / "history.jsonl");
    fs::create_directory(path("work") / "c" / "history.jsonl");
    const auto files = exportTensorBoard(path("work"), path("board"));
    QCOMPARE(files.size(), std::size_t{1});
    QCOMPARE(files[0].parent_path(), path("board") / "d" / "gate");
    fs::remove_all(path("work") / "d");
    QVERIFY(errorText([&] { exportTensorBoard(path("work"), path("board")); }).contains("a/config.json"));
}

void TestTensorBoard::foreignFilesAreNotOverwritten_data() {
    QTest::addColumn<QString>("what");
    for (const char* what : {"a file", "a folder", "a link", "events of another run"})
        QTest::newRow(what) << QString(what);
}

void TestTensorBoard::foreignFilesAreNotOverwritten() {
    QFETCH(QString, what);
    makeRun(path("run"), {{"gate", kEpochs}, {"mixture", kEpochs}});
    const auto files = exportTensorBoard(path("run"), path("board"));
    const std::string before = readFile(files[1], 10'000);
    RunConfig other = someConfig();
    other.startedUtc = "2024-05-06T07:08:10Z";
    const std::string mine = what == "a file" ? "mine" : eventFile(other, kEpochs);
    fs::remove(files[1]);
    if (what == "a folder")
        fs::create_directories(files[1] / "mine");
    else if (what == "a link")
        fs::create_symlink(files[0], files[1]);
    else
        writeFileAtomically(files[1], mine);
    fs::remove(files[0]);
    const auto again = exportTensorBoard(path("run"), path("board"));
    QVERIFY(again == std::vector<fs::path>{files[0]}); // the others are written
    if (what == "a folder")
        QVERIFY(fs::exists(files[1] / "mine"));
    else if (what == "a link")
        QVERIFY(fs::is_symlink(files[1]));
    else
        QCOMPARE(readFile(files[1], 10'000), mine);
    fs::remove_all(path("run") / "history.jsonl");
    writeRunHistory(path("run"), {{"mixture", kEpochs}}); // nothing is left to do but what is refused
    QVERIFY(errorText([&] { exportTensorBoard(path("run"), path("board")); }).contains(" exists already"));
}

void TestTensorBoard::refusals() {
    makeRun(path("run"), {});
    QVERIFY(
        errorText([&] { exportTensorBoard(path("run"), path("board")); }).contains("has no epoch that has ended"));
    QVERIFY(errorText([&] { exportTensorBoard(path("none"), path("board")); }).contains("contains no runs"));
    QVERIFY(!fs::exists(path("board")));
    makeRun(path("other"), {{"gate", kEpochs}});
    writeFileAtomically(path("file"), "");
    QVERIFY(errorText([&] { exportTensorBoard(path("other"), path("file")); }).contains("cannot be created"));
}

TEST_OF_ROOM(TestTensorBoard);
#include "test_tensorboard.moc"
