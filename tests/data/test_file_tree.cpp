#include "data/file_tree.h"

#include "base/limits.h"
#include "cifar_fixture.h"
#include "data/glance.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <map>
#include <sys/stat.h>

using namespace moelab;
using namespace fixture;
using Kind = ArchiveWriter::Kind;
namespace fs = std::filesystem;

/// The files of folders and archives, which readers need not tell apart.
class TestFileTree : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void listsBothAlike_data();
    void listsBothAlike();
    void seesSizesAndTimes();
    void linksAndSpecialFiles();
    void refusesDeepFolders();
    void refusesNamesTwice();
    void clutter_data();
    void clutter();
    void glances();
    void stops();

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

void TestFileTree::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = fs::path(m_folder->path().toStdString()) / "tree";
    fs::create_directory(m_root);
}

static std::vector<std::string> namesOf(const std::vector<TreeFile>& files) {
    std::vector<std::string> names;
    for (const TreeFile& file : files)
        names.push_back(file.name);
    return names;
}

void TestFileTree::listsBothAlike_data() {
    QTest::addColumn<int>("kind"); // -1: a folder
    QTest::newRow("folder") << -1;
    QTest::newRow("tar.gz") << int(Kind::TarGz);
    QTest::newRow("tar") << int(Kind::Tar);
    QTest::newRow("zip") << int(Kind::Zip);
}

void TestFileTree::listsBothAlike() {
    QFETCH(int, kind);
    const Files files = {{"z", "1"},   {"b/c/d", "22"},      {"b/a", "333"},     {".hidden/x", ""},
                         {"b/.x", ""}, {"__MACOSX/b/a", ""}, {"b/Thumbs.db", ""}};
    fs::path tree = m_root;
    if (kind < 0) {
        writeFolder(m_root, files);
    } else {
        tree = m_root / "archive";
        ArchiveWriter(tree, Kind(kind)).add("./", files);
    }
    const std::vector<TreeFile> found = listFiles(tree, StopToken());
    QCOMPARE(namesOf(found), (std::vector<std::string>{"b/a", "b/c/d", "z"}));
    std::map<std::string, std::string> read;
    visitFiles(
        tree, found, [&](std::size_t file) { return found[file].name != "z"; },
        [&](std::size_t file, ByteSource& bytes) { read[found[file].name] = readAll(bytes, 100); }, StopToken());
    QVERIFY(read == (std::map<std::string, std::string>{{"b/a", "333"}, {"b/c/d", "22"}}));
}

void TestFileTree::seesSizesAndTimes() {
    write(m_root / "a", "four");
    const TreeFile before = listFiles(m_root, StopToken()).at(0);
    QCOMPARE(before.bytes, std::uint64_t{4});
    fs::last_write_time(m_root / "a", fs::last_write_time(m_root / "a") + std::chrono::nanoseconds(1000));
    const TreeFile after = folderFile(m_root, "a").value();
    QCOMPARE(after.changed - before.changed, std::int64_t{1000});
    QVERIFY(!folderFile(m_root, "b") && !folderFile(m_root, "."));
}

void TestFileTree::linksAndSpecialFiles() {
    write(m_root / "a/1", "x");
    write(m_root.parent_path() / "other/2", "y");
    fs::create_directory_symlink(m_root, m_root / "a/up");
    fs::create_directory_symlink(".", m_root / "a/here");
    fs::create_directory_symlink(m_root.parent_path() / "other", m_root / "b");
    fs::create_symlink("nowhere", m_root / "gone");
    fs::create_symlink("twin", m_root / "loop");
    fs::create_symlink("loop", m_root / "twin");
    ::mkfifo((m_root / "pipe").c_str(), 0600);
    const std::vector<TreeFile> found = listFiles(m_root, StopToken());
    QCOMPARE(namesOf(found), (std::vector<std::string>{"a/1", "b/2", "gone", "loop", "pipe", "twin"}));
    std::vector<std::string> refused;
    visitFiles(
        m_root, found, [](std::size_t) { return true; },
        [&](std::size_t file, ByteSource& bytes) {
            if (!messageOf([&] { readAll(bytes, 100); }).empty())
                refused.push_back(found[file].name);
        },
        StopToken());
    QCOMPARE(refused, (std::vector<std::string>{"gone", "loop", "pipe", "twin"}));
}

void TestFileTree::refusesDeepFolders() {
    fs::path deep = m_root;
    for (std::size_t i = 0; i < limits::kTreeDepth; ++i)
        deep /= "d";
    write(deep / "x", "1");
    QCOMPARE(listFiles(m_root, StopToken()).size(), std::size_t(1));
    write(deep / "d/x", "1");
    const std::string message = messageOf([&] { listFiles(m_root, StopToken()); });
    QVERIFY2(message.find("lies more than 16 folders deep") != std::string::npos, message.c_str());
}

void TestFileTree::refusesNamesTwice() {
    const fs::path archive = m_root / "twice.tar";
    {
        ArchiveWriter writer(archive, Kind::Tar);
        writer.add("a/b", "1");
        writer.add("./a/b", "2");
    }
    QCOMPARE(messageOf([&] { listFiles(archive, StopToken()); }),
             archive.string() + " holds a/b twice. Keep one of the two.");
}

void TestFileTree::clutter_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("expected");
    for (const char* name :
         {".x", "a/.x", ".git/a", "Thumbs.db", "a/b/desktop.ini", "__MACOSX/a", ".", "._cat.png"})
        QTest::newRow(name) << name << true;
    for (const char* name : {"a", "a.b", "a/b.png", "Thumbs.db.png", "thumbs"})
        QTest::newRow(name) << name << false;
}

void TestFileTree::clutter() {
    QFETCH(QString, name);
    QFETCH(bool, expected);
    QCOMPARE(isClutter(name.toStdString()), expected);
}

void TestFileTree::glances() {
    write(m_root / "b/x", "1");
    write(m_root / "a", "text");
    write(m_root / ".hidden", "");
    const Glance folder = glanceAt(m_root);
    QVERIFY(folder.kind == Glance::Kind::Folder && folder.holds("a") && folder.holds("b/x") && !folder.holds("x"));
    QCOMPARE(folder.names, (std::vector<std::string>{"a", "b/"}));
    const Glance file = glanceAt(m_root / "a");
    QVERIFY(file.kind == Glance::Kind::File && file.head == "text" &&
            file.problem.starts_with("is not an archive"));
    ArchiveWriter(m_root / "c.zip", Kind::Zip).add("b/", Files{{"x", "1"}, {"y", std::string(100'000, '2')}});
    const Glance archive = glanceAt(m_root / "c.zip");
    QVERIFY(archive.kind == Glance::Kind::Archive && archive.holds("x") && !archive.holds("b/x") &&
            archive.problem.empty());
    QCOMPARE(archive.names, (std::vector<std::string>{"b/x", "b/y"}));
}

void TestFileTree::stops() {
    write(m_root / "a", "1");
    ArchiveWriter(m_root / "b.tar", Kind::Tar).add("x", "1");
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, listFiles(m_root, stop));
    QVERIFY_THROWS_EXCEPTION(Stopped, listFiles(m_root / "b.tar", stop));
}

TEST_OF_ROOM(TestFileTree);
#include "test_file_tree.moc"
