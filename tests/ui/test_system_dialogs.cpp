#include "main_window.h"
#include "test_of_room.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <functional>

using namespace moelab;

/// How the window asks where nothing answers for it.
class TestSystemDialogs : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QVERIFY(m_folder.isValid());
        QVERIFY(QDir(m_folder.path()).mkpath("data/images"));
        QFile file(m_folder.filePath("data/list.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    void cleanupTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs, false); }
    void beginWhereTheLastOneEnded();
    void enterDoesNotConfirm();
    void whatIsSettledAsksNoMore();

  private:
    /// Chooses in the next file dialog. @returns where it began, once it has ended
    QString choose(const QString& path, const std::function<QString()>& ask) {
        QString began;
        QTimer::singleShot(0, this, [&] {
            auto* const dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            if (!dialog)
                qFatal("no file dialog");
            began = dialog->directory().absolutePath();
            dialog->selectFile(path);
            QMetaObject::invokeMethod(dialog, "accept");
        });
        m_chosen = ask();
        return began;
    }

    QTemporaryDir m_folder;
    MainWindow::Dialogs m_dialogs = MainWindow::systemDialogs();
    QString m_chosen;
};

void TestSystemDialogs::beginWhereTheLastOneEnded() {
    const QString data = m_folder.filePath("data");
    choose(data + "/list.csv", [&] { return m_dialogs.openFile(nullptr, "Open", "Lists (*.csv)"); });
    QCOMPARE(m_chosen, data + "/list.csv");
    QCOMPARE(choose(data + "/report.html",
                    [&] { return m_dialogs.saveFile(nullptr, "Save", "report.html", "HTML (*.html)"); }),
             data);
    QCOMPARE(
        choose(data + "/list.csv", [&] { return m_dialogs.openFiles(nullptr, "Open", "Lists (*.csv)").join(','); }),
        data);
    const auto open = [&](const QString& begin) {
        return choose(data + "/images", [&] { return m_dialogs.openFolder(nullptr, "Open", begin); });
    };
    QCOMPARE(open({}), data);
    QCOMPARE(open({}), data + "/images"); // the folder that was chosen, not the one above
    QCOMPARE(open(data), data);
    QCOMPARE(choose(data + "/report.html",
                    [&] { return m_dialogs.saveFile(nullptr, "Save", data + "/r.html", "HTML (*.html)"); }),
             data);
}

/// A second Enter must not delete what a first one has asked about.
void TestSystemDialogs::enterDoesNotConfirm() {
    for (const bool yes : {false, true}) {
        QTimer::singleShot(0, this, [yes] {
            auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            QVERIFY(box);
            QCOMPARE(box->buttons().size(), 2);
            QCOMPARE(box->findChild<QPushButton*>("act")->text(), QString("Delete"));
            QCOMPARE(box->findChild<QPushButton*>("keep")->text(), QString("Keep"));
            if (yes)
                QTest::mouseClick(box->findChild<QPushButton*>("act"), Qt::LeftButton);
            else
                QTest::keyClick(box, Qt::Key_Return);
        });
        QCOMPARE(m_dialogs.confirm(nullptr, {"Delete the weights?", "Delete", "Keep"}), yes);
    }
}

/// While nobody answers, what would be stopped may come to its end.
void TestSystemDialogs::whatIsSettledAsksNoMore() {
    bool settled = false;
    bool wasOpen = false;
    QTimer::singleShot(500, this, [&] {
        wasOpen = QApplication::activeModalWidget() != nullptr;
        settled = true;
    });
    QVERIFY(m_dialogs.confirm(nullptr, {"Stop it?", "Stop", "Go on", [&] { return settled; }}));
    QVERIFY(wasOpen && !QApplication::activeModalWidget());
}

TEST_OF_ROOM(TestSystemDialogs);
#include "test_system_dialogs.moc"
