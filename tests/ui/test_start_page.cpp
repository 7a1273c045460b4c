#include "made_runs.h"
#include "start/recent_run.h"
#include "test_of_room.h"
#include "text/elided_button.h"
#include "ui/worked_window.h"

#include <QApplication>
#include <QMenu>
#include <QMenuBar>
#include <QScopeGuard>
#include <QScreen>
#include <QScrollBar>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolBar>
#include <QTreeWidget>

using namespace moelab;
using namespace fixture;

/// The first page, the names that people give to runs, and the help.
class TestStartPage : public WorkedWindow {
    Q_OBJECT
  private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void saysHowFarARunIs();
    void opensTheRunsOfBefore();
    void enterContinues();
    void saysTheLastRunWhole();
    void keepsOfferingTheLastOwnData();
    void isOfNoRun();
    void beginsNewRuns();
    void offersWhereTrainingStopped();
    void leadsBackToWhatTrains();
    void runsHaveTheNamesOfPeople();
    void tabsSayWhatTheyAnswer();
    void warnsWhereStoppingSeesTheTest();
    void listsTheKeysOfAllActions_data();
    void listsTheKeysOfAllActions();

  private:
    std::filesystem::path pathOf(const char* name) { return m_folder->filePath(name).toStdString(); }
};

void TestStartPage::saysHowFarARunIs() {
    makeRun(pathOf("new"));
    QCOMPARE(readRecentRun(pathOf("new")).standing, QString("not trained yet"));
    QVERIFY(readRecentRun(pathOf("new")).unfinished);
    finishStage(pathOf("new"), "baseline", 0.625);
    QCOMPARE(readRecentRun(pathOf("new")).standing, QString("1 of 5 stages trained"));
    QCOMPARE(readRecentRun(pathOf("new")).baseline, std::optional(0.625));
    QVERIFY(!readRecentRun(pathOf("new")).mixture);
    makeDoneRun(pathOf("done"), 0.5, 0.75);
    const RecentRun done = readRecentRun(pathOf("done"));
    QCOMPARE(done.standing, QString("trained"));
    QVERIFY(!done.unfinished);
    QCOMPARE(done.name, QString("done"));
    QCOMPARE(done.mixture, std::optional(0.75));
    RunConfig changed = someConfig();
    changed.parameters.learningRate = 0.01;
    writeRunConfig(pathOf("done"), changed);
    QCOMPARE(readRecentRun(pathOf("done")).standing, QString("5 stages out of date"));
    changed = someConfig();
    changed.former = changed.settings();
    changed.parameters.frozenDropout = false; // by which the mixture alone is trained
    writeRunConfig(pathOf("done"), changed);
    const RecentRun former = readRecentRun(pathOf("done"));
    QCOMPARE(former.standing, QString("1 stage out of date"));
    QCOMPARE(former.mixture, std::optional(0.75));
    QVERIFY(former.mixtureIsFormer && !former.baselineIsFormer);
    const QString gone = m_folder->filePath("gone");
    QCOMPARE(readRecentRuns({gone, m_folder->filePath("done")}).size(), std::size_t{1});
}

void TestStartPage::opensTheRunsOfBefore() {
    makeDoneRun(pathOf("first"), 0.5, 0.75);
    makeDoneRun(pathOf("second"), 0.25, 0.375);
    writeRunNote(pathOf("first"), {"three <groups>", "", {}});
    m_open->settings.addRecentRun(m_folder->filePath("second"));
    m_open->settings.addRecentRun(m_folder->filePath("first"));
    trigger("startPage");
    auto* const page = find<QWidget>("startPage");
    auto* const runs = find<QTableWidget>("recentRuns");
    QVERIFY(page->isVisible());
    QVERIFY(!find<QWidget>("parametersDock")->isVisible());
    QVERIFY(!find<QWidget>("mixturePicture")->accessibleDescription().isEmpty());
    QTRY_COMPARE(runs->rowCount(), 2);
    const auto cell = [&](int row, int column) { return runs->item(row, column)->text(); };
    QCOMPARE(cell(0, 0), QString("three <groups>"));
    QCOMPARE(cell(0, 2), QString("75.0 %"));
    QCOMPARE(cell(0, 3), QString("50.0 %"));
    QCOMPARE(cell(1, 0), QString("second"));
    QTRY_VERIFY(find<QPushButton>("startContinue")->text().contains("three <groups>"));
    QTest::mouseClick(runs->viewport(), Qt::LeftButton, {}, runs->visualItemRect(runs->item(1, 0)).center());
    QTRY_COMPARE_WITH_TIMEOUT(m_open->session.runFolder(), m_folder->filePath("second"), kLong);
    QVERIFY(!page->isVisible());
    QVERIFY(find<QWidget>("parametersDock")->isVisible());
    trigger("startPage");
    QTRY_COMPARE(cell(0, 0), QString("second")); // the last first
    runs->setFocus();
    runs->setCurrentCell(1, 0);
    QTest::keyClick(runs, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_open->session.runFolder(), m_folder->filePath("first"), kLong);
}

/// As long as a person has gone nowhere else.
void TestStartPage::enterContinues() {
    makeDoneRun(pathOf("run"), 0.5, 0.75);
    m_open->settings.addRecentRun(m_folder->filePath("run"));
    trigger("startPage");
    auto* const last = find<QPushButton>("startContinue");
    QTRY_VERIFY(last->isVisible());
    QTRY_VERIFY(last->hasFocus());
    QTest::keyClick(last, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_open->session.runFolder(), m_folder->filePath("run"), kLong);
    makeDoneRun(pathOf("other"), 0.5, 0.75);
    m_open->settings.addRecentRun(m_folder->filePath("other"));
    trigger("startPage");
    find<QPushButton>("startRuns")->setFocus();
    QTRY_COMPARE(find<QTableWidget>("recentRuns")->rowCount(), 2);
    QVERIFY(find<QPushButton>("startRuns")->hasFocus());
}

/// As far as there is room; what is cut is so in its middle.
void TestStartPage::saysTheLastRunWhole() {
    makeDoneRun(pathOf("run"), 0.5, 0.75);
    writeRunNote(pathOf("run"), {"Three groups, with blanks & vehicles on wheels", "", {}});
    m_open->settings.addRecentRun(m_folder->filePath("run"));
    trigger("startPage");
    auto* const last = find<ElidedButton>("startContinue");
    QTRY_VERIFY(last->isVisible());
    QCOMPARE(last->words(), QString("Open “Three groups, with blanks & vehicles on wheels” again: trained"));
    QTRY_COMPARE(last->text().replace("&&", "&"), last->words());
    last->resize(last->sizeHint().width() - 20, last->height());
    QVERIFY2(last->text().startsWith("Open “Three groups") && last->text().contains(QChar(0x2026)) &&
                 last->text().endsWith(" again: trained"),
             qPrintable(last->text()));
    QCOMPARE(last->accessibleName(), last->words());
}

/// Whatever was looked at since on the built-in images, which have a button of their own.
void TestStartPage::keepsOfferingTheLastOwnData() {
    RunConfig config = someConfig();
    config.data.origin = m_folder->path().toStdString();
    makeDoneRun(pathOf("own"), 0.5, 0.75, config);
    config.data.origin = "builtin";
    makeDoneRun(pathOf("drawn"), 0.5, 0.75, config);
    for (const char* run : {"own", "drawn"}) {
        m_open->session.open(m_folder->filePath(run));
        QTRY_COMPARE_WITH_TIMEOUT(m_open->session.runFolder(), m_folder->filePath(run), kLong);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
        trigger("startPage");
        QVERIFY2(find<QPushButton>("startLastData")->isVisible(), run);
        QCOMPARE(find<QPushButton>("startLastData")->toolTip(), m_folder->path());
    }
}

/// Neither its title nor the status bar speak of a draft that is not to be seen, and its parts stand together.
void TestStartPage::isOfNoRun() {
    trigger("startPage");
    QCOMPARE(m_open->window->windowTitle(), QApplication::applicationDisplayName());
    QVERIFY(!find<QWidget>("activity")->isVisible());
    QVERIFY(!find<QWidget>("overallProgress")->isVisible());
    QVERIFY(!find<QWidget>("recentRuns")->isVisible());
    const auto height = [&](const char* name) { return find<QWidget>(name)->height(); };
    QVERIFY(height("startWords") <= 3 * find<QWidget>("startWords")->fontMetrics().lineSpacing());
    QVERIFY(find<QWidget>("startBuiltin")->geometry().bottom() < height("startPage") * 2 / 3);
    QVERIFY(!find<QWidget>("startLastData")->isVisible()); // which leaves no gap before the next
    QCOMPARE(find<QWidget>("startImages")->x(), find<QWidget>("startWords")->x());
    click("startBuiltin");
    QVERIFY(m_open->window->windowTitle().startsWith("new run"));
    QVERIFY(find<QWidget>("activity")->isVisible());
}

void TestStartPage::beginsNewRuns() {
    RunConfig config = someConfig();
    config.parameters.epochs = 3;
    makeDoneRun(pathOf("run"), 0.5, 0.75, config);
    m_open->session.open(m_folder->filePath("run"));
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.hasRun() && m_open->session.data(), kLong);
    trigger("startPage");
    QVERIFY(!find<QWidget>("startLastData")->isVisible()); // its data are not there
    click("startBuiltin");
    QVERIFY(!find<QWidget>("startPage")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.hasRun(), kLong);
    QCOMPARE(m_open->session.dataSpec(), QString("builtin"));
    QCOMPARE(m_open->session.parameters().epochs, Parameters().epochs); // not the run's
    m_open->session.open(m_folder->filePath("run"));
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.hasRun() && m_open->session.parameters().epochs == 3, kLong);
    trigger("startPage");
    int hue = 0; // another for each
    for (const char* file : {"train/a", "train/b", "test/a", "test/b"}) {
        QVERIFY(QDir().mkpath(m_folder->filePath(QString("own/%1").arg(file))));
        QImage picture(16, 16, QImage::Format_RGB32);
        picture.fill(QColor::fromHsv(hue += 60, 255, 255));
        QVERIFY(picture.save(m_folder->filePath(QString("own/%1/1.png").arg(file))));
    }
    m_open->answer = m_folder->filePath("own");
    trigger("startFolder");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.hasRun(), kLong);
    QCOMPARE(m_open->session.parameters().epochs, Parameters().epochs);
    setNumber("epochs", "7");
    trigger("startPage");
    click("startBuiltin");
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    QCOMPARE(m_open->session.parameters().epochs, 7); // of a draft
    trigger("startPage");
    trigger("newRun");
    QVERIFY(!find<QWidget>("startPage")->isVisible());
    trigger("startPage");
    m_open->window->showView("routingView");
    QVERIFY(find<QWidget>("routingView")->isVisible());
}

void TestStartPage::offersWhereTrainingStopped() {
    setSmall();
    setNumber("epochs", "60");
    setNumber("patience", "60");
    click("train-gate");
    QTRY_VERIFY_WITH_TIMEOUT(!stage("gate").epochs.empty(), kLong);
    trigger("stop");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.training(), kLong);
    const std::int64_t epoch = stage("gate").epochs.back().epoch;
    trigger("startPage");
    auto* const last = find<QPushButton>("startContinue");
    const QString standing = QString("Gate stopped after epoch %1 of 60").arg(epoch);
    QTRY_VERIFY2(last->text().startsWith("Continue ") && last->text().endsWith(standing), qPrintable(last->text()));
    QVERIFY(!find<QWidget>("startLastData")->isVisible()); // the same as the built-in images
    close();
    open();
    trigger("startPage");
    QTRY_VERIFY(find<QPushButton>("startContinue")->isVisible());
    click("startContinue");
    QTRY_COMPARE_WITH_TIMEOUT(stage("gate").status, StageStatus::Interrupted, kLong);
}

/// It is not asked to stop what one only wants to see again.
void TestStartPage::leadsBackToWhatTrains() {
    setSmall();
    setNumber("epochs", "500");
    setNumber("patience", "500");
    click("train-gate");
    QTRY_VERIFY_WITH_TIMEOUT(!stage("gate").epochs.empty(), kLong);
    trigger("startPage");
    auto* const last = find<QPushButton>("startContinue");
    QTRY_VERIFY2(last->text().startsWith("Back to ") && last->text().endsWith("is training"),
                 qPrintable(last->text()));
    QCOMPARE(find<QTableWidget>("recentRuns")->item(0, 1)->text(), QString("is training"));
    QVERIFY(find<QWidget>("activity")->isVisible());
    QVERIFY(find<QToolBar>("trainingBar")->isVisible());
    click("startContinue");
    QTRY_VERIFY(!find<QWidget>("startPage")->isVisible());
    QCOMPARE(m_open->questions, 0);
    QVERIFY(m_open->session.training());
    trigger("startPage");
    trigger("stop");
    QTRY_VERIFY_WITH_TIMEOUT(last->text().startsWith("Continue "), kLong);
    QVERIFY(!find<QWidget>("activity")->isVisible());
}

void TestStartPage::runsHaveTheNamesOfPeople() {
    makeDoneRun(pathOf("2024-05-06"), 0.5, 0.75);
    m_open->session.open(m_folder->filePath("2024-05-06"));
    QTRY_VERIFY_WITH_TIMEOUT(m_open->window->windowTitle().startsWith("2024-05-06 on "), kLong);
    writeRunNote(pathOf("2024-05-06"), {"three groups", "", {}});
    m_open->session.readTitle();
    QVERIFY2(m_open->window->windowTitle().startsWith("three groups on "),
             qPrintable(m_open->window->windowTitle()));
    QMenu* recent = nullptr;
    for (QAction* action : m_open->window->menuBar()->actions().front()->menu()->actions())
        if (action->menu())
            recent = action->menu();
    emit recent->aboutToShow();
    QCOMPARE(recent->actions().front()->text(), "three groups (" + m_folder->filePath("2024-05-06") + ")");
}

void TestStartPage::tabsSayWhatTheyAnswer() {
    auto* const tabs = find<QTabWidget>("views");
    QSet<QString> questions;
    for (int tab = 0; tab < tabs->count(); ++tab) {
        QVERIFY2(tabs->tabToolTip(tab).contains('?'), qPrintable(tabs->tabText(tab)));
        questions << tabs->tabToolTip(tab);
    }
    QCOMPARE(questions.size(), tabs->count());
}

void TestStartPage::warnsWhereStoppingSeesTheTest() {
    auto* const warning = find<QLabel>("seesTest");
    QTRY_VERIFY(warning->isVisible()); // the form was made when the data came
    QVERIFY(warning->text().contains("holdout"));
    auto* const choice = find<QComboBox>("parameter-validation");
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    emit choice->activated(choice->currentIndex()); // as choosing from its open list does
    QCOMPARE(m_open->session.parameters().validation, Validation::Holdout);
    QVERIFY(!warning->isVisible());
    trigger("undo");
    QTRY_VERIFY(warning->isVisible());
}

void TestStartPage::listsTheKeysOfAllActions_data() {
    QTest::addColumn<int>("points");
    for (const int points : {8, 9, 11, 14, 18}) // in large letters it is higher than the screen
        QTest::addRow("%d pt", points) << points;
}

void TestStartPage::listsTheKeysOfAllActions() {
    QFETCH(const int, points);
    const QFont before = QApplication::font();
    const auto restore = qScopeGuard([&] { QApplication::setFont(before); });
    QFont font = before;
    font.setPointSize(points);
    QApplication::setFont(font);
    trigger("keyboard");
    auto* const dialog = find<QWidget>("keyboardHelp");
    QVERIFY(dialog->isVisible());
    const int screen = dialog->screen()->availableGeometry().height();
    QVERIFY(dialog->height() <= screen);
    QMap<QString, QString> listed;
    const auto* const list = dialog->findChild<QTreeWidget*>("keys");
    for (int group = 0; group < list->topLevelItemCount(); ++group)
        for (int row = 0; row < list->topLevelItem(group)->childCount(); ++row)
            listed[list->topLevelItem(group)->child(row)->text(0)] = list->topLevelItem(group)->child(row)->text(1);
    int keys = 0;
    for (const QAction* action : m_open->window->findChildren<QAction*>())
        if (!action->shortcut().isEmpty()) {
            ++keys;
            const QString text = QString(action->text()).remove('&');
            QVERIFY2(listed[text].contains(action->shortcut().toString(QKeySequence::NativeText)),
                     qPrintable(text));
        }
    QVERIFY(keys > 25);
    QVERIFY(!list->verticalScrollBar()->isVisible() || dialog->height() > screen * 4 / 5); // all, or all there is
    QVERIFY(!list->horizontalScrollBar()->isVisible());
    QCOMPARE(listed.size(), keys);
    dialog->resize(dialog->width(), dialog->height() / 2); // as on a screen that is too low
    QTRY_VERIFY(list->verticalScrollBar()->isVisible());
    QVERIFY(!list->horizontalScrollBar()->isVisible());
}

TEST_OF_ROOM(TestStartPage);
#include "test_start_page.moc"
