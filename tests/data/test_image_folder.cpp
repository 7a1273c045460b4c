#include "data/catalogue.h"
#include "picture_files.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <map>

using namespace moelab;
using namespace fixture;
using Kind = ArchiveWriter::Kind;
namespace fs = std::filesystem;

using Names = std::vector<std::string>;

/// Folders and archives in which pictures lie in folders of their classes.
class TestImageFolder : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void findsSplits_data();
    void findsSplits();
    void findsClasses_data();
    void findsClasses();
    void foldersAndArchivesAreTheSame_data();
    void foldersAndArchivesAreTheSame();
    void splitsEveryClass();
    void orderIsFair();
    void followsLinks();
    void refuses_data();
    void refuses();

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

void TestImageFolder::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CACHE_HOME", QFile::encodeName(m_folder->filePath("cache")));
    m_root = fs::path(m_folder->path().toStdString()) / "flowers";
    fs::create_directory(m_root);
}

void TestImageFolder::findsSplits_data() {
    QTest::addColumn<QString>("train");
    QTest::addColumn<QString>("validation");
    QTest::addColumn<QString>("test");
    QTest::newRow("train and test") << "train"
                                    << ""
                                    << "test";
    QTest::newRow("all") << "train"
                         << "val"
                         << "test";
    QTest::newRow("by other names") << "Training"
                                    << "Valid"
                                    << "TESTING";
    QTest::newRow("long names") << "training"
                                << "validation"
                                << "testing";
    QTest::newRow("within another folder") << "a/b/train"
                                           << "a/b/dev"
                                           << "a/b/test";
}

void TestImageFolder::findsSplits() {
    QFETCH(QString, train);
    QFETCH(QString, validation);
    QFETCH(QString, test);
    const std::string own = validation.toStdString();
    writeNumbered({{train.toStdString() + "/rose/1.ppm", 1},
                   {train.toStdString() + "/tulip/1.ppm", 2},
                   {test.toStdString() + "/rose/1.ppm", 3}});
    if (!own.empty())
        writeNumbered({{own + "/tulip/1.ppm", 4}});
    const DataSet data = open();
    QCOMPARE(data.classNames, (Names{"rose", "tulip"}));
    QVERIFY(contentOf(data, data.train) == (std::map<int, std::string>{{1, "rose"}, {2, "tulip"}}));
    QVERIFY(contentOf(data, data.test) == (std::map<int, std::string>{{3, "rose"}}));
    QCOMPARE(data.validation.has_value(), !own.empty());
    if (data.validation)
        QVERIFY(contentOf(data, *data.validation) == (std::map<int, std::string>{{4, "tulip"}}));
    QCOMPARE(data.source.name, std::string("flowers"));
    QCOMPARE(data.source.origin, m_root.string());
    QVERIFY(data.suggestedGroups.empty() && data.report.leftOutCount == 0 && !data.report.resized);
}

void TestImageFolder::findsClasses_data() {
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QStringList>("classes");
    QTest::addColumn<QStringList>("groups"); // "name: class class"
    QTest::newRow("sorted") << QStringList{"b/1.ppm", "a/1.ppm", "C/1.ppm", "\u00e4/1.ppm"}
                            << QStringList{"C", "a", "b", "\u00e4"} << QStringList{};
    QTest::newRow("groups") << QStringList{"vehicles/truck/1.ppm", "vehicles/car/1.ppm", "Big Animals!/cat/1.ppm"}
                            << QStringList{"car", "cat", "truck"}
                            << QStringList{"Big Animals!: 1", "vehicles: 0 2"};
    QTest::newRow("groups in splits") << QStringList{"train/x/a/1.ppm", "train/x/b/1.ppm", "train/y/c/1.ppm",
                                                     "test/x/a/1.ppm"}
                                      << QStringList{"a", "b", "c"} << QStringList{"x: 0 1", "y: 2"};
    QTest::newRow("groups of names alike")
        << QStringList{"A!/a/1.ppm", "A!/b/1.ppm", "a/c/1.ppm", "\u00e4/d/1.ppm", "\u00e4/e/1.ppm"}
        << QStringList{"a", "b", "c", "d", "e"} << QStringList{"A!: 0 1", "a: 2", "\u00e4: 3 4"};
    QTest::newRow("one class a folder is no group")
        << QStringList{"x/a/1.ppm", "y/b/1.ppm"} << QStringList{"a", "b"} << QStringList{};
    QTest::newRow("a name in two groups")
        << QStringList{"x/other/1.ppm", "y/other/1.ppm", "y/b/1.ppm"} << QStringList{"b", "x/other", "y/other"}
        << QStringList{"x: 1", "y: 0 2"};
    QTest::newRow("images below classes") << QStringList{"train/n1/images/1.ppm", "train/n2/images/1.ppm"}
                                          << QStringList{"n1", "n2"} << QStringList{};
    QTest::newRow("hidden and left behind")
        << QStringList{"a/1.ppm", "b/1.ppm", ".git/c/1.ppm", "__MACOSX/a/1.ppm", "a/.1.ppm"}
        << QStringList{"a", "b"} << QStringList{};
}

void TestImageFolder::findsClasses() {
    QFETCH(QStringList, files);
    QFETCH(QStringList, classes);
    QFETCH(QStringList, groups);
    int number = 0;
    for (const QString& file : files)
        writeNumbered({{file.toStdString(), ++number}});
    const DataSet data = open();
    QStringList found;
    for (const std::string& name : data.classNames)
        found << QString::fromStdString(name);
    QCOMPARE(found, classes);
    QStringList suggested;
    for (const ClassGroup& group : data.suggestedGroups) {
        suggested << QString::fromStdString(group.name) + ":";
        for (const int cls : group.classes)
            suggested.back() += " " + QString::number(cls);
    }
    QCOMPARE(suggested, groups);
    if (!data.suggestedGroups.empty())
        checkGroups(data.suggestedGroups, int(data.classNames.size()));
    QCOMPARE(data.report.leftOutCount, std::size_t(0));
}

void TestImageFolder::foldersAndArchivesAreTheSame_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    QTest::newRow("tar.gz") << int(Kind::TarGz) << "flowers.tar.gz";
    QTest::newRow("tar") << int(Kind::Tar) << "flowers.tar";
    QTest::newRow("zip") << int(Kind::Zip) << "flowers.zip";
}

/// More images than say how large all are, so that an archive is read twice.
void TestImageFolder::foldersAndArchivesAreTheSame() {
    QFETCH(int, kind);
    QFETCH(QString, name);
    const fs::path archive = m_root.parent_path() / name.toStdString();
    {
        ArchiveWriter writer(archive, Kind(kind));
        for (int i = 1400; i-- > 0;) {
            const std::string file = std::string(i % 3 == 0 ? "rose/" : "tulip/") + std::to_string(i) + ".ppm";
            write(m_root / file, numberedPicture(i));
            writer.add("./set/" + file, numberedPicture(i));
        }
        writer.add("./set/rose/.DS_Store", "x");
    }
    const DataSet folder = open();
    const DataSet packed = openWholeData(archive.string());
    QCOMPARE(folder.train.size() + folder.test.size(), std::size_t(1400));
    QVERIFY(folder.classNames == packed.classNames);
    for (const auto& [one, other] : {std::pair(&folder.train, &packed.train), {&folder.test, &packed.test}}) {
        QVERIFY(contentOf(folder, *one).size() == one->size());
        QCOMPARE(one->size(), other->size());
        QVERIFY(one->pixels == other->pixels && one->labels == other->labels);
    }
    QCOMPARE(packed.source.sha256.size(), std::size_t(64));
}

/// 20 percent of each class, rounded, and other ones with another seed.
void TestImageFolder::splitsEveryClass() {
    int number = 0;
    const std::map<std::string, int> sizes = {{"a", 100}, {"b", 12}, {"c", 2}, {"d", 1}};
    for (const auto& [name, size] : sizes)
        for (int i = 0; i < size; ++i)
            writeNumbered({{name + "/" + std::to_string(i) + ".ppm", number++}});
    const auto countsOf = [](const DataSet& data) {
        std::map<std::string, int> counts;
        for (const auto& [image, name] : contentOf(data, data.test))
            ++counts[name];
        return counts;
    };
    DataOptions options;
    const DataSet data = open(options);
    QVERIFY(countsOf(data) == (std::map<std::string, int>{{"a", 20}, {"b", 2}, {"c", 1}}));
    QCOMPARE(data.train.size() + data.test.size(), std::size_t(115));
    auto all = contentOf(data, data.train);
    all.merge(contentOf(data, data.test));
    QCOMPARE(all.size(), std::size_t(115));
    options.splitSeed = 2;
    const DataSet other = open(options);
    QVERIFY(countsOf(other) == countsOf(data) && contentOf(other, other.test) != contentOf(data, data.test));
    options.testFraction = 0.5;
    QVERIFY(countsOf(open(options)) == (std::map<std::string, int>{{"a", 50}, {"b", 6}, {"c", 1}}));
    options.testFraction = 1;
    QVERIFY(messageOf([&] { open(options); }).find("test_fraction is 1") == 0);
}

/// The first images are drawn from all classes, in an order that the seed tells, whatever the file system's is.
void TestImageFolder::orderIsFair() {
    for (int i = 0; i < 200; ++i)
        writeNumbered({{"train/" + std::string(i < 100 ? "a" : "b") + "/" + std::to_string(i) + ".ppm", i}});
    writeNumbered({{"test/a/x.ppm", 999}, {"test/b/x.ppm", 998}});
    DataOptions options;
    const std::vector<int> order = orderOf(open(options).train);
    const auto ofA = std::count_if(order.begin(), order.begin() + 40, [](int number) { return number < 100; });
    QVERIFY2(ofA > 10 && ofA < 30, std::to_string(ofA).c_str());
    options.size = {40, 2};
    QCOMPARE(orderOf(openData(m_root.string(), options).train),
             std::vector<int>(order.begin(), order.begin() + 40));
    const fs::path moved = m_root.parent_path() / "moved";
    fs::rename(m_root, moved);
    for (int i = 200; i-- > 0;) { // in another order on the disk
        const std::string name = "train/" + std::string(i < 100 ? "a" : "b") + "/" + std::to_string(i) + ".ppm";
        write(m_root / name, numberedPicture(i));
    }
    fs::create_directories(m_root / "test");
    fs::rename(moved / "test/a", m_root / "test/a");
    fs::rename(moved / "test/b", m_root / "test/b");
    QCOMPARE(orderOf(open().train), order);
    options.splitSeed = 7;
    QVERIFY(orderOf(open(options).train) != order);
}

void TestImageFolder::followsLinks() {
    writeNumbered({{"a/1.ppm", 1}, {"a/2.ppm", 2}});
    const fs::path elsewhere = m_root.parent_path() / "elsewhere";
    write(elsewhere / "1.ppm", numberedPicture(3));
    write(elsewhere / "2.ppm", numberedPicture(4));
    fs::create_directory_symlink(elsewhere, m_root / "b");
    fs::create_directory_symlink(m_root, m_root / "a" / "loop");
    fs::create_directory_symlink(".", m_root / "a" / "here");
    const DataSet data = open();
    QCOMPARE(data.classNames, (Names{"a", "b"}));
    QCOMPARE(data.train.size() + data.test.size(), std::size_t(4));
}

void TestImageFolder::refuses_data() {
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("said");
    QStringList many;
    for (int i = 0; i <= 1000; ++i)
        many << QString("c%1/1.ppm").arg(i);
    QTest::newRow("one class") << QStringList{"cat/1.ppm", "cat/2.ppm"} << "flowers has one class only, \"cat\"";
    QTest::newRow("too many classes") << many << "flowers has 1001 classes, and at most 1000 are read";
    QTest::newRow("no folders") << QStringList{"1.ppm", "2.ppm"}
                                << "flowers has pictures, but in no folders of classes";
    QTest::newRow("splits without classes")
        << QStringList{"train/1.ppm", "test/2.ppm"} << "flowers has pictures, but in no folders of classes";
    QTest::newRow("no training images")
        << QStringList{"test/a/1.ppm", "val/a/1.ppm"} << "flowers has no training images";
    QTest::newRow("a class without") << QStringList{"train/a/1.ppm", "train/b/1.ppm", "test/c/1.ppm"}
                                     << "flowers has no training images of the class \"c\"";
    QTest::newRow("a name that cannot be seen")
        << QStringList{"a/1.ppm", "b\u202e/1.ppm"} << "flowers has the unusable class name";
    QTest::newRow("no pictures")
        << QStringList{"a/1.txt", "b/1.txt"}
        << "flowers is a folder without images in a form that is known (it holds a/ and b/)";
}

void TestImageFolder::refuses() {
    QFETCH(QStringList, files);
    QFETCH(QString, said);
    for (const QString& file : files)
        write(m_root / file.toStdString(), numberedPicture(1));
    const QString message = QString::fromStdString(messageOf([&] { open(); }));
    QVERIFY2(message.contains(said), qPrintable(message));
}

TEST_OF_ROOM(TestImageFolder);
#include "test_image_folder.moc"
