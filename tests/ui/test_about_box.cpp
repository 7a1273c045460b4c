#include "about_box.h"
#include "test_of_room.h"

#include <QApplication>
#include <QMessageBox>
#include <QtTest>

using namespace moelab;

class TestAboutBox : public QObject {
    Q_OBJECT
  private slots:
    void namesWhatIsThere();
};

void TestAboutBox::namesWhatIsThere() {
    QApplication::setApplicationVersion("7.8.9");
    QWidget parent;
    Libraries libraries;
    libraries.libtorch = "1.2.3";
    libraries.blas = "a <fast> one";
    showAbout(&parent, libraries);
    auto* const box = parent.findChild<QMessageBox*>("aboutBox");
    QVERIFY(box && box->isVisible());
    for (const char* part :
         {"MoE Lab 7.8.9", qVersion(), "1.2.3", "a &lt;fast&gt; one", "no device", "GPL-3.0-or-later"})
        QVERIFY2(box->text().contains(part), part);
    QCOMPARE(box->iconPixmap().deviceIndependentSize(), QSizeF(64, 64));
    box->close();
    libraries.cuda = true;
    QTRY_VERIFY(!parent.findChild<QMessageBox*>("aboutBox"));
    showAbout(&parent, libraries);
    QVERIFY(parent.findChild<QMessageBox*>("aboutBox")->text().contains("there is a device"));
}

TEST_OF_ROOM(TestAboutBox);
#include "test_about_box.moc"
