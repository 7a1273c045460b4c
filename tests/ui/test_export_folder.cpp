#include "exporting/export_folder.h"
#include "test_of_room.h"
#include "text/whole_number_box.h"
#include "ui/figure_export.h"
#include "ui/trained_window.h"
#include "workspace/run_note.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QScopeGuard>

using namespace moelab;
using namespace fixture;

/// Where exports go, and what the run that they are of is called.
class TestExportFolder : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void beginsInAFolderThatExists();
    void exportsBeginWhereTheLastOneWent();
    void everythingAsksForItsSize();
    void theFirstPageShowsHowFarItIs();
    void anOpenRunIsCalledByItsName();
};

/// What was said before is over then.
void TestExportFolder::theFirstPageShowsHowFarItIs() {
    const QTemporaryDir place;
    openRun();
    m_open->trigger("exportView");
    QVERIFY(exportTo(*m_open->window, place.filePath("curves.csv")));
    QVERIFY(m_open->said().startsWith("Wrote "));
    m_open->trigger("exportAll");
    auto* const dialog = m_open->find<QWidget>("everythingDialog");
    typeOver(*findIn<QLineEdit>(*dialog, "everythingFolder"), place.path());
    QTest::mouseClick(findIn<QPushButton>(*dialog, "everythingExport"), Qt::LeftButton);
    QCOMPARE(m_open->said(), QString());
    m_open->window->showStart();
    auto* const activity = m_open->find<QLabel>("activity");
    QTRY_VERIFY(activity->text().startsWith("Exporting 1 of "));
    QVERIFY(activity->isVisible() && m_open->find<QWidget>("overallProgress")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(m_open->find<QAction>("exportAll")->isEnabled(), kLong);
    QVERIFY(!activity->isVisible());
    m_open.reset();
}

/// A person's folder of documents is none on many machines.
void TestExportFolder::beginsInAFolderThatExists() {
    const QTemporaryDir home;
    const QByteArrayList variables = {"HOME", "XDG_CONFIG_HOME"};
    QByteArrayList before;
    for (const QByteArray& variable : variables) {
        before << qgetenv(variable);
        qputenv(variable, home.path().toUtf8());
    }
    const auto restore = qScopeGuard([&] {
        for (qsizetype i = 0; i < variables.size(); ++i)
            before[i].isNull() ? qunsetenv(variables[i]) : qputenv(variables[i], before[i]);
    });
    Settings settings(home.filePath("window.ini"));
    QCOMPARE(exportFolder(settings), home.path());
    QVERIFY(QDir(home.path()).mkpath("Documents") && QDir(home.path()).mkpath("mine"));
    QCOMPARE(exportFolder(settings), home.filePath("Documents"));
    keepExportFolder(settings, home.filePath("mine"));
    QCOMPARE(exportFolder(settings), home.filePath("mine"));
    QVERIFY(QDir(home.path()).rmdir("mine"));
    QCOMPARE(exportFolder(settings), home.filePath("Documents"));
}

/// Of whatever kind, also in the next window.
void TestExportFolder::exportsBeginWhereTheLastOneWent() {
    const QTemporaryDir place;
    QVERIFY(QDir(place.path()).mkpath("a") && QDir(place.path()).mkpath("b"));
    const QString first = place.filePath("a");
    const QString second = place.filePath("b");
    {
        OpenWindow open(m_folder);
        open.session.open(m_run);
        QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
        open.trigger("exportView");
        QVERIFY(exportTo(*open.window, first + "/curves.csv"));
        open.answer = second;
        exportEverything(open);
        QCOMPARE(open.began, first);
        QTRY_VERIFY_WITH_TIMEOUT(open.find<QAction>("exportAll")->isEnabled(), kLong);
        open.answer.clear(); // as where a person cancels
        open.trigger("exportWeights");
        QCOMPARE(open.began, second + "/weights.safetensors");
    }
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    open.answer = first + "/report.html";
    open.trigger("exportReport");
    QCOMPARE(QFileInfo(open.began).absolutePath(), second);
    QTRY_VERIFY_WITH_TIMEOUT(open.said().startsWith("Wrote "), kLong);
    open.trigger("exportView");
    FigureDialog* const dialog = figureDialog(*open.window);
    QVERIFY(dialog);
    QCOMPARE(findIn<QLineEdit>(*dialog, "figureFolder")->text(), first);
}

/// Of everything: with the size that a single figure was given last, and for the next one.
void TestExportFolder::everythingAsksForItsSize() {
    const QTemporaryDir place;
    OpenWindow open(m_folder);
    open.settings.setValue("figures/points", 7);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    open.trigger("exportAll");
    auto* const dialog = open.find<QWidget>("everythingDialog");
    QVERIFY(dialog->isVisible());
    QCOMPARE(findIn<WholeNumberBox>(*dialog, "figurePoints")->value(), 7);
    QVERIFY(!findIn<WholeNumberBox>(*dialog, "figureHeight")->isVisible()); // it follows from the content of each
    auto* const widths = findIn<QComboBox>(*dialog, "figureWidths");
    widths->setFocus();
    QTest::keyClick(widths, Qt::Key_Home);
    QTest::keyClick(widths, Qt::Key_Down);
    QCOMPARE(findIn<WholeNumberBox>(*dialog, "figureWidth")->value(), 174);
    auto* const folder = findIn<QLineEdit>(*dialog, "everythingFolder");
    auto* const hint = findIn<QLabel>(*dialog, "everythingHint");
    auto* const button = findIn<QPushButton>(*dialog, "everythingExport");
    folder->clear();
    QVERIFY(!button->isEnabled());
    QCOMPARE(hint->text(), QString("Choose a folder."));
    typeOver(*folder, place.filePath("nowhere"));
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY2(hint->text().contains("nowhere: there is no such folder"), qPrintable(hint->text()));
    QVERIFY(dialog->isVisible());
    typeOver(*folder, place.path());
    QTest::keyClick(folder, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(open.find<QAction>("exportAll")->isEnabled(), kLong);
    QFile svg(place.filePath(open.session.runName() + "-export/curves.svg"));
    QVERIFY2(svg.open(QIODevice::ReadOnly), qPrintable(open.said()));
    QVERIFY(svg.readAll().contains("width=\"174mm\""));
    QVERIFY2(!open.said().contains("points"), qPrintable(open.said()));
    open.trigger("exportAll"); // where a matrix of ten classes has no room for its shares
    auto* const narrow = open.find<QWidget>("everythingDialog");
    findIn<QComboBox>(*narrow, "figureWidths")->setFocus();
    QTest::keyClick(findIn<QComboBox>(*narrow, "figureWidths"), Qt::Key_Home);
    QCOMPARE(findIn<WholeNumberBox>(*narrow, "figureWidth")->value(), 85);
    QTest::mouseClick(findIn<QPushButton>(*narrow, "everythingExport"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(open.find<QAction>("exportAll")->isEnabled(), kLong);
    QVERIFY2(open.said().contains("points in: ") && open.said().contains("confusion-baseline-shares"),
             qPrintable(open.said()));
    QVERIFY2(!open.said().contains("stages"), qPrintable(open.said())); // which becomes a list of lines
    open.trigger("exportView");
    QCOMPARE(findIn<WholeNumberBox>(*figureDialog(*open.window), "figureWidth")->value(), 85);
}

void TestExportFolder::anOpenRunIsCalledByItsName() {
    writeRunNote(m_run.toStdString(), {"Three groups, with blanks", "", {}});
    OpenWindow open(m_folder);
    QStringList activities;
    connect(&open.session, &Session::activityChanged, this, [&] { activities << open.session.activity(); });
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    QVERIFY2(activities.contains("opening Three groups, with blanks"), qPrintable(activities.join(u'|')));
    open.session.open(m_run);
    QTRY_COMPARE(open.said(), QString("Three groups, with blanks is open already."));
    QTest::keyClick(open.window.get(), Qt::Key_F6); // a person goes on
    QTRY_COMPARE(open.said(), QString());
    writeRunNote(m_run.toStdString(), {});
}

TEST_OF_ROOM(TestExportFolder);
#include "test_export_folder.moc"
