#include "message_line.h"
#include "test_of_room.h"

#include <QDialog>
#include <QMainWindow>
#include <QPushButton>
#include <QtTest>

using namespace moelab;

namespace {

const QString kNews = "Wrote a.";

/// A window with a button and, in its status bar, the line.
struct Window : QMainWindow {
    QPushButton* button = new QPushButton;
    MessageLine* line = new MessageLine(*this);

    Window() {
        setCentralWidget(button);
        line->setParent(this);
        show();
    }
};

} // namespace

/// How long the status bar says what it says.
class TestMessageLine : public QObject {
    Q_OBJECT
  private slots:
    void newsGoesWithTheNextStep();
    void staysInOneWindowWhenTheOtherIsUsed();
    void whatWentWrongStays();
    void takesNoModifierForAStep();
    void countsDialogsOfTheWindow();
};

/// Not before it could be read, and at once when it was. The second has it earlier: when the first goes, it was
/// read.
void TestMessageLine::newsGoesWithTheNextStep() {
    Window first, second;
    second.line->tell(kNews);
    first.line->tell(kNews);
    QTest::mouseClick(first.button, Qt::LeftButton);
    QCOMPARE(first.line->text(), kNews);
    QTRY_COMPARE(first.line->text(), QString());
    QCOMPARE(second.line->text(), kNews); // nobody did anything there
    QTest::keyClick(second.button, Qt::Key_Space);
    QCOMPARE(second.line->text(), QString());
}

void TestMessageLine::staysInOneWindowWhenTheOtherIsUsed() {
    Window first, second;
    first.line->tell(kNews);
    second.line->tell(kNews);
    QTest::mouseClick(second.button, Qt::LeftButton);
    QTRY_COMPARE(second.line->text(), QString());
    QCOMPARE(first.line->text(), kNews);
}

void TestMessageLine::whatWentWrongStays() {
    Window first, second;
    first.line->tell(kNews);
    first.line->refuse("No."); // in its place
    second.line->tell(kNews);
    for (Window* each : {&first, &second})
        QTest::mouseClick(each->button, Qt::LeftButton);
    QTRY_COMPARE(second.line->text(), QString());
    QTest::keyClick(first.button, Qt::Key_Space);
    QCOMPARE(first.line->text(), QString("No."));
    first.line->tell({});
    QCOMPARE(first.line->text(), QString());
}

void TestMessageLine::takesNoModifierForAStep() {
    Window first, second;
    first.line->tell(kNews);
    second.line->tell(kNews);
    QTest::keyClick(first.button, Qt::Key_Control);
    QTest::keyClick(second.button, Qt::Key_Space);
    QTRY_COMPARE(second.line->text(), QString());
    QCOMPARE(first.line->text(), kNews);
}

void TestMessageLine::countsDialogsOfTheWindow() {
    Window window;
    QDialog dialog(&window);
    dialog.show();
    window.line->tell(kNews);
    QTest::keyClick(&dialog, Qt::Key_A);
    QTRY_COMPARE(window.line->text(), QString());
}

TEST_OF_ROOM(TestMessageLine);
#include "test_message_line.moc"
