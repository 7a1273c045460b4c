#include "made_runs.h"
#include "test_of_room.h"
#include "ui/worked_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QMimeData>
#include <QSlider>

using namespace moelab;
using namespace fixture;

/// Runs and settings that a window opens: its own, another's, broken ones.
class TestOpening : public WorkedWindow {
    Q_OBJECT
  private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void reopensARun();
    void aFilterEndsWithItsRun();
    void aRunInUseIsOpenForReading();
    void brokenRunsAreNamed();
    void stopsNothingForWhatCannotBeOpened_data();
    void stopsNothingForWhatCannotBeOpened();
    void damagedSettingsAreIgnored();
    void wrongSettingsCountAsNone();
    void newerSettingsAreLeftAlone();
};

void TestOpening::reopensARun() {
    setSmall();
    train("baseline");
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    const QString run = m_open->session.runFolder();
    const double accuracy = stage("baseline").result->accuracy;
    const auto baseline = m_open->session.outputs()->baseline();
    close();
    open();
    QCOMPARE(m_open->settings.recentRuns(), QStringList{run});
    m_open->answer = run;
    trigger("openRun");
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    QCOMPARE(stage("baseline").result->accuracy, accuracy);
    QCOMPARE(stage("baseline").epochs.size(), std::size_t(2));
    QCOMPARE(m_open->session.outputs()->baseline(), baseline);
    QCOMPARE(m_open->session.parameters().trainExamples, 120);
}

/// Other images are shown whole, and those of the run too when it comes back.
void TestOpening::aFilterEndsWithItsRun() {
    setSmall();
    train("baseline");
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    Session& session = m_open->session;
    const QString run = session.runFolder();
    ImageQuery some;
    some.images = {3, 5, 8};
    session.selection().choose("baseline", some);
    session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(!session.hasRun() && session.activity().isEmpty(), kLong);
    QVERIFY(session.selection().query() == ImageQuery());
    session.openRun(run);
    QTRY_VERIFY_WITH_TIMEOUT(session.outputs(), kLong);
    QVERIFY(session.selection().query() == ImageQuery());
}

void TestOpening::aRunInUseIsOpenForReading() {
    setSmall();
    train("baseline");
    const QString run = m_open->session.runFolder();
    m_open->session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.hasRun(), kLong);
    auto other = std::make_unique<RunFolder>(RunFolder::open(run.toStdString()));
    m_open->session.open(run);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    QCOMPARE(stage("baseline").status, StageStatus::Done);
    QVERIFY(m_open->window->windowTitle().contains("(read only)"));
    QVERIFY2(message().startsWith("Opened read-only. " + run + " is in use by another moelab (process "),
             qPrintable(message()));
    click("train-gate");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.training(), kLong);
    QTRY_VERIFY2(message().startsWith(run + " is in use by another moelab"), qPrintable(message()));
    QCOMPARE(stage("gate").status, StageStatus::Ready);
    other.reset();
    m_open->session.open(run);
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.readOnly(), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    QVERIFY(!m_open->window->windowTitle().contains("(read only)"));
    train("gate");
}

void TestOpening::brokenRunsAreNamed() {
    QDir(m_folder->path()).mkdir("broken");
    QFile config(m_folder->filePath("broken/config.json"));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("{");
    config.close();
    m_open->answer = m_folder->filePath("broken");
    trigger("openRun");
    QTRY_VERIFY(message().contains("config.json"));
    QVERIFY(m_open->session.data());   // what was open stays open
    m_open->answer = m_folder->path(); // in which it lies
    trigger("openRun");
    QTRY_VERIFY2(message().contains("is not a run"), qPrintable(message()));
    m_open->session.startDraft(m_folder->filePath("nowhere"));
    QTRY_VERIFY(message().contains("nowhere"));
    QVERIFY(m_open->session.data());
}

void TestOpening::stopsNothingForWhatCannotBeOpened_data() {
    QTest::addColumn<QString>("dropped");
    QTest::addColumn<QString>("refusal"); ///< none: it is asked whether to stop
    QTest::newRow("text") << "note.txt"
                          << "note.txt";
    QTest::newRow("empty folder") << "empty"
                                  << "is an empty folder";
    QTest::newRow("broken run") << "broken"
                                << "config.json";
    QTest::newRow("run") << "another"
                         << "";
}

void TestOpening::stopsNothingForWhatCannotBeOpened() {
    QFETCH(QString, dropped);
    QFETCH(QString, refusal);
    QDir(m_folder->path()).mkpath("empty");
    QDir(m_folder->path()).mkpath("broken");
    for (const char* name : {"note.txt", "broken/config.json"}) {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{");
    }
    makeDoneRun(m_folder->filePath("another").toStdString(), 0.5, 0.75);
    setSmall();
    setNumber("epochs", "500");
    setNumber("patience", "500");
    click("train-gate");
    QTRY_VERIFY_WITH_TIMEOUT(!stage("gate").epochs.empty(), kLong);
    m_open->confirms = false;
    QMimeData dragged;
    dragged.setUrls({QUrl::fromLocalFile(m_folder->filePath(dropped))});
    QDragEnterEvent enter({9, 9}, Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QApplication::sendEvent(m_open->window.get(), &enter);
    QDropEvent drop({9, 9}, Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QApplication::sendEvent(m_open->window.get(), &drop);
    if (refusal.isEmpty()) {
        QTRY_COMPARE(m_open->questions, 1);
        QVERIFY2(m_open->question.contains(dropped), qPrintable(m_open->question));
    } else {
        QTRY_VERIFY2(message().contains(refusal), qPrintable(message()));
        QCOMPARE(m_open->questions, 0);
    }
    QVERIFY(m_open->session.training());
    trigger("stop");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.training(), kLong);
}

void TestOpening::damagedSettingsAreIgnored() {
    close();
    QFile file(m_folder->filePath("window.ini"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[window\nlayout=@ByteArray(\\x1\\x2\ntheme=99\n\x01\x02");
    file.close();
    open();
    QVERIFY(m_open->window->isVisible());
    QCOMPARE(m_open->settings.recentRuns(), QStringList());
    m_open->settings.addRecentRun("/a/run");
    const Settings again(m_folder->filePath("window.ini"));
    QCOMPARE(again.recentRuns(), QStringList{"/a/run"});
}

/// Of another kind, or out of range.
void TestOpening::wrongSettingsCountAsNone() {
    close();
    QFile file(m_folder->filePath("window.ini"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[window]\nview=@Size(1 2)\nlayout=7\n[curves]\nsmoothing=much\nbatches=@Point(1 1)\n[confusion]\n"
               "mode=-5\n[images]\nzoom=900\n[runs]\nchoices=@ByteArray(no map)\nrecent=@Rect(1 2 3 4)\n");
    file.close();
    open();
    QVERIFY(find<QWidget>("curveValues")->isVisible());
    QCOMPARE(find<QSlider>("smoothing")->value(), 90);
    QVERIFY(find<QCheckBox>("showBatches")->isChecked());
    QCOMPARE(find<QComboBox>("confusionMode")->currentIndex(), 0);
    QCOMPARE(find<QComboBox>("samplesZoom")->currentData().toInt(), 4); // the largest there is
    QCOMPARE(m_open->session.selection().query(), ImageQuery());
}

void TestOpening::newerSettingsAreLeftAlone() {
    close();
    const QByteArray newer = "[General]\nschema=2\n\n[runs]\nrecent=/a/run\n";
    QFile file(m_folder->filePath("window.ini"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(newer);
    file.close();
    open();
    QVERIFY(m_open->window->isVisible());
    QCOMPARE(m_open->settings.recentRuns(), QStringList());
    m_open->settings.addRecentRun("/another/run");
    close();
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), newer);
    open();
}

TEST_OF_ROOM(TestOpening);
#include "test_opening.moc"
