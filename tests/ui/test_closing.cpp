#include "quit_signals.h"
#include "runs_window.h"
#include "test_of_room.h"
#include "ui/open_window.h"

#include <QApplication>
#include <QScreen>

#include <algorithm>
#include <csignal>

using namespace moelab;

/// The window is closed while stages train: by a person, by a signal, at the end of a desktop's session.
class TestClosing : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void aPersonIsAsked();
    void aQuestionEndsWithTheTraining();
    void aQuestionEndsWithAPartOfIt();
    void aNewRunAsks();
    void aSignalAsksNobody();
    void aSessionsEndAsksNobody();
    void aCheckpointEndsNothing();
    void comesBackOnAScreenThatExists_data();
    void comesBackOnAScreenThatExists();

  private:
    void startTraining(fixture::OpenWindow& open);
    void comesBack(const QString& run);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestClosing::init() { m_folder = std::make_unique<QTemporaryDir>(); }

void TestClosing::startTraining(fixture::OpenWindow& open) {
    Parameters parameters = fixture::smallParameters();
    parameters.epochs = parameters.patience = 500;
    QVERIFY(open.startDraft(parameters));
    open.trigger("trainAll");
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.findStage("gate")->epochs.empty(), fixture::kLong);
}

/// The next window has the run, which continues where it was.
void TestClosing::comesBack(const QString& run) {
    fixture::OpenWindow open(*m_folder);
    QCOMPARE(open.settings.recentRuns(), QStringList{run});
    open.session.open(run);
    QTRY_COMPARE_WITH_TIMEOUT(open.session.runFolder(), run, fixture::kLong);
    QCOMPARE(open.session.findStage("gate")->status, StageStatus::Interrupted);
}

void TestClosing::aPersonIsAsked() {
    fixture::OpenWindow open(*m_folder);
    startTraining(open);
    open.confirms = false;
    QVERIFY(!open.window->close());
    QVERIFY(open.session.training());
    open.confirms = true;
    QVERIFY(open.window->close());
    QCOMPARE(open.questions, 2);
    QCOMPARE(open.buttons, QStringList({"Stop and close", "Go on training"}));
}

/// It ends what trains as closing does, from the menu and from the first page.
void TestClosing::aQuestionEndsWithTheTraining() {
    fixture::OpenWindow open(*m_folder);
    startTraining(open);
    open.confirms = false;
    std::vector<std::function<bool()>> settled;
    QVERIFY(!open.window->close());
    settled.push_back(open.isSettled);
    open.trigger("newRun");
    settled.push_back(open.isSettled);
    for (const auto& isSettled : settled)
        QVERIFY(!isSettled());
    open.trigger("stop");
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.training(), fixture::kLong);
    for (const auto& isSettled : settled)
        QVERIFY(isSettled());
}

/// The queue's run fails at once, as what should train it is this test; the stage goes on.
void TestClosing::aQuestionEndsWithAPartOfIt() {
    fixture::OpenWindow open(*m_folder);
    startTraining(open);
    open.trigger("showRuns");
    RunsWindow* runs = nullptr;
    for (QWidget* window : QApplication::topLevelWidgets())
        if (auto* const found = qobject_cast<RunsWindow*>(window))
            runs = found;
    QVERIFY(runs);
    Sweep sweep;
    sweep.name = "more";
    sweep.data = "builtin";
    sweep.parameters = fixture::smallParameters();
    runs->queue().add(sweep);
    QTRY_VERIFY_WITH_TIMEOUT(runs->queue().hasRunning(), fixture::kLong);
    open.confirms = false;
    QVERIFY(!open.window->close());
    QVERIFY2(open.question.startsWith("A stage is training, and so is the queue."), qPrintable(open.question));
    const std::function<bool()> isSettled = open.isSettled;
    QVERIFY(!isSettled());
    QTRY_VERIFY_WITH_TIMEOUT(!runs->queue().hasRunning(), fixture::kLong);
    QVERIFY(open.session.training());
    QVERIFY(isSettled()); // it is not that any more which would be stopped
    QVERIFY(!open.window->close());
    QVERIFY2(open.question.startsWith("A stage is training. Stop it"), qPrintable(open.question));
}

void TestClosing::aNewRunAsks() {
    fixture::OpenWindow open(*m_folder);
    startTraining(open);
    const QString run = open.session.runFolder();
    open.confirms = false;
    open.trigger("newRun");
    open.trigger("startPage");
    QTest::mouseClick(open.find<QWidget>("startBuiltin"), Qt::LeftButton);
    QCOMPARE(open.questions, 2);
    QVERIFY(open.find<QWidget>("startPage")->isVisible());
    QVERIFY(open.session.training());
    QCOMPARE(open.session.runFolder(), run);
    open.confirms = true;
    QTest::mouseClick(open.find<QWidget>("startBuiltin"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.training() && !open.session.hasRun(), fixture::kLong);
    QVERIFY(!open.find<QWidget>("startPage")->isVisible());
    open.trigger("newRun");
    QCOMPARE(open.questions, 3); // nothing trains any more
}

void TestClosing::aSignalAsksNobody() {
    QString run;
    {
        fixture::OpenWindow open(*m_folder);
        const QuitSignals signalled;
        connect(&signalled, &QuitSignals::arrived, open.window.get(), &MainWindow::closeWithoutAsking);
        startTraining(open);
        run = open.session.runFolder();
        raise(SIGTERM);
        QTRY_VERIFY(!open.window->isVisible());
        QCOMPARE(open.questions, 0);
    }
    comesBack(run);
}

void TestClosing::aSessionsEndAsksNobody() {
    QString run;
    {
        fixture::OpenWindow open(*m_folder);
        startTraining(open);
        run = open.session.runFolder();
        open.window->saveForLogout();
        QVERIFY(open.window->close()); // as Qt does it when the session manager says so
        QCOMPARE(open.questions, 0);
    }
    comesBack(run);
}

/// A session manager may also save a session that continues.
void TestClosing::aCheckpointEndsNothing() {
    fixture::OpenWindow open(*m_folder);
    startTraining(open);
    QVERIFY(open.settings.geometry().isEmpty());
    const std::size_t epochs = open.session.findStage("gate")->epochs.size();
    open.window->saveForLogout();
    QVERIFY(!open.settings.geometry().isEmpty());
    QVERIFY(open.window->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(open.session.findStage("gate")->epochs.size() > epochs, fixture::kLong);
}

void TestClosing::comesBackOnAScreenThatExists_data() {
    QTest::addColumn<QRect>("kept");
    QTest::newRow("at the right of it") << QRect(5000, 40, 900, 600);
    QTest::newRow("above it") << QRect(20, -4000, 900, 600);
    QTest::newRow("larger than it") << QRect(-3000, -2000, 9000, 7000);
}

/// The screen on which a window was closed is gone, or another one has its place.
void TestClosing::comesBackOnAScreenThatExists() {
    QFETCH(const QRect, kept);
    QWidget stray;
    stray.setGeometry(kept);
    {
        Settings settings(m_folder->filePath("window.ini"));
        settings.setWindow(stray.saveGeometry(), {});
        settings.setValue("runs/geometry", stray.saveGeometry());
    }
    fixture::OpenWindow open(*m_folder);
    open.window->showRuns();
    for (const QWidget* const window : QApplication::topLevelWidgets()) {
        if (!window->isVisible() || window->isHidden() || window->objectName().isEmpty())
            continue;
        const QRect screen = window->screen()->availableGeometry();
        const QRect place = window->geometry();
        const QByteArray where = QStringLiteral("%1: %2 on %3")
                                     .arg(window->objectName(), QDebug::toString(place), QDebug::toString(screen))
                                     .toUtf8();
        const QSize least = window->minimumSizeHint(); // no screen of a desktop is smaller
        QVERIFY2(screen.contains(place) || (place.topLeft() == screen.topLeft() && place.size() == least), where);
        QVERIFY2(window->frameGeometry().top() >= screen.top(), where); // by its title it can be moved
    }
}

TEST_OF_ROOM(TestClosing);
#include "test_closing.moc"
