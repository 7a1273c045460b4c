#include "error_text.h"
#include "experiment/trained_run.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
using tiny::change;
using tiny::kEveryStage;
using tiny::weightsOf;
using tiny::with;
namespace fs = std::filesystem;

/// What was trained with other parameters is replaced only if that is asked for, and not before there is something
/// better known.
class TestReplacedTraining : public QObject, tiny::TrainedRun {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { trainOnce(); }
    void init() { m_copies.emplace(); }
    void asksWhatToReplace_data();
    void asksWhatToReplace();
    void asksWhereNothingWasKept();
    void refusesUnasked();
    void replacesWhatIsKnown();
    void anAbandonedTrainingIsAskedAbout();
};

void TestReplacedTraining::asksWhatToReplace_data() {
    QTest::addColumn<QStringList>("replaced");
    QTest::addColumn<QString>("changes"); ///< of the last of them
    const QStringList all = {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"};
    // The mixture follows its members: without the old ones it is of no use.
    QTest::newRow("epochs=3") << QStringList{"mixture"} << "epochs 2 3";
    QTest::newRow("patience=101") << QStringList{"mixture"} << "patience 100 101";
    QTest::newRow("threads=1") << QStringList{} << "";
    QTest::newRow("epochs=1") << all << "epochs 2 1";
    QTest::newRow("patience=99") << all << "patience 100 99";
    QTest::newRow("networks.expert=small-vgg")
        << QStringList{"expert-artificial", "expert-natural", "mixture"} << "networks ... \"small-vgg\"";
    QTest::newRow("networks.baseline=large-vgg") << QStringList{"baseline", "mixture"} << "networks ... \"large-vgg\"";
    QTest::newRow("frozen_dropout=false") << QStringList{"mixture"} << "frozen_dropout true false";
    QTest::newRow("learning_rate=0.002") << all << "learning_rate 0.001 0.002";
    QTest::newRow("seed=2, epochs=5") << all << "epochs 2 5, seed 1 2";
    QTest::newRow("test_examples=30") << all << "test_examples 40 30";
}

void TestReplacedTraining::asksWhatToReplace() {
    QFETCH(QStringList, replaced);
    QFETCH(QString, changes);
    const Experiment experiment = Experiment::open(m_copies->copy(m_run, "run"));
    QStringList found;
    QString last;
    for (const Replacement& each :
         experiment.replacedBy(kEveryStage, with(QTest::currentDataTag(), experiment.parameters()))) {
        found << QString::fromStdString(each.stage.name);
        QStringList texts;
        for (const Replacement::Change& change : each.changes)
            texts << QString::fromStdString(change.parameter + " " + change.before.dump() + " " +
                                            change.now.dump());
        if (!each.followsMembers || texts.size() > 0)
            last = texts.join(", ");
    }
    QCOMPARE(found, replaced);
    static const QRegularExpression layers("\\[.*\\]");
    QCOMPARE(last.replace(layers, "..."), changes);
    QVERIFY(experiment.replacedBy({}, with(QTest::currentDataTag(), experiment.parameters())).empty());
}

void TestReplacedTraining::asksWhereNothingWasKept() {
    const fs::path run = m_copies->copy(m_run, "run");
    for (const std::string& stage : kEveryStage)
        fs::remove(run / "stages" / stage / kResumeStates[0]);
    Experiment experiment = Experiment::open(run);
    change(experiment, "epochs=3");
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Stale);
    QCOMPARE(
        errorText([&] {
            tiny::train(experiment, {"gate", "baseline"});
        }),
        QString::fromStdString(run.string()) +
            ": baseline and gate were trained with epochs=2 instead of 3, and no state was kept from which "
            "training could continue. Add --retrain to train them again, or train a new run with another --out.");
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken(), Retrain::Replace);
    QCOMPARE(listener.heard("gate").front(), std::string("started 0"));
    QCOMPARE(tiny::resultOf(experiment, "gate").epochs, 3);
}

void TestReplacedTraining::refusesUnasked() {
    const fs::path run = m_copies->copy(m_run, "run");
    const auto before = weightsOf(run);
    Experiment experiment = Experiment::open(run);
    change(experiment, "learning_rate=0.002, seed=2");
    tiny::Listener listener;
    const QString message = errorText([&] { experiment.train({"gate"}, listener, StopToken()); });
    QCOMPARE(message,
             QString::fromStdString(run.string()) +
                 ": gate was trained with seed=1 instead of 2 and learning_rate=0.001 instead of 0.002. Add "
                 "--retrain to train it again, or train a new run with another --out.");
    QVERIFY(listener.heard("").empty());
    QCOMPARE(weightsOf(run), before);
    // Not only what was trained to its end.
    experiment.resetStage("gate");
    QVERIFY(tiny::trainUntil(experiment, "gate", 2, 1));
    const auto replaced = experiment.replacedBy({"gate"}, with("seed=3", experiment.parameters()));
    QCOMPARE(replaced.size(), std::size_t{1});
    QCOMPARE(replaced[0].changes.size(), std::size_t{1});
    QCOMPARE(replaced[0].changes[0].parameter, std::string("seed"));
    change(experiment, "seed=3");
    QVERIFY(errorText([&] { tiny::train(experiment, {"gate"}); }).contains("gate was trained with"));
}

void TestReplacedTraining::replacesWhatIsKnown() {
    const fs::path fresh = m_copies->path("fresh");
    {
        Experiment experiment = Experiment::create(fresh, with("seed=2"), "builtin");
        tiny::train(experiment);
    }
    const fs::path run = m_copies->copy(m_run, "run");
    const auto before = weightsOf(run);
    const auto shown = [&] {
        Experiment experiment = Experiment::openTrained(run);
        experiment.outputs(StopToken()); // of the weights that the results name
        return static_cast<int>(experiment.trained().size());
    };
    fs::remove(run / "outputs.safetensors");
    for (const int batch : {1, 2}) { // before the first epoch, and after it
        Experiment experiment = Experiment::open(run);
        change(experiment, "seed=2");
        StopToken stop;
        tiny::Listener listener;
        listener.onBatch = [&](const Stage&, const BatchProgress& progress) {
            if (progress.epoch == batch)
                stop.requestStop();
        };
        QVERIFY_THROWS_EXCEPTION(Stopped, experiment.train({"gate"}, listener, stop, Retrain::Replace));
        QCOMPARE(listener.heard("gate").front(), std::string("started 0"));
        QCOMPARE(weightsOf(run), before);
        change(experiment, "seed=1"); // and back
        for (const std::string& stage : kEveryStage)
            QVERIFY(tiny::stateOf(experiment, stage) == StageState::Done);
        QCOMPARE(experiment.history(experiment.stages()[1]).size(), std::size_t{2});
        change(experiment, "seed=2");
    }
    QCOMPARE(shown(), 5);
    Experiment experiment = Experiment::open(run);
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    QVERIFY(QString::fromStdString(experiment.continueCommand()).endsWith(" --resume --stages gate")); // no other
    QCOMPARE(experiment.history(experiment.stages()[1]).size(), std::size_t{1});
    QCOMPARE(experiment.folder().history("gate").size(), std::size_t{2}); // of what is still trained
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken()); // was asked for before
    QCOMPARE(listener.heard("gate").front(), std::string("started 1"));
    QCOMPARE(weightsOf(run, "gate"), weightsOf(fresh, "gate"));
    QCOMPARE(weightsOf(run, "baseline"), before.at("baseline"));
    QCOMPARE(experiment.trained().size(), std::size_t{1});
    experiment.train(kEveryStage, listener, StopToken(), Retrain::Replace);
    QCOMPARE(weightsOf(run), weightsOf(fresh));
    QCOMPARE(experiment.trained().size(), std::size_t{5});
}

void TestReplacedTraining::anAbandonedTrainingIsAskedAbout() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "run"));
    change(experiment, "seed=2");
    StopToken stop;
    tiny::Listener listener;
    listener.onBatch = [&](const Stage&, const BatchProgress& progress) {
        if (progress.epoch == 2)
            stop.requestStop();
    };
    QVERIFY_THROWS_EXCEPTION(Stopped, experiment.train({"gate"}, listener, stop, Retrain::Replace));
    change(experiment,
           "seed=1, epochs=3"); // what was trained could continue, but the epoch with the other seed would go
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    QVERIFY(errorText([&] { tiny::train(experiment, {"gate"}); }).contains("gate was trained with other"));
    experiment.train({"gate"}, listener, StopToken(), Retrain::Replace);
    QCOMPARE(tiny::resultOf(experiment, "gate").epochs, 3);
}

TEST_OF_ROOM(TestReplacedTraining);
#include "test_replaced_training.moc"
