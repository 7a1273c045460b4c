#include "data/catalogue.h"

#include "base/sha256.h"
#include "cifar_fixture.h"
#include "data/cifar/cifar10.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

#include <chrono>
#include <thread>

using namespace moelab;
using namespace fixture;
using Kind = ArchiveWriter::Kind;
namespace fs = std::filesystem;

/// Every batch of these sets has 4 images: 20 for training and 4 for tests.
class TestCatalogue : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void opensFoldersAndArchives_data();
    void opensFoldersAndArchives();
    void keepsPublishedOrder();
    void refusesSizes_data();
    void refusesSizes();
    void refusesPlaces_data();
    void refusesPlaces();
    void refusesIncomplete_data();
    void refusesIncomplete();
    void refusesMixedArchives();
    void oddPaths_data();
    void oddPaths();
    void knowsPublishedHashes();
    void cache();
    void stops_data();
    void stops();
    void stopsWithinASecond();
    void manyFilesCostNoTime();

  private:
    std::string complaint(const fs::path& path) const {
        return messageOf([&] { openData(path.string(), {{20, 4}}); });
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

void TestCatalogue::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
}

static bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

static void checkImages(const DataSet& data, std::size_t train, std::size_t test) {
    QCOMPARE(data.classNames, kNames);
    QCOMPARE(data.train.size(), train);
    QCOMPARE(data.test.size(), test);
    for (std::size_t i = 0; i < train; ++i) {
        const int batch = int(i) / 4 + 1;
        QCOMPARE(int(data.train.labels[i]), labelOf(batch, int(i) % 4));
        QCOMPARE(data.train.image(i)[4], planarByte(batch, int(i) % 4, 1025));
    }
    for (std::size_t i = 0; i < test; ++i)
        QCOMPARE(data.test.image(i)[4], planarByte(0, int(i), 1025));
}

void TestCatalogue::opensFoldersAndArchives_data() {
    QTest::addColumn<bool>("binary");
    QTest::addColumn<QString>("place");
    for (bool binary : {true, false})
        for (const char* place : {"folder", "parent", "data.tar.gz", "data.tgz", "data.tar", "data.zip"})
            QTest::addRow("%s %s", binary ? "binary" : "python", place) << binary << place;
}

void TestCatalogue::opensFoldersAndArchives() {
    QFETCH(bool, binary);
    QFETCH(QString, place);
    const Files files = cifarFiles(binary, 4);
    const std::string folder = binary ? "cifar-10-batches-bin" : "cifar-10-batches-py";
    fs::path path = m_root / place.toStdString();
    if (place == "folder" || place == "parent") {
        writeFolder(m_root / folder, files);
        path = place == "folder" ? m_root / folder : m_root;
    } else {
        const Kind kind = place.endsWith("zip") ? Kind::Zip : place.endsWith("tar") ? Kind::Tar : Kind::TarGz;
        ArchiveWriter(path, kind).add(folder + "/", files);
    }
    const DataSet data = openData(path.string(), {{20, 4}});
    checkImages(data, 20, 4);
    QCOMPARE(data.source.name, std::string("CIFAR-10"));
    QCOMPARE(data.source.origin, path.string());
    QCOMPARE(data.source.sha256, fs::is_directory(path) ? std::string() : sha256OfFile(path));
    QVERIFY(!data.source.official && !data.source.drawn);
    checkImages(openData(path.string(), {{6, 1}}), 6, 1);
    checkImages(openWholeData(path.string()), 20, 4);
}

void TestCatalogue::keepsPublishedOrder() {
    Files files = cifarFiles(true, 4);
    std::reverse(files.begin(), files.end());
    files.emplace_back("readme.html", "<html>");
    ArchiveWriter(m_root / "reversed.tar", Kind::Tar).add("cifar-10-batches-bin/", files);
    checkImages(openData((m_root / "reversed.tar").string(), {{20, 4}}), 20, 4);
    checkImages(openData((m_root / "reversed.tar").string(), {{7, 2}}), 7, 2);
}

void TestCatalogue::refusesSizes_data() {
    QTest::addColumn<QString>("spec");
    QTest::addColumn<qulonglong>("train");
    QTest::addColumn<qulonglong>("test");
    QTest::addColumn<QString>("message");
    const qulonglong minusOne = ~0ull;
    QTest::newRow("train over") << "" << 21ull << 4ull
                                << "train_examples is 21; CIFAR-10 has 20 training images. Choose 1 to 20.";
    QTest::newRow("train zero") << "" << 0ull << 4ull
                                << "train_examples is 0; CIFAR-10 has 20 training images. Choose 1 to 20.";
    QTest::newRow("test over") << "" << 20ull << 5ull
                               << "test_examples is 5; CIFAR-10 has 4 test images. Choose 1 to 4.";
    QTest::newRow("test zero") << "" << 20ull << 0ull
                               << "test_examples is 0; CIFAR-10 has 4 test images. Choose 1 to 4.";
    QTest::newRow("largest") << "" << minusOne << 4ull
                             << "train_examples is 18446744073709551615; CIFAR-10 has 20 training images. "
                                "Choose 1 to 20.";
    QTest::newRow("built-in over") << "builtin" << 60000ull << 1ull
                                   << "train_examples is 60000; the built-in set has 50000 training images. "
                                      "Choose 1 to 50000.";
    QTest::newRow("built-in zero")
        << "builtin" << 1ull << 0ull
        << "test_examples is 0; the built-in set has 10000 test images. Choose 1 to 10000.";
}

void TestCatalogue::refusesSizes() {
    QFETCH(QString, spec);
    QFETCH(qulonglong, train);
    QFETCH(qulonglong, test);
    QFETCH(QString, message);
    writeFolder(m_root, cifarFiles(true, 4));
    const std::string name = spec.isEmpty() ? m_root.string() : spec.toStdString();
    QCOMPARE(QString::fromStdString(messageOf([&] { openData(name, {{train, test}}); })), message);
}

void TestCatalogue::refusesPlaces_data() {
    QTest::addColumn<QString>("named");
    for (const char* named :
         {"does not exist", "is an empty folder",
          "is a folder without images in a form that is known (it holds a.txt)", "is one file of CIFAR-10",
          "is not an archive", "is neither a folder nor a file", "cannot be read (File name too long)",
          "cannot be read (Too many levels of symbolic links)",
          "is an archive without images in a form that is known (it holds a.txt)",
          "is empty (0 bytes). Copy it again", "is an archive without files",
          "is a .zip that is damaged or cut. Copy it again"})
        QTest::newRow(named) << named;
}

void TestCatalogue::refusesPlaces() {
    QFETCH(QString, named);
    write(m_root / "other" / "a.txt", "text");
    write(m_root / "data_batch_1.bin", binaryBatch(1, 1));
    fs::create_directories(m_root / "empty");
    ::mkfifo((m_root / "pipe").c_str(), 0600);
    fs::create_symlink("there", m_root / "here");
    fs::create_symlink("here", m_root / "there");
    ArchiveWriter(m_root / "other.tar", Kind::Tar).add("a.txt", "text");
    write(m_root / "nothing.zip", "");
    write(m_root / "empty.zip", std::string("PK\5\6") + std::string(18, '\0'));
    ArchiveWriter(m_root / "cut.zip", Kind::Zip).add("cat/1.ppm", std::string(1000, 'x'));
    fs::resize_file(m_root / "cut.zip", fs::file_size(m_root / "cut.zip") / 2);
    const std::multimap<QString, fs::path> places = {
        {"does not exist", "nowhere"},
        {"is an empty folder", "empty"},
        {"is a folder without images in a form that is known (it holds a.txt)", "other"},
        {"is one file of CIFAR-10", "data_batch_1.bin"},
        {"is not an archive", "other/a.txt"},
        {"is neither a folder nor a file", "pipe"},
        {"cannot be read (File name too long)", std::string(300, 'x')},
        {"cannot be read (Too many levels of symbolic links)", "here"},
        {"is an archive without images in a form that is known (it holds a.txt)", "other.tar"},
        {"is empty (0 bytes). Copy it again", "nothing.zip"},
        {"is an archive without files", "empty.zip"},
        {"is a .zip that is damaged or cut. Copy it again", "cut.zip"},
    };
    const auto [begin, end] = places.equal_range(named);
    QVERIFY(begin != end);
    for (auto place = begin; place != end; ++place) {
        const std::string message = complaint(m_root / place->second);
        QVERIFY2(contains(message, named.toStdString()), message.c_str());
    }
}

void TestCatalogue::refusesIncomplete_data() {
    QTest::addColumn<bool>("binary");
    QTest::addColumn<int>("file"); // in published order
    for (bool binary : {true, false})
        for (int file = 0; file < 7; ++file)
            QTest::addRow("%s, file %d", binary ? "binary" : "python", file) << binary << file;
}

void TestCatalogue::refusesIncomplete() {
    QFETCH(bool, binary);
    QFETCH(int, file);
    Files files = cifarFiles(binary, 4);
    const std::string name = files[std::size_t(file)].first;
    writeFolder(m_root, files);
    // Even for one image: a set with a hole is not to be trained on.
    fs::remove(m_root / name);
    const std::string missing = messageOf([&] { openData(m_root.string(), {{1, 1}}); });
    QVERIFY2(contains(missing, name + " is missing"), missing.c_str());

    files.erase(files.begin() + file);
    ArchiveWriter(m_root / "hole.tar", Kind::Tar).add("", files);
    const std::string hole = complaint(m_root / "hole.tar");
    QVERIFY2(contains(hole, "has no " + name), hole.c_str());

    write(m_root / name, "");
    const std::string empty = complaint(m_root);
    QVERIFY2(contains(empty, name + " "), empty.c_str());

    fs::remove(m_root / name);
    fs::create_directories(m_root / name);
    const std::string folder = complaint(m_root);
    QVERIFY2(contains(folder, name + " is not a regular file"), folder.c_str());
}

void TestCatalogue::refusesMixedArchives() {
    const auto refused = [&](const Files& files, const std::string& named) {
        ArchiveWriter(m_root / "mixed.tar", Kind::Tar).add("", files);
        const std::string message = complaint(m_root / "mixed.tar");
        QVERIFY2(contains(message, named), message.c_str());
    };
    Files both = cifarFiles(true, 4);
    both.emplace_back("data_batch_1", pythonBatch(1, 4));
    refused(both, "holds both layouts");
    Files twice = cifarFiles(true, 4);
    twice.push_back(twice[2]);
    refused(twice, "holds data_batch_3.bin twice");
    Files damaged = cifarFiles(true, 4);
    damaged[3].second += "x";
    refused(damaged, "mixed.tar: data_batch_4.bin is truncated or damaged: 12293 bytes");
    Files nameless = cifarFiles(true, 4);
    nameless[6].second = "cat\ndog\n";
    refused(nameless, "batches.meta.txt names 2 classes");
    nameless[6].second = "a\nb\nc\nd\ne\nf\ng\nh\ni\na\n";
    refused(nameless, "names the class \"a\" twice");
    nameless[6].second = "a\nb\nc\nd\ne\nf\ng\nh\ni\n\xff\n";
    refused(nameless, "batches.meta.txt is not UTF-8 text");
    nameless[6].second = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\x1bj\n";
    refused(nameless, "unusable class name \"j\\x1bj\"");
    Files evil = cifarFiles(true, 4);
    evil.emplace_back("../../x", "y");
    refused(evil, "leaves its folder");
}

void TestCatalogue::oddPaths_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("opens");
    QTest::newRow("blanks") << QByteArray(" a b ") << true;
    QTest::newRow("line end") << QByteArray("a\nb") << true;
    QTest::newRow("emoji") << QByteArray("\xF0\x9F\x90\xB1") << true;
    QTest::newRow("255 bytes") << QByteArray(255, 'x') << true;
    QTest::newRow("not UTF-8") << QByteArray("caf\xE9") << false;
}

void TestCatalogue::oddPaths() {
    QFETCH(QByteArray, name);
    QFETCH(bool, opens);
    const fs::path folder = m_root / name.toStdString();
    writeFolder(folder, cifarFiles(true, 4));
    const std::string message = complaint(folder);
    QCOMPARE(message.empty(), opens);
    if (!opens)
        QVERIFY2(contains(message, "caf\\xe9 has a name that is not UTF-8"), message.c_str());
}

void TestCatalogue::knowsPublishedHashes() {
    QVERIFY(isPublishedCifar("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"));
    QVERIFY(isPublishedCifar("6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"));
    QVERIFY(isPublishedCifar("58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"));
    QVERIFY(!isPublishedCifar(""));
}

void TestCatalogue::cache() {
    qputenv("HOME", "/home/somebody");
    qputenv("XDG_CACHE_HOME", "relative/is/ignored");
    QCOMPARE(cacheFolder(), fs::path("/home/somebody/.cache/moelab"));
    qputenv("XDG_CACHE_HOME", m_folder->path().toLocal8Bit());
    QCOMPARE(cachedCifar10(), m_root / "moelab" / "cifar-10-binary.tar.gz");
    QCOMPARE(defaultDataSpec(), std::string("builtin"));
    const std::string absent = messageOf([] { openData("cifar10", {{1, 1}}); });
    QVERIFY2(contains(absent, "moelab data fetch") && contains(absent, "--data FILE"), absent.c_str());

    fs::create_directories(m_root / "moelab");
    ArchiveWriter(cachedCifar10(), Kind::TarGz).add("", cifarFiles(true, 4));
    QCOMPARE(defaultDataSpec(), std::string("cifar10"));
    const std::string wrong = messageOf([] { openData("cifar10", {{1, 1}}); });
    QVERIFY2(contains(wrong, "its hash differs"), wrong.c_str());
    // Named as a path it is a person's own data.
    checkImages(openData(cachedCifar10().string(), {{20, 4}}), 20, 4);
    QVERIFY(contains(messageOf([] { openData("", {{1, 1}}); }), "data is empty"));
}

void TestCatalogue::stops_data() {
    QTest::addColumn<QString>("spec");
    QTest::newRow("drawn") << "builtin";
    QTest::newRow("folder") << "folder";
    QTest::newRow("archive") << "archive.tar.gz";
}

/// A stop that was asked for ends the opening, wherever the data lie.
void TestCatalogue::stops() {
    QFETCH(QString, spec);
    writeFolder(m_root / "folder", cifarFiles(true, 4));
    ArchiveWriter(m_root / "archive.tar.gz", Kind::TarGz).add("", cifarFiles(true, 4));
    const std::string named = spec == "builtin" ? "builtin" : (m_root / spec.toStdString()).string();
    StopToken stop;
    QCOMPARE(openData(named, {{20, 4}}, stop).train.size(), std::size_t(20));
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, openData(named, {{20, 4}}, stop));
}

/// In the middle of a file whose reading takes much longer: 50 GiB, all of them a hole.
void TestCatalogue::stopsWithinASecond() {
    using Clock = std::chrono::steady_clock;
    ArchiveWriter(m_root / "huge.tar", Kind::Tar).add("", cifarFiles(true, 4));
    fs::resize_file(m_root / "huge.tar", 50ull << 30);
    StopToken stop;
    Clock::time_point asked;
    std::thread person([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300)); // for the reading to be under way
        asked = Clock::now();
        stop.requestStop();
    });
    QVERIFY_THROWS_EXCEPTION(Stopped, openData((m_root / "huge.tar").string(), {{20, 4}}, stop));
    const auto ended = Clock::now();
    person.join();
    QVERIFY(ended >= asked && ended - asked < std::chrono::seconds(1));
}

/// Known names are looked for; nothing is listed.
void TestCatalogue::manyFilesCostNoTime() {
    const fs::path folder = m_root / "many";
    write(folder / "0", "");
    for (int i = 1; i < 20'000; ++i)
        fs::create_hard_link(folder / "0", folder / std::to_string(i));
    const auto began = std::chrono::steady_clock::now();
    QVERIFY(contains(complaint(folder), "without images in a form that is known"));
    QVERIFY(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(500));
}

TEST_OF_ROOM(TestCatalogue);
#include "test_catalogue.moc"
