#include "start/recent_run.h"
#include "test_of_room.h"
#include "train_again.h"
#include "ui/copied_run.h"
#include "workspace/run_summary.h"

#include <QLabel>

using namespace moelab;
using namespace fixture;

/// A trained run is trained again by other parameters, and that is stopped, given up or asked about.
class TestTrainingAgain : public QObject, CopiedRun {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init() { openCopy(); }
    void cleanup() { m_open.reset(); }
    void resultsStayWhenStopped();
    void newRunTakesWhatWasTrainedAgain();
    void saysWhereItStopped();
    void longerTrainingIsAskedAbout_data();
    void longerTrainingIsAskedAbout();
    void asksOnceParametersAreApplied();
    void refusedParametersTrainNothing();
    void refusedChangesShowNothing();

  private:
    Session& session() { return m_open->session; }
    bool barIsShown() { return m_open->find<QWidget>("outdatedBar")->isVisible(); }
    QString text(const char* label) { return m_open->find<QLabel>(label)->text(); }
    QStringList shown() { return {text("confusionHeading"), text("mixtureHeading"), text("routingHeading")}; }
    /// Here, until the mixture is at work and all the others are trained.
    void stopAtTheMixture();
};

void TestTrainingAgain::stopAtTheMixture() {
    change("seed=2");
    const auto stopping = connect(&session(), &Session::stagesChanged, this, [this] {
        if (session().training() && session().findStage("mixture")->active())
            session().stop();
    });
    click("outdatedHere");
    QTRY_VERIFY_WITH_TIMEOUT(session().training(), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(!session().training(), kLong);
    atRest();
    disconnect(stopping);
    QVERIFY(session().findStage("mixture")->status != StageStatus::Done);
    QCOMPARE(session().findStage("gate")->status, StageStatus::Done);
}

void TestTrainingAgain::resultsStayWhenStopped() {
    session().selection().setStage("mixture");
    const QStringList before = shown();
    QVERIFY2(before[1].contains("of 60 test images"), qPrintable(before[1]));
    const QString accuracy = text("accuracy-mixture");
    const double mixture = readRunSummary(m_copy.toStdString()).mixtureAccuracy().value();
    stopAtTheMixture();
    QVERIFY(barIsShown());
    QVERIFY2(text("outdatedWords").startsWith("Parameters changed: 1 stage is out of date"),
             qPrintable(text("outdatedWords")));
    QCOMPARE(shown(), before);
    QVERIFY2(accuracy.contains(text("accuracy-mixture")), qPrintable(accuracy)); // on its card
    QCOMPARE(readRecentRun(m_copy.toStdString()).mixture.value(), mixture);
    open(m_copy);
    session().selection().setStage("mixture");
    QVERIFY(barIsShown());
    QCOMPARE(shown(), before);
    click("outdatedUndo");
    QTRY_VERIFY(!barIsShown());
    atRest();
    QCOMPARE(shown(), before);
    for (const StageView& view : session().stages())
        QCOMPARE(view.status, StageStatus::Done);
}

/// All but the mixture; and the run has what it had.
void TestTrainingAgain::newRunTakesWhatWasTrainedAgain() {
    session().selection().setStage("mixture");
    const QStringList before = shown();
    stopAtTheMixture();
    click("outdatedNewRun");
    QTRY_VERIFY_WITH_TIMEOUT(session().runFolder() != m_copy && !session().training(), kLong);
    atRest();
    for (const StageView& view : session().stages()) {
        QCOMPARE(view.status, StageStatus::Done);
        QCOMPARE(QString::fromStdString(view.result->takenFrom), view.stage.isMixture ? QString() : m_copy);
    }
    QCOMPARE(session().parameters().seed, 2);
    open(m_copy);
    session().selection().setStage("mixture");
    QVERIFY(!barIsShown());
    QCOMPARE(session().parameters().seed, 1);
    QCOMPARE(shown(), before);
}

/// On the first page: of what is trained to take the place of what there was.
void TestTrainingAgain::saysWhereItStopped() {
    change("seed=2");
    change("epochs=500");
    change("patience=500");
    click("outdatedHere");
    QTRY_VERIFY_WITH_TIMEOUT(session().findStage("baseline")->epochs.size() > 3, kLong); // before, there were 2
    m_open->trigger("stop");
    QTRY_VERIFY_WITH_TIMEOUT(!session().training(), kLong);
    atRest();
    const qint64 epoch = session().findStage("baseline")->epochs.back().epoch;
    QCOMPARE(readRecentRun(m_copy.toStdString()).standing,
             QString("Baseline stopped after epoch %1 of 500").arg(epoch));
}

void TestTrainingAgain::longerTrainingIsAskedAbout_data() {
    QTest::addColumn<QString>("changed");
    QTest::newRow("more epochs") << "epochs=3";
    QTest::newRow("fewer epochs") << "epochs=1";
    QTest::newRow("more patience") << "patience=50";
}

/// The mixture, which begins anew with members that go on, is named.
void TestTrainingAgain::longerTrainingIsAskedAbout() {
    QFETCH(QString, changed);
    const QString accuracy = text("accuracy-gate");
    change(changed);
    QCOMPARE(text("accuracy-gate"), accuracy);
    m_open->trainAgain = TrainAgain::Not;
    m_open->trigger("trainAll");
    QTRY_COMPARE_WITH_TIMEOUT(m_open->questions, 1, kLong);
    QVERIFY2(m_open->question.contains("Mixture"), qPrintable(m_open->question));
    atRest();
    QVERIFY(barIsShown());
}

/// Nobody knows before that anything is out of date.
void TestTrainingAgain::asksOnceParametersAreApplied() {
    Parameters parameters = session().parameters();
    parameters.learningRate *= 2;
    session().setParameters(parameters);
    m_open->trainAgain = TrainAgain::Here;
    session().trainer().train({"gate"});
    QTRY_COMPARE_WITH_TIMEOUT(m_open->questions, 1, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(session().findStage("gate")->status == StageStatus::Done && !session().training(),
                             kLong);
    atRest();
    QCOMPARE(session().findStage("baseline")->status, StageStatus::Stale);
}

void TestTrainingAgain::refusedParametersTrainNothing() {
    const QStringList before = shown();
    Parameters parameters = session().parameters();
    setParameter(parameters, R"(networks.gate=[{"layer": "dense", "units": "outputs"}])"); // which no image fits
    session().setParameters(parameters);
    session().trainer().train({"gate"});
    QTRY_VERIFY_WITH_TIMEOUT(m_open->said().contains("nothing was trained"), kLong);
    atRest();
    QCOMPARE(m_open->questions, 0);
    QCOMPARE(shown(), before);
}

void TestTrainingAgain::refusedChangesShowNothing() {
    const QStringList before = shown();
    const Parameters parameters = session().parameters();
    change(R"(networks.gate=[{"layer": "dense", "units": "outputs"}])"); // which no image fits
    QVERIFY(!barIsShown());
    QVERIFY(m_open->find<QLabel>("problem-networks")->text().contains("networks.gate"));
    QCOMPARE(session().parameters(), parameters);
    QCOMPARE(shown(), before);
}

TEST_OF_ROOM(TestTrainingAgain);
#include "test_training_again.moc"
