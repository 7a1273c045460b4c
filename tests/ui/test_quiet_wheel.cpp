#include "made_runs.h"
#include "plotting/themed_plot.h"
#include "queue/sweep_dialog.h"
#include "test_of_room.h"
#include "ui/open_window.h"
#include "ui/spontaneous_wheel.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTabBar>
#include <QTabWidget>

using namespace moelab;
using namespace fixture;

/// Whoever scrolls past a field changes nothing.
class TestQuietWheel : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup() { m_open.reset(); }
    void fieldsWithoutFocusScroll();
    void aFieldWithFocusTurns();
    void noTabTurns();
    void everyFieldIsQuiet();
    void noFieldOfAViewTurns();
    void noFieldOfADialogTurns();
    void plotsScrollUntilTheyHaveTheFocus();
    void dataAreChosenFromTheOpenList();

  private:
    /// What a field holds; invalid of widgets that are none.
    static QVariant valueOf(const QWidget& widget);
    /// Turns the wheel over all fields below a widget that has not got the focus. @returns how many there were
    static int turnOverFieldsOf(const QWidget& parent);
    QScrollBar& bar();

    QTemporaryDir m_folder;
    std::unique_ptr<OpenWindow> m_open;
};

void TestQuietWheel::init() {
    m_open = std::make_unique<OpenWindow>(m_folder);
    m_open->window->resize(1000, 650);
    QVERIFY(QTest::qWaitForWindowExposed(m_open->window.get()));
    QTRY_VERIFY(bar().maximum() > 0);
}

/// Of the parameters.
QScrollBar& TestQuietWheel::bar() {
    QWidget* widget = m_open->find<QWidget>("parameter-seed");
    while (!qobject_cast<QScrollArea*>(widget))
        widget = widget->parentWidget();
    return *qobject_cast<QScrollArea*>(widget)->verticalScrollBar();
}

void TestQuietWheel::fieldsWithoutFocusScroll() {
    const Parameters before = m_open->session.parameters();
    for (const char* name : {"parameter-seed", "parameter-validation", "parameter-epochs"}) {
        bar().setValue(0);
        turnWheelOver(*m_open->find<QWidget>(name));
        QVERIFY2(bar().value() > 0, name);
        QVERIFY2(m_open->session.parameters() == before, name);
        QVERIFY2(!m_open->find<QWidget>(name)->hasFocus(), name);
    }
}

void TestQuietWheel::aFieldWithFocusTurns() {
    auto* const seed = m_open->find<QAbstractSpinBox>("parameter-seed");
    const int before = m_open->session.parameters().seed;
    seed->setFocus();
    QVERIFY(seed->hasFocus());
    QWheelEvent up(seed->rect().center(), seed->mapToGlobal(seed->rect().center()), {}, {0, 120}, Qt::NoButton,
                   Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(seed, &up);
    QTest::keyClick(seed, Qt::Key_Return);
    QTRY_COMPARE(m_open->session.parameters().seed, before + 1);
}

/// Also not one that has the focus because it was clicked.
void TestQuietWheel::noTabTurns() {
    auto* const views = m_open->find<QTabWidget>("views");
    QTabBar* const tabs = views->tabBar();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
    QVERIFY(tabs->hasFocus());
    QCOMPARE(views->currentIndex(), 1);
    turnWheelOver(*tabs);
    QCOMPARE(views->currentIndex(), 1);
}

/// Also those that come later: no field of the window takes the focus by the wheel.
void TestQuietWheel::everyFieldIsQuiet() {
    int fields = 0;
    for (const QWidget* widget : m_open->window->findChildren<QWidget*>()) {
        const bool field = qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget);
        if (!field || !widget->isVisible())
            continue;
        ++fields;
        QVERIFY2(widget->focusPolicy() != Qt::WheelFocus, qPrintable(widget->objectName()));
    }
    QVERIFY2(fields > 10, qPrintable(QString::number(fields)));
}

QVariant TestQuietWheel::valueOf(const QWidget& widget) {
    if (const auto* const choice = qobject_cast<const QComboBox*>(&widget))
        return choice->currentIndex();
    if (const auto* const number = qobject_cast<const QAbstractSpinBox*>(&widget))
        return number->text();
    if (const auto* const slider = qobject_cast<const QSlider*>(&widget))
        return slider->value();
    if (const auto* const tabs = qobject_cast<const QTabBar*>(&widget))
        return tabs->currentIndex();
    return {};
}

int TestQuietWheel::turnOverFieldsOf(const QWidget& parent) {
    int fields = 0;
    for (QWidget* widget : parent.findChildren<QWidget*>()) {
        const QVariant before = valueOf(*widget);
        if (!before.isValid() || !widget->isVisible() || widget->hasFocus())
            continue;
        ++fields;
        turnWheelOver(*widget);
        if (valueOf(*widget) != before || widget->hasFocus())
            qFatal("the wheel turned %s", qPrintable(widget->objectName()));
    }
    return fields;
}

/// Filters, sliders and choices of a trained run.
void TestQuietWheel::noFieldOfAViewTurns() {
    QVERIFY(m_open->trainAll());
    m_open->session.selection().setImage(3);
    m_open->find<QComboBox>("lookKind")->setCurrentIndex(1);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    m_open->find<QWidget>("card-gate")->setFocus();
    auto* const tabs = m_open->find<QTabWidget>("views");
    int fields = 0;
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        fields += turnOverFieldsOf(*tabs->currentWidget());
    }
    QVERIFY2(fields >= 8, qPrintable(QString::number(fields)));
    QVERIFY(turnOverFieldsOf(*m_open->window) > 10); // with all that is around the views
}

void TestQuietWheel::noFieldOfADialogTurns() {
    const std::filesystem::path run = m_folder.filePath("done").toStdString();
    makeDoneRun(run, 0.5, 0.6);
    SweepDialog dialog(readRunSummary(run), true, {}, m_open->window.get());
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    QVERIFY(turnOverFieldsOf(dialog) > 1);
}

/// Or what lies below a plot could not be reached by the wheel.
void TestQuietWheel::plotsScrollUntilTheyHaveTheFocus() {
    QScrollArea area;
    auto* const plot = new ThemedPlot;
    plot->setFocusPolicy(Qt::StrongFocus);
    plot->setInteractions(QCP::iRangeZoom);
    plot->xAxis->setRange(0, 10);
    area.setWidget(plot);
    plot->resize(200, 2000);
    area.resize(300, 200);
    area.show();
    QVERIFY(QTest::qWaitForWindowActive(&area));
    area.setFocus();
    turnWheelOver(*plot);
    QVERIFY(area.verticalScrollBar()->value() > 0);
    QCOMPARE(plot->xAxis->range().size(), 10.0);
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->axisRect()->center());
    QVERIFY(plot->hasFocus());
    area.verticalScrollBar()->setValue(0);
    turnWheelOver(*plot);
    QCOMPARE(area.verticalScrollBar()->value(), 0);
    QVERIFY(plot->xAxis->range().size() != 10.0);
    plot->setInteractions({}); // nothing is zoomed
    turnWheelOver(*plot);
    QVERIFY(area.verticalScrollBar()->value() > 0);
}

/// The choice of data has the focus when it is tabbed to; what comes next in it would be downloaded.
void TestQuietWheel::dataAreChosenFromTheOpenList() {
    QVERIFY(m_open->startDraft(smallParameters()));
    auto* const choice = m_open->find<QComboBox>("dataChoice");
    choice->setFocus();
    QVERIFY(choice->hasFocus());
    QSignalSpy chosen(choice, &QComboBox::activated);
    turnWheelOver(*choice);
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_End, Qt::Key_C}) {
        QTest::keyClick(choice, key);
        QVERIFY(choice->view()->isVisible());
        choice->hidePopup();
    }
    QCOMPARE(chosen.size(), 0);
    QCOMPARE(choice->currentData().toString(), QString("builtin"));
    QVERIFY(!m_open->session.fetching());
    QTest::keyClick(choice, Qt::Key_Down);
    QTRY_VERIFY(choice->view()->isVisible());
    QTest::keyClick(choice->view(), Qt::Key_Return); // of what is marked: it is open already
    QTRY_VERIFY(!choice->view()->isVisible());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(m_open->session.dataSpec(), QString("builtin"));
}

TEST_OF_ROOM(TestQuietWheel);
#include "test_quiet_wheel.moc"
