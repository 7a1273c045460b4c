#include "experiment/run_files.h"
#include "queue/queue_driver.h"
#include "queue/queue_model.h"
#include "runs_window.h"
#include "session/session.h"
#include "session/settings.h"
#include "test_of_room.h"
#include "ui/find_widget.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QScopeGuard>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace moelab;
namespace fs = std::filesystem;

namespace {

constexpr int kUntilTrained = 120000;

} // namespace

/// Works the queue by clicks and keys; its runs are trained by the real program, on a few built-in images.
class TestQueuePanel : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void cleanup() { close(); }
    void saysWhatWouldBeMade();
    void repeatsWithOtherSeeds();
    void drawsAtRandomAndVariesGroups();
    void trainsASweep();
    void movesCancelsAndRetries();
    void goesOnInTheNextSitting();
    void columnsHaveRoomInLargeLetters();

  private:
    fs::path runs() const { return m_folder.filePath("runs").toStdString(); }
    void open();
    void close();
    template <class Widget>
    Widget* find(const char* name) {
        return fixture::findIn<Widget>(*m_window, name);
    }
    void click(const char* name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    QTableView* queue() { return find<QTableView>("queueTable"); }
    QString text(int row, int column) { return queue()->model()->index(row, column).data().toString(); }
    void chooseRun(const QString& name);
    void chooseQueued(int row);
    void ask(const char* action, const QString& name);
    void accept();
    std::int64_t done() { return m_window->queue().snapshot().count(QueueState::Done); }

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<RunsWindow> m_window;
};

/// A run whose settings are small.
void TestQueuePanel::initTestCase() {
    qputenv("XDG_CACHE_HOME", m_folder.filePath("cache").toUtf8());
    QProcess program;
    program.start(MOELAB_PROGRAM, {"train",
                                   "--data",
                                   "builtin",
                                   "--out",
                                   QString::fromStdString((runs() / "base").string()),
                                   "--set",
                                   "train_examples=60",
                                   "--set",
                                   "test_examples=20",
                                   "--set",
                                   "epochs=1",
                                   "--set",
                                   "batch_size=20",
                                   "--set",
                                   "threads=1",
                                   "--set",
                                   "use_large_experts=false",
                                   "--set",
                                   "use_large_gating_mlp=false",
                                   "--set",
                                   "use_large_baseline_classifier=false"});
    QVERIFY(program.waitForFinished(kUntilTrained));
    QCOMPARE(program.exitCode(), 0);
}

void TestQueuePanel::open() {
    m_settings = std::make_unique<Settings>(m_folder.filePath("window.ini"));
    m_session = std::make_unique<Session>(runs());
    RunsWindow::Dialogs dialogs;
    dialogs.confirm = [](auto...) { return true; };
    m_window = std::make_unique<RunsWindow>(*m_session, *m_settings, dialogs, MOELAB_PROGRAM);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTRY_VERIFY(find<QTableView>("runsTable")->model()->rowCount() >= 1);
}

void TestQueuePanel::close() {
    m_window.reset();
    m_session.reset();
    m_settings.reset();
}

void TestQueuePanel::chooseRun(const QString& name) {
    auto* const table = find<QTableView>("runsTable");
    for (int row = 0; row < table->model()->rowCount(); ++row)
        if (const QModelIndex index = table->model()->index(row, 0); index.data().toString() == name) {
            table->scrollTo(index);
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
        }
    QTRY_VERIFY(find<QAction>("sweepRun")->isEnabled());
}

void TestQueuePanel::chooseQueued(int row) {
    const QModelIndex index = queue()->model()->index(row, 0);
    QTest::mouseClick(queue()->viewport(), Qt::LeftButton, {}, queue()->visualRect(index).center());
    QCOMPARE(queue()->selectionModel()->selectedRows().value(0).row(), row);
}

void TestQueuePanel::ask(const char* action, const QString& name) {
    chooseRun("base");
    find<QAction>(action)->trigger();
    QTRY_VERIFY(m_window->findChild<QDialog*>("sweepDialog"));
    find<QLineEdit>("sweepName")->selectAll();
    QTest::keyClicks(find<QLineEdit>("sweepName"), name);
}

void TestQueuePanel::accept() {
    QTest::mouseClick(find<QDialogButtonBox>("sweepButtons")->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QTRY_VERIFY(!m_window->findChild<QDialog*>("sweepDialog"));
}

void TestQueuePanel::saysWhatWouldBeMade() {
    open();
    ask("sweepRun", "try");
    QPushButton* const ok = find<QDialogButtonBox>("sweepButtons")->button(QDialogButtonBox::Ok);
    QVERIFY(!ok->isEnabled()); // no values yet
    const auto preview = [this] { return find<QLabel>("sweepPreview")->text(); };
    QCOMPARE(preview(), QString("Type the values of Batch size, with commas between them."));
    find<QComboBox>("sweepMode")->setCurrentIndex(2); // at random, from a range too
    QVERIFY2(preview().contains("the range to draw from, such as 0.0001..0.01"), qPrintable(preview()));
    find<QComboBox>("sweepMode")->setCurrentIndex(0);
    QVERIFY(find<QWidget>("sweepMode")->isVisible() && find<QWidget>("sweepMore")->isVisible());
    find<QComboBox>("sweepParameter1")->setCurrentText("Epochs");
    QTest::keyClicks(find<QLineEdit>("sweepValues1"), "1, 2, 3");
    QVERIFY(ok->isEnabled());
    QVERIFY2(find<QLabel>("sweepPreview")->text().startsWith("3 runs, from try/"),
             qPrintable(find<QLabel>("sweepPreview")->text()));
    QTest::keyClicks(find<QLineEdit>("sweepValues1"), ", x");
    QVERIFY(!ok->isEnabled());
    QVERIFY2(find<QLabel>("sweepValuesProblem1")->text().contains("Epochs"),
             qPrintable(find<QLabel>("sweepValuesProblem1")->text()));
    QTest::keyClick(find<QLineEdit>("sweepValues1"), Qt::Key_Backspace);
    QTest::keyClick(find<QLineEdit>("sweepValues1"), Qt::Key_Backspace);
    QTest::keyClick(find<QLineEdit>("sweepValues1"), Qt::Key_Backspace);
    find<QDoubleSpinBox>("sweepSeeds")->setValue(2);
    QVERIFY(find<QLabel>("sweepPreview")->text().startsWith("6 runs"));
    click("sweepMore");
    find<QComboBox>("sweepParameter2")->setCurrentText("Validation");
    QTest::keyClicks(find<QLineEdit>("sweepValues2"), "test, holdout");
    QVERIFY(find<QLabel>("sweepPreview")->text().startsWith("12 runs"));
    QTest::keyClick(m_window->findChild<QDialog*>("sweepDialog"), Qt::Key_Escape);
    QVERIFY(m_window->queue().snapshot().runs.empty());
}

/// Not with its own, which would count the same run twice.
void TestQueuePanel::repeatsWithOtherSeeds() {
    open();
    ask("repeatRun", "again");
    find<QDoubleSpinBox>("sweepSeeds")->setValue(2);
    QCOMPARE(find<QLabel>("sweepPreview")->text(), QString("2 runs, from again/001-seed=2 to again/002-seed=3"));
    QTest::keyClick(m_window->findChild<QDialog*>("sweepDialog"), Qt::Key_Escape);
}

void TestQueuePanel::drawsAtRandomAndVariesGroups() {
    open();
    ask("sweepRun", "drawn");
    auto* const preview = find<QLabel>("sweepPreview");
    QVERIFY(!find<QDoubleSpinBox>("sweepCount")->isEnabled());
    find<QComboBox>("sweepParameter1")->setCurrentText("Learning rate");
    QTest::keyClicks(find<QLineEdit>("sweepValues1"), "0.0001..0.01 log");
    auto* const refused = find<QLabel>("sweepValuesProblem1");
    QVERIFY2(refused->text().contains("Learning rate"), qPrintable(refused->text())); // a grid takes no range
    find<QComboBox>("sweepMode")->setCurrentIndex(2);
    QVERIFY(find<QDoubleSpinBox>("sweepCount")->isEnabled());
    find<QDoubleSpinBox>("sweepCount")->setValue(4);
    find<QDoubleSpinBox>("sweepSeeds")->setValue(3);
    QVERIFY2(preview->text().startsWith("12 runs, from drawn/"), qPrintable(preview->text()));
    click("sweepMore");
    find<QComboBox>("sweepParameter2")->setCurrentText("Groups");
    QTest::keyClicks(find<QLineEdit>("sweepValues2"),
                     R"({"even": [0,2,4,6,8], "odd": [1,3,5,7,9]}, {"low": [0,1,2,3,4], "high": [5,6,7,8,9]})");
    QVERIFY2(preview->text().startsWith("12 runs, from drawn/"), qPrintable(preview->text()));
    QTest::keyClick(m_window->findChild<QDialog*>("sweepDialog"), Qt::Key_Escape);
}

void TestQueuePanel::trainsASweep() {
    open();
    ask("repeatRun", "seeds");
    for (const char* ofSweeps : {"sweepMode", "sweepMore", "sweepCount"}) // all but the seed is as it was
        QVERIFY2(!find<QWidget>(ofSweeps)->isVisible(), ofSweeps);
    find<QDoubleSpinBox>("sweepSeeds")->setValue(2);
    accept();
    QTRY_COMPARE_WITH_TIMEOUT(queue()->model()->rowCount(), 2, kUntilTrained);
    QCOMPARE(text(0, 1), QString("Seed 2"));
    QCOMPARE(text(1, 1), QString("Seed 3"));
    QTRY_COMPARE_WITH_TIMEOUT(done(), 2, kUntilTrained);
    QCOMPARE(text(0, 2), QString("done"));
    QVERIFY2(find<QLabel>("queueSummary")->text().startsWith("2 of 2 done"),
             qPrintable(find<QLabel>("queueSummary")->text()));
    QTRY_COMPARE_WITH_TIMEOUT(find<QTableView>("runsTable")->model()->rowCount(), 3, 20000);
    for (const QueuedRun& run : m_window->queue().snapshot().runs)
        QVERIFY(readStageResult(runs() / run.entry.folder, "mixture"));
    click("queueClear");
    QCOMPARE(queue()->model()->rowCount(), 0);
}

/// Paused from the start, so that nothing is trained meanwhile.
void TestQueuePanel::movesCancelsAndRetries() {
    open();
    m_window->resize(1600, 700);
    ask("sweepRun", "order-with-a-name-that-says-at-some-length-what-for");
    find<QComboBox>("sweepParameter1")->setCurrentText("Patience");
    QTest::keyClicks(find<QLineEdit>("sweepValues1"), "3, 4, 5");
    accept();
    QTRY_COMPARE_WITH_TIMEOUT(queue()->model()->rowCount(), 3, kUntilTrained);
    QCOMPARE(text(2, 1), QString("Patience 5, Seed 1"));
    QCOMPARE(queue()->textElideMode(), Qt::ElideMiddle);
    QTRY_VERIFY(queue()->columnWidth(0) >= static_cast<QAbstractItemView*>(queue())->sizeHintForColumn(0));
    click("queuePause");
    QTRY_COMPARE(find<QToolButton>("queuePause")->text(), QString("Continue"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->queue().hasRunning(), kUntilTrained);
    const QString last = text(2, 0);
    chooseQueued(2);
    QVERIFY(!find<QToolButton>("queueDown")->isEnabled());
    click("queueUp");
    QCOMPARE(text(1, 0), last);
    click("queueDown");
    QCOMPARE(text(2, 0), last);
    click("queueCancel");
    QCOMPARE(text(2, 2), QString("cancelled"));
    QVERIFY(!find<QToolButton>("queueCancel")->isEnabled());
    click("queueRetry");
    QCOMPARE(text(2, 2), QString("waiting"));
}

/// What the test before has left stands still until it is told to continue.
void TestQueuePanel::goesOnInTheNextSitting() {
    open();
    QTRY_COMPARE(queue()->model()->rowCount(), 3);
    QVERIFY(m_window->queue().snapshot().paused);
    QVERIFY(!m_window->queue().hasRunning());
    click("queuePause");
    QTRY_COMPARE_WITH_TIMEOUT(done(), 3, kUntilTrained);
    QVERIFY(find<QLabel>("queueSummary")->text().startsWith("3 of 3 done"));
}

/// For what comes into them later, and for the message behind them on a laptop.
void TestQueuePanel::columnsHaveRoomInLargeLetters() {
    const QFont before = QApplication::font();
    const auto restore = qScopeGuard([&] { QApplication::setFont(before); });
    QFont large = before;
    large.setPointSize(14);
    QApplication::setFont(large);
    open();
    m_window->resize(1366, 746);
    m_window->findChild<QTabWidget*>()->setCurrentIndex(2); // the queue, which has its size then
    QTRY_VERIFY(queue()->isVisible());
    const QHeaderView& header = *queue()->horizontalHeader();
    const std::pair<QueueModel::Column, const char*> longest[] = {
        {QueueModel::SettingColumn, "Batch size 25, Seed 1"},
        {QueueModel::StateColumn, "cancelled"},
        {QueueModel::ProgressColumn, "115 of 150 epochs"},
        {QueueModel::TimeColumn, "1:02:03"}};
    for (const auto& [column, text] : longest)
        QVERIFY2(header.sectionSize(column) > queue()->fontMetrics().horizontalAdvance(text) + 6, text);
    const int message = queue()->fontMetrics().horizontalAdvance("What went wrong there");
    QTRY_VERIFY(header.sectionPosition(QueueModel::MessageColumn) + message < queue()->viewport()->width());
    close();
}

TEST_OF_ROOM(TestQueuePanel);
#include "test_queue_panel.moc"
