#include "data/class_groups.h"

#include "base/error.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

class TestClassGroups : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void defaultIsTheLabs();
    void acceptsPartitions();
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
    ClassGroups sixteen;
    for (int i = 0; i < 16; ++i)
        sixteen.push_back({"g-" + std::to_string(i), {15 - i}});
    checkGroups(sixteen, 16);
    QCOMPARE(groupOf(sixteen, 0), 15);
    checkGroups({{std::string(180, 'w'), {0}}, {"b", {1}}}, 2);
    sixteen.push_back({"one-more", {16}});
    QVERIFY_THROWS_EXCEPTION(Error, checkGroups(sixteen, 17));
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
    QTest::newRow("capital") << QStringList{"A", "b"} << Lists{{0}, {1, 2}} << "\"A\" cannot be used";
    QTest::newRow("path") << QStringList{"../x", "b"} << Lists{{0}, {1, 2}} << "\"../x\" cannot be used";
    QTest::newRow("line end") << QStringList{"a\n", "b"} << Lists{{0}, {1, 2}} << "\"a\\x0a\" cannot be used";
    QTest::newRow("long") << QStringList{QString(300, u'w'), "b"} << Lists{{0}, {1, 2}} << "has 300 characters";
    QTest::newRow("a little too long") << QStringList{QString(181, u'w'), "b"} << Lists{{0}, {1, 2}}
                                       << "Use at most 180";
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
