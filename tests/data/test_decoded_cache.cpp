#include "base/limits.h"
#include "data/catalogue.h"
#include "data/fingerprint.h"
#include "data/folders/decoded_cache.h"
#include "picture_files.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <chrono>

using namespace moelab;
using namespace fixture;
namespace fs = std::filesystem;

/// What is kept of decoded picture files.
class TestDecodedCache : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void answersFromTheCache();
    void seesChanges_data();
    void seesChanges();
    void damagedEntries_data();
    void damagedEntries();
    void manySizes();
    void isBounded();
    void needsNoPlace();

  private:
    /// Reads nothing of the pictures, if the cache answers.
    DataSet open(const DataOptions& options = {}) const { return openWholeData(m_root.string(), options); }
    std::vector<fs::path> entries() const {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(m_cache))
            files.push_back(entry.path());
        return files;
    }
    /// Puts another picture under a file's name, of the same size and time.
    void exchange(const std::string& name, int number) const {
        const auto time = fs::last_write_time(m_root / name);
        write(m_root / name, numberedPicture(number));
        fs::last_write_time(m_root / name, time);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
    fs::path m_cache;
};

void TestDecodedCache::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CACHE_HOME", QFile::encodeName(m_folder->filePath("cache")));
    m_root = fs::path(m_folder->path().toStdString()) / "flowers";
    m_cache = fs::path(m_folder->path().toStdString()) / "cache/moelab/decoded";
    for (int i = 0; i < 4; ++i)
        for (const char* name : {"train/x/a/", "train/x/b/", "train/y/c/", "test/x/a/", "val/y/c/"})
            write(m_root / (name + std::to_string(i) + ".ppm"), numberedPicture(i));
    write(m_root / "train/x/a/bad.png", "no picture");
}

void TestDecodedCache::answersFromTheCache() {
    const DataSet first = open();
    QCOMPARE(entries().size(), std::size_t(1));
    const auto past = fs::file_time_type::clock::now() - std::chrono::hours(5);
    fs::last_write_time(entries().front(), past);
    exchange("train/x/a/0.ppm", 200);
    const DataSet second = open();
    QVERIFY2(fingerprint(first) == fingerprint(second), "the picture was read again");
    QCOMPARE(second.source.name, first.source.name);
    QCOMPARE(second.source.origin, first.source.origin);
    QVERIFY(second.suggestedGroups == first.suggestedGroups && second.suggestedGroups.size() == 2);
    QVERIFY(second.report.sizes == first.report.sizes && second.report.leftOutCount == 1);
    QCOMPARE(second.report.leftOut.at(0).file, std::string("train/x/a/bad.png"));
    QCOMPARE(second.report.leftOut.at(0).reason, first.report.leftOut.at(0).reason);
    QVERIFY(second.validation && second.validation->pixels == first.validation->pixels);
    QVERIFY2(fs::last_write_time(entries().front()) > past, "it was used");
}

void TestDecodedCache::seesChanges_data() {
    QTest::addColumn<QByteArray>("change");
    for (const char* name :
         {"time", "size", "name", "new file", "file gone", "image size", "fit", "colour", "seed", "fewer"})
        QTest::newRow(name) << QByteArray(name);
}

void TestDecodedCache::seesChanges() {
    QFETCH(QByteArray, change);
    DataOptions options;
    open(options);
    const fs::path file = m_root / "train/x/a/0.ppm";
    if (change == "time")
        fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::seconds(2));
    else if (change == "size")
        write(file, numberedPicture(0) + " ");
    else if (change == "name")
        fs::rename(file, m_root / "train/x/a/z.ppm");
    else if (change == "new file")
        write(m_root / "train/x/a/9.ppm", numberedPicture(9));
    else if (change == "file gone")
        fs::remove(file);
    else if (change == "image size")
        options.imageSize = 16;
    else if (change == "fit")
        options.fit = Fit::Pad;
    else if (change == "colour")
        options.colour = Colour::Gray;
    else if (change == "seed")
        options.splitSeed = 2;
    else
        options.size = {3, 2};
    change == "fewer" ? openData(m_root.string(), options) : open(options);
    QCOMPARE(entries().size(), std::size_t(2));
}

void TestDecodedCache::damagedEntries_data() {
    QTest::addColumn<int>("damage");
    QTest::newRow("a flipped bit in the header") << 20;
    QTest::newRow("a flipped bit in the pixels") << -300;
    QTest::newRow("cut") << 0;
    QTest::newRow("empty") << 1;
}

void TestDecodedCache::damagedEntries() {
    QFETCH(int, damage);
    const std::string expected = fingerprint(open());
    const fs::path entry = entries().front();
    const auto size = fs::file_size(entry);
    if (damage == 0 || damage == 1) {
        fs::resize_file(entry, damage == 0 ? size - 100 : 0);
    } else {
        std::fstream file(entry, std::ios::in | std::ios::out | std::ios::binary);
        const auto at = std::streamoff(damage > 0 ? damage : std::streamoff(size) + damage);
        file.seekg(at);
        const char byte = char(file.get() ^ 4);
        file.seekp(at);
        file.put(byte);
    }
    QCOMPARE(fingerprint(open()), expected);
    QCOMPARE(entries().size(), std::size_t(1));
    QCOMPARE(fs::file_size(entry), size);
    exchange("train/x/a/0.ppm", 200);
    QCOMPARE(fingerprint(open()), expected); // from the mended entry
}

/// Photographs have been cut to any size.
void TestDecodedCache::manySizes() {
    LabelledFiles files{"photographs", m_root, {{"a", 1, 1}, {"b", 1, 1}}, {"x", "y"}};
    files.train = {{0, 0}};
    files.test = {{1, 1}};
    DataSet data;
    data.classNames = files.classNames;
    data.train = data.test = {1, 1, 1, {7}, {1}};
    for (int i = 0; i < 30'000; ++i)
        data.report.sizes[{i, 3}] = 1;
    const DecodedCache cache(files, {});
    cache.keep(data);
    const auto read = cache.read();
    QVERIFY(read && read->report.sizes == data.report.sizes);
}

void TestDecodedCache::isBounded() {
    open();
    const fs::path own = entries().front();
    const auto old = [&](const char* name, int hours) {
        write(m_cache / name, "");
        fs::resize_file(m_cache / name, limits::kDecodedCacheBytes / 2); // with a hole
        fs::last_write_time(m_cache / name, fs::file_time_type::clock::now() - std::chrono::hours(hours));
    };
    old("older.safetensors", 3);
    old("newer.safetensors", 1);
    write(m_cache / "other.txt", "not ours");
    fs::remove(own);
    open();
    QVERIFY(fs::exists(own) && fs::exists(m_cache / "newer.safetensors") && fs::exists(m_cache / "other.txt"));
    QVERIFY(!fs::exists(m_cache / "older.safetensors"));
    fs::remove_all(m_cache);
    open();
    QVERIFY(fs::exists(own));
}

void TestDecodedCache::needsNoPlace() {
    const std::string expected = fingerprint(open());
    fs::remove_all(m_cache);
    write(m_cache, "a file where the folder should be");
    QCOMPARE(fingerprint(open()), expected);
}

TEST_OF_ROOM(TestDecodedCache);
#include "test_decoded_cache.moc"
