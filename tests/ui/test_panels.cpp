#include "test_of_room.h"
#include "text/elided_label.h"
#include "ui/trained_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <qcustomplot.h>

using namespace moelab;
using namespace fixture;

/// What the window gives its room to.
class TestPanels : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() {
        m_font = QApplication::font();
        trainOnce();
    }
    void init() { openRun(); }
    void cleanup();
    void theTrainedBoardFolds();
    void theFoldedBoardIsLow_data();
    void theFoldedBoardIsLow();
    void theChosenCardStaysInSight();
    void theBoardToTrainIsWhole();
    void anEmptyInspectorTakesNoRoom();
    void theLogLeavesThePanelsTheirHeight();
    void aClickCollapsesAPanel();
    void theCrossCollapsesAPanel();
    void panelsTakeTurnsWhereThereIsNoRoomForBoth();
    void aClickMovesNoImageAway();
    void theInspectorBeginsAtItsTop();
    void aViewFillsTheWindow();
    void theChosenImageStaysInSight();
    void viewsScrollWhereTheyHaveNoRoom();
    void noticesStandOverTheViews();

  private:
    void reopen();
    QWidget* panel(const char* name) { return m_open->find<QDockWidget>(name); }
    void clickPanel(const char* action);

    QFont m_font;
};

void TestPanels::cleanup() {
    m_open.reset();
    QFile::remove(m_folder.filePath("window.ini"));
    QApplication::setFont(m_font);
}

void TestPanels::reopen() {
    m_open.reset();
    openRun();
}

/// On its button in the tool bar.
void TestPanels::clickPanel(const char* action) {
    auto* const bar = m_open->find<QToolBar>("trainingBar");
    QTest::mouseClick(bar->widgetForAction(m_open->find<QAction>(action)), Qt::LeftButton);
}

void TestPanels::theTrainedBoardFolds() {
    auto* const state = m_open->find<QWidget>("state-gate");
    auto* const card = m_open->find<QWidget>("card-gate");
    QVERIFY(!state->isVisible());
    QVERIFY(m_open->find<QWidget>("accuracy-gate")->isVisible());
    QVERIFY(card->height() < 2 * card->fontMetrics().lineSpacing());
    const int before = m_open->find<QWidget>("curvesView")->height();
    QTest::mouseClick(m_open->find<QToolButton>("foldBoard"), Qt::LeftButton);
    QTRY_VERIFY(state->isVisible());
    QTRY_VERIFY(m_open->find<QWidget>("curvesView")->height() < before - 4 * card->fontMetrics().lineSpacing());
    reopen();
    QVERIFY(m_open->find<QWidget>("state-gate")->isVisible());
    QTest::mouseClick(m_open->find<QToolButton>("foldBoard"), Qt::LeftButton);
    reopen();
    QVERIFY(!m_open->find<QWidget>("state-gate")->isVisible());
}

void TestPanels::theFoldedBoardIsLow_data() {
    QTest::addColumn<bool>("inspected");
    QTest::addColumn<int>("lines"); ///< of letters, with what is around them
    QTest::newRow("alone") << false << 4;
    QTest::newRow("beside the inspector") << true << 8;
}

/// Its lines stand in as many rows as they need, and none is cut off.
void TestPanels::theFoldedBoardIsLow() {
    QFETCH(bool, inspected);
    QFETCH(int, lines);
    m_open->window->resize(1000, 650);
    m_open->session.selection().setImage(inspected ? 2 : -1);
    auto* const area = m_open->find<QScrollArea>("stageBoardArea");
    const int line = area->fontMetrics().lineSpacing();
    QTRY_VERIFY2(area->height() <= lines * line, qPrintable(QString::number(area->height() / double(line))));
    QTRY_COMPARE(area->horizontalScrollBar()->maximum(), 0);
    QTRY_COMPARE(area->verticalScrollBar()->maximum(), 0);
    for (const StageView& view : m_open->session.stages()) {
        auto* const card = m_open->find<QWidget>("card-" + view.name());
        QVERIFY(!card->visibleRegion().isEmpty());
        for (const ElidedLabel* label : card->findChildren<ElidedLabel*>())
            QVERIFY2(!label->isVisible() || !label->isElided(), qPrintable(label->text()));
    }
}

/// Where the window becomes too low for all of them.
void TestPanels::theChosenCardStaysInSight() {
    QFont font = m_font;
    font.setPointSize(14);
    QApplication::setFont(font);
    reopen();
    m_open->window->resize(1366, 768);
    m_open->session.selection().setImage(2);
    auto* const card = m_open->find<QWidget>("card-mixture");
    QTRY_COMPARE(card->visibleRegion().boundingRect(), card->rect());
    m_open->window->resize(700, 560);
    QTRY_VERIFY(m_open->find<QScrollArea>("stageBoardArea")->verticalScrollBar()->maximum() > 0);
    QTRY_COMPARE(card->visibleRegion().boundingRect(), card->rect());
}

void TestPanels::theBoardToTrainIsWhole() {
    m_open->session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.hasRun(), kLong);
    QTRY_VERIFY(m_open->find<QWidget>("state-gate")->isVisible());
    QVERIFY(m_open->find<QWidget>("train-gate")->isVisible());
}

void TestPanels::anEmptyInspectorTakesNoRoom() {
    QVERIFY(!panel("inspectorDock")->isVisible());
    m_open->session.selection().setImage(2);
    QVERIFY(panel("inspectorDock")->isVisible());
    m_open->session.selection().setImage(-1);
    QVERIFY(!panel("inspectorDock")->isVisible());
}

void TestPanels::theLogLeavesThePanelsTheirHeight() {
    m_open->session.selection().setImage(2);
    const int before = panel("inspectorDock")->height();
    clickPanel("logDockShown");
    QTRY_VERIFY(panel("logDock")->isVisible());
    QTRY_VERIFY(panel("logDock")->x() > panel("parametersDock")->geometry().right());
    QTRY_VERIFY(panel("logDock")->geometry().right() < panel("inspectorDock")->x());
    QCOMPARE(panel("inspectorDock")->height(), before);
}

void TestPanels::aClickCollapsesAPanel() {
    m_open->session.selection().setImage(2);
    for (const auto& [action, name] :
         {std::pair("parametersDockShown", "parametersDock"), std::pair("inspectorDockShown", "inspectorDock"),
          std::pair("logDockShown", "logDock")}) {
        const bool before = panel(name)->isVisible();
        clickPanel(action);
        QCOMPARE(panel(name)->isVisible(), !before);
    }
    reopen();
    m_open->session.selection().setImage(2);
    QVERIFY(!panel("parametersDock")->isVisible());
    QVERIFY(!panel("inspectorDock")->isVisible());
    QVERIFY(panel("logDock")->isVisible());
    clickPanel("parametersDockShown");
    QVERIFY(panel("parametersDock")->isVisible());
}

void TestPanels::theCrossCollapsesAPanel() {
    auto* const cross = panel("parametersDock")->findChild<QAbstractButton*>("qt_dockwidget_closebutton");
    QVERIFY(cross);
    QTest::mouseClick(cross, Qt::LeftButton);
    QVERIFY(!panel("parametersDock")->isVisible());
    QVERIFY(!m_open->find<QAction>("parametersDockShown")->isChecked());
    m_open->session.selection().setImage(2); // and is not brought back by what another panel does
    QVERIFY(!panel("parametersDock")->isVisible());
    reopen();
    QVERIFY(!panel("parametersDock")->isVisible());
}

void TestPanels::panelsTakeTurnsWhereThereIsNoRoomForBoth() {
    QFont large = m_font;
    large.setPointSize(14);
    QApplication::setFont(large);
    reopen();
    QAction* const parameters = m_open->find<QAction>("parametersDockShown");
    m_open->window->resize(1366, 768);
    QVERIFY(panel("parametersDock")->isVisible());
    m_open->session.selection().setImage(2);
    QVERIFY(panel("inspectorDock")->isVisible());
    QVERIFY(!panel("parametersDock")->isVisible());
    QVERIFY(!parameters->isChecked());
    clickPanel("parametersDockShown");
    QVERIFY(panel("parametersDock")->isVisible() && parameters->isChecked());
    QVERIFY(!panel("inspectorDock")->isVisible());
    m_open->session.selection().setImage(3); // who looks for it has it a click away
    QVERIFY(panel("parametersDock")->isVisible());
    clickPanel("inspectorDockShown");
    QVERIFY(panel("inspectorDock")->isVisible());
    m_open->session.selection().setImage(-1);
    QVERIFY(panel("parametersDock")->isVisible()); // none takes its room any more
    m_open->session.selection().setImage(2);
    m_open->window->resize(1920, 1080); // there is room for both
    QTRY_VERIFY(panel("inspectorDock")->isVisible() && panel("parametersDock")->isVisible());
    QVERIFY(parameters->isChecked());
    m_open->window->resize(1366, 768);
    QTRY_VERIFY(!panel("parametersDock")->isVisible());
    reopen(); // that it gave way is no choice to be remembered
    m_open->session.selection().setImage(-1);
    QVERIFY(panel("parametersDock")->isVisible());
}

/// In a window where the inspector takes the room of the parameters, and with it the place of the images.
void TestPanels::aClickMovesNoImageAway() {
    QFont large = m_font;
    large.setPointSize(14);
    QApplication::setFont(large);
    reopen();
    m_open->window->resize(1366, 768);
    m_open->window->showView("samplesView");
    auto* const grid = m_open->find<QListView>("samplesGrid");
    QTRY_VERIFY(grid->model()->rowCount() > 3);
    const QModelIndex tile = grid->model()->index(1, 0);
    const QPoint place = grid->viewport()->mapTo(m_open->window.get(), grid->visualRect(tile).center());
    const auto under = [&] { return grid->indexAt(grid->viewport()->mapFrom(m_open->window.get(), place)); };
    QCOMPARE(under(), tile);
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(tile).center());
    QVERIFY(m_open->session.selection().image() >= 0);
    QCoreApplication::processEvents();
    QCOMPARE(under(), tile); // for the second click
    QVERIFY(panel("parametersDock")->isVisible());
    QTRY_VERIFY(panel("inspectorDock")->isVisible());
}

/// With the sentence that says what happened, wherever it was before.
void TestPanels::theInspectorBeginsAtItsTop() {
    m_open->window->resize(1000, 500);
    m_open->session.selection().setImage(2);
    QTRY_VERIFY(panel("inspectorDock")->isVisible());
    auto* const area = qobject_cast<QScrollArea*>(m_open->find<QDockWidget>("inspectorDock")->widget());
    QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
    area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum());
    QVERIFY(m_open->startDraft(smallParameters()));
    QTRY_VERIFY(!panel("inspectorDock")->isVisible());
    m_open->session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    m_open->session.selection().setImage(3);
    QTRY_VERIFY(panel("inspectorDock")->isVisible());
    QTRY_COMPARE(area->verticalScrollBar()->value(), 0);
}

void TestPanels::aViewFillsTheWindow() {
    m_open->session.selection().setImage(2);
    const auto doubleClick = [&] {
        QTabBar* const tabs = m_open->find<QTabWidget>("views")->tabBar();
        QTest::mouseDClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
    };
    auto* const view = m_open->find<QWidget>("curvesView");
    const auto alone = [&] {
        return !panel("parametersDock")->isVisible() && !panel("inspectorDock")->isVisible() &&
               !m_open->find<QWidget>("stageBoard")->isVisible() &&
               !m_open->find<QWidget>("trainingBar")->isVisible();
    };
    m_open->window->showView("curvesView");
    const int before = view->width();
    doubleClick();
    QVERIFY(alone());
    QTRY_VERIFY(view->width() > before && view->width() > m_open->window->width() - 40);
    QTest::keyClick(m_open->window.get(), Qt::Key_Escape);
    QVERIFY(!alone());
    QVERIFY(panel("parametersDock")->isVisible() && panel("inspectorDock")->isVisible());
    QTest::keyClick(m_open->window.get(), Qt::Key_F11);
    QVERIFY(alone());
    reopen(); // what was closed so is whole again
    QVERIFY(m_open->find<QWidget>("trainingBar")->isVisible() && panel("parametersDock")->isVisible());
    doubleClick();
    QVERIFY(!panel("parametersDock")->isVisible());
    doubleClick();
    QVERIFY(panel("parametersDock")->isVisible());
}

/// While there comes to be more or less room for the images.
void TestPanels::theChosenImageStaysInSight() {
    m_open->window->resize(1000, 650);
    m_open->window->showView("samplesView");
    auto* const grid = m_open->find<QListView>("samplesGrid");
    const QModelIndex chosen = grid->model()->index(40, 0);
    const auto seen = [&] { return grid->viewport()->rect().contains(grid->visualRect(chosen)); };
    const auto changeRoom = [&] {
        const int before = grid->width();
        m_open->trigger("fillWindow");
        QTRY_VERIFY(grid->width() != before);
    };
    grid->scrollTo(chosen);
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(chosen).center());
    QTRY_VERIFY(panel("inspectorDock")->isVisible()); // which leaves the images less
    QTRY_VERIFY(seen());
    for (int i = 0; i < 2; ++i) {
        changeRoom();
        QTRY_VERIFY(seen());
    }
    grid->verticalScrollBar()->setValue(0); // a person looks elsewhere
    QVERIFY(!seen());
    changeRoom();
    changeRoom();
    QCoreApplication::processEvents();
    QCOMPARE(grid->verticalScrollBar()->value(), 0);
}

void TestPanels::viewsScrollWhereTheyHaveNoRoom() {
    m_open->window->resize(1000, 520);
    for (const char* name : {"curvesView", "mixtureView", "calibrationView"}) {
        m_open->window->showView(name);
        auto* const view = m_open->find<QWidget>(name);
        for (const QCustomPlot* plot : view->findChildren<QCustomPlot*>())
            if (plot->isVisible())
                QTRY_VERIFY2(plot->height() >= 220, qPrintable(QString("%1 %2").arg(name).arg(plot->height())));
    }
    m_open->window->showView("mixtureView"); // of eleven bars, each with a name
    const QWidget* const causes = m_open->find<QWidget>("causesPlot");
    QTRY_VERIFY(causes->height() >= 11 * causes->fontMetrics().lineSpacing());
    auto* const area = m_open->find<QScrollArea>("mixtureViewArea");
    QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
    QCOMPARE(area->widget()->height(), area->viewport()->height() + area->verticalScrollBar()->maximum());
}

void TestPanels::noticesStandOverTheViews() {
    auto* const bar = m_open->find<QWidget>("noticeBar");
    QVERIFY(!bar->isVisible());
    m_open->session.open(m_folder.filePath("nowhere"));
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(m_open->find<QLabel>("refusal")->text().contains("nowhere"));
    QTest::mouseClick(m_open->find<QToolButton>("closeNotice"), Qt::LeftButton);
    QVERIFY(!bar->isVisible());
    m_open->session.open(m_folder.filePath("nowhere"));
    QTRY_VERIFY(bar->isVisible());
    m_open->session.selection().setImage(4); // something else was done
    QVERIFY(!bar->isVisible());
}

TEST_OF_ROOM(TestPanels);
#include "test_panels.moc"
