#include "data/archive.h"

#include "cifar_fixture.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <map>

using namespace moelab;
using namespace fixture;
using Kind = ArchiveWriter::Kind;
namespace fs = std::filesystem;

class TestArchive : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsEveryFormat_data();
    void readsEveryFormat();
    void refusesEntries_data();
    void refusesEntries();
    void refusesZipMethods_data();
    void refusesZipMethods();
    void refusesBombs_data();
    void refusesBombs();
    void largeArchivesMayHoldMore();
    void refusesDamage_data();
    void refusesDamage();

  private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

static std::map<std::string, std::string> readFiles(const fs::path& path, const ArchiveLimits& limits = {}) {
    std::map<std::string, std::string> files;
    readArchive(
        path, [&](const std::string& name, ByteSource& bytes) { files[name] = readAll(bytes, 1 << 30); }, limits);
    return files;
}

void TestArchive::readsEveryFormat_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    QTest::newRow("tar.gz") << int(Kind::TarGz) << "a.tar.gz";
    QTest::newRow("tgz under another name") << int(Kind::TarGz) << "no extension";
    QTest::newRow("tar") << int(Kind::Tar) << "a.tar";
    QTest::newRow("zip") << int(Kind::Zip) << "a.zip";
}

void TestArchive::readsEveryFormat() {
    QFETCH(int, kind);
    QFETCH(QString, name);
    const fs::path file = path(name.toStdString());
    const std::string big = binaryBatch(1, 100);
    {
        ArchiveWriter writer(file, Kind(kind));
        writer.add("folder/", "", AE_IFDIR);
        writer.add("folder/one..two", "1");
        writer.add("./folder/big", big);
        writer.add("empty", "");
    }
    const auto files = readFiles(file);
    QCOMPARE(files.size(), std::size_t(3));
    QCOMPARE(files.at("folder/one..two"), std::string("1"));
    QVERIFY(files.at("folder/big") == big);
    QVERIFY(files.at("empty").empty());
}

void TestArchive::refusesEntries_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("symlink");
    QTest::addColumn<QString>("hardlink");
    QTest::addColumn<QString>("named");
    QTest::newRow("parent") << "../evil" << int(AE_IFREG) << ""
                            << ""
                            << "\"../evil\" leaves its folder";
    QTest::newRow("parent inside") << "a/../../evil" << int(AE_IFREG) << ""
                                   << ""
                                   << "\"a/../../evil\" leaves";
    QTest::newRow("parent at the end") << "a/.." << int(AE_IFREG) << ""
                                       << ""
                                       << "\"a/..\" leaves";
    QTest::newRow("parent, Windows") << "a\\..\\evil" << int(AE_IFREG) << ""
                                     << ""
                                     << "leaves its folder";
    QTest::newRow("absolute") << "/etc/evil" << int(AE_IFREG) << ""
                              << ""
                              << "\"/etc/evil\" has an absolute path";
    QTest::newRow("drive") << "C:evil" << int(AE_IFREG) << ""
                           << ""
                           << "\"C:evil\" has an absolute path";
    QTest::newRow("symlink") << "evil" << int(AE_IFLNK) << "/etc/passwd"
                             << ""
                             << "\"evil\" is a link";
    QTest::newRow("hard link") << "evil" << int(AE_IFREG) << ""
                               << "good"
                               << "\"evil\" is a link";
    QTest::newRow("device") << "evil" << int(AE_IFCHR) << ""
                            << ""
                            << "\"evil\" is a device";
    QTest::newRow("pipe") << "evil" << int(AE_IFIFO) << ""
                          << ""
                          << "\"evil\" is a device";
    QTest::newRow("line end in the name") << "a\n/../b" << int(AE_IFREG) << ""
                                          << ""
                                          << "\"a\\x0a/../b\" leaves";
}

void TestArchive::refusesEntries() {
    QFETCH(QString, name);
    QFETCH(int, type);
    QFETCH(QString, symlink);
    QFETCH(QString, hardlink);
    QFETCH(QString, named);
    const fs::path file = path("evil.tar.gz");
    {
        ArchiveWriter writer(file, Kind::TarGz);
        writer.add("good", "1");
        writer.add(name.toStdString(), "", unsigned(type), symlink.toStdString(), hardlink.toStdString());
    }
    const auto message = messageOf([&] { readFiles(file); });
    QVERIFY2(message.starts_with(file.string()) && QString::fromStdString(message).contains(named),
             message.c_str());
}

void TestArchive::refusesZipMethods_data() {
    QTest::addColumn<QByteArray>("zip");
    // zipfile of Python 3.11: "a" with 8 bytes "x" by ZIP_LZMA and ZIP_BZIP2. In the third the LZMA header's size
    // of its dictionary, the four bytes from 0x24, is 2.75 GiB, which is what the reader would take of the memory.
    QTest::newRow("lzma") << QByteArray::fromHex("504b03043f0002000e0000002150c95492a615000000080000000100000061090"
                                                 "405005d00008000003c6abdffffffffe0000000504b01"
                                                 "023f033f0002000e0000002150c95492a61500000008000000010000000000000"
                                                 "00000000080010000000061504b0506000000000100"
                                                 "01002f000000340000000000");
    QTest::newRow("bzip2") << QByteArray::fromHex("504b03042e0000000c0000002150c95492a62700000008000000010000006142"
                                                  "5a683931415926535981bf73aa000002408004000040"
                                                  "20002100820b17724538509081bf73aa504b01022e032e0000000c0000002150"
                                                  "c95492a627000000080000000100000000000000000000"
                                                  "0080010000000061504b050600000000010001002f000000460000000000");
    QTest::newRow("lzma, large dictionary")
        << QByteArray::fromHex("504b03043f0002000e0000002150c95492a615000000080000000100000061090405005d000000b0003"
                               "c6abdffffffffe0000000504b01"
                               "023f033f0002000e0000002150c95492a61500000008000000010000000000000000000000800100000"
                               "00061504b0506000000000100"
                               "01002f000000340000000000");
}

void TestArchive::refusesZipMethods() {
    QFETCH(QByteArray, zip);
    const fs::path file = path("method.zip");
    write(file, zip.toStdString());
    const auto message = messageOf([&] { readFiles(file); });
    QVERIFY2(message.starts_with(file.string() + ": entry \"a\" is packed by a method that is not read (ZIP "),
             message.c_str());
}

void TestArchive::refusesBombs_data() {
    QTest::addColumn<int>("entries");
    QTest::addColumn<int>("bytesEach");
    QTest::addColumn<bool>("visitorReads");
    QTest::addColumn<QString>("named");
    QTest::newRow("one large entry") << 1 << 3'000'000 << true << "\"f0\" makes it more than 1000000 bytes";
    QTest::newRow("nobody wants it") << 1 << 3'000'000 << false << "\"f0\" makes it more than 1000000 bytes";
    QTest::newRow("in sum") << 9 << 300'000 << false << "\"f3\" makes it more than 1000000 bytes";
    QTest::newRow("many entries") << 30 << 1 << true << "more than 20 entries";
}

void TestArchive::refusesBombs() {
    QFETCH(int, entries);
    QFETCH(int, bytesEach);
    QFETCH(bool, visitorReads);
    QFETCH(QString, named);
    const fs::path file = path("bomb.tar.gz");
    {
        ArchiveWriter writer(file, Kind::TarGz);
        for (int i = 0; i < entries; ++i)
            writer.add("f" + std::to_string(i), std::string(std::size_t(bytesEach), '\0'));
    }
    QVERIFY(fs::file_size(file) < 10'000);
    const ArchiveLimits limits{1'000'000, 20};
    const auto message = messageOf([&] {
        readArchive(
            file,
            [&](const std::string&, ByteSource& bytes) {
                if (visitorReads)
                    readAll(bytes, 1 << 30);
            },
            limits);
    });
    QVERIFY2(QString::fromStdString(message).contains(named), message.c_str());
}

/// What is large itself is no bomb.
void TestArchive::largeArchivesMayHoldMore() {
    const ArchiveLimits limits{1000, 20};
    for (const Kind kind : {Kind::Tar, Kind::TarGz}) {
        const fs::path file = path("large");
        ArchiveWriter(file, kind).add("pixels", std::string(3'000'000, '\0'));
        const std::string message = messageOf([&] { readFiles(file, limits); });
        QCOMPARE(message.empty(), kind == Kind::Tar);
    }
}

void TestArchive::refusesDamage_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("keptBytes"); // of 1000
    QTest::newRow("tar.gz cut") << int(Kind::TarGz) << 500;
    QTest::newRow("tar cut") << int(Kind::Tar) << 500;
    QTest::newRow("zip cut") << int(Kind::Zip) << 500;
    QTest::newRow("empty") << int(Kind::Tar) << 0;
}

void TestArchive::refusesDamage() {
    QFETCH(int, kind);
    QFETCH(int, keptBytes);
    const fs::path file = path("cut");
    {
        ArchiveWriter writer(file, Kind(kind));
        writer.add("data", binaryBatch(1, 50));
    }
    fs::resize_file(file, fs::file_size(file) * std::uintmax_t(keptBytes) / 1000);
    const auto message = messageOf([&] { readFiles(file); });
    QVERIFY2(message.starts_with(file.string()), message.c_str());
    write(path("text"), "just text\n");
    QVERIFY(messageOf([&] { readFiles(path("text")); }).find("not an archive") != std::string::npos);
}

TEST_OF_ROOM(TestArchive);
#include "test_archive.moc"
