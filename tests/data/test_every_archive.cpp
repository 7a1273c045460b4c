#include "data/catalogue.h"
#include "data/data_reader.h"

#include "array_fixture.h"
#include "cifar100_fixture.h"
#include "picture_files.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <iterator>

using namespace moelab;
using namespace fixture;
using Kind = ArchiveWriter::Kind;
namespace fs = std::filesystem;

/// Every kind of data in every kind of archive is what it is as a folder.
class TestEveryArchive : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void holdsWhatTheFolderHolds_data();
    void holdsWhatTheFolderHolds();
    void refusesNpz_data();
    void refusesNpz();
    void prefersPicturesAndArrays();

  private:
    std::string complaint(const fs::path& path) const {
        return messageOf([&] { openWholeData(path.string()); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
    std::map<std::string, Files> m_kinds; ///< of data
};

static std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

static std::string labelsInTurn(std::size_t count) {
    std::string labels;
    for (std::size_t i = 0; i < count; ++i)
        labels += static_cast<char>(i % 3);
    return labels;
}

static Files idxFiles(bool packed) {
    Files files = {{"train-images-idx3-ubyte", idxFile({9, 8, 8}, ramp(9 * 64))},
                   {"train-labels-idx1-ubyte", idxFile({9}, labelsInTurn(9))},
                   {"t10k-images-idx3-ubyte", idxFile({6, 8, 8}, ramp(6 * 64, 100))},
                   {"t10k-labels-idx1-ubyte", idxFile({6}, labelsInTurn(6))}};
    for (auto& [name, content] : files)
        if (packed) {
            name += ".gz";
            content = gzipped(content);
        }
    return files;
}

static Files numpyFiles() {
    return {{"train_images.npy", npyFile("'|u1'", "(9, 8, 8)", ramp(9 * 64))},
            {"train_labels.npy", npyFile("'|u1'", "(9, 1)", labelsInTurn(9))},
            {"val_images.npy", npyFile("'|u1'", "(3, 8, 8)", ramp(3 * 64, 50))},
            {"val_labels.npy", npyFile("'|u1'", "(3, 1)", labelsInTurn(3))},
            {"test_images.npy", npyFile("'|u1'", "(6, 8, 8)", ramp(6 * 64, 100))},
            {"test_labels.npy", npyFile("'|u1'", "(6, 1)", labelsInTurn(6))}};
}

static Files classFolders() {
    Files files;
    int number = 0;
    for (const char* folder : {"train/flowers/rose/", "train/flowers/tulip/", "train/trees/oak/",
                               "test/flowers/rose/", "test/trees/oak/", "val/flowers/tulip/"})
        for (int i = 0; i < 3; ++i)
            files.emplace_back(folder + std::to_string(i) + ".ppm", numberedPicture(number++));
    return files;
}

static Files listedPictures() {
    std::string list = "path,class,split\n";
    Files files;
    for (int i = 0; i < 12; ++i) {
        files.emplace_back("pictures/" + std::to_string(i) + ".ppm", numberedPicture(i));
        list += files.back().first + (i % 2 == 0 ? ",rose," : ",tulip,") + (i < 8 ? "train\n" : "test\n");
    }
    files.emplace_back("list.csv", list);
    return files;
}

/// @returns what a .npz with these files holds
static std::string npz(const Files& files) {
    const QTemporaryDir folder;
    const fs::path file = fs::path(folder.path().toStdString()) / "set.npz";
    ArchiveWriter(file, Kind::Zip).add("", files);
    return contentOf(file);
}

void TestEveryArchive::initTestCase() {
    m_kinds = {{"CIFAR-10, binary", cifarFiles(true, 2)},
               {"CIFAR-10, python", cifarFiles(false, 2)},
               {"CIFAR-100, binary", cifar100Files(true, 100)},
               {"CIFAR-100, python", cifar100Files(false, 100)},
               {"class folders", classFolders()},
               {"list", listedPictures()},
               {"IDX", idxFiles(false)},
               {"IDX, gzip", idxFiles(true)},
               {"NumPy", numpyFiles()},
               {"NumPy, one .npz", {{"set.npz", npz(numpyFiles())}}}};
}

void TestEveryArchive::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
}

void TestEveryArchive::holdsWhatTheFolderHolds_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("archive");
    QTest::addColumn<QString>("within");
    for (const auto& [kind, files] : m_kinds)
        for (const char* archive : {"set.tar.gz", "set.tgz", "set.tar", "set.zip"})
            for (const char* within : {"", "./some folder/"})
                QTest::addRow("%s in %s%s", kind.c_str(), archive, *within ? ", in a folder" : "")
                    << QString::fromStdString(kind) << archive << within;
}

static void compare(const ImageSet& one, const ImageSet& other) {
    QVERIFY(one.size() > 0);
    QCOMPARE(other.size(), one.size());
    QCOMPARE(other.height, one.height);
    QCOMPARE(other.channels, one.channels);
    QCOMPARE(other.labels, one.labels);
    QVERIFY(other.pixels == one.pixels);
}

void TestEveryArchive::holdsWhatTheFolderHolds() {
    QFETCH(QString, kind);
    QFETCH(QString, archive);
    QFETCH(QString, within);
    const Files& files = m_kinds.at(kind.toStdString());
    writeFolder(m_root / "folder", files);
    const fs::path file = m_root / archive.toStdString();
    {
        ArchiveWriter writer(file, archive.endsWith("zip")    ? Kind::Zip
                                   : archive.endsWith(".tar") ? Kind::Tar
                                                              : Kind::TarGz);
        writer.add(within.toStdString(), files);
        writer.add(within.toStdString() + ".DS_Store", "left behind by a system");
    }
    const DataSet folder = openWholeData((m_root / "folder").string());
    const DataSet packed = openWholeData(file.string());
    QVERIFY(readerOf(file).open == readerOf(m_root / "folder").open);
    QCOMPARE(packed.classNames, folder.classNames);
    QVERIFY(packed.suggestedGroups == folder.suggestedGroups);
    compare(folder.train, packed.train);
    compare(folder.test, packed.test);
    QCOMPARE(packed.validation.has_value(), folder.validation.has_value());
    if (folder.validation)
        compare(*folder.validation, *packed.validation);
    QCOMPARE(packed.source.origin, file.string());
    QCOMPARE(packed.source.sha256.size(), std::size_t(64));
    QCOMPARE(packed.report.leftOutCount, std::size_t(0));
}

void TestEveryArchive::refusesNpz_data() {
    QTest::addColumn<QList<QByteArray>>("files"); // a name, a content, and again
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const Files& files, const char* named) {
        QList<QByteArray> all;
        for (const auto& [file, content] : files)
            all << QByteArray::fromStdString(file) << QByteArray::fromStdString(content);
        QTest::newRow(name) << all << named;
    };
    const std::string whole = npz(numpyFiles());
    row("two", {{"a/one.npz", whole}, {"b/two.npz", whole}},
        "set.tar.gz holds several .npz files, a/one.npz and b/two.npz. Unpack it, and choose one of them.");
    row("cut", {{"one.npz", whole.substr(0, whole.size() / 2)}}, "set.tar.gz: one.npz is ");
    row("no zip", {{"one.npz", "text"}}, "set.tar.gz: one.npz is not an archive that can be read");
    row("empty", {{"one.npz", ""}}, "set.tar.gz: one.npz is not an archive that can be read");
    row("other names", {{"one.npz", npz({{"arr_0.npy", ""}, {"arr_1.npy", ""}})}},
        "set.tar.gz: one.npz holds no NumPy files whose names say what they are (it holds arr_0.npy and "
        "arr_1.npy)");
    Files objects = numpyFiles();
    objects[0].second = npyFile("'|O'", "(9,)", "cos\nsystem\n(S'id'\ntR.");
    row("objects", {{"one.npz", npz(objects)}},
        "set.tar.gz: one.npz: train_images.npy holds Python objects (type \"|O\"), which are never unpickled");
    row("leaves its folder", {{"one.npz", npz({{"../x_train.npy", ""}})}},
        "set.tar.gz: one.npz: entry \"../x_train.npy\" leaves its folder");
}

void TestEveryArchive::refusesNpz() {
    QFETCH(QList<QByteArray>, files);
    QFETCH(QString, named);
    {
        ArchiveWriter writer(m_root / "set.tar.gz", Kind::TarGz);
        for (qsizetype i = 0; i < files.size(); i += 2)
            writer.add(files[i].toStdString(), files[i + 1].toStdString());
    }
    const std::string message = complaint(m_root / "set.tar.gz");
    QVERIFY2(QString::fromStdString(message).contains(named), message.c_str());
}

/// An array that somebody saved beside the images is none of them.
void TestEveryArchive::prefersPicturesAndArrays() {
    for (const char* kind : {"class folders", "NumPy"}) {
        const fs::path file = m_root / "set.zip";
        {
            ArchiveWriter writer(file, Kind::Zip);
            writer.add("", m_kinds.at(kind));
            writer.add("features.npz", "not read");
        }
        writeFolder(m_root / kind, m_kinds.at(kind));
        compare(openWholeData((m_root / kind).string()).train, openWholeData(file.string()).train);
    }
}

TEST_OF_ROOM(TestEveryArchive);
#include "test_every_archive.moc"
