#include "base/files.h"
#include "base/safetensors.h"
#include "base/sha256.h"
#include "config/network_spec.h"
#include "config/parameter_table.h"
#include "data/cifar_fixture.h"
#include "error_text.h"
#include "experiment/run_check.h"
#include "experiment/tiny_run.h"
#include "export/exports.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;
namespace fs = std::filesystem;

/// What a run does with damaged, newer and foreign files, with data that changed, and with data that do not do.
class TestRefusals : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init() { m_copies.emplace(); }
    void damagedResumeState_data();
    void damagedResumeState();
    void unknownResumeState();
    void previousResumeState();
    void staleResumeState();
    void newerSchemas_data();
    void newerSchemas();
    void readsBesideAnother();
    void tamperedWeights_data();
    void tamperedWeights();
    void changedData();
    void dataWithOddNames();
    void oneClassOnly();
    void tooFewImages_data();
    void tooFewImages();
    void outputsThatCannotBeKept();
    void outputsThatDoNotFitIntoMemory();

  private:
    tiny::Place m_place;
    std::optional<tiny::Place> m_copies;          ///< for one test
    fs::path m_run;                               ///< all five stages are trained
    std::map<std::string, std::string> m_weights; ///< of m_run: stage -> hash
};

static void flipLastByte(const fs::path& path) {
    std::string content = readFile(path, 1u << 30);
    content.back() = static_cast<char>(content.back() ^ 1);
    writeFileAtomically(path, content);
}

void TestRefusals::initTestCase() {
    m_run = m_place.path("run");
    Experiment experiment = Experiment::create(m_run, tiny::parameters(), "builtin");
    tiny::train(experiment);
    for (const std::string& stage : tiny::stageNames(experiment))
        m_weights[stage] = tiny::resultOf(experiment, stage).weightsSha256;
}

void TestRefusals::damagedResumeState_data() {
    QTest::addColumn<bool>("cut");
    QTest::newRow("flipped bit") << false;
    QTest::newRow("cut") << true;
}

void TestRefusals::damagedResumeState() {
    QFETCH(bool, cut);
    const fs::path run = m_copies->copy(m_run, std::string("damaged ") + QTest::currentDataTag());
    fs::remove_all(run / "stages" / "gate");
    fs::remove_all(run / "stages" / "baseline");
    fs::path resume;
    {
        Experiment experiment = Experiment::open(run);
        QVERIFY(tiny::trainUntil(experiment, "gate", 2, 1));
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
    QCOMPARE(listener.heard("gate"), std::vector<std::string>{"failed " + message.toStdString()});
    QCOMPARE(listener.heard("baseline").back(), std::string("finished"));
    QCOMPARE(tiny::resultOf(experiment, "baseline").weightsSha256, m_weights["baseline"]);
    fs::remove(resume);
    tiny::train(experiment, {"gate"});
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
}

/// A file of which the system cannot tell whether it is there is none that is missing: nothing is trained again.
void TestRefusals::unknownResumeState() {
    const fs::path run = m_copies->copy(m_run, "unknown");
    fs::remove_all(run / "stages" / "gate");
    Experiment experiment = Experiment::open(run);
    QVERIFY(tiny::trainUntil(experiment, "gate", 2, 1));
    const fs::path resume = experiment.folder().resumeState("gate");
    fs::rename(resume, m_copies->path("resume"));
    fs::create_symlink(resume.filename(), resume); // leads to itself
    const QString message = errorText([&] { tiny::train(experiment, {"gate"}); });
    QVERIFY2(message.contains("resume.safetensors cannot be read (Too many levels of symbolic links)"),
             qPrintable(message));
    fs::rename(m_copies->path("resume"), resume);
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken());
    QCOMPARE(listener.heard("gate").front(), std::string("started 1"));
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
}

/// Two epochs are saved; the damage costs the second, not the first.
void TestRefusals::previousResumeState() {
    Parameters parameters = tiny::parameters();
    parameters.epochs = 3;
    const fs::path whole = m_copies->path("whole");
    const fs::path run = m_copies->path("damaged");
    std::string weights;
    {
        Experiment experiment = Experiment::create(whole, parameters, "builtin");
        tiny::train(experiment, {"gate"});
        weights = tiny::resultOf(experiment, "gate").weightsSha256;
    }
    fs::path resume;
    {
        Experiment experiment = Experiment::create(run, parameters, "builtin");
        QVERIFY(tiny::trainUntil(experiment, "gate", 3, 1));
        resume = experiment.folder().resumeState("gate");
    }
    flipLastByte(resume);
    Experiment experiment = Experiment::open(run);
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    const QString message = errorText([&] { tiny::train(experiment, {"gate"}); });
    QCOMPARE(message, QString::fromStdString(resume.string()) +
                          " is damaged (its tensors do not have the hash it states). Delete it; training then "
                          "continues from the epoch before.");
    fs::remove(resume);
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken());
    QCOMPARE(listener.heard("gate").front(), std::string("started 1"));
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, weights);
    QVERIFY(!fs::exists(experiment.folder().previousResumeState("gate")));
}

void TestRefusals::staleResumeState() {
    const fs::path run = m_copies->copy(m_run, "stale resume");
    fs::remove_all(run / "stages" / "gate");
    Experiment experiment = Experiment::open(run);
    QVERIFY(tiny::trainUntil(experiment, "gate", 2, 1));
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    Parameters changed = experiment.parameters();
    changed.seed = 2;
    experiment.setParameters(changed);
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Stale);
    experiment.setParameters(tiny::parameters()); // and back
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Interrupted);
    experiment.setParameters(changed);
    tiny::Listener listener;
    experiment.train({"gate"}, listener, StopToken(), Retrain::Replace);
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

void TestRefusals::newerSchemas_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("weights") << "stages/baseline/best.safetensors";
    QTest::newRow("resume state") << "stages/gate/resume.safetensors";
}

void TestRefusals::newerSchemas() {
    QFETCH(QString, file);
    const fs::path run = m_copies->copy(m_run, "newer");
    const fs::path path = run / file.toStdString();
    Experiment experiment = Experiment::open(run);
    if (file.contains("resume")) {
        fs::remove_all(run / "stages" / "gate");
        QVERIFY(tiny::trainUntil(experiment, "gate", 2, 1));
    }
    fs::remove(run / "outputs.safetensors");
    QCOMPARE(readSafeTensors(path).metadata.at("schema"), std::string("1"));
    makeNewer(path);
    const std::string before = sha256OfFile(path);
    const QString message = errorText([&] {
        if (file.contains("resume"))
            tiny::train(experiment, {"gate"});
        else
            exportTorchScript(experiment, m_copies->path("script"));
    });
    QCOMPARE(message, QString::fromStdString(path.string()) +
                          " has schema 2; this program knows up to 1. Open it with a newer moelab; it was left as "
                          "it is.");
    if (!file.contains("resume"))
        QVERIFY(experiment.outputs(StopToken()).baseline().empty()); // and the others are there
    QCOMPARE(sha256OfFile(path), before);
}

void TestRefusals::readsBesideAnother() {
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

void TestRefusals::tamperedWeights_data() {
    QTest::addColumn<int>("bytesLeft"); // -1: all, the last one changed
    QTest::newRow("a byte changed") << -1;
    QTest::newRow("cut off") << 1000;
    QTest::newRow("empty") << 0;
}

void TestRefusals::tamperedWeights() {
    QFETCH(int, bytesLeft);
    const fs::path run = m_copies->copy(m_run, "tampered");
    fs::remove_all(run / "stages" / "mixture");
    fs::remove(run / "outputs.safetensors");
    Experiment experiment = Experiment::open(run);
    const fs::path weights = experiment.folder().bestWeights("expert-natural");
    if (bytesLeft < 0)
        flipLastByte(weights);
    else
        fs::resize_file(weights, static_cast<std::uintmax_t>(bytesLeft));
    tiny::Listener listener;
    const QString message = errorText([&] { experiment.train({"mixture"}, listener, StopToken()); });
    QVERIFY2(message.startsWith(QString::fromStdString(weights.string())), qPrintable(message));
    QVERIFY2(message.contains("Remove the folder it is in, and train stage expert-natural again"),
             qPrintable(message));
    QCOMPARE(listener.heard("mixture").back(), "failed " + message.toStdString());
    const MemberOutputs outputs = experiment.outputs(StopToken()); // of the others
    QVERIFY(outputs.expert(1).empty() && !outputs.expert(0).empty() && !outputs.gate().empty());
    fs::remove_all(weights.parent_path());
    tiny::train(experiment);
    QCOMPARE(tiny::resultOf(experiment, "mixture").weightsSha256, m_weights["mixture"]);
    // Weights that are gone: the stage is to be trained again, which its state says.
    fs::remove(experiment.folder().bestWeights("gate"));
    QVERIFY(tiny::stateOf(experiment, "gate") != StageState::Done);
    tiny::train(experiment);
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
}

void TestRefusals::changedData() {
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
            message.contains("no longer contains the images that the run " + QString::fromStdString(run.string())),
            qPrintable(message));
    }
    QVERIFY(tiny::stateOf(experiment, "gate") == StageState::Done);
    flipLastByte(folder / "test_batch.bin"); // put back
    tiny::train(experiment, {"baseline"});
    QVERIFY(tiny::stateOf(experiment, "baseline") == StageState::Done);
}

void TestRefusals::dataWithOddNames() {
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
    QVERIFY2(message.contains("caf\\xe9 has a name that is not UTF-8"), qPrintable(message));
    QVERIFY(!fs::exists(never));
}

/// Data may be sound and still have nothing for an expert: then no run begins.
void TestRefusals::oneClassOnly() {
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
        message.startsWith("train_examples leaves no image for stage expert-artificial. Give a larger value, or "
                           "data with images of its classes"),
        qPrintable(message));
    QVERIFY(!fs::exists(never));
}

void TestRefusals::tooFewImages_data() {
    QTest::addColumn<QString>("named");
    QTest::newRow("train_examples=1") << "train_examples leaves no image for stage expert-";
    QTest::newRow("test_examples=1") << "test_examples leaves no image for stage expert-";
    QTest::newRow("train_examples=60000") << "train_examples is 60000; the built-in set has 50000 training images. "
                                             "Choose 1 to 50000.";
}

void TestRefusals::tooFewImages() {
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

/// One image of every class, and every group has some.
static DataSet manyClasses(std::size_t classes) {
    DataSet data;
    for (std::size_t cls = 0; cls < classes; ++cls)
        data.classNames.push_back("class " + std::to_string(cls));
    ImageSet set{8, 8, 1, std::vector<std::uint8_t>(classes * 64), {}};
    for (std::size_t cls = 0; cls < classes; ++cls)
        set.labels.push_back(static_cast<std::uint16_t>(cls));
    data.train = data.test = set;
    return data;
}

/// By hand: for each image 1000 numbers of the baseline and as many of the mixture, 64 of the gate, 1000 of each of
/// 64 experts and 2000 of each sub-gate are 194064 of 4 bytes. 2^32 bytes hold 5532 such images.
void TestRefusals::outputsThatCannotBeKept() {
    const DataSet data = manyClasses(1000);
    Parameters parameters;
    const Json dense = parseJson(R"([{"layer": "flatten"}, {"layer": "dense", "units": "outputs"}])", "network");
    for (const char* role : {"baseline", "gate", "expert", "sub-gate"})
        parameters.networks[role] = networkFromJson(dense, role);
    parameters.groups.clear();
    for (int group = 0; group < 64; ++group)
        parameters.groups.push_back({"group-" + std::to_string(group), {}});
    for (int cls = 0; cls < 1000; ++cls)
        parameters.groups[static_cast<std::size_t>(cls % 64)].classes.push_back(cls);
    parameters.testExamples = 5532;
    checkRun(parameters, data);
    parameters.testExamples = 10000;
    QCOMPARE(
        errorText([&] { checkRun(parameters, data); }),
        QString("test_examples makes 10000 images: with 1000 classes in 64 groups, the outputs of all members for "
                "them take 7402 MiB, and at most 4096 MiB can be kept. Give at most 5532, or fewer groups."));
    const fs::path never = m_copies->path("never");
    QVERIFY(errorText([&] { Experiment::create(never, parameters, data); }).startsWith("test_examples makes"));
    QVERIFY(!fs::exists(never));
}

void TestRefusals::outputsThatDoNotFitIntoMemory() {
    checkMemoryForOutputs("train_examples", 1, 10, 2, "less"); // 328 bytes
    const QString message =
        errorText([] { checkMemoryForOutputs("train_examples", 1'000'000'000'000, 10, 2, "look elsewhere"); });
    QVERIFY2(message.contains(QRegularExpression("^train_examples makes 1000000000000 images: with 10 classes in 2 "
                                                 "groups, the outputs of all members for them take 312805175 MiB, "
                                                 "twice that while they are computed, and \\d+ MiB of memory are "
                                                 "free\\. Give at most \\d+, or look elsewhere\\.$")),
             qPrintable(message));
}

TEST_OF_ROOM(TestRefusals);
#include "test_refusals.moc"
