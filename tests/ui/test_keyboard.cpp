#include "test_of_room.h"
#include "ui/trained_window.h"

#include <QApplication>
#include <QListView>
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
