#include "main_window.h"
#include "test_of_room.h"
#include "ui/runs_window_fixture.h"
#include "workspace/runs_model.h"
#include "workspace/workspace.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalSpy>

using namespace moelab;
namespace fs = std::filesystem;

/// The window of a workspace: what its table shows, and how it follows the folder.
class TestRunsWindow : public QObject, RunsWindowFixture {
    Q_OBJECT
  private slots:
    void init() { makeFourRuns(); }
    void cleanup() { close(); }
    void showsRuns();
    void modelHoldsItsPromises();
    void searches();
    void filtersByStateAndTag();
    void sorts();
    void marksTheOpenRun();
    void greysWhatIsOfBefore();
    void followsOtherProcesses();
    void damagedRunsAreShown();
    void anotherWorkspace();
    void remembersColumns();
    void ordersThatNobodyChoseAreNotKept();
    void whatIsComparedIsInSight_data();
    void whatIsComparedIsInSight();
    void tellsPanels();
    void leavesThePanelsRoom();
    void keysGoOnFromTheSameRun();
    void saysWhatIsNoWorkspace();
    void theMainWindowOpensIt();
};

void TestRunsWindow::showsRuns() {
    QCOMPARE(names(), QStringList({"run 2", "run 10", "study/empty", "was"})); // numbers as numbers
    QCOMPARE(text(0, column("State")), QString("done"));
    QCOMPARE(text(2, column("State")), QString("untrained"));
    QCOMPARE(text(3, column("State")), QString("out of date"));
    QCOMPARE(text(0, column("Changed")), QString("Epochs 20, Seed 3"));
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
        table()->model()->index(0, column("Changed")).data(Qt::ToolTipRole).toString().contains("Patience: 2\n"));
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
        const RunsModel::Column& column = model.columns()[7];
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

void TestRunsWindow::greysWhatIsOfBefore() {
    RunConfig config = readRunConfig(path("runs/run 2"));
    config.former = config.settings();
    config.parameters.frozenDropout = false; // by which the mixture alone is trained
    writeRunConfig(path("runs/run 2"), config);
    m_window->workspace().rescan();
    QTRY_COMPARE(text(rowOf("run 2"), column("State")), QString("out of date"));
    const auto isGrey = [this](const char* title) {
        return table()->model()->index(rowOf("run 2"), column(title)).data(Qt::ForegroundRole).isValid();
    };
    QVERIFY(isGrey("Mixture") && isGrey("Gain"));
    QVERIFY(!isGrey("Baseline") && !isGrey("Gate") && !isGrey("Expert natural"));
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
    const QModelIndex state = table()->model()->index(rowOf("run 2"), column("State"));
    QVERIFY(state.data(Qt::ToolTipRole).toString().contains("stages/gate/result.json is not JSON"));
    QVERIFY(!text(rowOf("run 2"), column("Baseline")).isEmpty()); // the rest of it is shown
    writeFileAtomically(path("runs/run 2/config.json"), "{");
    m_window->workspace().rescan();
    QTRY_VERIFY(text(rowOf("run 2"), column("Changed")).startsWith("config.json is not JSON"));
    QCOMPARE(text(rowOf("run 2"), column("State")), QString("damaged"));
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

/// An order that nobody chose, as an earlier window kept it, with the mixture behind all experts.
void TestRunsWindow::ordersThatNobodyChoseAreNotKept() {
    close();
    {
        Settings settings(m_folder->filePath("window.ini"));
        QStringList columns = settings.value("runs/columns").toStringList();
        const auto mixture =
            std::ranges::find_if(columns, [](const QString& each) { return each.endsWith(" mixture"); });
        QVERIFY(mixture != columns.end());
        columns.move(mixture - columns.begin(), columns.size() - 1);
        settings.setValue("runs/columns", columns);
    }
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    const auto place = [this](const char* title) {
        return table()->horizontalHeader()->visualIndex(column(title));
    };
    QVERIFY(place("Mixture") < place("Gate"));
    table()->horizontalHeader()->moveSection(place("Gate"), 1); // from here on it is a person's
    close();
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    QCOMPARE(place("Gate"), 1);
}

void TestRunsWindow::whatIsComparedIsInSight_data() {
    QTest::addColumn<int>("width");
    QTest::newRow("first size") << 1280;
    QTest::newRow("narrow") << 1000;
}

/// However many experts the runs have; in the file that is exported they come first, too.
void TestRunsWindow::whatIsComparedIsInSight() {
    QFETCH(const int, width);
    for (const char* group : {"one", "two", "three", "four", "five"}) {
        RunConfig config = fixture::someConfig();
        config.parameters.groups = {{group, {0, 1, 2, 3, 4}}, {std::string("not ") + group, {5, 6, 7, 8, 9}}};
        fixture::makeRun(path(std::string("runs/") + group), config);
    }
    m_window->workspace().rescan();
    QTRY_COMPARE(table()->model()->rowCount(), 9);
    m_window->resize(width, 650);
    QTRY_COMPARE(m_window->width(), width);
    const QHeaderView* const header = table()->horizontalHeader();
    const auto right = [&](const char* title) {
        return header->sectionViewportPosition(column(title)) + header->sectionSize(column(title));
    };
    QVERIFY(header->length() > header->viewport()->width()); // not all of them have room
    QVERIFY(right("Mixture") < right("Baseline"));
    QVERIFY(right("Baseline") < right("Gate"));
    QVERIFY(right("Baseline") <= header->viewport()->width());
    m_answer = m_folder->filePath("runs.csv");
    QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(QFile::exists(m_answer));
    QFile file(m_answer);
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray titles = file.readLine();
    QVERIFY2(titles.contains("Mixture,Baseline,Gate,"), titles.constData());
}

void TestRunsWindow::tellsPanels() {
    auto* const panel = new QLabel("panel");
    m_window->addPanel(panel, "somePanel", "Panel", {});
    QVERIFY(fixture::tabOf(*find<QTabWidget>("runsPanels"), *panel) >= 0);
    QSignalSpy chosen(m_window.get(), &RunsWindow::chosenRunsChanged);
    choose({"run 2", "run 10"});
    QCOMPARE(chosen.last()[0].value<Runs>().size(), std::size_t{2});
    QCOMPARE(m_window->chosenRuns()[0]->name(), std::string("run 2"));
    chosen.clear();
    QTest::keyClicks(find<QLineEdit>("runsSearch"), "epochs=20"); // which run 10 has not
    QTRY_COMPARE(chosen.isEmpty() ? std::size_t{0} : chosen.last()[0].value<Runs>().size(), std::size_t{1});
}

/// A plot needs 220 pixels, a few runs some lines.
void TestRunsWindow::leavesThePanelsRoom() {
    m_window->resize(1280, 720);
    QTRY_VERIFY(find<QWidget>("runsPanels")->height() > 350);
    m_window->resize(1000, 500); // a plot needs the height more than the table
    const int line = m_window->fontMetrics().lineSpacing();
    QTRY_VERIFY(find<QWidget>("runsPanels")->height() >= 16 * line);
    QVERIFY(table()->height() >= 5 * line); // with a header, a bar and two runs
    m_window->resize(1280, 720);
    QVERIFY(table()->visualRect(table()->model()->index(3, 0)).bottom() < table()->viewport()->height());
    const int state = column("State"); // whatever a run comes to
    const auto holdsItsWords = [&] {
        QFont bold = table()->font(); // as the open run is written
        bold.setBold(true);
        const int margins = 2 * (table()->style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, table()) + 1);
        return table()->columnWidth(state) > QFontMetrics(bold).horizontalAdvance("partly trained") + margins;
    };
    QVERIFY(holdsItsWords());
    table()->setColumnWidth(state, 40); // as is enough for smaller letters
    close();
    open();
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    QVERIFY(holdsItsWords());
}

/// Where the table was made anew meanwhile.
void TestRunsWindow::keysGoOnFromTheSameRun() {
    choose({"run 10"});
    fixture::makeDoneRun(path("runs/another"), 0.5, 0.6);
    m_window->workspace().rescan();
    QTRY_COMPARE(table()->model()->rowCount(), 5);
    RunConfig groups = fixture::someConfig();
    groups.parameters.groups = {{"one", {0, 1, 2, 3, 4}}, {"two", {5, 6, 7, 8, 9}}}; // other columns
    fixture::makeRun(path("runs/with others"), groups);
    m_window->workspace().rescan();
    QTRY_COMPARE(table()->model()->rowCount(), 6);
    QCOMPARE(text(table()->currentIndex().row(), 0), QString("run 10"));
    key(Qt::Key_Down);
    QTRY_COMPARE(text(table()->currentIndex().row(), 0), names()[rowOf("run 10") + 1]);
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

TEST_OF_ROOM(TestRunsWindow);
#include "test_runs_window.moc"
