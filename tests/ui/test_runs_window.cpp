#include "held_run.h"
#include "made_runs.h"
#include "main_window.h"
#include "runs_window.h"
#include "session/session.h"
#include "session/settings.h"
#include "workspace/runs_model.h"
#include "workspace/workspace.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

using namespace moelab;
namespace fs = std::filesystem;

/// Works the window of a workspace by clicks and keys. The index goes to XDG_CACHE_HOME, which is a folder of the
/// test's own.
class TestRunsWindow : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void showsRuns();
    void modelHoldsItsPromises();
    void searches();
    void filtersByStateAndTag();
    void sorts();
    void renamesInPlaceAndUndoes();
    void editsNoteAndTags();
    void tagsSeveral();
    void trashesAndUndoes();
    void refusesToTrashWhatIsInUse();
    void emptiesTheTrashWhenAgreed();
    void opensByDoubleClickAndKey();
    void marksTheOpenRun();
    void copiesTheCommandLine();
    void exportsTheTable();
    void reportsTheChosenRuns();
    void followsOtherProcesses();
    void damagedRunsAreShown();
    void anotherWorkspace();
    void remembersColumns();
    void tellsPanels();
    void saysWhatIsNoWorkspace();
    void theMainWindowOpensIt();

  private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    void open();
    void close();
    template <class Widget>
    Widget* find(const char* name);
    void click(const char* name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    QTableView* table() { return find<QTableView>("runsTable"); }
    QString text(int row, int column) { return table()->model()->index(row, column).data().toString(); }
    int column(const QString& title);
    QStringList names();
    int rowOf(const QString& name) { return static_cast<int>(names().indexOf(name)); }
    QPoint at(int row, int column);
    void choose(const QStringList& runs);
    void key(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(table(), Qt::Key(key), modifiers); }
    QString message() { return find<QLabel>("runsMessage")->text(); }
    QDialog* noteDialog();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<RunsWindow> m_window;
    QString m_answer;
    bool m_confirm = true;
    int m_questions = 0;
};

/// Four runs: gains of +25 and +10 points, one that is not trained, one whose files were changed afterwards.
void TestRunsWindow::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CACHE_HOME", m_folder->filePath("cache").toUtf8());
    m_answer.clear();
    m_confirm = true;
    m_questions = 0;
    fixture::makeDoneRun(path("runs/run 10"), 0.5, 0.75);
    RunConfig longer = fixture::someConfig();
    longer.parameters.epochs = 20;
    longer.parameters.seed = 3;
    fixture::makeDoneRun(path("runs/run 2"), 0.6, 0.7, longer);
    writeRunNote(path("runs/run 2"), {"", "Trained for longer.", {"to show"}});
    fixture::makeRun(path("runs/study/empty"));
    fixture::makeDoneRun(path("runs/was"), 0.4, 0.45);
    longer.parameters.useLargeGatingMlp = false;
    writeRunConfig(path("runs/was"), longer);
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 4);
}

void TestRunsWindow::cleanup() { close(); }

void TestRunsWindow::open() {
    m_settings = std::make_unique<Settings>(m_folder->filePath("window.ini"));
    m_session = std::make_unique<Session>(path("runs"));
    RunsWindow::Dialogs dialogs;
    dialogs.openFolder = [this](auto...) { return m_answer; };
    dialogs.saveFile = [this](auto...) { return m_answer; };
    dialogs.confirm = [this](auto...) {
        ++m_questions;
        return m_confirm;
    };
    m_window = std::make_unique<RunsWindow>(*m_session, *m_settings, dialogs, "moelab");
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestRunsWindow::close() {
    if (m_window)
        m_window->close();
    m_window.reset();
    m_session.reset();
    m_settings.reset();
}

template <class Widget>
Widget* TestRunsWindow::find(const char* name) {
    auto* const found = m_window->findChild<Widget*>(QLatin1String(name));
    if (!found)
        qFatal("there is no %s", name);
    return found;
}

int TestRunsWindow::column(const QString& title) {
    for (int i = 0; i < table()->model()->columnCount(); ++i)
        if (table()->model()->headerData(i, Qt::Horizontal).toString() == title)
            return i;
    qFatal("there is no column %s", qPrintable(title));
}

QStringList TestRunsWindow::names() {
    QStringList names;
    for (int row = 0; row < table()->model()->rowCount(); ++row)
        names << text(row, 0);
    return names;
}

QPoint TestRunsWindow::at(int row, int column) {
    return table()->visualRect(table()->model()->index(row, column)).center();
}

void TestRunsWindow::choose(const QStringList& runs) {
    Qt::KeyboardModifiers modifiers;
    for (const QString& run : runs) {
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, modifiers, at(rowOf(run), 0));
        modifiers = Qt::ControlModifier;
    }
    table()->setFocus();
    QTRY_VERIFY(find<QLabel>("runsCount")->text().contains(QString(", %1 chosen").arg(runs.size())));
}

QDialog* TestRunsWindow::noteDialog() {
    auto* const dialog = m_window->findChild<QDialog*>("noteDialog");
    return dialog && dialog->isVisible() ? dialog : nullptr;
}

void TestRunsWindow::showsRuns() {
    QCOMPARE(names(), QStringList({"run 2", "run 10", "study/empty", "was"})); // numbers as numbers
    QCOMPARE(text(0, column("State")), QString("done"));
    QCOMPARE(text(2, column("State")), QString("untrained"));
    QCOMPARE(text(3, column("State")), QString("stale"));
    QCOMPARE(text(0, column("Changed")), QString("epochs=20, seed=3"));
    QCOMPARE(text(1, column("Changed")), QString());
    QCOMPARE(text(1, column("Baseline")), QString("50.0 %"));
    QCOMPARE(text(1, column("Expert natural")), QString("80.0 %"));
    QCOMPARE(text(1, column("Mixture loss")), QString("1.500"));
    QCOMPARE(text(1, column("Gain")), QString("+25.0"));
    QCOMPARE(text(1, column("Time")), QString("0:50"));
    QCOMPARE(text(0, column("Tags")), QString("to show"));
    QCOMPARE(text(0, column("Note")), QString("Trained for longer."));
    QCOMPARE(text(2, column("Gain")), QString());
    QCOMPARE(find<QLabel>("runsCount")->text(), QString("4 runs"));
    QVERIFY(
        table()->model()->index(0, column("Changed")).data(Qt::ToolTipRole).toString().contains("patience=2\n"));
    for (const char* name : {"runsSearch", "runsState", "runsTag", "runsTable"})
        QVERIFY2(!find<QWidget>(name)->accessibleName().isEmpty(), name);
}

void TestRunsWindow::modelHoldsItsPromises() {
    RunsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<RunRow> rows = m_window->workspace().rows();
    model.showRows(rows);
    rows.erase(rows.begin() + 1);
    rows[0].inUse = true;
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.showRows(rows);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.index(0, 1).data().toString(), QString("training"));
    model.showRows(m_window->workspace().rows());
    QCOMPARE(model.rowCount(), 4);
    for (const char* group : {"plants", "machines"}) { // another column for each
        auto other = std::make_shared<RunSummary>(*rows[0].summary);
        other->stages[2].stage.name = std::string("expert-") + group;
        other->config.parameters.groups[0].name = group;
        rows[0].summary = other;
        model.showRows(rows);
        const RunsModel::Column& column = model.columns()[6];
        QCOMPARE(column.key(), QString("5 expert-") + group);
    }
    model.showRows({});
    QCOMPARE(model.rowCount(), 0);
}

void TestRunsWindow::searches() {
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), find<QLineEdit>("runsSearch"));
    const auto type = [this](const char* words) {
        find<QLineEdit>("runsSearch")->selectAll();
        QTest::keyClicks(find<QLineEdit>("runsSearch"), words);
    };
    type("RUN");
    QCOMPARE(names(), QStringList({"run 2", "run 10"}));
    type("longer trained"); // the note's words, in any order
    QCOMPARE(names(), QStringList({"run 2"}));
    type("to show");
    QCOMPARE(names(), QStringList({"run 2"}));
    type("epochs=20");
    QCOMPARE(names(), QStringList({"run 2", "was"}));
    QTRY_COMPARE(find<QLabel>("runsCount")->text(), QString("2 of 4 runs"));
    type("nowhere");
    QCOMPARE(names(), QStringList());
}

void TestRunsWindow::filtersByStateAndTag() {
    auto* const state = find<QComboBox>("runsState");
    state->setFocus();
    QTest::keyClicks(state, "done");
    QCOMPARE(names(), QStringList({"run 2", "run 10"}));
    auto* const tag = find<QComboBox>("runsTag");
    tag->setFocus();
    QTest::keyClick(tag, Qt::Key_Down);
    QCOMPARE(tag->currentText(), QString("to show"));
    QCOMPARE(names(), QStringList({"run 2"}));
    QTest::keyClick(state, Qt::Key_Home);
    QTest::keyClick(tag, Qt::Key_Home);
    QCOMPARE(names().size(), 4);
}

/// Whatever has no number comes last, up and down.
void TestRunsWindow::sorts() {
    QHeaderView* const header = table()->horizontalHeader();
    const auto clickOn = [&](int section) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(section) + 10, header->height() / 2});
    };
    clickOn(column("Gain"));
    QCOMPARE(names().mid(0, 2), QStringList({"run 2", "run 10"}));
    clickOn(column("Gain"));
    QCOMPARE(names().mid(0, 2), QStringList({"run 10", "run 2"}));
    clickOn(column("Name"));
    QCOMPARE(names(), QStringList({"run 2", "run 10", "study/empty", "was"}));
    clickOn(column("Name"));
    QCOMPARE(names(), QStringList({"was", "study/empty", "run 10", "run 2"}));
}

void TestRunsWindow::renamesInPlaceAndUndoes() {
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

void TestRunsWindow::editsNoteAndTags() {
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

void TestRunsWindow::tagsSeveral() {
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

void TestRunsWindow::trashesAndUndoes() {
    choose({"run 2", "study/empty"});
    key(Qt::Key_Delete);
    QCOMPARE(names(), QStringList({"run 10", "was"}));
    QVERIFY(!fs::exists(path("runs/run 2")) && !fs::exists(path("runs/study/empty")));
    QCOMPARE(message(), QString("Moved 2 runs to the trash."));
    QCOMPARE(m_questions, 0);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(names(), QStringList({"run 2", "run 10", "study/empty", "was"}));
    QVERIFY(isRun(path("runs/study/empty")));
    find<QAction>("redoRuns")->trigger();
    QCOMPARE(names(), QStringList({"run 10", "was"}));
    fixture::makeRun(path("runs/run 2")); // so that it cannot come back
    find<QAction>("undoRuns")->trigger();
    QVERIFY2(message().contains("exists again"), qPrintable(message()));
    QVERIFY(!find<QAction>("undoRuns")->isEnabled());
}

/// Another process holds one of two; the other one goes.
void TestRunsWindow::refusesToTrashWhatIsInUse() {
    fixture::HeldRun held(path("runs/run 10"));
    m_window->workspace().rescan();
    QTRY_COMPARE(text(rowOf("run 10"), column("State")), QString("training"));
    choose({"run 2", "run 10"});
    key(Qt::Key_Delete);
    QCOMPARE(names(), QStringList({"run 10", "study/empty", "was"}));
    QVERIFY2(message().contains("run 10: is in use by another moelab (process"), qPrintable(message()));
    held.kill();
    QTRY_COMPARE_WITH_TIMEOUT(text(rowOf("run 10"), column("State")), QString("done"), 20000);
}

void TestRunsWindow::emptiesTheTrashWhenAgreed() {
    choose({"run 2"});
    key(Qt::Key_Delete);
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

void TestRunsWindow::opensByDoubleClickAndKey() {
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

/// In bold, and "training" only while it is trained.
void TestRunsWindow::marksTheOpenRun() {
    m_session->openRun(QString::fromStdString(path("runs/run 10").string()));
    const auto font = [this](const char* run) {
        return table()->model()->index(rowOf(run), 0).data(Qt::FontRole).value<QFont>();
    };
    QTRY_VERIFY(font("run 10").bold());
    QVERIFY(!font("run 2").bold());
    m_window->workspace().rescan();
    QTest::qWait(0);
    QCOMPARE(text(rowOf("run 10"), column("State")), QString("done"));
}

void TestRunsWindow::copiesTheCommandLine() {
    choose({"run 2"});
    key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(),
             QString("moelab train --data '' --out 'run 2'").replace("''", "/pictures") +
                 " --set epochs=20 --set seed=3 --set threads=1");
}

void TestRunsWindow::exportsTheTable() {
    m_answer = m_folder->filePath("runs.csv");
    find<QLineEdit>("runsSearch")->setText("run 2");
    find<QAction>("exportRuns")->trigger();
    QFile file(m_answer);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split("\r\n", Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].startsWith("Name,State,Baseline,Gate,Expert artificial,Expert natural,Mixture,Gain,Time,"),
             qPrintable(lines[0]));
    QVERIFY2(lines[1].startsWith("run 2,done,0.6,0.8,0.8,0.8,0.7,"), qPrintable(lines[1]));
}

void TestRunsWindow::reportsTheChosenRuns() {
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

void TestRunsWindow::followsOtherProcesses() {
    fixture::makeDoneRun(path("runs/new"), 0.1, 0.2);
    QTRY_VERIFY_WITH_TIMEOUT(names().contains("new"), 20000);
    fs::remove_all(path("runs/run 2"));
    QTRY_VERIFY_WITH_TIMEOUT(!names().contains("run 2"), 20000);
    choose({"was"});
    writeRunNote(path("runs/was"), {"is", "", {}});
    QTRY_VERIFY_WITH_TIMEOUT(names().contains("is"), 20000);
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1); // what is chosen stays chosen
}

void TestRunsWindow::damagedRunsAreShown() {
    writeFileAtomically(path("runs/run 2/stages/gate/result.json"), "{");
    m_window->workspace().rescan();
    QTRY_COMPARE(text(rowOf("run 2"), column("State")), QString("damaged"));
    QVERIFY(text(rowOf("run 2"), column("Changed")).startsWith("stages/gate/result.json"));
    choose({"run 2"});
    key(Qt::Key_Delete); // can be cleared away
    QVERIFY(!names().contains("run 2"));
}

void TestRunsWindow::anotherWorkspace() {
    fixture::makeRun(path("other/only"));
    m_answer = QString::fromStdString(path("other").string());
    find<QAction>("chooseWorkspace")->trigger();
    QTRY_COMPARE(names(), QStringList({"only"}));
    QCOMPARE(m_session->runsFolder(), path("other"));
    QCOMPARE(m_settings->value("runs/workspace").toString(), m_answer);
    QVERIFY(m_window->windowTitle().endsWith("/other"));
}

void TestRunsWindow::remembersColumns() {
    const auto section = [this](const char* title) { return column(title); };
    QVERIFY(table()->isColumnHidden(section("Gate loss")));
    table()->setColumnHidden(section("Data"), true);
    table()->horizontalHeader()->moveSection(table()->horizontalHeader()->visualIndex(section("Gain")), 0);
    table()->setColumnWidth(section("Gain"), 123);
    table()->sortByColumn(section("Gain"), Qt::DescendingOrder);
    close();
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    QVERIFY(table()->isColumnHidden(section("Data")));
    QVERIFY(!table()->isColumnHidden(section("Gate")));
    QCOMPARE(table()->horizontalHeader()->visualIndex(section("Gain")), 0);
    QCOMPARE(table()->columnWidth(section("Gain")), 123);
    QCOMPARE(names().mid(0, 2), QStringList({"run 10", "run 2"}));
}

void TestRunsWindow::tellsPanels() {
    auto* const panel = new QLabel("panel");
    m_window->addPanel(panel, "somePanel", "Panel", {});
    QVERIFY(find<QTabWidget>("runsPanels")->indexOf(panel) >= 0);
    QSignalSpy chosen(m_window.get(), &RunsWindow::chosenRunsChanged);
    QSignalSpy shown(m_window.get(), &RunsWindow::shownRunsChanged);
    choose({"run 2", "run 10"});
    QCOMPARE(chosen.last()[0].value<Runs>().size(), std::size_t{2});
    QCOMPARE(m_window->chosenRuns()[0]->name(), std::string("run 2"));
    QTest::keyClicks(find<QLineEdit>("runsSearch"), "epochs=20");
    QTRY_COMPARE(shown.last()[0].value<Runs>().size(), std::size_t{2});
}

void TestRunsWindow::saysWhatIsNoWorkspace() {
    writeFileAtomically(path("file"), "");
    m_session->setRunsFolder(path("file"));
    m_answer = QString::fromStdString(path("file").string());
    find<QAction>("chooseWorkspace")->trigger();
    QTRY_VERIFY2(message().contains("cannot be read (Not a directory)"), qPrintable(message()));
    QCOMPARE(names(), QStringList());
}

/// From its tool bar; a run that is chosen here is opened there.
void TestRunsWindow::theMainWindowOpensIt() {
    close();
    m_settings = std::make_unique<Settings>(m_folder->filePath("window.ini"));
    m_session = std::make_unique<Session>(path("runs"));
    MainWindow main(*m_session, *m_settings, std::make_shared<LogSink>());
    main.show();
    const auto runsWindow = []() -> RunsWindow* {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* const window = qobject_cast<RunsWindow*>(widget))
                return window;
        return nullptr;
    };
    QVERIFY(!runsWindow());
    main.findChild<QAction*>("showRuns")->trigger();
    QVERIFY(runsWindow() && runsWindow()->isVisible());
    auto* const table = runsWindow()->findChild<QTableView*>("runsTable");
    QTRY_COMPARE(table->model()->rowCount(), 4);
    const QModelIndex first = table->model()->index(1, 0);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(first).center());
    QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(first).center());
    QTRY_COMPARE(m_session->runFolder().toStdString(), path("runs/run 10").string());
    QTRY_VERIFY(first.data(Qt::FontRole).value<QFont>().bold());
    main.close();
    QVERIFY(!runsWindow());
}

QTEST_MAIN(TestRunsWindow)
#include "test_runs_window.moc"
