#include "analysis/confusion.h"
#include "analysis/routing.h"
#include "base/files.h"
#include "base/json.h"
#include "base/safetensors.h"
#include "base/sha256.h"
#include "config/parameter_table.h"
#include "data/cifar_fixture.h"
#include "error_text.h"
#include "experiment/tiny_run.h"

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
    void sameBitsAfterAStop_data();
    void sameBitsAfterAStop();
    void stopBeforeTheFirstEpoch();
    void mixtureNeedsTheOthers();
    void holdout();
    void threeGroups();
    void damagedResumeState_data();
    void damagedResumeState();
    void staleResumeState();
    void newerSchemas_data();
    void newerSchemas();
    void readsBesideAnother();
    void tamperedWeights();
    void changedData();
    void dataWithOddNames();
    void oneClassOnly();
    void tooFewImages_data();
    void tooFewImages();
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

static void flipLastByte(const fs::path& path) {
    std::string content = readFile(path, 1u << 30);
    content.back() = static_cast<char>(content.back() ^ 1);
    writeFileAtomically(path, content);
}

/// Trains until a batch and asks to stop there. @returns whether training said that it stopped
static bool trainUntil(Experiment& experiment, const std::string& stage, std::int64_t epoch, std::int64_t batch) {
    StopToken stop;
    tiny::Listener listener;
    listener.onBatch = [&](const Stage& now, const BatchProgress& progress) {
        if (now.name == stage && progress.epoch == epoch && progress.batch == batch)
            stop.requestStop();
    };
    try {
        experiment.train({stage}, listener, stop);
        return false;
    } catch (const Stopped&) {
        return true;
    }
}

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
    QVERIFY(experiment.parameters() == tiny::parameters());
    for (const std::string& stage : kStages) {
        QVERIFY(tiny::stateOf(experiment, stage) == StageState::Done);
        const StageResult result = tiny::resultOf(experiment, stage);
        QCOMPARE(result.epochs, 2);
        QVERIFY(result.bestEpoch >= 1 && result.bestEpoch <= 2);
        QVERIFY(result.seconds > 0 && result.imagesPerSecond > 0);
        QCOMPARE(result.weightsSha256.size(), std::size_t{64});
        QVERIFY(fs::exists(experiment.folder().bestWeights(stage)));
        QVERIFY(!fs::exists(experiment.folder().resumeState(stage)));
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
    QTest::newRow("use_large_experts=true") << QStringList{"expert-artificial", "expert-natural", "mixture"};
    QTest::newRow("use_large_gating_mlp=true") << QStringList{"gate", "mixture"};
    QTest::newRow("use_large_baseline_classifier=true") << QStringList{"baseline", "mixture"};
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
    experiment.train(kStages, listener, StopToken());
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
        QVERIFY(trainUntil(experiment, name, 2, 2));
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
    QVERIFY_EXCEPTION_THROWN(experiment.train({"gate"}, listener, stopped), Stopped);
    QVERIFY(listener.heard("").empty());
    QVERIFY(trainUntil(experiment, "gate", 1, 1));
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
    QCOMPARE(message, QString("stage mixture: needs stage gate, which is not trained. Train gate as well."));
    QVERIFY(errorText([&] { tiny::train(experiment, {"gat"}); }).startsWith("gat: is no stage of this run"));
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
    QCOMPARE(confusion(outputs.labels, predictions(outputs.baseline, 10), 10).accuracy(), result.accuracy);
}

void TestExperiment::threeGroups() {
    Parameters parameters = tiny::parameters();
    parameters.epochs = 1;
    parameters.groups = {{"air", {0, 2}}, {"wheels", {1, 9}}, {"others", {3, 4, 5, 6, 7, 8}}};
    Experiment experiment = Experiment::create(m_copies->path("three"), parameters, "builtin");
    QCOMPARE(tiny::stageNames(experiment),
             (Strings{"baseline", "gate", "expert-air", "expert-wheels", "expert-others", "mixture"}));
    tiny::train(experiment);
    const MemberOutputs outputs = experiment.outputs(StopToken());
    QCOMPARE(outputs.groups, 3);
    QCOMPARE(outputs.gate.size(), std::size_t{40 * 3});
    QCOMPARE(outputs.experts.size(), std::size_t{3});
    const std::vector<std::int64_t> route = routes(outputs.gate, 3);
    for (std::size_t image = 0; image < 40; ++image)
        for (std::size_t cls = 0; cls < 10; ++cls) {
            const auto group = static_cast<std::size_t>(route[image]);
            const std::size_t at = image * 10 + cls;
            const float* const weights = &outputs.subGates[((group * 40 + image) * 10 + cls) * 2];
            const float blend = outputs.baseline[at] * weights[0] + outputs.experts[group][at] * weights[1];
            QVERIFY(std::abs(outputs.mixture[at] - blend) < 1e-7f);
        }
}

void TestExperiment::damagedResumeState_data() {
    QTest::addColumn<bool>("cut");
    QTest::newRow("flipped bit") << false;
    QTest::newRow("cut") << true;
}

void TestExperiment::damagedResumeState() {
    QFETCH(bool, cut);
    const fs::path run = m_copies->copy(m_run, std::string("damaged ") + QTest::currentDataTag());
    fs::remove_all(run / "stages" / "gate");
    fs::remove_all(run / "stages" / "baseline");
    fs::path resume;
    {
        Experiment experiment = Experiment::open(run);
        QVERIFY(trainUntil(experiment, "gate", 2, 1));
        resume = experiment.folder().resumeState("gate");
    }
    if (cut)
        fs::resize_file(resume, fs::file_size(resume) / 2);
    else
        flipLastByte(resume);
    const std::string before = sha256OfFile(resume);
    Experiment experiment = Experiment::open(run);
    tiny::Listener listener;
    const QString message = errorText([&] { experiment.train({"baseline", "gate"}, listener, StopToken()); });
    QVERIFY2(message.startsWith(QString::fromStdString(resume.string())), qPrintable(message));
    QCOMPARE(sha256OfFile(resume), before);
    // The failure is the gate's alone.
    QCOMPARE(listener.heard("gate"), Strings{"failed " + message.toStdString()});
    QCOMPARE(listener.heard("baseline").back(), std::string("finished"));
    QCOMPARE(tiny::resultOf(experiment, "baseline").weightsSha256, m_weights["baseline"]);
    fs::remove(resume);
    tiny::train(experiment, {"gate"});
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
}

void TestExperiment::staleResumeState() {
    const fs::path run = m_copies->copy(m_run, "stale resume");
    fs::remove_all(run / "stages" / "gate");
    Experiment experiment = Experiment::open(run);
    QVERIFY(trainUntil(experiment, "gate", 2, 1));
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    Parameters changed = experiment.parameters();
    changed.seed = 2;
    experiment.setParameters(changed);
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Stale);
    experiment.setParameters(tiny::parameters()); // and back
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    experiment.setParameters(changed);
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken());
    QCOMPARE(listener.heard("gate").front(), std::string("started 0"));
    QVERIFY(tiny::resultOf(experiment, "gate").weightsSha256 != m_weights["gate"]);
}

/// Makes a file of tensors one of a newer program.
static void makeNewer(const fs::path& path) {
    const SafeTensors content = readSafeTensors(path);
    std::map<std::string, std::string> metadata = content.metadata;
    metadata["schema"] = "2";
    writeSafeTensors(path, metadata, content.tensors);
}

void TestExperiment::newerSchemas_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("outputs") << "outputs.safetensors";
    QTest::newRow("weights") << "stages/baseline/best.safetensors";
    QTest::newRow("resume state") << "stages/gate/resume.safetensors";
}

void TestExperiment::newerSchemas() {
    QFETCH(QString, file);
    const fs::path run = m_copies->copy(m_run, "newer");
    const fs::path path = run / file.toStdString();
    Experiment experiment = Experiment::open(run);
    if (file.contains("resume")) {
        fs::remove_all(run / "stages" / "gate");
        QVERIFY(trainUntil(experiment, "gate", 2, 1));
    }
    if (file.contains("outputs"))
        experiment.outputs(StopToken());
    QCOMPARE(readSafeTensors(path).metadata.at("schema"), std::string("1"));
    makeNewer(path);
    const std::string before = sha256OfFile(path);
    const QString message = errorText([&] {
        if (file.contains("resume"))
            tiny::train(experiment, {"gate"});
        else
            experiment.outputs(StopToken());
    });
    QCOMPARE(message, QString::fromStdString(path.string()) +
                          ": has schema 2, this program knows up to 1. Open it with a newer moelab; it was left as "
                          "it is.");
    QCOMPARE(sha256OfFile(path), before);
}

void TestExperiment::readsBesideAnother() {
    const fs::path run = m_copies->copy(m_run, "in use");
    fs::remove(run / "outputs.safetensors");
    const Experiment holder = Experiment::open(run);
    Experiment reader = Experiment::open(run, Access::Read);
    QVERIFY(tiny::stateOf(reader, "mixture") == StageState::Done);
    QCOMPARE(reader.outputs(StopToken()).images, std::int64_t{40});
    QVERIFY(!fs::exists(run / "outputs.safetensors")); // that is the holder's to write
    Parameters changed = reader.parameters();
    changed.seed = 2;
    for (const QString& message :
         {errorText([&] { tiny::train(reader); }), errorText([&] { reader.setParameters(changed); }),
          errorText([&] { reader.resetStage("gate"); })})
        QVERIFY2(message.contains("is in use by another moelab"), qPrintable(message));
    QVERIFY(tiny::stateOf(reader, "gate") == StageState::Done);
}

void TestExperiment::tamperedWeights() {
    const fs::path run = m_copies->copy(m_run, "tampered");
    fs::remove_all(run / "stages" / "mixture");
    fs::remove(run / "outputs.safetensors");
    Experiment experiment = Experiment::open(run);
    const fs::path weights = experiment.folder().bestWeights("expert-natural");
    flipLastByte(weights);
    tiny::Listener listener;
    const QString message = errorText([&] { experiment.train({"mixture"}, listener, StopToken()); });
    QVERIFY2(message.startsWith(QString::fromStdString(weights.string())), qPrintable(message));
    QVERIFY2(message.contains("Remove the folder it is in, and train stage expert-natural again"),
             qPrintable(message));
    QCOMPARE(listener.heard("mixture").back(), "failed " + message.toStdString());
    QVERIFY(
        errorText([&] { experiment.outputs(StopToken()); }).startsWith(QString::fromStdString(weights.string())));
    fs::remove_all(weights.parent_path());
    tiny::train(experiment);
    QCOMPARE(tiny::resultOf(experiment, "mixture").weightsSha256, m_weights["mixture"]);
    // Weights that are gone: the stage is to be trained again, which its state says.
    fs::remove(experiment.folder().bestWeights("gate"));
    QVERIFY(tiny::stateOf(experiment, "gate") != StageState::Done);
    tiny::train(experiment);
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
}

void TestExperiment::changedData() {
    const fs::path folder = m_copies->path("cifar");
    fixture::writeFolder(folder, fixture::cifarFiles(true, 10));
    Parameters parameters = tiny::parameters();
    parameters.trainExamples = 50;
    parameters.testExamples = 10;
    parameters.epochs = 1;
    const fs::path run = m_copies->path("on files");
    {
        Experiment experiment = Experiment::create(run, parameters, folder.string());
        tiny::train(experiment, {"gate"});
    }
    flipLastByte(folder / "test_batch.bin");
    Experiment experiment = Experiment::open(run);
    for (const QString& message :
         {errorText([&] { tiny::train(experiment, {"baseline"}); }), errorText([&] { experiment.data(); }),
          errorText([&] { experiment.outputs(StopToken()); }),
          errorText([&] { experiment.setParameters(parameters); })}) {
        QVERIFY2(message.startsWith(QString::fromStdString(folder.string())), qPrintable(message));
        QVERIFY2(
            message.contains("no longer holds the images that the run " + QString::fromStdString(run.string())),
            qPrintable(message));
    }
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Done);
    flipLastByte(folder / "test_batch.bin"); // put back
    tiny::train(experiment, {"baseline"});
    QVERIFY(tiny::stateOf(experiment, "baseline") == StageState::Done);
}

void TestExperiment::dataWithOddNames() {
    Parameters parameters = tiny::parameters();
    parameters.trainExamples = 50;
    parameters.testExamples = 10;
    const fs::path odd = m_copies->path("it's \"odd\"\n\xF0\x9F\x90\xB1");
    fixture::writeFolder(odd, fixture::cifarFiles(true, 10));
    const fs::path run = m_copies->path("on odd data");
    Experiment::create(run, parameters, odd.string());
    QCOMPARE(Experiment::open(run).data().test.size(), std::size_t{10});
    const fs::path unreadable = m_copies->path("caf\xE9");
    fs::rename(odd, unreadable);
    const fs::path never = m_copies->path("never");
    const QString message = errorText([&] { Experiment::create(never, parameters, unreadable.string()); });
    QVERIFY2(message.contains("caf\\xe9: has a name that is not UTF-8"), qPrintable(message));
    QVERIFY(!fs::exists(never));
}

/// Data may be sound and still have nothing for an expert: then no run begins.
void TestExperiment::oneClassOnly() {
    fixture::Files files = fixture::cifarFiles(true, 10);
    for (auto& [name, content] : files)
        for (std::size_t record = 0; name.ends_with(".bin") && record < content.size(); record += 3073)
            content[record] = 3; // a cat, which is natural
    fixture::writeFolder(m_copies->path("cats"), files);
    Parameters parameters = tiny::parameters();
    parameters.trainExamples = 50;
    parameters.testExamples = 10;
    const fs::path never = m_copies->path("no run of cats");
    const QString message =
        errorText([&] { Experiment::create(never, parameters, m_copies->path("cats").string()); });
    QVERIFY2(
        message.startsWith("train_examples: leaves no image for stage expert-artificial. Give a larger value, or "
                           "data with images of its classes"),
        qPrintable(message));
    QVERIFY(!fs::exists(never));
}

void TestExperiment::tooFewImages_data() {
    QTest::addColumn<QString>("named");
    QTest::newRow("train_examples=1") << "train_examples: leaves no image for stage expert-";
    QTest::newRow("test_examples=1") << "test_examples: leaves no image for stage expert-";
    QTest::newRow("train_examples=60000") << "train_examples: is 60000. Give a whole number from 1 to 50000.";
}

void TestExperiment::tooFewImages() {
    QFETCH(QString, named);
    const fs::path run = m_copies->path(QTest::currentDataTag());
    const QString message = errorText([&] {
        Parameters parameters = tiny::parameters();
        setParameter(parameters, std::string_view(QTest::currentDataTag()));
        Experiment::create(run, parameters, "builtin");
    });
    QVERIFY2(message.startsWith(named), qPrintable(message));
    QVERIFY(!fs::exists(run));
}

void TestExperiment::replacesOnlyWhatCanBeMade() {
    const fs::path run = m_copies->copy(m_run, "replaced");
    QVERIFY(
        errorText([&] { Experiment::create(run, tiny::parameters(), "builtin"); }).contains("holds a run already"));
    const QString message = errorText([&] {
        Experiment::create(run, tiny::parameters(), m_copies->path("nowhere").string(), Existing::Replace);
    });
    QVERIFY2(message.contains("nowhere"), qPrintable(message));
    QVERIFY(tiny::stateOf(Experiment::open(run), "mixture") == StageState::Done);
    const Experiment replaced = Experiment::create(run, tiny::parameters(), "builtin", Existing::Replace);
    QVERIFY(tiny::stateOf(replaced, "gate") == StageState::Ready);
}

QTEST_GUILESS_MAIN(TestExperiment)
#include "test_experiment.moc"
