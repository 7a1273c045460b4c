#include "test_of_room.h"
#include "ui/open_window.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QWheelEvent>

using namespace moelab;

/// Whoever scrolls past a field changes nothing.
class TestQuietWheel : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup() { m_open.reset(); }
    void fieldsWithoutFocusScroll();
    void aFieldWithFocusTurns();
    void everyFieldIsQuiet();

  private:
    /// Turns the wheel towards the person, over the middle of a widget.
    static void turnOver(QWidget& widget);
    QScrollBar& bar();

    QTemporaryDir m_folder;
    std::unique_ptr<fixture::OpenWindow> m_open;
};

void TestQuietWheel::init() {
    m_open = std::make_unique<fixture::OpenWindow>(m_folder);
    m_open->window->resize(1000, 650);
    QVERIFY(QTest::qWaitForWindowExposed(m_open->window.get()));
    QTRY_VERIFY(bar().maximum() > 0);
}

void TestQuietWheel::turnOver(QWidget& widget) {
    const QPoint middle = widget.rect().center();
    QWheelEvent event(middle, widget.mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&event); // as a mouse's; others end with the widget that they are sent to
    qApp->notify(&widget, &event);
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
        turnOver(*m_open->find<QWidget>(name));
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

TEST_OF_ROOM(TestQuietWheel);
#include "test_quiet_wheel.moc"
