#include "held_run.h"
#include "test_of_room.h"
#include "ui/runs_window_fixture.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace moelab;
namespace fs = std::filesystem;

/// What a person does with runs that are chosen in the table of a workspace, by clicks and keys.
class TestRunsActions : public QObject, RunsWindowFixture {
    Q_OBJECT
  private slots:
    void init() { makeFourRuns(); }
    void cleanup() { close(); }
    void renamesInPlaceAndUndoes();
    void editsNoteAndTags();
    void tagsSeveral();
    void trashesAndUndoes();
    void refusesToTrashWhatIsInUse();
    void refusesToTrashWhatIsOpen();
    void emptiesTheTrashWhenAgreed();
    void opensByDoubleClickAndKey();
    void copiesTheCommandLine();
    void exportsTheTable();
    void reportsTheChosenRuns();

  private:
    QDialog* noteDialog();
};

QDialog* TestRunsActions::noteDialog() {
    auto* const dialog = m_window->findChild<QDialog*>("noteDialog");
    return dialog && dialog->isVisible() ? dialog : nullptr;
}

void TestRunsActions::renamesInPlaceAndUndoes() {
    choose({"run 10"});
    key(Qt::Key_F2);
    auto* const editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(editor);
    QCOMPARE(editor->text(), QString("run 10"));
    QTest::keyClicks(editor, "large gate");
    QSignalSpy opened(m_window.get(), &RunsWindow::openWanted);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(names(), QStringList({"large gate", "run 2", "study/empty", "was"}));
    QCOMPARE(readRunNote(path("runs/run 10")).name, std::string("large gate"));
    QCOMPARE(opened.size(), 0);
    find<QAction>("undoRuns")->trigger();
    QCOMPARE(names(), QStringList({"run 2", "run 10", "study/empty", "was"}));
    QCOMPARE(readRunNote(path("runs/run 10")).name, std::string());
    find<QAction>("redoRuns")->trigger();
    QVERIFY(names().contains("large gate"));
}

void TestRunsActions::editsNoteAndTags() {
    choose({"run 2"});
    QTest::keyClick(table(), Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(noteDialog());
    auto* const tags = find<QLineEdit>("noteTags");
    QCOMPARE(tags->text(), QString("to show"));
    QTest::keyClicks(tags, ", seeds, seeds");
    auto* const note = find<QPlainTextEdit>("noteText");
    note->selectAll();
    QTest::keyClicks(note, "Why?");
    QTest::mouseClick(find<QDialogButtonBox>("noteButtons")->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QCOMPARE(readRunNote(path("runs/run 2")), (RunNote{"", "Why?", {"to show", "seeds"}}));
    const int row = rowOf("run 2");
    QCOMPARE(text(row, column("Tags")), QString("to show, seeds"));
    QCOMPARE(text(row, column("Note")), QString("Why?"));
    QCOMPARE(find<QComboBox>("runsTag")->count(), 3); // with "All tags"
    QTest::keyClick(table(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(readRunNote(path("runs/run 2")), (RunNote{"", "Trained for longer.", {"to show"}}));
}

void TestRunsActions::tagsSeveral() {
    choose({"run 2", "run 10"});
    QTest::keyClick(table(), Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(noteDialog());
    QVERIFY(!m_window->findChild<QLineEdit*>("noteName"));
    QCOMPARE(find<QLineEdit>("noteTags")->text(), QString()); // none that both have
    QTest::keyClicks(find<QLineEdit>("noteTags"), "pair");
    QTest::keyClick(find<QLineEdit>("noteTags"), Qt::Key_Return);
    QCOMPARE(readRunNote(path("runs/run 2")).tags, (std::vector<std::string>{"pair", "to show"}));
    QCOMPARE(readRunNote(path("runs/run 10")).tags, (std::vector<std::string>{"pair"}));
}

void TestRunsActions::trashesAndUndoes() {
    choose({"run 2", "study/empty"});
    key(Qt::Key_Delete);
    QCOMPARE(names(), QStringList({"run 10", "was"}));
    QVERIFY(!fs::exists(path("runs/run 2")) && !fs::exists(path("runs/study/empty")));
    QCOMPARE(message(), QString("Moved 2 runs to the trash."));
    QCOMPARE(m_questions, 0);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names(), QStringList({"run 2", "run 10", "study/empty", "was"}));
    QCOMPARE(message(), QString()); // it is not there any more
    QVERIFY(isRun(path("runs/study/empty")));
    find<QAction>("redoRuns")->trigger();
    QCOMPARE(names(), QStringList({"run 10", "was"}));
    fixture::makeRun(path("runs/run 2")); // so that it cannot come back
    find<QAction>("undoRuns")->trigger();
    QVERIFY2(message().contains("exists again"), qPrintable(message()));
    QVERIFY(!find<QAction>("undoRuns")->isEnabled());
}

/// Another process holds one of two; the other one goes.
void TestRunsActions::refusesToTrashWhatIsInUse() {
    fixture::HeldRun held(path("runs/run 10"));
    m_window->workspace().rescan();
    QTRY_COMPARE(text(rowOf("run 10"), column("State")), QString("training"));
    choose({"run 2", "run 10"});
    key(Qt::Key_Delete);
    QCOMPARE(names(), QStringList({"run 10", "study/empty", "was"}));
    QVERIFY2(message().contains("run 10 is in use by another moelab (process"), qPrintable(message()));
    held.kill();
    QTRY_COMPARE_WITH_TIMEOUT(text(rowOf("run 10"), column("State")), QString("done"), 20000);
}

/// By this very window, which says so, until something else is chosen.
void TestRunsActions::refusesToTrashWhatIsOpen() {
    m_session->open(QString::fromStdString(path("runs/run 10").string()));
    QTRY_VERIFY_WITH_TIMEOUT(m_session->hasRun() && m_session->activity().isEmpty(), 20000);
    choose({"run 2", "run 10"});
    key(Qt::Key_Delete);
    QTRY_COMPARE(names(), QStringList({"run 10", "study/empty", "was"}));
    QVERIFY2(message().contains("run 10 is open in the main window."), qPrintable(message()));
    QVERIFY(isRun(path("runs/run 10")));
    choose({"was"});
    QTRY_COMPARE(message(), QString());
}

void TestRunsActions::emptiesTheTrashWhenAgreed() {
    writeRunNote(path("runs/run 2"), {"long", "", {}});
    m_window->workspace().rescan();
    QTRY_VERIFY(names().contains("long"));
    choose({"long"});
    key(Qt::Key_Delete);
    QCOMPARE(message(), QString("Moved long to the trash."));
    m_confirm = false;
    find<QAction>("emptyTrash")->trigger();
    QCOMPARE(m_questions, 1);
    QVERIFY(isRun(path("runs/.trash/run 2")));
    QVERIFY(find<QAction>("undoRuns")->isEnabled());
    m_confirm = true;
    find<QAction>("emptyTrash")->trigger();
    QTRY_COMPARE(message(), QString("The trash is empty."));
    QVERIFY(!fs::exists(path("runs/.trash")));
    QVERIFY(!find<QAction>("undoRuns")->isEnabled());
}

void TestRunsActions::opensByDoubleClickAndKey() {
    QSignalSpy opened(m_window.get(), &RunsWindow::openWanted);
    choose({"run 2"});
    QTest::mouseDClick(table()->viewport(), Qt::LeftButton, {}, at(rowOf("run 2"), 0));
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].toString().toStdString(), path("runs/run 2").string());
    choose({"study/empty"});
    key(Qt::Key_Return);
    QCOMPARE(opened.size(), 2);
    QCOMPARE(opened[1][0].toString().toStdString(), path("runs/study/empty").string());
    choose({"study/empty", "was"});
    key(Qt::Key_Return);
    QCOMPARE(opened.size(), 2);
}

void TestRunsActions::copiesTheCommandLine() {
    choose({"run 2"});
    key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(),
             QString("moelab train --data '' --out 'run 2'").replace("''", "/pictures") +
                 " --set epochs=20 --set seed=3 --set threads=1");
}

void TestRunsActions::exportsTheTable() {
    m_answer = m_folder->filePath("runs.csv");
    find<QLineEdit>("runsSearch")->setText("run 2");
    find<QAction>("exportRuns")->trigger();
    QFile file(m_answer);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split("\r\n", Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].startsWith("Name,State,Mixture,Baseline,Gate,Expert artificial,Expert natural,Gain,Time,"),
             qPrintable(lines[0]));
    QVERIFY2(lines[1].startsWith("run 2,done,0.7,0.6,0.8,0.8,0.8,"), qPrintable(lines[1]));
}

void TestRunsActions::reportsTheChosenRuns() {
    choose({"run 2", "run 10", "was"});
    m_answer = m_folder->filePath("report.html");
    find<QAction>("reportRuns")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(message(), "Wrote " + m_answer + ".", 20000);
    QFile file(m_answer);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString html = QString::fromUtf8(file.readAll());
    QVERIFY(html.contains("<h1>3 runs of runs</h1>"));
    QVERIFY(html.contains("<td>run 10</td>"));
    m_answer = m_folder->filePath("report.txt");
    find<QAction>("reportRuns")->trigger();
    QVERIFY2(message().contains("Let its name end in .html or .pdf"), qPrintable(message()));
}

TEST_OF_ROOM(TestRunsActions);
#include "test_runs_actions.moc"
