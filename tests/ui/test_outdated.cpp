#include "test_of_room.h"
#include "train_again.h"
#include "ui/copied_run.h"

#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QFileInfo>
#include <QLabel>
#include <QListView>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>

#include <algorithm>

using namespace moelab;
using namespace fixture;

/// Parameters are changed over a trained run: what was trained stays to be seen until it is replaced, and is never
/// replaced unasked.
class TestOutdated : public QObject, CopiedRun {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init() { openCopy(); }
    void cleanup() { m_open.reset(); }
    void resultsStayUntilUndone();
    void formerResultsAreDimmed();
    void allResultsStay_data();
    void allResultsStay();
    void countsWhatIsOutOfDate_data();
    void countsWhatIsOutOfDate();
    void resultsStayWhenOpenedAgain();
    void listsOfRunsKeepTheResults();
    void undoneChangesAreDoneAgain();
    void whatTheRunDecidedIsNoChange();
    void trainsAsANewRun();
    void trainsHere();
    void stoppedTrainingReplacesNothing();
    void otherImagesAreShownOnceTrained();
    void otherGroupsAreAskedAbout_data();
    void otherGroupsAreAskedAbout();

  private:
    Session& session() { return m_open->session; }
    bool barIsShown() { return m_open->find<QWidget>("outdatedBar")->isVisible(); }
    QString words() { return m_open->find<QLabel>("outdatedWords")->text(); }
    QString text(const char* label) { return m_open->find<QLabel>(label)->text(); }
    QString weights(const char* stage) {
        const StageView* const view = session().findStage(stage);
        return view && view->result ? QString::fromStdString(view->result->weightsSha256) : QString();
    }
    /// What the views say of the results.
    QStringList shown();
    static QString weightsOf(const QString& run, const char* stage);
};

static const char* const kThreeGroups =
    R"(groups={"craft": [0, 8], "wheels": [1, 9], "natural": [2, 3, 4, 5, 6, 7]})";

QStringList TestOutdated::shown() {
    return {text("confusionHeading"), text("mixtureHeading"), text("routingHeading"), text("samplesHeading"),
            QString::number(m_open->find<QListView>("samplesGrid")->model()->rowCount())};
}

QString TestOutdated::weightsOf(const QString& run, const char* stage) {
    return QString::fromStdString(readStageResult(run.toStdString(), stage)->weightsSha256);
}

void TestOutdated::resultsStayUntilUndone() {
    const QStringList before = shown();
    QVERIFY2(before[0].contains("on 60 test images") && before[4] == "60", qPrintable(before.join('\n')));
    QVERIFY(!barIsShown());
    auto* const seed = m_open->find<QAbstractSpinBox>("parameter-seed");
    seed->setFocus();
    QTest::keyClick(seed, Qt::Key_Up);
    QTest::keyClick(seed, Qt::Key_Return);
    QTRY_VERIFY(barIsShown());
    QCOMPARE(session().parameters().seed, 2);
    QVERIFY2(words().startsWith("Parameters changed: 5 stages are out of date."), qPrintable(words()));
    QCOMPARE(shown(), before);
    QCOMPARE(session().findStage("gate")->status, StageStatus::Stale);
    QVERIFY(text("state-gate").contains("out of date"));
    click("outdatedUndo");
    QTRY_VERIFY(!barIsShown());
    QCOMPARE(session().parameters().seed, 1);
    atRest();
    QCOMPARE(session().findStage("gate")->status, StageStatus::Done);
    QCOMPARE(shown(), before);
}

/// They can be read and clicked, the board keeps its accuracies, and both are told from those of the parameters.
void TestOutdated::formerResultsAreDimmed() {
    auto* const veil = m_open->find<QWidget>("outdatedVeil");
    auto* const view = m_open->find<QWidget>("curvesView");
    m_open->window->showView("curvesView");
    const QPoint corner = view->mapTo(m_open->window.get(), QPoint(1, view->height() / 2));
    const QString accuracy = QString("%1 %").arg(100 * session().findStage("gate")->result->accuracy, 0, 'f', 1);
    session().selection().setImage(3);
    auto* const overInspector = m_open->find<QWidget>("inspectorVeil");
    QVERIFY(!veil->isVisible() && !overInspector->isVisible());
    change("seed=2");
    QVERIFY(veil->isVisible() && overInspector->isVisible());
    QVERIFY(m_open->find<QWidget>("inspectorVerdict")->isVisible());
    QCOMPARE(veil->mapTo(m_open->window.get(), QPoint()),
             m_open->find<QWidget>("curvesViewArea")->mapTo(m_open->window.get(), QPoint()));
    QVERIFY(m_open->window->childAt(corner) != veil);
    QCOMPARE(text("accuracy-gate"), accuracy);
    QVERIFY(m_open->find<QWidget>("accuracy-gate")->isVisible());
    QCOMPARE(m_open->find<QWidget>("accuracy-gate")->foregroundRole(), QPalette::PlaceholderText);
    QVERIFY(m_open->find<QWidget>("card-gate")
                ->toolTip()
                .startsWith("Gate, test accuracy with the parameters of "
                            "before: " +
                            accuracy));
    QVERIFY(!m_open->find<QWidget>("state-gate")->isVisible()); // it stays folded
    click("foldBoard");
    QVERIFY(m_open->find<QWidget>("accuracy-gate")->isVisible());
    QVERIFY(m_open->find<QWidget>("train-gate")->isVisible());
    click("foldBoard");
    click("outdatedUndo");
    QTRY_VERIFY(!barIsShown());
    atRest();
    QVERIFY(!veil->isVisible());
    QCOMPARE(m_open->find<QWidget>("accuracy-gate")->foregroundRole(), QPalette::WindowText);
}

void TestOutdated::allResultsStay_data() {
    QTest::addColumn<QString>("change");
    QTest::newRow("seed") << "seed=7";
    QTest::newRow("validation") << "validation=holdout";
    QTest::newRow("fewer images") << "test_examples=40";
    QTest::newRow("three groups") << kThreeGroups;
    QTest::newRow("more epochs") << "epochs=3";
}

void TestOutdated::allResultsStay() {
    QFETCH(QString, change);
    session().selection().setImage(50);
    const QStringList before = shown();
    const QString inspected = text("inspectorVerdict");
    CopiedRun::change(change);
    QVERIFY(barIsShown());
    QCOMPARE(shown(), before);
    QCOMPARE(text("inspectorVerdict"), inspected);
    for (const char* stage : {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"}) {
        session().selection().setStage(stage);
        QVERIFY2(text("confusionHeading").contains("accuracy"), stage);
        QTRY_VERIFY2(text("calibrationHeading").contains("expected calibration error"), stage);
        QVERIFY2(m_open->find<QListView>("samplesGrid")->model()->rowCount() > 0, stage);
    }
    auto* const tabs = m_open->find<QTabWidget>("views");
    QVERIFY(tabs->isVisible() && tabs->isEnabled());
    QVERIFY(m_open->find<QWidget>("curvesPlot")->isVisibleTo(tabs->widget(0)));
}

void TestOutdated::countsWhatIsOutOfDate_data() {
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << "threads=1"
                          << "";
    QTest::newRow("the mixture") << "frozen_dropout=false"
                                 << "Parameters changed: 1 stage is out of date.";
    QTest::newRow("all but the baseline and an expert with the same classes")
        << kThreeGroups << "Parameters changed: 3 stages are out of date.";
}

void TestOutdated::countsWhatIsOutOfDate() {
    QFETCH(QString, change);
    QFETCH(QString, expected);
    CopiedRun::change(change);
    QCOMPARE(barIsShown(), !expected.isEmpty());
    if (!expected.isEmpty())
        QVERIFY2(words().startsWith(expected), qPrintable(words()));
}

void TestOutdated::resultsStayWhenOpenedAgain() {
    const QStringList before = shown();
    change(kThreeGroups);
    open(m_copy);
    QVERIFY(barIsShown());
    QCOMPARE(session().parameters().groups.size(), std::size_t(3));
    QCOMPARE(shown(), before);
    click("outdatedUndo");
    QTRY_VERIFY(!barIsShown());
    atRest();
    open(m_copy);
    QVERIFY(!barIsShown());
    QCOMPARE(session().parameters().groups.size(), std::size_t(2));
    QCOMPARE(shown(), before);
}

/// A change that nobody trained is closed with the window, and its run is looked up on the first page and among all
/// runs.
void TestOutdated::listsOfRunsKeepTheResults() {
    const auto accuracyOf = [&](const char* stage) {
        return QString("%1 %").arg(100 * session().findStage(stage)->result->accuracy, 0, 'f', 1);
    };
    const QString mixture = accuracyOf("mixture");
    const QString baseline = accuracyOf("baseline");
    auto* const seed = m_open->find<QAbstractSpinBox>("parameter-seed");
    seed->setFocus();
    QTest::keyClick(seed, Qt::Key_Up);
    QTest::keyClick(seed, Qt::Key_Return);
    QTRY_VERIFY(barIsShown());
    atRest();
    m_open.reset();
    m_open = std::make_unique<OpenWindow>(m_folder);
    m_open->session.setRunsFolder(m_folder.path().toStdString());
    m_open->trigger("startPage");
    auto* const recent = m_open->find<QTableWidget>("recentRuns");
    QTRY_VERIFY(recent->rowCount() > 0);
    QCOMPARE(recent->item(0, 0)->text(), QFileInfo(m_copy).fileName());
    QCOMPARE(recent->item(0, 1)->text(), QString("5 stages out of date"));
    QCOMPARE(recent->item(0, 2)->text(), mixture);
    QCOMPARE(recent->item(0, 3)->text(), baseline);
    QVERIFY(recent->item(0, 2)->toolTip().contains("before they were changed"));
    m_open->trigger("showRuns");
    const QWidgetList windows = QApplication::topLevelWidgets();
    const auto runs = std::ranges::find_if(
        windows, [](const QWidget* window) { return window->findChild<QTableView*>("runsTable"); });
    QVERIFY(runs != windows.end());
    const QAbstractItemModel* const model = (*runs)->findChild<QTableView*>("runsTable")->model();
    const auto cell = [&](const QString& title, int role) {
        for (int row = 0; row < model->rowCount(); ++row)
            for (int column = 0; column < model->columnCount(); ++column)
                if (model->index(row, 0).data().toString() == QFileInfo(m_copy).fileName() &&
                    model->headerData(column, Qt::Horizontal).toString() == title)
                    return model->index(row, column).data(role).toString();
        return QString();
    };
    QTRY_VERIFY(cell("Mixture", Qt::DisplayRole).endsWith(mixture)); // after a warning, as it is at chance
    QVERIFY(cell("Baseline", Qt::DisplayRole).endsWith(baseline));
    QVERIFY(!cell("Gain", Qt::DisplayRole).isEmpty());
    QCOMPARE(cell("State", Qt::DisplayRole), QString("out of date"));
    QVERIFY(!cell("Changed", Qt::DisplayRole).contains("Seed")); // by which nothing is trained
    QVERIFY2(cell("Mixture", Qt::ToolTipRole).contains("Seed is 2 now"),
             qPrintable(cell("Mixture", Qt::ToolTipRole)));
}

/// Nobody chose the threads and the convolution that a run has taken for its machine.
void TestOutdated::whatTheRunDecidedIsNoChange() {
    QVERIFY(session().parameters().threads > 0);
    QVERIFY(session().parameters().convolution != Convolution::Auto);
    for (const char* name : {"threads", "convolution", "seed"})
        QVERIFY2(m_open->find<QWidget>(QString("reset-") + name)->isHidden(), name);
    QVERIFY(!m_open->find<QWidget>("reset-epochs")->isHidden()); // which somebody has
}

void TestOutdated::undoneChangesAreDoneAgain() {
    change("seed=5");
    change("epochs=3");
    click("outdatedUndo"); // of both
    atRest();
    QVERIFY(!barIsShown());
    QCOMPARE(session().parameters().seed, 1);
    QCOMPARE(session().parameters().epochs, 2);
    m_open->trigger("undo"); // of the undoing
    atRest();
    QVERIFY(barIsShown());
    QCOMPARE(session().parameters().seed, 5);
    QCOMPARE(session().parameters().epochs, 3);
}

/// Four stages are taken from the run, and the mixture is trained anew; the run itself stays as it was.
void TestOutdated::trainsAsANewRun() {
    const QStringList before = shown();
    const QString mixture = weights("mixture");
    session().selection().setStage("gate");
    change("frozen_dropout=false");
    click("outdatedNewRun");
    QTRY_VERIFY_WITH_TIMEOUT(session().runFolder() != m_copy && !session().training(), kLong);
    atRest();
    QCOMPARE(m_open->questions, 0);
    QVERIFY(!barIsShown());
    for (const char* stage : {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"}) {
        const StageView* const view = session().findStage(stage);
        QCOMPARE(view->status, StageStatus::Done);
        const bool taken = stage != std::string("mixture");
        QCOMPARE(QString::fromStdString(view->result->takenFrom), taken ? m_copy : QString());
        QCOMPARE(weights(stage) == weightsOf(m_copy, stage), taken);
    }
    QVERIFY(!session().parameters().frozenDropout);
    QCOMPARE(session().selection().stage(), QString("mixture")); // of the whole that is trained now
    QVERIFY(text("mixtureHeading").contains("of 60 test images"));
    open(m_copy);
    QVERIFY(!barIsShown());
    QVERIFY(session().parameters().frozenDropout);
    QCOMPARE(weights("mixture"), mixture);
    session().selection().setStage("mixture");
    QCOMPARE(shown(), before);
}

void TestOutdated::trainsHere() {
    const QStringList before = shown();
    const QString gate = weights("gate");
    change("seed=2");
    QStringList during;
    QString said;
    connect(&session(), &Session::epochAnswersChanged, this, [&] {
        if (!during.isEmpty() || !session().training())
            return;
        during = shown();
        said = words();
    });
    click("outdatedHere");
    QTRY_VERIFY_WITH_TIMEOUT(!session().training(), kLong);
    atRest();
    QCOMPARE(m_open->questions, 0); // the button said it
    QCOMPARE(during.mid(1), before.mid(1));
    QCOMPARE(said, QString("Training with changed parameters. The views show the results from before."));
    QVERIFY(!barIsShown());
    QCOMPARE(session().runFolder(), m_copy);
    QVERIFY(weights("gate") != gate && !weights("gate").isEmpty());
    QVERIFY(text("mixtureHeading").contains("of 60 test images"));
}

void TestOutdated::stoppedTrainingReplacesNothing() {
    const QStringList before = shown();
    const QString gate = weights("gate");
    change("seed=2");
    change("epochs=500");
    click("outdatedHere");
    QTRY_VERIFY_WITH_TIMEOUT(session().findStage("gate")->progress, kLong);
    m_open->trigger("stop");
    QTRY_VERIFY_WITH_TIMEOUT(!session().training(), kLong);
    atRest();
    QVERIFY(barIsShown());
    QCOMPARE(shown(), before);
    QCOMPARE(weightsOf(m_copy, "gate"), gate);
    click("outdatedUndo");
    QTRY_VERIFY(!barIsShown());
    atRest();
    QCOMPARE(weights("gate"), gate);
    QCOMPARE(shown(), before);
}

void TestOutdated::otherImagesAreShownOnceTrained() {
    change("test_examples=40");
    QCOMPARE(session().data()->images.size(), std::size_t(60));
    QCOMPARE(session().outputs()->images, 60);
    click("outdatedHere");
    QTRY_VERIFY_WITH_TIMEOUT(!session().training(), kLong);
    atRest();
    QCOMPARE(session().data()->images.size(), std::size_t(40));
    QCOMPARE(session().outputs()->images, 40);
    QVERIFY2(text("mixtureHeading").contains("of 40 test images"), qPrintable(text("mixtureHeading")));
}

void TestOutdated::otherGroupsAreAskedAbout_data() {
    QTest::addColumn<QString>("action");
    QTest::addColumn<TrainAgain>("answer");
    QTest::newRow("train all, not") << "trainAll" << TrainAgain::Not;
    QTest::newRow("train all, as a new run") << "trainAll" << TrainAgain::AsNewRun;
    QTest::newRow("train all, here") << "trainAll" << TrainAgain::Here;
    QTest::newRow("one that there was not, not") << "trainOne" << TrainAgain::Not;
}

/// Two groups were trained, and three are to be.
void TestOutdated::otherGroupsAreAskedAbout() {
    QFETCH(QString, action);
    QFETCH(TrainAgain, answer);
    const QStringList before = shown();
    const QString gate = weights("gate");
    change(kThreeGroups);
    if (action == "trainOne")
        session().selection().setStage("expert-wheels");
    m_open->trainAgain = answer;
    m_open->trigger(action);
    QTRY_COMPARE(m_open->questions, 1);
    QVERIFY2(m_open->question.contains("other class groups"), qPrintable(m_open->question));
    QTRY_VERIFY_WITH_TIMEOUT(!session().training(), kLong);
    atRest();
    const bool isNew = answer == TrainAgain::AsNewRun;
    QCOMPARE(session().runFolder() != m_copy, isNew);
    QCOMPARE(weightsOf(m_copy, "gate") == gate, answer != TrainAgain::Here);
    QCOMPARE(barIsShown(), answer == TrainAgain::Not);
    session().selection().setStage("mixture");
    if (answer == TrainAgain::Not) {
        QCOMPARE(shown(), before);
        return;
    }
    QCOMPARE(session().stages().size(), std::size_t(6));
    QCOMPARE(session().outputs()->groups, 3);
    QCOMPARE(session().findStage("baseline")->result->takenFrom.empty(), !isNew); // which has no groups
    if (!isNew)
        return;
    open(m_copy);
    session().selection().setStage("mixture");
    QCOMPARE(shown(), before);
}

TEST_OF_ROOM(TestOutdated);
#include "test_outdated.moc"
