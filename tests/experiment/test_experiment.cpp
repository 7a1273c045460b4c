#include "analysis/confusion.h"
#include "analysis/routing.h"
#include "config/parameter_table.h"
#include "error_text.h"
#include "experiment/engine.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
namespace fs = std::filesystem;

/// Trains one tiny run; the tests look at it or at copies of it.
class TestExperiment : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init() { m_copies.emplace(); }
    void statesBeforeTraining();
    void trainsEveryStage();
    void staleStages_data();
    void staleStages();
    void doneStagesAreLeftAlone();
    void sameBitsAlone_data();
    void sameBitsAlone();
    void sameBitsWithAnyThreads_data();
    void sameBitsWithAnyThreads();
    void sameBitsAfterAStop_data();
    void sameBitsAfterAStop();
    void stopBeforeTheFirstEpoch();
    void mixtureNeedsTheOthers();
    void holdout();
    void threeGroups();
    void replacesOnlyWhatCanBeMade();

  private:
    tiny::Place m_place;
    std::optional<tiny::Place> m_copies;          ///< for one test
    fs::path m_run;                               ///< all five stages are trained
    std::map<std::string, std::string> m_weights; ///< of m_run: stage -> hash
    tiny::Listener m_listener;
};

using Strings = std::vector<std::string>;

static const Strings kStages = {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"};

void TestExperiment::initTestCase() {
    m_run = m_place.path("run");
    Experiment experiment = Experiment::create(m_run, tiny::parameters(), "builtin");
    experiment.train(kStages, m_listener, StopToken());
    for (const std::string& stage : kStages)
        m_weights[stage] = tiny::resultOf(experiment, stage).weightsSha256;
}

void TestExperiment::statesBeforeTraining() {
    const Experiment experiment = Experiment::create(m_copies->path("fresh"), tiny::parameters(), "builtin");
    for (const std::string& stage : kStages)
        QVERIFY(tiny::stateOf(experiment, stage) == (stage == "mixture" ? StageState::Waiting : StageState::Ready));
    QVERIFY(!experiment.result(experiment.stages().front()));
    Parameters all = tiny::parameters();
    all.threads = 0;
    QVERIFY(Experiment::create(m_copies->path("all cores"), all, "builtin").parameters().threads > 0);
}

void TestExperiment::trainsEveryStage() {
    const Experiment experiment = Experiment::open(m_run);
    Parameters settled = tiny::parameters();
    settled.convolution = engine().convolutionFor(settled);
    QVERIFY(settled.convolution != Convolution::Auto);
    QVERIFY(experiment.parameters() == settled);
    for (const std::string& stage : kStages) {
        QVERIFY(tiny::stateOf(experiment, stage) == StageState::Done);
        const StageResult result = tiny::resultOf(experiment, stage);
        QCOMPARE(result.epochs, 2);
        QVERIFY(result.bestEpoch >= 1 && result.bestEpoch <= 2);
        QVERIFY(result.seconds > 0 && result.imagesPerSecond > 0);
        QCOMPARE(result.weightsSha256.size(), std::size_t{64});
        QVERIFY(fs::exists(experiment.folder().bestWeights(stage)));
        QVERIFY(fs::exists(experiment.folder().resumeState(stage))); // from which more epochs continue
        QVERIFY(!fs::exists(experiment.folder().previousResumeState(stage)));
        const std::vector<EpochMetrics> history = experiment.folder().history(stage);
        QCOMPARE(history.size(), std::size_t{2});
        double best = INFINITY;
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(history[i].epoch, static_cast<std::int64_t>(i + 1));
            QCOMPARE(history[i].improved, history[i].validationLoss < best);
            best = std::min(best, history[i].validationLoss);
        }
        const EpochMetrics& chosen = history[static_cast<std::size_t>(result.bestEpoch - 1)];
        QCOMPARE(chosen.validationLoss, best);
        QCOMPARE(result.loss, chosen.validationLoss);
        QCOMPARE(result.accuracy, chosen.validationAccuracy);
        // Three batches an epoch for all 60 images; the experts have fewer.
        const std::size_t batches = stage == "expert-artificial" || stage == "expert-natural" ? 2 : 3;
        Strings expected = {"started 0"};
        for (int epoch = 1; epoch <= 2; ++epoch) {
            for (std::size_t batch = 1; batch <= batches; ++batch)
                expected.push_back("batch " + std::to_string(epoch) + "." + std::to_string(batch));
            expected.push_back("epoch " + std::to_string(epoch));
        }
        expected.push_back("finished");
        QCOMPARE(m_listener.heard(stage), expected);
    }
    // The mixture begins when the others have ended.
    const Strings all = m_listener.heard("");
    const auto mixture = std::ranges::find(all, "mixture started 0");
    QCOMPARE(
        std::count_if(all.begin(), mixture, [](const std::string& line) { return line.ends_with("finished"); }), 4);
}

void TestExperiment::staleStages_data() {
    QTest::addColumn<QStringList>("stale");
    QStringList all;
    for (const std::string& stage : kStages)
        all << QString::fromStdString(stage);
    QTest::newRow("learning_rate=0.002") << all;
    QTest::newRow("test_examples=39") << all;
    QTest::newRow("networks.expert=small-vgg") << QStringList{"expert-artificial", "expert-natural", "mixture"};
    QTest::newRow("networks.gate=small-vgg") << QStringList{"gate", "mixture"};
    QTest::newRow("networks.baseline=small-vgg") << QStringList{"baseline", "mixture"};
    QTest::newRow("frozen_dropout=false") << QStringList{"mixture"};
    QTest::newRow("threads=1") << QStringList{};
    QTest::newRow("device=auto") << QStringList{};
}

void TestExperiment::staleStages() {
    QFETCH(QStringList, stale);
    const fs::path run = m_copies->copy(m_run, QTest::currentDataTag());
    const auto staleNow = [](const Experiment& experiment) {
        QStringList list;
        for (const Stage& stage : experiment.stages()) {
            const bool isStale = experiment.state(stage) == StageState::Stale;
            if (isStale)
                list << QString::fromStdString(stage.name);
            else if (experiment.state(stage) != StageState::Done)
                list << "neither stale nor done";
            if (experiment.result(stage).has_value() == isStale)
                list << "a result that is not of these parameters";
        }
        return list;
    };
    {
        Experiment experiment = Experiment::open(run);
        Parameters changed = experiment.parameters();
        setParameter(changed, std::string_view(QTest::currentDataTag()));
        experiment.setParameters(changed);
        QCOMPARE(staleNow(experiment), stale);
    }
    Experiment again = Experiment::open(run);
    QCOMPARE(staleNow(again), stale);
    again.setParameters(tiny::parameters()); // and back
    QCOMPARE(staleNow(again), QStringList());
}

void TestExperiment::doneStagesAreLeftAlone() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "left alone"));
    tiny::Listener listener;
    experiment.train(kStages, listener, StopToken());
    QVERIFY(listener.heard("").empty());
    Parameters changed = experiment.parameters();
    changed.frozenDropout = false;
    experiment.setParameters(changed);
    experiment.train(kStages, listener, StopToken(), Retrain::Replace);
    QCOMPARE(listener.heard("").size(), listener.heard("mixture").size());
    QCOMPARE(listener.heard("mixture").back(), std::string("finished"));
    QVERIFY(tiny::stateOf(experiment, "mixture") == StageState::Done);
    QVERIFY(tiny::resultOf(experiment, "mixture").weightsSha256 != m_weights["mixture"]);
}

void TestExperiment::sameBitsAlone_data() {
    QTest::addColumn<QString>("stage");
    for (const std::string& stage : kStages)
        QTest::newRow(stage.c_str()) << QString::fromStdString(stage);
}

void TestExperiment::sameBitsAlone() {
    QFETCH(QString, stage);
    const std::string name = stage.toStdString();
    const fs::path run = m_copies->copy(m_run, "alone-" + name);
    fs::remove_all(run / "stages" / name);
    Experiment experiment = Experiment::open(run);
    QVERIFY(tiny::stateOf(experiment, name) == StageState::Ready);
    tiny::train(experiment, {name});
    QCOMPARE(tiny::resultOf(experiment, name).weightsSha256, m_weights[name]);
    QCOMPARE(experiment.folder().history(name).size(), std::size_t{2});
    QVERIFY(tiny::stateOf(experiment, "mixture") == StageState::Done);
}

void TestExperiment::sameBitsWithAnyThreads_data() {
    QTest::addColumn<int>("threads"); ///< in place of two
    QTest::newRow("one") << 1;
    QTest::newRow("more for some stages than for others") << 5;
}

void TestExperiment::sameBitsWithAnyThreads() {
    QFETCH(int, threads);
    Parameters parameters = tiny::parameters();
    parameters.threads = threads;
    Experiment experiment =
        Experiment::create(m_copies->path("threads " + std::to_string(threads)), parameters, "builtin");
    if (experiment.parameters().convolution == Convolution::LibTorch)
        QSKIP("this processor has neither AVX-512 nor AVX2: with LibTorch alone the threads change bits");
    tiny::train(experiment);
    for (const std::string& stage : kStages)
        QCOMPARE(tiny::resultOf(experiment, stage).weightsSha256, m_weights[stage]);
}

void TestExperiment::sameBitsAfterAStop_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<bool>("frozenDropout");
    QTest::newRow("a classifier") << "expert-natural" << true;
    QTest::newRow("mixture, members drop units") << "mixture" << true;
    QTest::newRow("mixture, members in inference mode") << "mixture" << false;
}

void TestExperiment::sameBitsAfterAStop() {
    QFETCH(QString, stage);
    QFETCH(bool, frozenDropout);
    const std::string name = stage.toStdString();
    const std::string tag = QTest::currentDataTag();
    const auto prepared = [&](const std::string& copy) {
        const fs::path run = m_copies->copy(m_run, copy);
        fs::remove_all(run / "stages" / name);
        Experiment experiment = Experiment::open(run);
        Parameters parameters = experiment.parameters();
        parameters.frozenDropout = frozenDropout;
        experiment.setParameters(parameters);
        return run;
    };
    std::string expected = m_weights[name];
    if (!frozenDropout) {
        Experiment whole = Experiment::open(prepared(tag + " whole"));
        tiny::train(whole, {name});
        expected = tiny::resultOf(whole, name).weightsSha256;
    }
    const fs::path run = prepared(tag);
    {
        Experiment experiment = Experiment::open(run);
        QVERIFY(tiny::trainUntil(experiment, name, 2, 2));
        QVERIFY(tiny::stateOf(experiment, name) == StageState::Interrupted);
        QCOMPARE(experiment.folder().history(name).size(), std::size_t{1});
        QVERIFY(!experiment.result(findStage(experiment.stages(), name)));
    }
    Experiment resumed = Experiment::open(run);
    QVERIFY(tiny::stateOf(resumed, name) == StageState::Interrupted);
    tiny::Listener listener;
    resumed.train({name}, listener, StopToken());
    QCOMPARE(listener.heard(name)[0], std::string("started 1"));
    QCOMPARE(listener.heard(name)[1], std::string("batch 2.1"));
    QCOMPARE(tiny::resultOf(resumed, name).weightsSha256, expected);
    const std::vector<EpochMetrics> history = resumed.folder().history(name);
    QCOMPARE(history.size(), std::size_t{2});
    for (std::size_t i = 0; i < 2; ++i)
        QCOMPARE(history[i].epoch, static_cast<std::int64_t>(i + 1));
}

void TestExperiment::stopBeforeTheFirstEpoch() {
    const fs::path run = m_copies->copy(m_run, "stopped at once");
    fs::remove_all(run / "stages" / "gate");
    Experiment experiment = Experiment::open(run);
    StopToken stopped;
    stopped.requestStop();
    tiny::Listener listener;
    QVERIFY_THROWS_EXCEPTION(Stopped, experiment.train({"gate"}, listener, stopped));
    QVERIFY(listener.heard("").empty());
    QVERIFY(tiny::trainUntil(experiment, "gate", 1, 1));
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Ready); // no epoch is done
    tiny::train(experiment, {"gate"});
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
}

void TestExperiment::mixtureNeedsTheOthers() {
    const fs::path run = m_copies->copy(m_run, "without gate");
    fs::remove_all(run / "stages" / "gate");
    fs::remove_all(run / "stages" / "mixture");
    Experiment experiment = Experiment::open(run);
    QVERIFY(tiny::stateOf(experiment, "mixture") == StageState::Waiting);
    const QString message = errorText([&] { tiny::train(experiment, {"mixture"}); });
    QCOMPARE(message, QString("stage mixture needs stage gate, which is not trained. Train gate as well."));
    QVERIFY(errorText([&] { tiny::train(experiment, {"gat"}); }).startsWith("gat is not a stage of this run"));
    tiny::train(experiment, {"mixture", "gate"});
    QCOMPARE(tiny::resultOf(experiment, "mixture").weightsSha256, m_weights["mixture"]);
}

void TestExperiment::holdout() {
    Parameters parameters = tiny::parameters();
    parameters.validation = Validation::Holdout;
    parameters.holdoutFraction = 0.4; // 36 images to learn from, 24 set aside
    Experiment experiment = Experiment::create(m_copies->path("holdout"), parameters, "builtin");
    tiny::Listener listener;
    experiment.train({"baseline"}, listener, StopToken());
    QCOMPARE(std::ranges::count(listener.heard("baseline"), "batch 1.2"), 1);
    QCOMPARE(std::ranges::count(listener.heard("baseline"), "batch 1.3"), 0);
    const StageResult result = tiny::resultOf(experiment, "baseline");
    for (const EpochMetrics& epoch : experiment.folder().history("baseline")) {
        const double right = epoch.validationAccuracy * 24;
        QVERIFY(std::abs(right - std::round(right)) < 1e-9);
        QVERIFY(epoch.validationLoss != result.loss);
    }
    const MemberOutputs outputs = experiment.outputs(StopToken());
    QCOMPARE(outputs.images, 40);
    QCOMPARE(confusion(outputs.labels, predictions(outputs.baseline(), 10), 10).accuracy(), result.accuracy);
}

void TestExperiment::threeGroups() {
    Parameters parameters = tiny::parameters();
    parameters.epochs = 1;
    // The second as a person likes it: files go by its id.
    parameters.groups = {{"air", {0, 2}}, {"On wheels/\xf0\x9f\x9a\x97", {1, 9}}, {"others", {3, 4, 5, 6, 7, 8}}};
    const std::string wheels = "expert-_4fn__wheels_2f_f0_9f_9a_97";
    const fs::path run = m_copies->path("three");
    Experiment experiment = Experiment::create(run, parameters, "builtin");
    QCOMPARE(tiny::stageNames(experiment),
             (Strings{"baseline", "gate", "expert-air", wheels, "expert-others", "mixture"}));
    tiny::train(experiment);
    QVERIFY(fs::exists(run / "stages" / wheels / "best.safetensors"));
    QCOMPARE(readRunConfig(run).parameters.groups, parameters.groups);
    const MemberOutputs outputs = experiment.outputs(StopToken());
    QCOMPARE(outputs.groups, 3);
    QCOMPARE(outputs.gate().size(), std::size_t{40 * 3});
    QCOMPARE(outputs.groups, std::int64_t{3});
    const std::vector<std::int64_t> route = routes(outputs.gate(), 3);
    for (std::size_t image = 0; image < 40; ++image)
        for (std::size_t cls = 0; cls < 10; ++cls) {
            const auto group = static_cast<std::size_t>(route[image]);
            const std::size_t at = image * 10 + cls;
            const float* const weights = &outputs.subGates()[((group * 40 + image) * 10 + cls) * 2];
            const float blend = outputs.baseline()[at] * weights[0] + outputs.expert(group)[at] * weights[1];
            QVERIFY(std::abs(outputs.mixture()[at] - blend) < 1e-7f);
        }
}

void TestExperiment::replacesOnlyWhatCanBeMade() {
    const fs::path run = m_copies->copy(m_run, "replaced");
    QVERIFY(errorText([&] {
                Experiment::create(run, tiny::parameters(), "builtin");
            }).contains("already contains a run"));
    const QString message = errorText([&] {
        Experiment::create(run, tiny::parameters(), m_copies->path("nowhere").string(), Existing::Replace);
    });
    QVERIFY2(message.contains("nowhere"), qPrintable(message));
    QVERIFY(tiny::stateOf(Experiment::open(run), "mixture") == StageState::Done);
    const Experiment replaced = Experiment::create(run, tiny::parameters(), "builtin", Existing::Replace);
    QVERIFY(tiny::stateOf(replaced, "gate") == StageState::Ready);
}

TEST_OF_ROOM(TestExperiment);
#include "test_experiment.moc"
