#include "data/catalogue.h"
#include "data/folders/delimited_text.h"
#include "data/folders/image_list.h"
#include "picture_files.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace moelab;
using namespace fixture;
using Kind = ArchiveWriter::Kind;
namespace fs = std::filesystem;

/// Tables of pictures and their classes.
class TestImageList : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void tables_data();
    void tables();
    void refusesTables_data();
    void refusesTables();
    void columns_data();
    void columns();
    void refusesLists_data();
    void refusesLists();
    void places_data();
    void places();
    void opensLists_data();
    void opensLists();
    void numbersAreSortedByValue();
    void withoutSplits();
    void leavesOut();
    void secondMentions();

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

void TestImageList::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CACHE_HOME", QFile::encodeName(m_folder->filePath("cache")));
    m_root = fs::path(m_folder->path().toStdString()) / "set";
    for (int i = 0; i < 10; ++i)
        write(m_root / "images" / (std::to_string(i) + ".ppm"), numberedPicture(i));
}

static QString shown(const std::vector<DelimitedRow>& rows) {
    QStringList lines;
    for (const DelimitedRow& row : rows) {
        QStringList fields{QString::number(row.line)};
        for (const std::string& field : row.fields)
            fields << QString::fromStdString(field);
        lines << fields.join('|');
    }
    return lines.join('/');
}

void TestImageList::tables_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected"); // by RFC 4180
    QTest::newRow("commas") << QByteArray("a,b\n1,2\n") << "1|a|b/2|1|2";
    QTest::newRow("semicolons, commas within") << QByteArray("a;b\n1,5;2") << "1|a|b/2|1,5|2";
    QTest::newRow("tabs") << QByteArray("a\tb, c\n1\t\n") << "1|a|b, c/2|1|";
    QTest::newRow("lines of Windows") << QByteArray("a,b\r\n\r\n1,2\r\n") << "1|a|b/3|1|2";
    QTest::newRow("lines of old Macs") << QByteArray("a,b\r1,2") << "1|a|b/2|1|2";
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                   "a,b\n")
                                     << "1|a|b";
    QTest::newRow("quotes") << QByteArray("\"a,\"\"x\"\"\",b\n\"1\n2\" , 3\n4,5") << "1|a,\"x\"|b/2|1\n2|3/4|4|5";
    QTest::newRow("a quote within") << QByteArray("5\" x,b") << "1|5\" x|b";
    QTest::newRow("one column") << QByteArray("a\nb\n") << "1|a/2|b";
    QTest::newRow("nothing") << QByteArray() << "";
}

void TestImageList::tables() {
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(shown(readDelimited({text.constData(), std::size_t(text.size())}, "t.csv")), expected);
}

void TestImageList::refusesTables_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    QTest::newRow("open quote") << QByteArray("a,b\n1,\"2\n3\n") << "t.csv: line 2 has a quote that is not closed";
    QTest::newRow("text behind a quote")
        << QByteArray("a,b\n\"1\"x,2") << "t.csv: line 2 has text behind a closing quote";
    QTest::newRow("too few") << QByteArray("a,b\n\n1\n") << "t.csv: line 3 has 1 field, and the first row has 2";
    QTest::newRow("too many") << QByteArray("a,b\n1,2,3\n") << "t.csv: line 2 has 3 fields";
    QTest::newRow("Latin-1") << QByteArray("a,b\n\xe4,2\n") << "t.csv is not UTF-8 text";
    QTest::newRow("UTF-16") << QByteArray("a\0,\0b\0", 6) << "t.csv is not UTF-8 text";
}

void TestImageList::refusesTables() {
    QFETCH(QByteArray, text);
    QFETCH(QString, said);
    const QString message = QString::fromStdString(messageOf([&] {
        readDelimited({text.constData(), std::size_t(text.size())}, "t.csv");
    }));
    QVERIFY2(message.startsWith(said), qPrintable(message));
}

void TestImageList::columns_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("usual names") << "path,class,split\nx.png,cat,train\n"
                                 << "";
    QTest::newRow("other usual names, another order") << "Label;Subset;Filename;width\ncat;Training;x.png;3\n"
                                                      << "";
    QTest::newRow("chosen") << "id,a,b,c\n1,cat,x.png,TRAIN\n"
                            << "b, a ,C";
    QTest::newRow("chosen against usual names") << "path,label,file,kind,split\n7,0,x.png,cat,train\n"
                                                << "file,kind,split";
}

void TestImageList::columns() {
    QFETCH(QString, text);
    QFETCH(QString, chosen);
    DataOptions options;
    options.listColumns = chosen.toStdString();
    const auto images = readImageList(text.toStdString(), "t.csv", options);
    QCOMPARE(images.size(), std::size_t(1));
    QCOMPARE(images[0].path, std::string("x.png"));
    QCOMPARE(images[0].className, std::string("cat"));
    QVERIFY(images[0].split == SplitName::Train);
    QCOMPARE(images[0].line, std::size_t(2));
    const auto nameless = readImageList("x.png,cat\ny.jpg,dog", "t.csv", {});
    QVERIFY(nameless.size() == 2 && nameless[1].className == "dog" && nameless[0].split == SplitName::None);
}

void TestImageList::refusesLists_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QString>("said");
    QTest::newRow("empty") << "\n\n"
                           << ""
                           << "t.csv is an empty list";
    QTest::newRow("no rows") << "path,class\n"
                             << ""
                             << "t.csv names no files";
    QTest::newRow("unknown columns")
        << "a,b\n1,2\n"
        << ""
        << "t.csv has no columns that are known for paths and classes (it has a and b)";
    QTest::newRow("one column") << "path\nx.png\n"
                                << ""
                                << "t.csv has no columns";
    QTest::newRow("no such column")
        << "a,b\n1,2\n"
        << "a,x"
        << "list_columns names \"x\", and the list has no such column. Choose from: a and b";
    QTest::newRow("one chosen") << "a,b\n1,2\n"
                                << "a"
                                << "list_columns is \"a\"";
    QTest::newRow("four chosen") << "a,b\n1,2\n"
                                 << "a,b,a,b"
                                 << "list_columns is \"a,b,a,b\"";
    QTest::newRow("no path") << "path,class\n,cat\n"
                             << ""
                             << "t.csv: line 2 names no file";
    QTest::newRow("no class") << "path,class\nx.png,\n"
                              << ""
                              << "t.csv: line 2 has the unusable class name \"\"";
    QTest::newRow("a class that rings") << "path,class\nx.png,\"a\ab\"\n"
                                        << ""
                                        << "t.csv: line 2 has the unusable class name \"a\\x07b\"";
    QTest::newRow("no split") << "path,class,split\nx.png,cat,\n"
                              << ""
                              << "t.csv: line 2 has the split \"\"";
    QTest::newRow("unknown split") << "path,class,split\nx.png,cat,3\n"
                                   << ""
                                   << "t.csv: line 2 has the split \"3\". Use train, val and test";
}

void TestImageList::refusesLists() {
    QFETCH(QString, text);
    QFETCH(QString, chosen);
    QFETCH(QString, said);
    DataOptions options;
    options.listColumns = chosen.toStdString();
    const QString message =
        QString::fromStdString(messageOf([&] { readImageList(text.toStdString(), "t.csv", options); }));
    QVERIFY2(message.startsWith(said), qPrintable(message));
}

void TestImageList::places_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("listed");
    QTest::addColumn<QString>("expected"); // empty: refused
    QTest::newRow("beside the list") << ""
                                     << "x.png"
                                     << "x.png";
    QTest::newRow("below") << ""
                           << "./a//b/x.png"
                           << "a/b/x.png";
    QTest::newRow("of Windows") << ""
                                << "a\\x.png"
                                << "a/x.png";
    QTest::newRow("back into the folder") << "lists"
                                          << "../a/x.png"
                                          << "a/x.png";
    QTest::newRow("absolute, within") << ""
                                      << "/data/set/a/x.png"
                                      << "a/x.png";
    QTest::newRow("up") << ""
                        << "../x.png"
                        << "";
    QTest::newRow("up on a detour") << ""
                                    << "a/../../x.png"
                                    << "";
    QTest::newRow("up, of Windows") << ""
                                    << "a\\..\\..\\x.png"
                                    << "";
    QTest::newRow("absolute") << ""
                              << "/etc/passwd"
                              << "";
    QTest::newRow("a folder whose name begins alike") << ""
                                                      << "/data/set2/x.png"
                                                      << "";
    QTest::newRow("the folder itself") << ""
                                       << "."
                                       << "";
}

void TestImageList::places() {
    QFETCH(QString, folder);
    QFETCH(QString, listed);
    QFETCH(QString, expected);
    QCOMPARE(
        QString::fromStdString(withinTree("/data/set", folder.toStdString(), listed.toStdString()).value_or("")),
        expected);
}

void TestImageList::opensLists_data() {
    QTest::addColumn<QString>("place");
    for (const char* place : {"list", "folder", "set.tar.gz", "set.zip", "below.tar"})
        QTest::newRow(place) << place;
}

void TestImageList::opensLists() {
    QFETCH(QString, place);
    std::string text = "path,class,split\n";
    for (int i = 0; i < 10; ++i)
        text += "images/" + std::to_string(i) + ".ppm," + (i % 2 ? "odd" : "even") + "," +
                (i < 6   ? "train"
                 : i < 8 ? "val"
                         : "test") +
                "\n";
    write(m_root / "labels.csv", text);
    fs::path path = place == "list" ? m_root / "labels.csv" : m_root;
    if (place.contains('.')) {
        path = m_root.parent_path() / place.toStdString();
        ArchiveWriter writer(path, place.endsWith("zip")  ? Kind::Zip
                                   : place.endsWith("gz") ? Kind::TarGz
                                                          : Kind::Tar);
        const std::string folder = place == "below.tar" ? "some/where/" : "";
        for (int i = 0; i < 10; ++i)
            writer.add(folder + "images/" + std::to_string(i) + ".ppm", numberedPicture(i));
        writer.add(folder + "labels.csv", text);
    }
    const DataSet data = openWholeData(path.string());
    QCOMPARE(data.classNames, (std::vector<std::string>{"even", "odd"}));
    QVERIFY(data.train.size() == 6 && data.validation && data.validation->size() == 2 && data.test.size() == 2);
    std::set<int> seen;
    for (const ImageSet* images : {&data.train, &*data.validation, &data.test})
        for (std::size_t i = 0; i < images->size(); ++i) {
            const int number = numberOf(images->image(i));
            seen.insert(number);
            QCOMPARE(int(images->labels[i]), number % 2);
            QCOMPARE(number < 6 ? &data.train : number < 8 ? &*data.validation : &data.test, images);
        }
    QCOMPARE(seen.size(), std::size_t(10));
    QCOMPARE(data.report.leftOutCount, std::size_t(0));
}

void TestImageList::numbersAreSortedByValue() {
    std::string text = "file\tlabel\n";
    for (int i = 0; i < 10; ++i)
        text += "images/" + std::to_string(i) + ".ppm\t" + std::to_string(i / 4 * 10) + "\n";
    write(m_root / "labels.tsv", text + "images/2.ppm\t0\n");
    QCOMPARE(openWholeData((m_root / "labels.tsv").string()).classNames,
             (std::vector<std::string>{"0", "10", "20"}));
}

void TestImageList::withoutSplits() {
    std::string text;
    for (int i = 0; i < 10; ++i)
        text += "images/" + std::to_string(i) + ".ppm," + (i % 2 ? "odd" : "even") + "\n";
    write(m_root / "labels.csv", text);
    DataOptions options;
    options.testFraction = 0.4;
    const DataSet data = openWholeData((m_root / "labels.csv").string(), options);
    QVERIFY(data.train.size() == 6 && data.test.size() == 4 && !data.validation);
    QCOMPARE(std::ranges::count(data.test.labels, 0), 2);
}

void TestImageList::leavesOut() {
    write(
        m_root / "labels.csv",
        "path,class\nimages/0.ppm,a\nimages/1.ppm,b\nimages/2.ppm,a\nimages/none.png,a\nimages,b\nlabels.csv,b\n");
    const DataSet data = openWholeData((m_root / "labels.csv").string());
    QCOMPARE(data.report.leftOutCount, std::size_t(3));
    QCOMPARE(data.report.leftOut[0].file, std::string("images/none.png"));
    QCOMPARE(data.report.leftOut[0].reason, std::string("is missing (line 5 names it)"));
    QCOMPARE(data.report.leftOut[1].reason, std::string("is missing (line 6 names it)"));
    QVERIFY(data.report.leftOut[2].reason.starts_with("is not a picture in a known format"));
    DataOptions options;
    options.unreadable = Unreadable::Refuse;
    const std::string message = messageOf([&] { openWholeData((m_root / "labels.csv").string(), options); });
    QVERIFY2(message.starts_with("images/none.png is missing (line 5 names it)"), message.c_str());
    write(m_root / "labels.csv", "path,class\nimages/0.ppm,a\n../../secret.png,b\n");
    const std::string outside = messageOf([&] { openWholeData((m_root / "labels.csv").string()); });
    QVERIFY2(
        outside.starts_with((m_root / "labels.csv").string() + ": line 3 names ../../secret.png, which is not in"),
        outside.c_str());
}

void TestImageList::secondMentions() {
    write(m_root / "labels.csv",
          "path,class\nimages/0.ppm,a\nimages/1.ppm,b\n./images/0.ppm,a\nimages/2.ppm,a\nimages/3.ppm,b\n");
    const DataSet data = openWholeData((m_root / "labels.csv").string());
    QCOMPARE(data.train.size() + data.test.size(), std::size_t(4));
    QCOMPARE(data.report.leftOut.at(0).reason, std::string("is listed a second time (lines 2 and 4)"));
    write(m_root / "labels.csv", "path,class\nimages/0.ppm,a\nimages/0.ppm,b\n");
    const std::string message = messageOf([&] { openWholeData((m_root / "labels.csv").string()); });
    QVERIFY2(message.find("line 3 gives images/0.ppm the class \"b\", and line 2 \"a\"") != std::string::npos,
             message.c_str());
}

TEST_OF_ROOM(TestImageList);
#include "test_image_list.moc"
