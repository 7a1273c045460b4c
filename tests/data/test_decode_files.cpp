#include "base/limits.h"
#include "data/catalogue.h"
#include "picture_files.h"
#include "pillow_pictures.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <chrono>
#include <map>
#include <thread>

using namespace moelab;
using namespace fixture;
namespace fs = std::filesystem;

/// What becomes of the picture files of a data set.
class TestDecodeFiles : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void sizesAndColours();
    void everyFormat();
    void furtherTraining();
    void leavesOut();
    void refusesUnreadable();
    void classesOfNothingAreRefused();
    void fillsUp();
    void stops();
    void stopsWithinASecond();
    void progress();

  private:
    /// @param files name and number of the picture
    void writeNumbered(const std::map<std::string, int>& files) const {
        for (const auto& [name, number] : files)
            write(m_root / name, numberedPicture(number));
    }
    DataSet open(const DataOptions& options = {}) const { return openWholeData(m_root.string(), options); }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

void TestDecodeFiles::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CACHE_HOME", QFile::encodeName(m_folder->filePath("cache")));
    m_root = fs::path(m_folder->path().toStdString()) / "flowers";
    fs::create_directory(m_root);
}

void TestDecodeFiles::sizesAndColours() {
    write(m_root / "train/a/1.ppm", plainPicture(20, 10, 9, 9, 9));
    write(m_root / "train/b/1.ppm", plainPicture(20, 10, 8, 8, 8));
    write(m_root / "test/a/1.ppm", plainPicture(20, 10, 7, 7, 7));
    const DataSet alike = open();
    QVERIFY(alike.train.width == 20 && alike.train.height == 10 && alike.train.channels == 1 &&
            !alike.report.resized);
    QVERIFY(alike.report.sizes == (std::map<std::pair<int, int>, std::size_t>{{{20, 10}, 3}}));
    write(m_root / "train/b/2.ppm", plainPicture(30, 300, 1, 2, 3));
    const DataSet mixed = open();
    QVERIFY(mixed.train.width == 64 && mixed.train.height == 64 && mixed.train.channels == 3 &&
            mixed.report.resized);
    QVERIFY(mixed.report.sizes == (std::map<std::pair<int, int>, std::size_t>{{{20, 10}, 3}, {{30, 300}, 1}}));
    for (const ImageSet* images : {&mixed.train, &mixed.test})
        for (std::size_t i = 0; i < images->size(); ++i)
            for (std::size_t at = 0; at < images->imageBytes(); at += 3) // each picture has one colour
                QVERIFY(std::ranges::equal(images->image(i).subspan(at, 3), images->image(i).first(3)));
    DataOptions options;
    options.imageSize = 8;
    options.colour = Colour::Gray;
    options.fit = Fit::Pad;
    const DataSet padded = open(options);
    QVERIFY(padded.train.width == 8 && padded.train.channels == 1);
    QCOMPARE(padded.test.image(0)[0], std::uint8_t(0));
    QCOMPARE(padded.test.image(0)[4 * 8 + 4], std::uint8_t(7));
}

/// As Pillow decodes them; all are 5 x 4 or 4 x 5.
void TestDecodeFiles::everyFormat() {
    int number = 0;
    for (const PillowPicture& picture : kPillowPictures)
        for (const char* cls : {"train/a/", "train/b/", "test/a/"})
            write(m_root / (cls + std::to_string(number++) + ".png"),
                  QByteArray::fromBase64(picture.file).toStdString());
    const DataSet data = open();
    QCOMPARE(data.train.size(), std::size_t(2 * kPillowPictures.size()));
    QCOMPARE(data.test.size(), std::size_t(kPillowPictures.size()));
    QVERIFY2(data.report.leftOut.empty(),
             data.report.leftOut.empty() ? "" : data.report.leftOut.front().reason.c_str());
    QCOMPARE(data.report.sizes.size(), std::size_t(2));
}

void TestDecodeFiles::furtherTraining() {
    for (int i = 0; i < 60; ++i)
        writeNumbered({{(i % 2 ? "a/" : "b/") + std::to_string(i) + ".ppm", i}});
    const std::vector<int> order = orderOf(open().train);
    const ImageSet further = openFurtherTraining(m_root.string(), {}, 10, 5, StopToken());
    QCOMPARE(orderOf(further), std::vector<int>(order.begin() + 10, order.begin() + 15));
    QCOMPARE(openFurtherTraining(m_root.string(), {}, order.size(), 5, StopToken()).size(), std::size_t(0));
}

void TestDecodeFiles::leavesOut() {
    writeNumbered({{"train/a/1.ppm", 1},
                   {"train/b/1.ppm", 2},
                   {"test/a/1.ppm", 3},
                   {"stray/a/1.ppm", 5},
                   {"loose.ppm", 6},
                   {"train/loose.ppm", 7}});
    write(m_root / "train/a/cut.ppm", numberedPicture(9).substr(0, 100));
    write(m_root / "train/a/empty.png", "");
    write(m_root / "train/b/notes.txt", "not a picture");
    write(m_root / "readme.txt", "about the data");
    fs::create_symlink("nowhere", m_root / "train/b/gone.png");
    fs::create_directories(m_root / "train/a/folder.png");
    const DataSet data = open();
    QCOMPARE(data.train.size(), std::size_t(2));
    std::map<std::string, std::string> reasons;
    for (const ReadReport::LeftOut& one : data.report.leftOut)
        reasons[one.file] = one.reason;
    const std::map<std::string, std::string> expected = {
        {"loose.ppm", "lies in no class's folder"},        {"stray/a/1.ppm", "lies in neither train nor test"},
        {"train/loose.ppm", "lies in no class's folder"},  {"train/b/notes.txt", "is not named as a picture"},
        {"train/a/cut.ppm", "is damaged (it ends early)"}, {"train/a/empty.png", "is empty"}};
    for (const auto& [file, reason] : expected)
        QVERIFY2(reasons.contains(file) && reasons[file] == reason, (file + ": " + reasons[file]).c_str());
    QVERIFY(reasons.contains("train/b/gone.png") && reasons["train/b/gone.png"].starts_with("cannot be read"));
    QCOMPARE(data.report.leftOutCount, expected.size() + 1);
    for (int i = 0; i < 150; ++i)
        write(m_root / ("train/a/bad" + std::to_string(i) + ".png"), "no picture");
    const ReadReport report = open().report;
    QCOMPARE(report.leftOutCount, expected.size() + 151);
    QCOMPARE(report.leftOut.size(), limits::kLeftOutListed);
}

void TestDecodeFiles::refusesUnreadable() {
    writeNumbered({{"train/a/1.ppm", 1}, {"train/b/1.ppm", 2}, {"test/a/1.ppm", 3}});
    write(m_root / "train/b/notes.txt", "no picture, and not named as one");
    DataOptions options;
    options.unreadable = Unreadable::Refuse;
    QCOMPARE(open(options).train.size(), std::size_t(2));
    write(m_root / "test/a/cut.ppm", numberedPicture(9).substr(0, 100));
    const std::string message = messageOf([&] { open(options); });
    QVERIFY2(message.starts_with((m_root / "test/a/cut.ppm").string() + " is damaged"), message.c_str());
}

void TestDecodeFiles::classesOfNothingAreRefused() {
    writeNumbered({{"train/a/1.ppm", 1}, {"train/b/1.ppm", 2}, {"test/a/1.ppm", 3}});
    write(m_root / "train/b/1.ppm", "no picture");
    const std::string message = messageOf([&] { open(); });
    QVERIFY2(
        message.starts_with("flowers has no training image of the class \"b\" that can be read (train/b/1.ppm is "
                            "not a picture in a known format"),
        message.c_str());
}

/// Others take the place of what cannot be read.
void TestDecodeFiles::fillsUp() {
    for (int i = 0; i < 40; ++i)
        write(m_root / (i % 2 ? "train/a" : "train/b") / (std::to_string(i) + ".ppm"),
              i % 4 == 0 ? "bad" : numberedPicture(i));
    writeNumbered({{"test/a/1.ppm", 100}});
    DataOptions options;
    options.size = {25, 1};
    const DataSet data = openData(m_root.string(), options);
    QCOMPARE(contentOf(data, data.train).size(), std::size_t(25));
    for (const auto& [number, name] : contentOf(data, data.train))
        QVERIFY(number % 4 != 0 && name == (number % 2 ? "a" : "b"));
    options.size = {31, 1};
    QCOMPARE(QString::fromStdString(messageOf([&] { openData(m_root.string(), options); })),
             QString("train_examples is 31; flowers has 30 training images. Choose 1 to 30."));
}

void TestDecodeFiles::stops() {
    writeNumbered({{"a/1.ppm", 1}, {"b/1.ppm", 2}});
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, openData(m_root.string(), {{1, 1}}, stop));
}

/// In the middle of pictures that would take several seconds: BMP files of 1500 x 1500 pixels in a few bytes.
void TestDecodeFiles::stopsWithinASecond() {
    using Clock = std::chrono::steady_clock;
    const auto number = [](int value) { return std::string{char(value & 0xff), char(value >> 8), '\0', '\0'}; };
    const std::string zeros(4, '\0');
    const std::string large = "BM" + zeros + zeros + zeros + number(40) + number(1500) + number(1500) +
                              std::string("\1\0\x8\0", 4) + number(1) + zeros + zeros + zeros + number(1) + zeros +
                              zeros + std::string("\0\1", 2);
    write(m_root / "a/0.bmp", large);
    fs::create_directories(m_root / "b");
    for (int i = 1; i < 1000; ++i)
        fs::create_hard_link(m_root / "a/0.bmp", m_root / (i % 2 ? "a" : "b") / (std::to_string(i) + ".bmp"));
    StopToken stop;
    Clock::time_point asked;
    std::thread person([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300)); // for the decoding to be under way
        asked = Clock::now();
        stop.requestStop();
    });
    QVERIFY_THROWS_EXCEPTION(Stopped, openWholeData(m_root.string(), {}, stop));
    const auto ended = Clock::now();
    person.join();
    QVERIFY(ended >= asked && ended - asked < std::chrono::seconds(1));
}

void TestDecodeFiles::progress() {
    for (int i = 0; i < 50; ++i)
        writeNumbered({{(i % 2 ? "a/" : "b/") + std::to_string(i) + ".ppm", i}});
    std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
    openWholeData(m_root.string(), {}, StopToken(),
                  [&](std::uint64_t done, std::uint64_t total) { told.emplace_back(done, total); });
    QVERIFY(!told.empty() && std::ranges::is_sorted(told));
    QVERIFY(told.back() == std::pair(std::uint64_t{50}, std::uint64_t{50}));
}

TEST_OF_ROOM(TestDecodeFiles);
#include "test_decode_files.moc"
