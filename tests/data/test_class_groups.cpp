#include "data/class_groups.h"

#include "base/error.h"
#include "data/group_id.h"
#include "test_of_room.h"

#include <QtTest>

#include <algorithm>
#include <cctype>
#include <set>

using namespace moelab;

class TestClassGroups : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void defaultIsTheLabs();
    void acceptsPartitions();
    void acceptsAnyName_data();
    void acceptsAnyName();
    void refusesBrokenUtf8();
    void idsAreUnique();
    void tableOfClasses();
    void refuses_data();
    void refuses();
};

void TestClassGroups::defaultIsTheLabs() {
    const ClassGroups groups = defaultGroups();
    checkGroups(groups, 10);
    QCOMPARE(groups[0].name, std::string("artificial"));
    QCOMPARE(groups[1].name, std::string("natural"));
    const int expected[10] = {0, 0, 1, 1, 1, 1, 1, 1, 0, 0};
    for (int cls = 0; cls < 10; ++cls)
        QCOMPARE(groupOf(groups, cls), expected[cls]);
    QVERIFY_THROWS_EXCEPTION(Error, groupOf(groups, 10));
}

void TestClassGroups::acceptsPartitions() {
    ClassGroups many;
    for (int i = 0; i < 64; ++i)
        many.push_back({"g-" + std::to_string(i), {63 - i}});
    checkGroups(many, 64);
    QCOMPARE(groupOf(many, 0), 63);
    checkGroups({{std::string(180, 'w'), {0}}, {"b", {1}}}, 2);
    many.push_back({"one-more", {64}});
    QVERIFY_THROWS_EXCEPTION(Error, checkGroups(many, 65));
}

void TestClassGroups::tableOfClasses() {
    const ClassGroups groups = {{"a", {4, 0}}, {"b", {1, 9}}};
    QCOMPARE(groupsByClass(groups, 5), (std::vector<int>{0, 1, -1, -1, 0})); // 9 is beyond it
    for (std::size_t cls = 0; cls < 10; ++cls)
        QCOMPARE(groupsByClass(defaultGroups(), 10)[cls], groupOf(defaultGroups(), static_cast<int>(cls)));
}

void TestClassGroups::acceptsAnyName_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id"); // written by hand from the bytes of UTF-8
    QTest::newRow("plain") << "road-vehicles-2"
                           << "road-vehicles-2";
    QTest::newRow("blank") << "road vehicles"
                           << "road__vehicles";
    QTest::newRow("capital") << "Road"
                             << "_52oad";
    QTest::newRow("accent") << QString::fromUtf8("\xc3\xa9t\xc3\xa9") << "_c3_a9t_c3_a9";
    QTest::newRow("emoji") << QString::fromUtf8("\xf0\x9f\x90\xb1") << "_f0_9f_90_b1";
    QTest::newRow("path") << "../x"
                          << "_2e_2e_2fx";
    QTest::newRow("underscore") << "a__b"
                                << "a_5f_5fb";
    QTest::newRow("looks like an id") << "_52oad"
                                      << "_5f52oad";
    QTest::newRow("reserved by a system") << "CON"
                                          << "_43_4f_4e";
    QTest::newRow("markup") << "<b>%1</b>"
                            << "_3cb_3e_251_3c_2fb_3e";
    QTest::newRow("20 of three bytes") << QString(20, QChar(0x732b)) << QString("_e7_8c_ab").repeated(20);
}

void TestClassGroups::acceptsAnyName() {
    QFETCH(QString, name);
    QFETCH(QString, id);
    checkGroups({{name.toStdString(), {0}}, {"other", {1}}}, 2);
    QCOMPARE(QString::fromStdString(groupId(name.toStdString())), id);
    QCOMPARE(QString::fromStdString(nameOfGroupId(id.toStdString())), name);
    QVERIFY(id.size() <= 180);
}

void TestClassGroups::refusesBrokenUtf8() {
    for (const char* name : {"\xff", "a\xc3", "\xed\xa0\x80"})
        QVERIFY_THROWS_EXCEPTION(Error, checkGroupName(name));
    QCOMPARE(nameOfGroupId("_zz"), std::string("_zz")); // no id
}

/// Different names have different ids, also for a file system that takes capitals for small letters.
void TestClassGroups::idsAreUnique() {
    const char* const names[] = {"cat", "Cat", "CAT", "c at", "c-at", "c_at", "c__at", "c  at", "_63at", "ca t"};
    std::set<std::string> ids;
    for (const char* name : names) {
        std::string id = groupId(name);
        QVERIFY(std::ranges::all_of(
            id, [](char c) { return c == '-' || c == '_' || std::islower(c) || std::isdigit(c); }));
        ids.insert(id);
    }
    QCOMPARE(ids.size(), std::size(names));
}

void TestClassGroups::refuses_data() {
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QList<QList<int>>>("classes");
    QTest::addColumn<QString>("named");
    using Lists = QList<QList<int>>;
    QTest::newRow("none") << QStringList{} << Lists{} << "0 given";
    QTest::newRow("one") << QStringList{"all"} << Lists{{0, 1, 2}} << "1 given";
    QTest::newRow("empty group") << QStringList{"a", "b"} << Lists{{0, 1, 2}, {}} << "\"b\" has no classes";
    QTest::newRow("same name") << QStringList{"a", "a"} << Lists{{0}, {1, 2}} << "called \"a\"";
    QTest::newRow("no name") << QStringList{"", "b"} << Lists{{0}, {1, 2}} << "\"\" cannot be used";
    QTest::newRow("blanks") << QStringList{"  ", "b"} << Lists{{0}, {1, 2}} << "begins or ends with a blank";
    QTest::newRow("blank of no width") << QStringList{QString(QChar(0x200b)), "b"} << Lists{{0}, {1, 2}}
                                       << "begins or ends with a blank";
    QTest::newRow("blank at the end") << QStringList{"a ", "b"} << Lists{{0}, {1, 2}} << "\"a \" begins or ends";
    QTest::newRow("wide blank before") << QStringList{QString(QChar(0x3000)) + "a", "b"} << Lists{{0}, {1, 2}}
                                       << "begins or ends with a blank";
    QTest::newRow("tab") << QStringList{"a\tb", "b"} << Lists{{0}, {1, 2}} << "\"a\\x09b\" cannot be used";
    QTest::newRow("turns direction") << QStringList{"a" + QString(QChar(0x202e)), "b"} << Lists{{0}, {1, 2}}
                                     << "cannot be used";
    QTest::newRow("control of two bytes")
        << QStringList{"a" + QString(QChar(0x85)), "b"} << Lists{{0}, {1, 2}} << "cannot be used";
    QTest::newRow("alike in an export")
        << QStringList{"a b", "a--b"} << Lists{{0}, {1, 2}} << "\"a b\" and \"a--b\" are too much alike";
    QTest::newRow("line end") << QStringList{"a\n", "b"} << Lists{{0}, {1, 2}} << "\"a\\x0a\" cannot be used";
    QTest::newRow("long") << QStringList{QString(300, u'w'), "b"} << Lists{{0}, {1, 2}} << "needs 300 characters";
    QTest::newRow("a little too long") << QStringList{QString(181, u'w'), "b"} << Lists{{0}, {1, 2}}
                                       << "It may need 180";
    QTest::newRow("long in bytes") << QStringList{QString(21, QChar(0x732b)), "b"} << Lists{{0}, {1, 2}}
                                   << "needs 189 characters"; // 21 of 3 bytes, each of them written in 3
    QTest::newRow("missing") << QStringList{"a", "b"} << Lists{{0}, {2}} << "class 1 belongs to no group";
    QTest::newRow("twice") << QStringList{"a", "b"} << Lists{{0, 1}, {1, 2}} << "class 1 is named twice";
    QTest::newRow("too high") << QStringList{"a", "b"} << Lists{{0, 1}, {2, 3}}
                              << "class 3; the data has classes 0 to 2";
    QTest::newRow("negative") << QStringList{"a", "b"} << Lists{{0, -1}, {1, 2}} << "class -1";
}

void TestClassGroups::refuses() {
    QFETCH(QStringList, names);
    QFETCH(QList<QList<int>>, classes);
    QFETCH(QString, named);
    ClassGroups groups;
    for (qsizetype i = 0; i < names.size(); ++i)
        groups.push_back({names[i].toStdString(), {classes[i].begin(), classes[i].end()}});
    try {
        checkGroups(groups, 3);
        QFAIL("accepted");
    } catch (const Error& problem) {
        QCOMPARE(problem.subject(), std::string("groups"));
        QVERIFY2(QString(problem.what()).contains(named), problem.what());
    }
}

TEST_OF_ROOM(TestClassGroups);
#include "test_class_groups.moc"
