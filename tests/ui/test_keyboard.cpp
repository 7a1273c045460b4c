#include "test_of_room.h"
#include "ui/trained_window.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QListView>
#include <QMenuBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>

using namespace moelab;
using namespace fixture;

/// The window without a mouse.
class TestKeyboard : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init();
    void panelsFollowEachOther();
    void aTabLeadsIntoItsView();
    void aViewsKeyLeadsToItsTab();
    void aClickedTabTakesTheKeys();
    void aFilledWindowTakesTheKeys();
    void whatIsOutOfSightIsScrolledTo();
    void anUndoneChangeLeavesNoField();
    void tabGoesOnFromAChangedTickBox();
    void tabPassesWhatResets_data();
    void tabPassesWhatResets();
    void noTwoThingsShareAnAltKey_data();
    void noTwoThingsShareAnAltKey();
    void theFocusIsSeen_data();
    void theFocusIsSeen();
    void cardsSayWhoseAccuracy();

  private:
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_open->window.get(), key,
                        modifiers);
    }
    QString panelWithFocus();
};

void TestKeyboard::init() {
    openRun();
    QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
}

QString TestKeyboard::panelWithFocus() {
    static const QStringList panels = {"parametersDock", "stageBoard", "views", "inspectorDock", "logDock"};
    for (const QWidget* widget = QApplication::focusWidget(); widget; widget = widget->parentWidget())
        if (panels.contains(widget->objectName()))
            return widget->objectName();
    return {};
}

void TestKeyboard::panelsFollowEachOther() {
    m_open->session.selection().setImage(2); // the inspector has something to show
    m_open->find<QWidget>("parameter-epochs")->setFocus();
    QStringList seen;
    for (int step = 0; step < 4; ++step) {
        press(Qt::Key_F6);
        seen << panelWithFocus();
    }
    QCOMPARE(seen, QStringList({"stageBoard", "views", "inspectorDock", "parametersDock"}));
    // Back where it was in that panel.
    QVERIFY(m_open->find<QWidget>("parameter-epochs")->hasFocus());
    press(Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(panelWithFocus(), QString("inspectorDock"));
    m_open->session.selection().setImage(-1); // collapsed panels are passed over
    m_open->find<QWidget>("parameter-epochs")->setFocus();
    press(Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(panelWithFocus(), QString("views"));
}

void TestKeyboard::aTabLeadsIntoItsView() {
    m_open->window->showView("samplesView");
    QTabBar* const tabs = m_open->find<QTabWidget>("views")->tabBar();
    tabs->setFocus();
    press(Qt::Key_Down);
    auto* const grid = m_open->find<QListView>("samplesGrid");
    QVERIFY(grid->hasFocus());
    const int first = m_open->session.selection().image();
    QVERIFY(first >= 0);
    press(Qt::Key_Right);
    QVERIFY(m_open->session.selection().image() > first);
    m_open->window->showView("confusionView");
    tabs->setFocus();
    press(Qt::Key_Down);
    QVERIFY(m_open->find<QWidget>("confusionMatrix")->hasFocus());
}

/// Wherever the keyboard was: else an arrow key would change a field that is not looked at.
void TestKeyboard::aViewsKeyLeadsToItsTab() {
    m_open->find<QWidget>("parameter-validation")->setFocus();
    press(Qt::Key_3, Qt::ControlModifier);
    QVERIFY(m_open->find<QTabWidget>("views")->tabBar()->hasFocus());
    press(Qt::Key_Down);
    QVERIFY(m_open->find<QListView>("samplesGrid")->hasFocus());
    QVERIFY(m_open->session.selection().image() >= 0);
}

void TestKeyboard::aClickedTabTakesTheKeys() {
    QTabBar* const tabs = m_open->find<QTabWidget>("views")->tabBar();
    m_open->find<QWidget>("parameter-validation")->setFocus();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(2).center());
    QVERIFY(tabs->hasFocus());
    press(Qt::Key_Down);
    QVERIFY(m_open->find<QListView>("samplesGrid")->hasFocus());
}

/// The panel that had them is away then.
void TestKeyboard::aFilledWindowTakesTheKeys() {
    m_open->window->showView("samplesView");
    m_open->find<QWidget>("parameter-validation")->setFocus();
    press(Qt::Key_F11);
    QVERIFY(m_open->find<QTabWidget>("views")->tabBar()->hasFocus());
    press(Qt::Key_Down);
    auto* const grid = m_open->find<QListView>("samplesGrid");
    QVERIFY(grid->hasFocus());
    press(Qt::Key_Escape);
    QVERIFY(m_open->find<QWidget>("parametersDock")->isVisible());
    press(Qt::Key_F11);
    QVERIFY(grid->hasFocus()); // where it was
    press(Qt::Key_Escape);
}

void TestKeyboard::whatIsOutOfSightIsScrolledTo() {
    auto* const first = m_open->find<QWidget>("dataChoice");
    first->setFocus();
    press(Qt::Key_F6);
    QCOMPARE(panelWithFocus(), QString("stageBoard"));
    QWidget* area = first->parentWidget();
    while (!qobject_cast<QScrollArea*>(area))
        area = area->parentWidget();
    QScrollBar* const bar = static_cast<QScrollArea*>(area)->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 10 * first->height()); // the form is laid out
    bar->setValue(bar->maximum());
    QVERIFY(first->visibleRegion().isEmpty());
    press(Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(first->hasFocus());
    QCOMPARE(first->visibleRegion().boundingRect(), first->rect());
}

/// The button that was pressed is gone; a field that got the focus instead would be changed by the next key.
void TestKeyboard::anUndoneChangeLeavesNoField() {
    Parameters changed = m_open->session.parameters();
    changed.seed = 17;
    m_open->session.setParameters(changed);
    auto* const undo = m_open->find<QWidget>("outdatedUndo");
    QTRY_VERIFY_WITH_TIMEOUT(undo->isVisible() && m_open->session.activity().isEmpty(), kLong);
    undo->setFocus();
    press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!undo->isVisible() && m_open->session.activity().isEmpty(), kLong);
    QVERIFY(m_open->find<QTabWidget>("views")->tabBar()->hasFocus());
}

/// As after a number, though the button that resets it is there at once.
void TestKeyboard::tabGoesOnFromAChangedTickBox() {
    Parameters few; // of networks that the boxes choose
    few.trainExamples = 120;
    few.testExamples = 60;
    QVERIFY(m_open->startDraft(few));
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    std::vector<QCheckBox*> boxes;
    for (const ParameterInfo& info : parameterTable()) // three follow each other
        if (info.name.find("large") != std::string_view::npos)
            boxes.push_back(m_open->find<QCheckBox>(
                "parameter-" + QString::fromUtf8(info.name.data(), qsizetype(info.name.size()))));
    QCOMPARE(boxes.size(), std::size_t{3});
    const auto reset = [&](const QCheckBox* box) {
        return m_open->find<QWidget>(box->objectName().replace("parameter-", "reset-"));
    };
    boxes[0]->setFocus();
    for (QCheckBox* box : boxes) {
        QVERIFY2(box->hasFocus(), qPrintable(box->objectName()));
        const bool before = box->isChecked();
        press(Qt::Key_Space);
        QCOMPARE(box->isChecked(), !before);
        QTRY_VERIFY(reset(box)->isVisible());
        press(Qt::Key_Tab);
    }
    press(Qt::Key_Backtab, Qt::ShiftModifier); // there it is now
    QVERIFY(reset(boxes[2])->hasFocus());
    const bool changed = boxes[2]->isChecked();
    press(Qt::Key_Space);
    QCOMPARE(boxes[2]->isChecked(), !changed);
}

void TestKeyboard::tabPassesWhatResets_data() {
    QTest::addColumn<QString>("field");
    for (const char* field : {"epochs", "learning_rate", "validation", "use_large_experts", "threads"})
        QTest::newRow(field) << QString(field);
}

/// Also what was there before the keyboard came. It is a stop on the way back.
void TestKeyboard::tabPassesWhatResets() {
    QFETCH(const QString, field);
    Parameters changed; // of none of the fields the default
    changed.trainExamples = 120;
    changed.testExamples = 60;
    changed.epochs = 3;
    changed.learningRate = 0.002;
    changed.validation = changed.validation == Validation::Holdout ? Validation::Test : Validation::Holdout;
    changed.useLargeExperts = !changed.useLargeExperts;
    changed.threads = 2;
    QVERIFY(m_open->startDraft(changed));
    auto* const editor = m_open->find<QWidget>("parameter-" + field);
    auto* const reset = m_open->find<QWidget>("reset-" + field);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty() && reset->isVisible(), kLong);
    editor->setFocus();
    press(Qt::Key_Tab);
    QVERIFY(!editor->hasFocus());
    QVERIFY2(!QApplication::focusWidget()->objectName().startsWith("reset-"),
             qPrintable(QApplication::focusWidget()->objectName()));
    press(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY2(reset->hasFocus(), qPrintable(QApplication::focusWidget()->objectName()));
    press(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(editor->hasFocus());
}

void TestKeyboard::noTwoThingsShareAnAltKey_data() {
    QTest::addColumn<QString>("view");
    for (const char* view : {"curvesView", "confusionView", "samplesView", "mixtureView", "routingView",
                             "calibrationView", "layersView"})
        QTest::newRow(view) << QString(view);
}

/// Where they do, the first press goes to one of them and the next to the other.
void TestKeyboard::noTwoThingsShareAnAltKey() {
    QFETCH(const QString, view);
    m_open->window->showView(view);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    QStringList texts;
    for (const QAction* menu : m_open->window->menuBar()->actions())
        texts << menu->text();
    const QTabWidget* const tabs = m_open->find<QTabWidget>("views");
    for (int tab = 0; tab < tabs->count(); ++tab)
        texts << tabs->tabText(tab);
    for (const QLabel* label : m_open->window->findChildren<QLabel*>())
        if (label->isVisible() && label->buddy())
            texts << label->text();
    for (const QAbstractButton* button : m_open->window->findChildren<QAbstractButton*>())
        if (button->isVisible())
            texts << button->text();
    QMap<QKeySequence, QString> taken;
    for (const QString& text : texts) {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (key.isEmpty())
            continue;
        QVERIFY2(!taken.contains(key), qPrintable(text + " and " + taken[key]));
        taken[key] = text;
    }
    QVERIFY(taken.size() >= 13); // six menus and seven tabs
}

void TestKeyboard::theFocusIsSeen_data() {
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("widget");
    QTest::newRow("card") << "curvesView"
                          << "card-gate";
    QTest::newRow("curves") << "curvesView"
                            << "curvesPlot";
    QTest::newRow("matrix") << "confusionView"
                            << "confusionMatrix";
    QTest::newRow("causes") << "mixtureView"
                            << "causesPlot";
    QTest::newRow("routing") << "routingView"
                             << "routingMatrix";
    QTest::newRow("reliability") << "calibrationView"
                                 << "reliabilityPlot";
    QTest::newRow("coverage") << "calibrationView"
                              << "coveragePlot";
}

/// By a frame in the colour of what is chosen, at least along one whole side.
void TestKeyboard::theFocusIsSeen() {
    QFETCH(QString, view);
    QFETCH(QString, widget);
    m_open->window->showView(view);
    auto* const shown = m_open->find<QWidget>(widget);
    QTRY_VERIFY_WITH_TIMEOUT(shown->isVisible() && m_open->session.activity().isEmpty(), kLong);
    const QColor frame = shown->palette().color(QPalette::Highlight);
    const auto framed = [&] { // the longest line of its colour, down
        const QImage image = shown->grab().toImage();
        int longest = 0;
        for (int x = 0; x < image.width(); ++x) {
            int line = 0;
            for (int y = 0; y < image.height(); ++y) {
                line = image.pixelColor(x, y).rgb() == frame.rgb() ? line + 1 : 0;
                longest = std::max(longest, line);
            }
        }
        return longest > image.height() / 2;
    };
    m_open->find<QWidget>("parameter-epochs")->setFocus();
    QVERIFY(!framed());
    shown->setFocus(Qt::TabFocusReason);
    QVERIFY(framed());
}

void TestKeyboard::cardsSayWhoseAccuracy() {
    const auto words = [&](const char* card) { return m_open->find<QWidget>(card)->accessibleDescription(); };
    const auto accuracy = [&](const char* stage) {
        return QString("%1 %").arg(100 * m_open->session.findStage(stage)->result->accuracy, 0, 'f', 1);
    };
    QVERIFY2(words("card-gate").startsWith("Gate, test accuracy on groups: " + accuracy("gate")),
             qPrintable(words("card-gate")));
    QVERIFY(words("card-expert-natural").startsWith("Expert natural, test accuracy on its own classes: "));
    QVERIFY(words("card-mixture").startsWith("Mixture, test accuracy: " + accuracy("mixture")));
}

TEST_OF_ROOM(TestKeyboard);
#include "test_keyboard.moc"
