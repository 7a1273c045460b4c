#include "parameters/class_chips.h"
#include "parameters/parameter_fields.h"
#include "test_of_room.h"
#include "ui/worked_window.h"

#include <QListView>
#include <QScrollArea>
#include <QSignalSpy>

using namespace moelab;
using namespace fixture;

namespace {

const QStringList kAnimals = {"cat", "dog", "cow", "hen"};
const ClassGroups kPets = {{"pets", {0, 1}}, {"farm", {2, 3}}};

/// A field on its own, and what it told.
struct Field {
    explicit Field(const QStringList& names = kAnimals, const ClassGroups& groups = kPets)
        : editor(makeEditor(info)) {
        QObject::connect(editor.get(), &ParameterEditor::edited, editor.get(), [this](const Json& value) {
            Parameters parameters;
            setParameter(parameters, info, value);
            told.push_back(parameters.groups);
            editor->setValue(value); // as the run takes them
        });
        editor->setClassNames(names);
        set(groups);
        editor->resize(280, 400);
        editor->show();
        if (!QTest::qWaitForWindowActive(editor.get()))
            qFatal("the field is not shown");
    }
    void set(const ClassGroups& groups) {
        Parameters parameters;
        parameters.groups = groups;
        editor->setValue(getParameter(parameters, info));
    }
    template <class Widget>
    Widget* find(const QString& name) {
        return findIn<Widget>(*editor, name);
    }
    ClassChips& chips(int group) { return *find<ClassChips>(QString("groupClasses-%1").arg(group)); }
    QStringList shown(int group) {
        QStringList names;
        for (int row = 0; row < chips(group).count(); ++row)
            if (!chips(group).item(row)->isHidden())
                names << chips(group).item(row)->text();
        return names;
    }
    QRect chip(int group, int row) { return chips(group).visualItemRect(chips(group).item(row)); }
    void click(int group, int row, Qt::KeyboardModifiers keys = {}) {
        QTest::mouseClick(chips(group).viewport(), Qt::LeftButton, keys, chip(group, row).center());
    }
    /// From a chip to another group, as a hand does.
    void drag(int group, int row, int to) {
        QApplication::processEvents(); // rows that are new are laid out
        QWidget* const from = chips(group).viewport();
        QWidget* const target = chips(to).viewport();
        const QPoint end = from->mapFromGlobal(target->mapToGlobal(target->rect().center()));
        QTest::mousePress(from, Qt::LeftButton, {}, chip(group, row).center());
        move(from, chip(group, row).center() + QPoint(0, 20));
        move(from, end);
        QTest::mouseRelease(from, Qt::LeftButton, {}, end);
    }
    /// With the button down, which QTest's own mouse moves do not say.
    static void move(QWidget* widget, const QPoint& place) {
        QMouseEvent event(QEvent::MouseMove, place, widget->mapToGlobal(place), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(widget, &event);
    }
    void rename(int group, const QString& name) {
        auto* const line = find<QLineEdit>(QString("groupName-%1").arg(group));
        line->setFocus();
        line->selectAll();
        QInputMethodEvent typed; // names may hold what a test's keys cannot type
        typed.setCommitString(name);
        QApplication::sendEvent(line, &typed);
        QTest::keyClick(line, Qt::Key_Return);
    }
    ClassGroups last() const { return told.empty() ? ClassGroups() : told.back(); }
    QString problem() { return find<QLabel>("problem-groups")->isVisible() ? editor->problem() : QString(); }

    const ParameterInfo& info = parameterInfo("groups");
    std::unique_ptr<ParameterEditor> editor;
    std::vector<ClassGroups> told;
};

} // namespace

/// Class groups as a person makes them.
class TestGroupsField : public WorkedWindow {
    Q_OBJECT
  private slots:
    void cleanup() {
        if (m_open)
            end();
    }
    void dragsAClass();
    void dragsSeveral();
    void aDragBesideDropsNothing();
    void movesByKeys();
    void choosesTheGroupFromAList();
    void anyName_data();
    void anyName();
    void refusedNamesStay_data();
    void refusedNamesStay();
    void addsAndRemoves();
    void discards();
    void othersGroupsReplaceADraft();
    void aThousandClasses();
    void inTheWindow();
};

void TestGroupsField::dragsAClass() {
    Field open;
    open.drag(0, 1, 1);
    QCOMPARE(open.told, (std::vector<ClassGroups>{{{"pets", {0}}, {"farm", {1, 2, 3}}}}));
    QCOMPARE(open.shown(0), QStringList{"cat"});
    QCOMPARE(open.shown(1), (QStringList{"dog", "cow", "hen"}));
}

void TestGroupsField::dragsSeveral() {
    Field open(kAnimals, {{"pets", {0}}, {"farm", {1, 2, 3}}});
    open.click(1, 0);
    open.click(1, 2, Qt::ControlModifier);
    open.drag(1, 2, 0);
    QCOMPARE(open.told, (std::vector<ClassGroups>{{{"pets", {0, 1, 3}}, {"farm", {2}}}}));
    open.click(0, 1); // of several chosen ones, a click without a drag chooses this one
    QCOMPARE(open.chips(0).chosen(), std::vector<int>{1});
}

void TestGroupsField::aDragBesideDropsNothing() {
    Field open;
    QWidget* const from = open.chips(0).viewport();
    QTest::mousePress(from, Qt::LeftButton, {}, open.chip(0, 0).center());
    Field::move(from, QPoint(-500, -500));
    QTest::mouseRelease(from, Qt::LeftButton, {}, QPoint(-500, -500));
    QVERIFY(open.told.empty());
    QCOMPARE(open.shown(0), (QStringList{"cat", "dog"}));
    QTest::mousePress(from, Qt::LeftButton, {}, open.chip(0, 0).center());
    const QPoint end = from->mapFromGlobal(open.chips(1).mapToGlobal(QPoint(5, 5)));
    Field::move(from, end);
    QTest::keyClick(&open.chips(0), Qt::Key_Escape);
    QTest::mouseRelease(from, Qt::LeftButton, {}, end);
    QVERIFY(open.told.empty());
}

void TestGroupsField::movesByKeys() {
    Field open;
    open.chips(0).setFocus();
    open.chips(0).setCurrentRow(0);
    QTest::keyClick(&open.chips(0), Qt::Key_Up, Qt::ControlModifier); // there is none before it
    QVERIFY(open.told.empty());
    QTest::keyClick(&open.chips(0), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(open.last(), (ClassGroups{{"pets", {1}}, {"farm", {0, 2, 3}}}));
    QVERIFY(open.chips(1).hasFocus()); // it went along
    QCOMPARE(open.chips(1).chosen(), std::vector<int>{0});
    QTest::keyClick(&open.chips(1), Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(open.last(), kPets);
}

void TestGroupsField::choosesTheGroupFromAList() {
    Field open(kAnimals, {{"pets", {0, 1}}, {"farm", {2}}, {"with & wings", {3}}});
    open.chips(0).setFocus();
    open.chips(0).setCurrentRow(1);
    QTest::keyClick(&open.chips(0), Qt::Key_Return);
    auto* const search = open.find<QLineEdit>("choiceSearch");
    QTRY_VERIFY(search->isVisible());
    QTest::keyClicks(search, "wing");
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(open.last(), (ClassGroups{{"pets", {0}}, {"farm", {2}}, {"with & wings", {1, 3}}}));
}

void TestGroupsField::anyName_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("name");
    QTest::newRow("blanks") << "  Road vehicles "
                            << "Road vehicles";
    QTest::newRow("accents") << QString::fromUtf8("b\xc3\xaates") << QString::fromUtf8("b\xc3\xaates");
    QTest::newRow("composed") << QString("be\u0302tes") << QString::fromUtf8("b\xc3\xaates");
    QTest::newRow("emoji") << QString::fromUtf8("\xf0\x9f\x90\xb1 cats")
                           << QString::fromUtf8("\xf0\x9f\x90\xb1 cats");
    QTest::newRow("markup") << "<b>%1 & co</b>"
                            << "<b>%1 & co</b>";
}

void TestGroupsField::anyName() {
    QFETCH(QString, typed);
    QFETCH(QString, name);
    Field open;
    open.rename(0, typed);
    QCOMPARE(open.problem(), QString());
    QCOMPARE(open.told.size(), std::size_t(1));
    QCOMPARE(QString::fromStdString(open.last()[0].name), name);
}

void TestGroupsField::refusedNamesStay_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("problem");
    QTest::newRow("taken") << "farm"
                           << "two groups are called \"farm\"";
    QTest::newRow("long") << QString(181, u'w') << "needs 181 characters";
    QTest::newRow("none") << ""
                          << "cannot be used";
}

void TestGroupsField::refusedNamesStay() {
    QFETCH(QString, name);
    QFETCH(QString, problem);
    Field open;
    auto* const line = open.find<QLineEdit>("groupName-0");
    line->setFocus();
    line->selectAll();
    QTest::keyClick(line, Qt::Key_Delete);
    QTest::keyClicks(line, name);
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY2(open.problem().contains(problem), qPrintable(open.problem()));
    QCOMPARE(line->text(), name);
    QVERIFY(open.told.empty());
    open.set(kPets); // other parameters changed
    QCOMPARE(line->text(), name);
    open.drag(0, 1, 1); // what else is done is not lost either
    QVERIFY(open.told.empty());
    open.rename(0, "house");
    QCOMPARE(open.problem(), QString());
    QCOMPARE(open.told, (std::vector<ClassGroups>{{{"house", {0}}, {"farm", {1, 2, 3}}}}));
}

void TestGroupsField::addsAndRemoves() {
    Field open;
    QVERIFY(!open.find<QToolButton>("groupRemove-0")->isEnabled()); // two are the least
    QTest::mouseClick(open.find<QToolButton>("groupAdd"), Qt::LeftButton);
    QVERIFY2(open.problem().contains("\"group 3\" has no classes"), qPrintable(open.problem()));
    QVERIFY(open.find<QLineEdit>("groupName-2")->hasFocus());
    QVERIFY(open.told.empty());
    open.drag(1, 1, 2);
    QCOMPARE(open.problem(), QString());
    QCOMPARE(open.last(), (ClassGroups{{"pets", {0, 1}}, {"farm", {2}}, {"group 3", {3}}}));
    QTest::mouseClick(open.find<QToolButton>("groupRemove-0"), Qt::LeftButton);
    QCOMPARE(open.last(), (ClassGroups{{"farm", {0, 1, 2}}, {"group 3", {3}}}));
    QCOMPARE(open.find<QLineEdit>("groupName-0")->text(), QString("farm"));
    QVERIFY(!open.find<QToolButton>("groupRemove-0")->isEnabled());
}

void TestGroupsField::discards() {
    Field open;
    open.rename(0, "farm");
    QVERIFY(!open.problem().isEmpty());
    QTest::mouseClick(open.find<QToolButton>("discard-groups"), Qt::LeftButton);
    QCOMPARE(open.problem(), QString());
    QCOMPARE(open.find<QLineEdit>("groupName-0")->text(), QString("pets"));
    QVERIFY(open.told.empty());
}

void TestGroupsField::othersGroupsReplaceADraft() {
    Field open;
    open.rename(0, "farm");
    open.set({{"a", {0, 1, 2}}, {"b", {3}}}); // as undo does
    QCOMPARE(open.problem(), QString());
    QCOMPARE(open.shown(0), (QStringList{"cat", "dog", "cow"}));
    QVERIFY(open.told.empty());
}

void TestGroupsField::aThousandClasses() {
    QStringList names;
    ClassGroups groups(64);
    for (int cls = 0; cls < 1000; ++cls) {
        names << QString("class %1").arg(cls);
        groups[std::size_t(cls % 64)].classes.push_back(cls);
    }
    for (std::size_t group = 0; group < 64; ++group)
        groups[group].name = "group " + std::to_string(group);
    QElapsedTimer timer;
    timer.start();
    Field open(names, groups);
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    auto* const area = open.find<QScrollArea>("groupsArea");
    QVERIFY(area->height() <= 26 * area->fontMetrics().lineSpacing()); // other parameters have room
    for (int group : {0, 1, 63}) // all chips of a group are seen, once one scrolls there
        QTRY_VERIFY(open.chip(group, 14).bottom() <= open.chips(group).viewport()->height());
    auto* const search = open.find<QLineEdit>("groupsSearch");
    QVERIFY(search->isVisible());
    QTest::keyClicks(search, "class 777");
    QCOMPARE(open.shown(777 % 64), QStringList{"class 777"});
    QCOMPARE(open.shown(0), QStringList());
    open.chips(777 % 64).setFocus();
    open.chips(777 % 64).setCurrentRow(777 / 64);
    QTest::keyClick(&open.chips(777 % 64), Qt::Key_Return);
    auto* const choice = open.find<QLineEdit>("choiceSearch");
    QTest::keyClicks(choice, "group 63");
    QTest::keyClick(choice, Qt::Key_Return);
    QCOMPARE(open.shown(63), QStringList{"class 777"}); // still searched for
    search->clear();
    QCOMPARE(open.shown(63).size(), 16);
}

/// A person's name stands in titles; cards and files go by its id; it can be undone.
void TestGroupsField::inTheWindow() {
    begin();
    renameGroup(0, "Road & sky");
    QTRY_VERIFY(m_open->window->findChild<QWidget*>("card-expert-_52oad___26__sky"));
    QVERIFY(std::ranges::any_of(m_open->window->findChildren<QLabel*>(),
                                [](const QLabel* label) { return label->text() == "Expert Road & sky"; }));
    QCOMPARE(message(), QString());
    moveClass("cat", 0);
    QTRY_COMPARE(groupOf(m_open->session.parameters().groups, 3), 0);
    QTRY_VERIFY(find<QToolButton>("reset-groups")->isVisibleTo(m_open->window.get()));
    QVERIFY(!find<QWidget>("reset-groups")->toolTip().contains('{'));
    QVERIFY(find<QWidget>("reset-groups")->toolTip().contains("artificial (4) / natural (6)"));
    trigger("undo"); // one step after the other
    QTRY_COMPARE(groupOf(m_open->session.parameters().groups, 3), 1);
    QCOMPARE(find<QLineEdit>("groupName-0")->text(), QString("Road & sky"));
    trigger("undo");
    QTRY_COMPARE(m_open->session.parameters().groups, defaultGroups());
    QCOMPARE(find<QLineEdit>("groupName-0")->text(), QString("artificial"));
}

TEST_OF_ROOM(TestGroupsField);
#include "test_groups_field.moc"
