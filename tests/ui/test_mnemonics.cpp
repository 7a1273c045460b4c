#include "test_of_room.h"
#include "ui/runs_window_fixture.h"
#include "ui/trained_window.h"

#include <QAbstractButton>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>

using namespace moelab;
using namespace fixture;

namespace {

/// @returns the texts that share a key, in words; empty where no two do
QString clashesOf(const QStringList& texts) {
    QMap<QKeySequence, QString> taken;
    QStringList clashes;
    for (const QString& text : texts) {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (key.isEmpty())
            continue;
        if (taken.contains(key))
            clashes << text + " and " + taken[key];
        taken[key] = text;
    }
    return clashes.join("; ");
}

/// Those of a menu's own line, not of the menus that open from it.
QStringList textsOf(const QMenu& menu) {
    QStringList texts;
    for (const QAction* action : menu.actions())
        texts << action->text();
    return texts;
}

} // namespace

/// Keys that stand for a letter of a text: two texts with one key take turns, and need a second key to act.
class TestMnemonics : public QObject, private TrainedWindow, RunsWindowFixture {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void noTwoEntriesOfAMenuShareAKey();
    void noTwoEntriesOfTheRunsMenusShareAKey();
    void nothingOfTheRunsWindowSharesAKey();
    void theTrainMenuOffersNoDeletion();

  private:
    static void check(const QMainWindow& window, int atLeast);
};

void TestMnemonics::check(const QMainWindow& window, int atLeast) {
    int menus = 0;
    for (const QMenu* menu : window.findChildren<QMenu*>()) {
        const QStringList texts = textsOf(*menu);
        const auto keys = std::ranges::count_if(
            texts, [](const QString& text) { return !QKeySequence::mnemonic(text).isEmpty(); });
        menus += keys >= 2;
        QVERIFY2(clashesOf(texts).isEmpty(), qPrintable(menu->title() + ": " + clashesOf(texts)));
    }
    QVERIFY2(menus >= atLeast, qPrintable(QString::number(menus)));
}

void TestMnemonics::noTwoEntriesOfAMenuShareAKey() {
    openRun();
    check(*m_open->window, 6); // File, Edit, Train, View, Export, Help
}

void TestMnemonics::noTwoEntriesOfTheRunsMenusShareAKey() {
    makeFourRuns();
    check(*m_window, 3); // Workspace, Edit, Run
    close();
}

void TestMnemonics::nothingOfTheRunsWindowSharesAKey() {
    makeFourRuns();
    auto* const panels = findIn<QTabWidget>(*m_window, "runsPanels");
    for (int panel = 0; panel < panels->count(); ++panel) {
        panels->setCurrentIndex(panel);
        QStringList texts;
        for (const QAction* menu : m_window->menuBar()->actions())
            texts << menu->text();
        for (const QTabBar* bar : m_window->findChildren<QTabBar*>())
            for (int tab = 0; bar->isVisible() && tab < bar->count(); ++tab)
                texts << bar->tabText(tab);
        for (const QAbstractButton* button : m_window->findChildren<QAbstractButton*>())
            if (button->isVisible())
                texts << button->text();
        for (const QLabel* label : m_window->findChildren<QLabel*>())
            if (label->isVisible() && label->buddy())
                texts << label->text();
        QVERIFY2(texts.size() >= 7, qPrintable(texts.join('/'))); // four menus, three panels
        QVERIFY2(clashesOf(texts).isEmpty(), qPrintable(clashesOf(texts)));
    }
    close();
}

/// Where all is trained, nothing else of it can be chosen.
void TestMnemonics::theTrainMenuOffersNoDeletion() {
    openRun();
    QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
    auto* const reset = m_open->find<QAction>("reset");
    auto* const menu = qobject_cast<QMenu*>(reset->parent());
    QTRY_VERIFY(reset->isEnabled() && !m_open->find<QAction>("trainAll")->isEnabled());
    QTest::keyClick(m_open->window.get(), Qt::Key_T, Qt::AltModifier);
    QTRY_VERIFY(menu->isVisible());
    QTRY_VERIFY(!menu->activeAction());
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(m_open->questions, 0);
    QTest::keyClick(menu, Qt::Key_Down); // a person who means it goes to it
    QTRY_COMPARE(menu->activeAction(), reset);
    QTest::keyClick(menu, Qt::Key_Escape);
}

TEST_OF_ROOM(TestMnemonics);
#include "test_mnemonics.moc"
