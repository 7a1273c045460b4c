#include "test_of_room.h"
#include "ui/worked_window.h"

using namespace moelab;
using namespace fixture;

/// The keys of Undo and Redo while a field of the parameters has the focus.
class TestUndoKeys : public WorkedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() {
        begin();
        QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
        m_base.trainExamples = 120;
        m_base.testExamples = 60;
    }
    void init() {
        m_open->window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
        m_open->session.setParameters(m_base);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong); // other images may be drawn
    }
    void cleanupTestCase() { end(); }
    void keysUndoWhatIsNotTyped_data();
    void keysUndoWhatIsNotTyped();
    void keysUndoNamesOfGroups();

  private:
    Parameters m_base; ///< of few images
};

void TestUndoKeys::keysUndoWhatIsNotTyped_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("changed");
    QTest::addColumn<QString>("half");
    QTest::newRow("a box") << "seed"
                           << "3"
                           << "45";
    QTest::newRow("a box with a unit") << "batch_size"
                                       << "30"
                                       << "7";
    QTest::newRow("a line") << "learning_rate"
                            << "0.002"
                            << "0.5";
    QTest::newRow("networks") << "networks"
                              << "{\"gate\": \"small-vgg\"}"
                              << "{";
}

/// The keys of Undo act in the field alone while something is half typed in it, and as in the menu else.
void TestUndoKeys::keysUndoWhatIsNotTyped() {
    QFETCH(const QString, name);
    QFETCH(const QString, changed);
    QFETCH(const QString, half);
    const auto press = [&](QKeySequence::StandardKey keys) { QTest::keySequence(field(name), QKeySequence(keys)); };
    type("patience", "4"); // so that the next change is one of its own
    QTest::keyClick(field("patience"), Qt::Key_Return);
    const Parameters before = m_open->session.parameters();
    const QString text = line(name).text();
    type(name, changed);
    QTest::keyClick(field(name), Qt::Key_Return);
    const Parameters after = m_open->session.parameters();
    QVERIFY(after != before);
    const QString shown = line(name).text();
    press(QKeySequence::Undo);
    QCOMPARE(m_open->session.parameters(), before);
    QCOMPARE(line(name).text(), text);
    QVERIFY(field(name)->hasFocus());
    press(QKeySequence::Redo);
    QCOMPARE(m_open->session.parameters(), after);
    type(name, half);
    for (int tries = 0; tries < 3 && line(name).text() != shown; ++tries)
        press(QKeySequence::Undo);
    QCOMPARE(line(name).text(), shown);
    QCOMPARE(m_open->session.parameters(), after);
    type(name, "many");
    QTest::keyClick(field(name), Qt::Key_Tab);
    QVERIFY(!reason(name).isEmpty());
    field(name)->setFocus();
    for (int tries = 0; tries < 3 && !reason(name).isEmpty(); ++tries)
        press(QKeySequence::Undo);
    QCOMPARE(reason(name), QString());
    QCOMPARE(line(name).text(), shown);
    QCOMPARE(m_open->session.parameters(), after);
    press(QKeySequence::Undo);
    QCOMPARE(m_open->session.parameters(), before);
}

void TestUndoKeys::keysUndoNamesOfGroups() {
    auto* const name = find<QLineEdit>("groupName-0");
    const QString before = name->text();
    renameGroup(0, "things");
    QCOMPARE(m_open->session.parameters().groups[0].name, std::string("things"));
    QTest::keyClicks(name, "s");
    QTest::keySequence(name, QKeySequence(QKeySequence::Undo));
    QCOMPARE(name->text(), QString("things"));
    QCOMPARE(m_open->session.parameters().groups[0].name, std::string("things"));
    QTest::keySequence(name, QKeySequence(QKeySequence::Undo));
    QCOMPARE(name->text(), before);
    QCOMPARE(m_open->session.parameters().groups[0].name, before.toStdString());
}

TEST_OF_ROOM(TestUndoKeys);
#include "test_undo_keys.moc"
