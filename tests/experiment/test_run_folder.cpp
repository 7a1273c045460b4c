#include "error_text.h"
#include "experiment/gate_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace moelab;
using namespace gaterun;
namespace fs = std::filesystem;

/// What a run folder keeps, and what it takes for its own.
class TestRunFolder : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keepsItsConfig();
    void refusesWhatIsThere_data();
    void refusesWhatIsThere();
    void takesAnEmptyFolder();
    void takesWhatAKilledProcessLeft();
    void historyAndResults();
    void truncatesOneStage();
    void resetForgetsAStage();
    void cannotResetAStage();
    void removesOnlyItsOwn();
    void replacesOnlyItsOwn();
    void oddPaths_data();
    void oddPaths();
    void sweepsLeftovers();
};

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
                           << "already contains a run. Continue it with --resume or replace it with";
    QTest::newRow("a folder with files") << "notes.txt"
                                         << "exists and is not a run. Choose another place";
    QTest::newRow("a file") << ""
                            << "exists and is not a run. Choose another place";
    QTest::newRow("a file above") << ".."
                                  << "cannot be created (Not a directory)";
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
    QVERIFY2(message.startsWith(QString::fromStdString(run.string()) + " " + named), qPrintable(message));
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
    QVERIFY2(message.contains("exists and is not a run"), qPrintable(message));
    fs::remove(place.run / "stages" / "mine");
    RunFolder::create(place.run, someConfig());
    QVERIFY(!fs::exists(place.run / "config.json.123.moelab-tmp"));
    QVERIFY(compareConfigs(RunFolder::open(place.run).config(), someConfig()));
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

void TestRunFolder::removesOnlyItsOwn() {
    Place place;
    QVERIFY(errorText([&] { RunFolder::remove(place.run); }).contains("is not a run"));
    makeRun(place.run);
    writeFileAtomically(place.run / "run.log", "log");
    writeFileAtomically(place.run / "outputs.safetensors", "outputs");
    writeFileAtomically(place.run / "notes.txt", "mine");
    RunFolder::remove(place.run);
    QStringList left;
    for (const auto& entry : fs::directory_iterator(place.run))
        left << QString::fromStdString(entry.path().filename().string());
    QCOMPARE(left, QStringList{"notes.txt"});
    QVERIFY(errorText([&] { RunFolder::remove(place.run); }).contains("is not a run"));
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
    writeFileAtomically(place.run / "stages" / "gate" / "resume-previous.safetensors",
                        "of a stage that is finished");
    writeFileAtomically(place.run / "stages" / "gate" / "resume.safetensors", "from which more epochs continue");
    RunFolder::open(place.run);
    QStringList left;
    for (const auto& entry : fs::directory_iterator(place.run / "stages" / "gate"))
        left << QString::fromStdString(entry.path().filename().string());
    left.sort();
    QCOMPARE(left, QStringList({"best.safetensors", "result.json", "resume.safetensors"}));
}

TEST_OF_ROOM(TestRunFolder);
#include "test_run_folder.moc"
