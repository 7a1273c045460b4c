#include "analysis/confusion.h"
#include "base/files.h"
#include "base/safetensors.h"
#include "base/sha256.h"
#include "error_text.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace moelab;
namespace fs = std::filesystem;

using Answers = std::vector<std::uint16_t>;

/// Trains until the first batch of an epoch and asks to stop there.
static void trainUntil(Experiment& experiment, const std::string& stage, std::int64_t epoch) {
    StopToken stop;
    tiny::Listener listener;
    listener.onBatch = [&](const Stage&, const BatchProgress& progress) {
        if (progress.epoch == epoch)
            stop.requestStop();
    };
    QVERIFY_THROWS_EXCEPTION(Stopped, experiment.train({stage}, listener, stop));
}

class TestEpochAnswers : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init() { m_copies.emplace(); }
    void appendsAndTruncates();
    void classesBeyondAByte();
    void startsAnewAtTheFirstEpoch();
    void withoutTheEpochsBeforeNothingIsKept();
    void mendsWhatTrainingStumblesOver_data();
    void mendsWhatTrainingStumblesOver();
    void refusesHostileFiles_data();
    void refusesHostileFiles();
    void agreeWithTheHistory();
    void bestEpochAgreesWithTheOutputs();
    void resumedRunsEndWithTheSameFile_data();
    void resumedRunsEndWithTheSameFile();
    void oldRunsOpenAsBefore();
    void resetForgetsThem();
    void ofOtherParametersAreNotShown();
    void damageKeepsNothingElse_data();
    void damageKeepsNothingElse();
    void holdoutAnswersTrainingImages();

  private:
    tiny::Place m_place;
    std::optional<tiny::Place> m_copies; ///< for one test
    fs::path m_run;                      ///< all five stages are trained
};

void TestEpochAnswers::initTestCase() {
    m_run = m_place.path("run");
    Experiment experiment = Experiment::create(m_run, tiny::parameters(), "builtin");
    tiny::train(experiment);
}

void TestEpochAnswers::appendsAndTruncates() {
    const fs::path file = m_copies->path("epochs.safetensors");
    appendAnswers(file, "print", 1, Answers{3, 1});
    appendAnswers(file, "print", 2, Answers{0, 9});
    const std::string two = readFile(file, 1000);
    appendAnswers(file, "print", 3, Answers{2, 2});
    const KeptAnswers kept = loadAnswers(file);
    QCOMPARE(kept.fingerprint, std::string("print"));
    QCOMPARE(kept.images, 2);
    QCOMPARE(kept.answers, (Answers{3, 1, 0, 9, 2, 2}));
    truncateAnswers(file, 2);
    QCOMPARE(readFile(file, 1000), two); // to the byte
    truncateAnswers(file, 2);
    QCOMPARE(readFile(file, 1000), two);
}

/// Files are as earlier versions read them, until a class does not fit into a byte.
void TestEpochAnswers::classesBeyondAByte() {
    const fs::path file = m_copies->path("epochs.safetensors");
    const auto dtype = [&] { return readSafeTensors(file).tensors.front().dtype; };
    appendAnswers(file, "print", 1, Answers{0, 255});
    QCOMPARE(dtype(), std::string("U8"));
    appendAnswers(file, "print", 2, Answers{256, 999});
    QCOMPARE(dtype(), std::string("U16"));
    QCOMPARE(loadAnswers(file).answers, (Answers{0, 255, 256, 999}));
    truncateAnswers(file, 1);
    QCOMPARE(dtype(), std::string("U8"));
    QCOMPARE(loadAnswers(file).answers, (Answers{0, 255}));
}

void TestEpochAnswers::startsAnewAtTheFirstEpoch() {
    const fs::path file = m_copies->path("epochs.safetensors");
    writeFileAtomically(file, "no safetensors");
    appendAnswers(file, "print", 1, Answers{1, 2, 3});
    QCOMPARE(loadAnswers(file).answers, (Answers{1, 2, 3}));
}

void TestEpochAnswers::withoutTheEpochsBeforeNothingIsKept() {
    const fs::path file = m_copies->path("epochs.safetensors");
    appendAnswers(file, "print", 4, Answers{1, 2, 3});
    truncateAnswers(file, 3);
    QVERIFY(!fs::exists(file));
}

void TestEpochAnswers::mendsWhatTrainingStumblesOver_data() {
    QTest::addColumn<QString>("content"); // "" keeps the file as it is
    QTest::addColumn<QString>("fingerprint");
    QTest::addColumn<int>("images");
    QTest::addColumn<int>("epoch");
    QTest::newRow("damaged") << "damaged"
                             << "print" << 2 << 3;
    QTest::newRow("an epoch is missing") << ""
                                         << "print" << 2 << 4;
    QTest::newRow("other images") << ""
                                  << "print" << 3 << 3;
    QTest::newRow("another training") << ""
                                      << "other" << 2 << 3;
}

void TestEpochAnswers::mendsWhatTrainingStumblesOver() {
    QFETCH(QString, content);
    QFETCH(QString, fingerprint);
    QFETCH(int, images);
    QFETCH(int, epoch);
    const fs::path file = m_copies->path("epochs.safetensors");
    appendAnswers(file, "print", 1, Answers{1, 1});
    appendAnswers(file, "print", 2, Answers{1, 1});
    if (!content.isEmpty())
        writeFileAtomically(file, content.toStdString());
    appendAnswers(file, fingerprint.toStdString(), epoch, Answers(static_cast<std::size_t>(images)));
    QVERIFY(!fs::exists(file));
}

void TestEpochAnswers::refusesHostileFiles_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("dtype");
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<int>("value"); // of every byte
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("named");
    const QString missing = "has no tensor \"answers\", U8 or U16 [epochs, images]";
    QTest::newRow("another name") << "answer"
                                  << "U8" << QList<int>{2, 40} << 1 << "fingerprint" << missing;
    QTest::newRow("wide numbers") << "answers"
                                  << "I64" << QList<int>{2, 5} << 0 << "fingerprint" << missing;
    QTest::newRow("a list") << "answers"
                            << "U8" << QList<int>{80} << 1 << "fingerprint" << missing;
    QTest::newRow("three extents") << "answers"
                                   << "U8" << QList<int>{2, 40, 1} << 1 << "fingerprint" << missing;
    QTest::newRow("no epochs") << "answers"
                               << "U8" << QList<int>{0, 40} << 1 << "fingerprint" << missing;
    QTest::newRow("no images") << "answers"
                               << "U8" << QList<int>{2, 0} << 1 << "fingerprint" << missing;
    QTest::newRow("no fingerprint") << "answers"
                                    << "U8" << QList<int>{2, 40} << 1 << "print"
                                    << "does not name the stage that its predictions are of";
    QTest::newRow("other images") << "answers"
                                  << "U8" << QList<int>{2, 39} << 1 << "fingerprint"
                                  << "contains predictions for 39 images; the stage has 40";
    QTest::newRow("no such answer") << "answers"
                                    << "U8" << QList<int>{2, 40} << 2 << "fingerprint"
                                    << "contains the prediction 2; there are only 2";
}

void TestEpochAnswers::refusesHostileFiles() {
    QFETCH(QString, name);
    QFETCH(QString, dtype);
    QFETCH(QList<int>, shape);
    QFETCH(int, value);
    QFETCH(QString, key);
    QFETCH(QString, named);
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "hostile"));
    const Stage gate = findStage(experiment.stages(), "gate");
    const fs::path file = experiment.folder().epochAnswers("gate");
    const std::string fingerprint = loadAnswers(file).fingerprint;
    std::size_t size = dtype == "I64" ? 8 : 1;
    for (const int extent : shape)
        size *= static_cast<std::size_t>(extent);
    const std::string bytes(size, static_cast<char>(value));
    const StoredTensor tensor = {name.toStdString(), dtype.toStdString(), {shape.begin(), shape.end()}, bytes};
    writeSafeTensors(file, {{key.toStdString(), fingerprint}}, std::span(&tensor, 1));
    const QString message = errorText([&] { experiment.epochAnswers(gate); });
    QVERIFY2(message.startsWith(QString::fromStdString(file.string()) + " " + named), qPrintable(message));
    QVERIFY2(message.endsWith("train the stage again to see its epochs; the rest of the run is unaffected."),
             qPrintable(message));
}

/// Accuracy of the kept answers is what the epoch reported: they are those that it counted.
void TestEpochAnswers::agreeWithTheHistory() {
    Experiment experiment = Experiment::open(m_run);
    const std::vector<std::uint16_t>& labels = experiment.data().test.labels;
    for (const Stage& stage : experiment.stages()) {
        const EpochAnswers answers = experiment.epochAnswers(stage);
        const std::vector<EpochMetrics> history = experiment.folder().history(stage.name);
        QCOMPARE(answers.epochs(), 2);
        QVERIFY(answers.ofTestImages());
        QCOMPARE(answers.width, stage.targets == Targets::Groups ? 2 : 10);
        for (std::size_t row = 0; row < answers.images.size(); ++row) {
            const std::uint16_t cls = labels[static_cast<std::size_t>(answers.images[row])];
            const int group = groupOf(defaultGroups(), cls);
            QCOMPARE(answers.classes[row], cls);
            QCOMPARE(answers.labels[row], stage.targets == Targets::Groups ? group : cls);
            QVERIFY(stage.group < 0 || group == stage.group);
        }
        for (std::size_t epoch = 0; epoch < 2; ++epoch) {
            const auto said = answers.at(static_cast<std::int64_t>(epoch) + 1);
            const double right = std::inner_product(said.begin(), said.end(), answers.labels.begin(), 0.0,
                                                    std::plus<>(), std::equal_to<>());
            QCOMPARE(right / static_cast<double>(said.size()), history[epoch].validationAccuracy);
        }
    }
}

void TestEpochAnswers::bestEpochAgreesWithTheOutputs() {
    Experiment experiment = Experiment::open(m_run);
    const MemberOutputs outputs = experiment.outputs(StopToken());
    const auto check = [&](const std::string& name, std::span<const float> said, std::int64_t width) {
        const EpochAnswers answers = experiment.epochAnswers(findStage(experiment.stages(), name));
        const auto best = answers.at(tiny::resultOf(experiment, name).bestEpoch);
        QCOMPARE(std::vector<std::int64_t>(best.begin(), best.end()), predictions(said, width));
    };
    check("baseline", outputs.baseline(), 10);
    check("gate", outputs.gate(), 2);
    check("mixture", outputs.mixture(), 10);
}

void TestEpochAnswers::resumedRunsEndWithTheSameFile_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<bool>("crash"); // after the answers were written, before the resume state was
    QTest::newRow("a classifier") << "expert-natural" << false;
    QTest::newRow("the mixture") << "mixture" << false;
    QTest::newRow("a crash between two files") << "gate" << true;
}

void TestEpochAnswers::resumedRunsEndWithTheSameFile() {
    QFETCH(QString, stage);
    QFETCH(bool, crash);
    const std::string name = stage.toStdString();
    const fs::path run = m_copies->copy(m_run, "again");
    const fs::path file = run / "stages" / name / "epochs.safetensors";
    const std::string expected = readFile(file, 1 << 20);
    fs::remove_all(run / "stages" / name);
    {
        Experiment experiment = Experiment::open(run);
        trainUntil(experiment, name, 2);
        QCOMPARE(experiment.epochAnswers(findStage(experiment.stages(), name)).epochs(), 1);
    }
    if (crash) {
        const KeptAnswers kept = loadAnswers(file);
        appendAnswers(file, kept.fingerprint, 2, Answers(kept.answers.size(), 1));
    }
    Experiment resumed = Experiment::open(run);
    tiny::train(resumed, {name});
    QVERIFY(readFile(file, 1 << 20) == expected);
}

void TestEpochAnswers::oldRunsOpenAsBefore() {
    const fs::path run = m_copies->copy(m_run, "old");
    for (const char* stage : {"gate", "baseline"})
        fs::remove(run / "stages" / stage / "epochs.safetensors");
    {
        Experiment experiment = Experiment::open(run);
        QCOMPARE(experiment.trained().size(), std::size_t{5});
        QCOMPARE(experiment.epochAnswers(experiment.stages()[0]).epochs(), 0);
        QCOMPARE(experiment.outputs(StopToken()).images, 40);
        experiment.resetStage("gate");
        trainUntil(experiment, "gate", 2);
    }
    fs::remove(run / "stages" / "gate" / "epochs.safetensors"); // as an older program leaves it
    Experiment resumed = Experiment::open(run);
    tiny::train(resumed, {"gate"});
    QVERIFY(tiny::stateOf(resumed, "gate") == StageState::Done);
    QCOMPARE(resumed.epochAnswers(findStage(resumed.stages(), "gate")).epochs(), 0);
}

void TestEpochAnswers::resetForgetsThem() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "reset"));
    experiment.resetStage("gate");
    QCOMPARE(experiment.epochAnswers(findStage(experiment.stages(), "gate")).epochs(), 0);
    QVERIFY(!fs::exists(experiment.folder().epochAnswers("gate")));
}

void TestEpochAnswers::ofOtherParametersAreNotShown() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "stale"));
    Parameters changed = experiment.parameters();
    setParameter(changed, "networks.gate=small-vgg");
    experiment.setParameters(changed);
    const auto epochs = [&](const char* name) {
        return experiment.epochAnswers(findStage(experiment.stages(), name)).epochs();
    };
    QCOMPARE(epochs("gate"), 0);
    QCOMPARE(epochs("mixture"), 0);
    QCOMPARE(epochs("baseline"), 2);
    experiment.setParameters(tiny::parameters());
    QCOMPARE(epochs("gate"), 2);
}

void TestEpochAnswers::damageKeepsNothingElse_data() {
    QTest::addColumn<int>("size"); // that the file is cut to
    QTest::newRow("empty") << 0;
    QTest::newRow("cut within the header") << 20;
    QTest::newRow("a byte is missing") << -1;
}

/// Neither views nor training.
void TestEpochAnswers::damageKeepsNothingElse() {
    QFETCH(int, size);
    const fs::path run = m_copies->copy(m_run, "damaged");
    {
        Experiment experiment = Experiment::open(run);
        experiment.resetStage("gate");
        trainUntil(experiment, "gate", 2);
    }
    const fs::path file = run / "stages" / "gate" / "epochs.safetensors";
    fs::resize_file(file, size < 0 ? fs::file_size(file) - 1 : static_cast<std::uintmax_t>(size));
    Experiment experiment = Experiment::open(run);
    const Stage gate = findStage(experiment.stages(), "gate");
    const QString message = errorText([&] { experiment.epochAnswers(gate); });
    QVERIFY2(message.startsWith(QString::fromStdString(file.string())), qPrintable(message));
    QCOMPARE(experiment.epochAnswers(experiment.stages()[0]).epochs(), 2);
    QCOMPARE(experiment.outputs(StopToken()).images, 40);
    tiny::train(experiment, {"gate"});
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Done);
    QCOMPARE(experiment.epochAnswers(gate).epochs(), 0); // the first epoch's answers are lost
}

void TestEpochAnswers::holdoutAnswersTrainingImages() {
    Parameters parameters = tiny::parameters();
    parameters.validation = Validation::Holdout;
    parameters.holdoutFraction = 0.4; // the last 24 of 60 training images
    Experiment experiment = Experiment::create(m_copies->path("holdout"), parameters, "builtin");
    tiny::train(experiment, {"baseline"});
    const EpochAnswers answers = experiment.epochAnswers(experiment.stages()[0]);
    QVERIFY(!answers.ofTestImages());
    QCOMPARE(answers.epochs(), 2);
    QCOMPARE(answers.images.size(), std::size_t{24});
    QCOMPARE(answers.images.front(), 36);
    const std::vector<std::uint16_t>& labels = experiment.data().train.labels;
    QVERIFY(std::ranges::equal(answers.labels, std::span(labels).subspan(36)));
}

TEST_OF_ROOM(TestEpochAnswers);
#include "test_epoch_answers.moc"
