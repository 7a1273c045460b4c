#include "base/files.h"
#include "error_text.h"
#include "experiment/run_folder.h"
#include "held_run.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <sys/wait.h>
#include <unistd.h>

using namespace moelab;
namespace fs = std::filesystem;

class TestRunFolder : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keepsItsConfig();
    void refusesWhatIsThere_data();
    void refusesWhatIsThere();
    void takesAnEmptyFolder();
    void takesWhatAKilledProcessLeft();
    void readsBesideAnother();
    void oneAtATime();
    void oneProcessAtATime();
    void locksFallWithTheirProcess();
    void historyAndResults();
    void truncatesOneStage();
    void resetForgetsAStage();
    void cannotResetAStage();
    void namesWhatIsDamaged_data();
    void namesWhatIsDamaged();
    void leavesNewerSchemasAlone_data();
    void leavesNewerSchemasAlone();
    void removesOnlyItsOwn();
    void replacesOnlyItsOwn();
    void oddPaths_data();
    void oddPaths();
    void sweepsLeftovers();
    void historyWithoutSchema();
};

static RunConfig someConfig() {
    RunConfig config;
    config.parameters.epochs = 3;
    config.parameters.learningRate = 0.1;
    config.parameters.threads = 2;
    config.data = {"CIFAR-10", "/some where/\xF0\x9F\x90\xB1", "0123", true, false};
    config.classNames = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    config.dataFingerprint = "abcd";
    config.startedUtc = "2024-05-06T07:08:09Z";
    return config;
}

static StageResult someResult() { return {"f", 0.1, 0.25, 9, 7, 12.5, 480, "w"}; }

static EpochMetrics someEpoch(std::int64_t epoch) {
    return {epoch, 0.1 * epoch, 0.2, 1.0 / 3, 0.4, 0.5, 1, epoch == 1};
}

static void makeRun(const fs::path& path) {
    RunFolder folder = RunFolder::create(path, someConfig());
    folder.resetStage("gate");
    folder.appendHistory("gate", someEpoch(1));
    folder.appendHistory("gate", someEpoch(2));
    folder.saveResult("gate", someResult());
    writeFileAtomically(folder.bestWeights("gate"), "weights");
}

/// A temporary folder and the path of a run in it.
struct Place {
    QTemporaryDir folder;
    fs::path run = fs::path(folder.path().toStdString()) / "run";

    ~Place() { fs::remove_all(run); } // QTemporaryDir does not remove names that are not UTF-8
};

static QString openingError(const fs::path& path) {
    return errorText([&] { RunFolder::open(path); });
}

static bool compareConfigs(const RunConfig& a, const RunConfig& b) {
    return a.parameters == b.parameters && a.data.name == b.data.name && a.data.origin == b.data.origin &&
           a.data.sha256 == b.data.sha256 && a.data.official == b.data.official && a.data.drawn == b.data.drawn &&
           a.classNames == b.classNames && a.dataFingerprint == b.dataFingerprint && a.startedUtc == b.startedUtc;
}

void TestRunFolder::keepsItsConfig() {
    Place place;
    RunConfig config = someConfig();
    QVERIFY(!isRun(place.run));
    {
        RunFolder made = RunFolder::create(place.run, config);
        QVERIFY(compareConfigs(made.config(), config));
    }
    QVERIFY(isRun(place.run));
    {
        RunFolder opened = RunFolder::open(place.run);
        QVERIFY(compareConfigs(opened.config(), config));
        config.parameters.groups = {{"a", {0, 1, 2, 3, 4}}, {"b", {5, 6, 7}}, {"c", {8, 9}}};
        opened.setConfig(config);
    }
    QVERIFY(compareConfigs(RunFolder::open(place.run).config(), config));
}

void TestRunFolder::refusesWhatIsThere_data() {
    QTest::addColumn<QString>("file"); // what is there, below the run's path
    QTest::addColumn<QString>("named");
    QTest::newRow("a run") << "config.json"
                           << "holds a run already. Continue it with --resume or replace it with";
    QTest::newRow("a folder with files") << "notes.txt"
                                         << "exists and is no run. Choose another place";
    QTest::newRow("a file") << ""
                            << "exists and is no run. Choose another place";
    QTest::newRow("a file above") << ".."
                                  << "cannot be made (Not a directory)";
}

void TestRunFolder::refusesWhatIsThere() {
    QFETCH(QString, file);
    QFETCH(QString, named);
    Place place;
    fs::path run = place.run;
    if (file == "..") {
        run /= "below";
        file.clear();
    }
    const fs::path there = file.isEmpty() ? place.run : place.run / file.toStdString();
    fs::create_directories(there.parent_path());
    writeFileAtomically(there, "{}");
    const QString message = errorText([&] { RunFolder::create(run, someConfig()); });
    QVERIFY2(message.startsWith(QString::fromStdString(run.string()) + ": " + named), qPrintable(message));
    QCOMPARE(readFile(there, 10), std::string("{}"));
}

void TestRunFolder::takesAnEmptyFolder() {
    Place place;
    fs::create_directories(place.run);
    RunFolder::create(place.run, someConfig());
    QVERIFY(isRun(place.run));
}

void TestRunFolder::takesWhatAKilledProcessLeft() {
    Place place; // killed between the making of the folder and that of config.json
    fs::create_directories(place.run / "stages");
    writeFileAtomically(place.run / "lock", "123");
    writeFileAtomically(place.run / "config.json.123.moelab-tmp", "{");
    writeFileAtomically(place.run / "stages" / "mine", "");
    const QString message = errorText([&] { RunFolder::create(place.run, someConfig()); });
    QVERIFY2(message.contains("exists and is no run"), qPrintable(message));
    fs::remove(place.run / "stages" / "mine");
    RunFolder::create(place.run, someConfig());
    QVERIFY(!fs::exists(place.run / "config.json.123.moelab-tmp"));
    QVERIFY(compareConfigs(RunFolder::open(place.run).config(), someConfig()));
}

void TestRunFolder::readsBesideAnother() {
    Place place;
    makeRun(place.run);
    std::optional<RunFolder> held = RunFolder::open(place.run, Access::Read);
    QVERIFY(!held->readOnly()); // nobody else has it
    writeFileAtomically(place.run / "history.jsonl.1.moelab-tmp", "the holder is just writing it");
    RunFolder second = RunFolder::open(place.run, Access::Read);
    QVERIFY(fs::exists(place.run / "history.jsonl.1.moelab-tmp"));
    QCOMPARE(second.history("gate").size(), std::size_t{2});
    QVERIFY(second.result("gate"));
    const QString reason = QString::fromStdString(place.run.string()) + ": is in use by another moelab (process " +
                           QString::number(getpid()) + "). Wait for it, or stop it first.";
    QCOMPARE(QString(second.readOnly()->what()), reason);
    const std::string config = readFile(place.run / "config.json", 100000);
    for (const QString& message :
         {errorText([&] { second.setConfig(RunConfig()); }), errorText([&] { second.appendHistory("gate", {}); }),
          errorText([&] { second.saveResult("gate", someResult()); }),
          errorText([&] { second.truncateHistory("gate", 0); }), errorText([&] { second.resetStage("gate"); })})
        QCOMPARE(message, reason);
    QCOMPARE(readFile(place.run / "config.json", 100000), config);
    held.reset();
    QVERIFY(!RunFolder::open(place.run, Access::Read).readOnly());
    QVERIFY(RunFolder::open(place.run).result("gate"));
}

void TestRunFolder::oneAtATime() {
    Place place;
    std::optional<RunFolder> first = RunFolder::create(place.run, someConfig());
    QVERIFY2(openingError(place.run).contains("is in use by another moelab"), qPrintable(openingError(place.run)));
    QVERIFY(errorText([&] { RunFolder::remove(place.run); }).contains("is in use"));
    std::optional<RunFolder> moved = std::move(*first);
    first.reset();
    QVERIFY(openingError(place.run).contains("is in use"));
    moved.reset();
    QCOMPARE(openingError(place.run), QString());
}

void TestRunFolder::oneProcessAtATime() {
    Place place;
    const RunFolder held = RunFolder::create(place.run, someConfig());
    const QString holder = "is in use by another moelab (process " + QString::number(getpid()) + ")";
    const pid_t child = fork();
    if (child == 0)
        _exit(openingError(place.run).contains(holder) ? 0 : 1);
    int status = -1;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

void TestRunFolder::locksFallWithTheirProcess() {
    Place place;
    RunFolder::create(place.run, someConfig());
    fixture::HeldRun held(place.run);
    QVERIFY(openingError(place.run).contains("is in use"));
    held.kill();
    QCOMPARE(openingError(place.run), QString());
}

void TestRunFolder::historyAndResults() {
    Place place;
    EpochMetrics diverged = someEpoch(2);
    diverged.validationLoss = std::numeric_limits<double>::quiet_NaN();
    {
        RunFolder folder = RunFolder::create(place.run, someConfig());
        folder.appendHistory("gate", someEpoch(1));
        folder.appendHistory("baseline", someEpoch(1));
        folder.appendHistory("gate", diverged);
        folder.resetStage("mixture");
        folder.saveResult("mixture", someResult());
        QVERIFY(!folder.result("mixture")); // a result is nothing without its weights
        writeFileAtomically(folder.bestWeights("mixture"), "weights");
    }
    const RunFolder folder = RunFolder::open(place.run);
    QVERIFY(folder.history("mixture").empty());
    QCOMPARE(folder.history("baseline").size(), std::size_t{1});
    const std::vector<EpochMetrics> gate = folder.history("gate");
    QCOMPARE(gate.size(), std::size_t{2});
    QCOMPARE(gate[0].epoch, 1);
    QCOMPARE(gate[0].loss, 0.1);
    QCOMPARE(gate[0].accuracy, 0.2);
    QCOMPARE(gate[0].validationLoss, 1.0 / 3); // to the last bit
    QCOMPARE(gate[0].validationAccuracy, 0.4);
    QCOMPARE(gate[0].seconds, 0.5);
    QCOMPARE(gate[0].patienceLeft, 1);
    QVERIFY(gate[0].improved);
    QVERIFY(std::isnan(gate[1].validationLoss));
    QVERIFY(!gate[1].improved);
    QVERIFY(!folder.result("gate"));
    const StageResult result = folder.result("mixture").value();
    QCOMPARE(moelab::toJson(result).dump(), moelab::toJson(someResult()).dump());
    QCOMPARE(result.fingerprint, std::string("f"));
}

void TestRunFolder::truncatesOneStage() {
    Place place;
    {
        RunFolder folder = RunFolder::create(place.run, someConfig());
        for (int epoch = 1; epoch <= 4; ++epoch)
            for (const char* stage : {"gate", "baseline"})
                folder.appendHistory(stage, someEpoch(epoch));
        folder.truncateHistory("gate", 2);
    }
    const RunFolder folder = RunFolder::open(place.run);
    QCOMPARE(folder.history("gate").size(), std::size_t{2});
    QCOMPARE(folder.history("gate").back().epoch, 2);
    QCOMPARE(folder.history("baseline").size(), std::size_t{4});
}

void TestRunFolder::resetForgetsAStage() {
    Place place;
    RunFolder folder = RunFolder::create(place.run, someConfig());
    for (const char* stage : {"gate", "baseline"}) {
        folder.resetStage(stage);
        folder.appendHistory(stage, someEpoch(1));
        folder.saveResult(stage, someResult());
        writeFileAtomically(folder.bestWeights(stage), "weights");
    }
    folder.resetStage("gate");
    QVERIFY(!folder.result("gate"));
    QVERIFY(folder.history("gate").empty());
    QVERIFY(!fs::exists(folder.bestWeights("gate")));
    QVERIFY(folder.result("baseline"));
    QCOMPARE(folder.history("baseline").size(), std::size_t{1});
    QVERIFY(fs::exists(folder.bestWeights("baseline")));
}

void TestRunFolder::cannotResetAStage() {
    Place place;
    RunFolder folder = RunFolder::create(place.run, someConfig());
    fs::remove(place.run / "stages");
    writeFileAtomically(place.run / "stages", "in the way");
    const QString message = errorText([&] { folder.resetStage("gate"); });
    QVERIFY2(message.startsWith(QString::fromStdString((place.run / "stages" / "gate").string())),
             qPrintable(message));
    QVERIFY2(message.contains("Not a directory"), qPrintable(message));
}

void TestRunFolder::namesWhatIsDamaged_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to"); // the first `from` becomes `to`; all of the file if `from` is empty
    QTest::addColumn<QString>("named");
    const QString config = "config.json";
    const QString history = "history.jsonl";
    const QString result = "stages/gate/result.json";
    QTest::newRow("empty config") << config << ""
                                  << ""
                                  << "is not JSON, at byte";
    QTest::newRow("cut config") << config << ""
                                << "{\"schema\": 1, \"data\""
                                << "is not JSON, at byte";
    QTest::newRow("list for config") << config << ""
                                     << "[]"
                                     << "is damaged";
    QTest::newRow("no schema") << config << "\"schema\""
                               << "\"scheme\""
                               << "is damaged";
    QTest::newRow("text for schema") << config << "\"schema\": 1"
                                     << "\"schema\": \"1\""
                                     << "has no whole number under \"schema\"";
    QTest::newRow("no fingerprint") << config << "\"fingerprint\""
                                    << "\"finger\""
                                    << "is damaged";
    QTest::newRow("a group without class") << config << "\"groups\": {"
                                           << "\"groups\": {\"x\": [],"
                                           << "\"x\"";
    QTest::newRow("fewer classes than groups hold") << config << "\"truck\""
                                                    << "\"\""
                                                    << "";
    QTest::newRow("class names gone") << config << "\"airplane\","
                                      << ""
                                      << "class 9";
    QTest::newRow("parameter out of range") << config << "\"epochs\": 3"
                                            << "\"epochs\": 0"
                                            << "epochs: is 0";
    QTest::newRow("unknown parameter") << config << "\"epochs\""
                                       << "\"epoch\""
                                       << "epoch: is no parameter";
    QTest::newRow("history line cut") << history << ""
                                      << "{\"stage\":\"gate\",\"epo"
                                      << "is not JSON";
    QTest::newRow("history line of another kind") << history << "\"epoch\":2"
                                                  << "\"epoch\":\"2\""
                                                  << "line 2: has no whole number under \"epoch\"";
    QTest::newRow("history key missing") << history << "val_loss"
                                         << "loss_val"
                                         << "line 1: is damaged";
    QTest::newRow("history line no object") << history << ""
                                            << "3\n"
                                            << "line 1: is damaged";
    QTest::newRow("schema beyond 32 bits") << config << "\"schema\": 1"
                                           << "\"schema\": 4294967297"
                                           << "has schema 4294967297, this program knows up to 1";
    QTest::newRow("fraction for schema") << config << "\"schema\": 1"
                                         << "\"schema\": 1.5"
                                         << "has no whole number under \"schema\"";
    QTest::newRow("history epoch beyond all integers") << history << "\"epoch\":2"
                                                       << "\"epoch\":1e300"
                                                       << "line 2: has no whole number under \"epoch\"";
    QTest::newRow("result with a fraction of epochs") << result << "\"epochs\": 9"
                                                      << "\"epochs\": 9.5"
                                                      << "has no whole number under \"epochs\"";
    QTest::newRow("empty result") << result << ""
                                  << ""
                                  << "is not JSON";
    QTest::newRow("result without hash") << result << "weights_sha256"
                                         << "hash"
                                         << "is damaged";
    QTest::newRow("result with text for loss") << result << "\"loss\": 0.1"
                                               << "\"loss\": \"low\""
                                               << "is damaged";
}

/// Writes a run with two epochs and a result of the gate.
void TestRunFolder::namesWhatIsDamaged() {
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, named);
    Place place;
    makeRun(place.run);
    const fs::path path = place.run / file.toStdString();
    QString content = QString::fromStdString(readFile(path, 100000));
    if (from.isEmpty())
        content = to;
    else
        content.replace(content.indexOf(from), from.size(), to);
    writeFileAtomically(path, content.toStdString());
    const QString message = errorText([&] { RunFolder::open(place.run).result("gate"); });
    if (named.isEmpty()) {
        QCOMPARE(message, QString());
        return;
    }
    QVERIFY2(message.contains(named), qPrintable(message));
    const bool aboutAParameter = message.startsWith("epoch") || message.startsWith("groups");
    QVERIFY2(aboutAParameter || message.startsWith(QString::fromStdString(path.string())), qPrintable(message));
    QCOMPARE(readFile(path, 100000), content.toStdString());
}

void TestRunFolder::leavesNewerSchemasAlone_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("config") << "config.json";
    QTest::newRow("result") << "stages/gate/result.json";
    QTest::newRow("history") << "history.jsonl";
}

void TestRunFolder::leavesNewerSchemasAlone() {
    QFETCH(QString, file);
    Place place;
    makeRun(place.run);
    const fs::path path = place.run / file.toStdString();
    const std::string newer = R"({"schema": 2, "something": "else"})";
    writeFileAtomically(path, newer);
    const QString message = errorText([&] { RunFolder::open(place.run).result("gate"); });
    QVERIFY2(message.startsWith(QString::fromStdString(path.string())), qPrintable(message));
    QVERIFY2(message.contains(": has schema 2, this program knows up to 1"), qPrintable(message));
    QCOMPARE(readFile(path, 1000), newer);
}

void TestRunFolder::removesOnlyItsOwn() {
    Place place;
    QVERIFY(errorText([&] { RunFolder::remove(place.run); }).contains("is no run"));
    makeRun(place.run);
    writeFileAtomically(place.run / "run.log", "log");
    writeFileAtomically(place.run / "outputs.safetensors", "outputs");
    writeFileAtomically(place.run / "notes.txt", "mine");
    RunFolder::remove(place.run);
    QStringList left;
    for (const auto& entry : fs::directory_iterator(place.run))
        left << QString::fromStdString(entry.path().filename().string());
    QCOMPARE(left, QStringList{"notes.txt"});
    QVERIFY(errorText([&] { RunFolder::remove(place.run); }).contains("is no run"));
}

void TestRunFolder::replacesOnlyItsOwn() {
    Place place;
    makeRun(place.run);
    writeFileAtomically(place.run / "outputs.safetensors", "outputs");
    writeFileAtomically(place.run / "notes.txt", "mine");
    RunConfig config = someConfig();
    config.parameters.epochs = 7;
    {
        const RunFolder replaced = RunFolder::replace(place.run, config);
        QVERIFY(errorText([&] { RunFolder::replace(place.run, config); }).contains("is in use"));
    }
    const RunFolder opened = RunFolder::open(place.run);
    QCOMPARE(opened.config().parameters.epochs, 7);
    QVERIFY(opened.history("gate").empty());
    QVERIFY(!opened.result("gate"));
    QVERIFY(!fs::exists(opened.outputs()));
    QCOMPARE(readFile(place.run / "notes.txt", 100), std::string("mine"));
}

void TestRunFolder::oddPaths_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("spaces") << QByteArray(" a  run ");
    QTest::newRow("emoji") << QByteArray("\xF0\x9F\x90\xB1 run");
    QTest::newRow("newline") << QByteArray("a\nrun");
    QTest::newRow("not UTF-8") << QByteArray("caf\xE9");
    QTest::newRow("quotes") << QByteArray("it's \"a\" run\\");
    QTest::newRow("long") << QByteArray(255, 'x');
}

void TestRunFolder::oddPaths() {
    QFETCH(QByteArray, name);
    Place place;
    const fs::path run = place.run / name.toStdString();
    makeRun(run);
    QVERIFY(isRun(run));
    {
        const RunFolder folder = RunFolder::open(run);
        QCOMPARE(folder.history("gate").size(), std::size_t{2});
        QVERIFY(folder.result("gate"));
    }
    RunFolder::remove(run);
    QVERIFY(fs::is_empty(run));
}

void TestRunFolder::sweepsLeftovers() {
    Place place;
    makeRun(place.run);
    writeFileAtomically(place.run / "stages" / "gate" / "resume.safetensors.123.moelab-tmp", "half");
    writeFileAtomically(place.run / "stages" / "gate" / "resume.safetensors", "of a stage that is finished");
    RunFolder::open(place.run);
    QStringList left;
    for (const auto& entry : fs::directory_iterator(place.run / "stages" / "gate"))
        left << QString::fromStdString(entry.path().filename().string());
    left.sort();
    QCOMPARE(left, QStringList({"best.safetensors", "result.json"}));
}

void TestRunFolder::historyWithoutSchema() { // as runs had it at first
    Place place;
    makeRun(place.run);
    writeFileAtomically(place.run / "history.jsonl",
                        R"({"stage":"gate","epoch":1,"loss":0.5,"accuracy":0.2,"val_loss":null,"val_accuracy":0.4,)"
                        R"("seconds":0.5,"patience_left":1,"improved":true})"
                        "\n");
    const std::vector<EpochMetrics> history = RunFolder::open(place.run).history("gate");
    QCOMPARE(history.size(), std::size_t{1});
    QCOMPARE(history[0].loss, 0.5);
    QVERIFY(std::isnan(history[0].validationLoss));
}

QTEST_GUILESS_MAIN(TestRunFolder)
#include "test_run_folder.moc"
