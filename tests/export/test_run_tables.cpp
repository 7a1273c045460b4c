#include "base/files.h"
#include "error_text.h"
#include "export/exports.h"
#include "export/run_tables.h"
#include "test_of_room.h"
#include "workspace/command_line.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace moelab;
namespace fs = std::filesystem;

class TestRunTables : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void historyByHand();
    void runsByHand();
    void filesOfAWorkspace();
    void refusals();
    void commandLines();
};

static const char* const kParameterColumns =
    "batch_size,epochs,train_examples,test_examples,use_large_experts,use_large_gating_mlp,"
    "use_large_baseline_classifier,seed,learning_rate,patience,validation,holdout_fraction,groups,frozen_dropout,"
    "precision,convolution,threads,device";

static RunSummary someRun() {
    RunSummary run;
    run.path = "/runs/sweep/one";
    run.note = {"say \"hi\", 1", "", {"first", "to keep"}};
    run.config.parameters.groups = {{"a", {0, 1}}, {"b", {2}}};
    run.config.classNames = {"cat", "dog", "ship, big"};
    run.config.parameters.threads = 2;
    run.config.data.name = "CIFAR-10";
    run.config.data.origin = "/pictures";
    run.config.startedUtc = "2024-05-06T07:08:09Z";
    for (const Stage& stage : stagesOf(run.config.parameters.groups))
        run.stages.push_back({stage, StageState::Ready, {}});
    return run;
}

static StageResult resultOf(double loss, double accuracy, std::int64_t epochs, double seconds) {
    StageResult result;
    result.loss = loss;
    result.accuracy = accuracy;
    result.epochs = epochs;
    result.seconds = seconds;
    return result;
}

void TestRunTables::historyByHand() {
    const RunHistory history = {{"mixture", {{1, 0.1, 0.5, 1e-7, 0.25, 2, 1, true}}},
                                {"baseline", {{1, 2.5, 0, 3, 1, 0.5, 0, true}, {2, 2, 1, 3.5, 1, 0.25, 0, false}}},
                                {"unknown", {{1, 1, 1, 1, 1, 1, 1, true}}}};
    QCOMPARE(historyTable(history, stagesOf(defaultGroups())),
             std::string("stage,epoch,loss,accuracy,val_loss,val_accuracy,seconds,improved\r\n"
                         "baseline,1,2.5,0,3,1,0.5,1\r\n"
                         "baseline,2,2,1,3.5,1,0.25,0\r\n"
                         "mixture,1,0.1,0.5,1e-07,0.25,2,1\r\n"));
}

void TestRunTables::runsByHand() {
    RunSummary first = someRun();
    first.stages[0].result = resultOf(1.5, 0.25, 3, 12.5);
    first.stages[4].result = resultOf(1.25, 0.75, 2, 4);
    RunSummary second = someRun();
    second.path = "/runs/two";
    second.note = {};
    second.config.parameters.groups = {{"a", {0}}, {"c", {1, 2}}};
    second.config.parameters.learningRate = 0.25;
    second.config.parameters.validation = Validation::Holdout;
    second.stages = {{stagesOf(second.config.parameters.groups)[3], StageState::Done, resultOf(0.5, 1, 1, 0.25)}};
    const std::vector<RunSummary> runs = {first, second};
    std::string heading = std::string("path,name,tags,data,started_utc,") + kParameterColumns;
    for (const char* stage : {"baseline", "gate", "expert-a", "expert-b", "expert-c", "mixture"})
        for (const char* what : {"accuracy", "loss", "epochs", "seconds"})
            heading += std::string(",") + stage + "." + what;
    QCOMPARE(runsTable(runs, "/runs"),
             heading + ",gain,at_chance\r\n" +
                 "sweep/one,\"say \"\"hi\"\", 1\",first; to keep,CIFAR-10,2024-05-06T07:08:09Z,"
                 "50,10,5000,1000,true,true,true,1,0.001,2,test,0.1,\"a: cat, dog; b: \"\"ship, "
                 "big\"\"\",true,fp32,auto,"
                 "2,auto,"
                 "0.25,1.5,3,12.5,,,,,,,,,,,,,,,,,0.75,1.25,2,4,0.5,baseline\r\n"
                 "two,two,,CIFAR-10,2024-05-06T07:08:09Z,"
                 "50,10,5000,1000,true,true,true,1,0.25,2,holdout,0.1,\"a: cat; c: dog, \"\"ship, big\"\"\",true,"
                 "fp32,auto,2,auto,"
                 ",,,,,,,,,,,,,,,,1,0.5,1,0.25,,,,,,\r\n");
}

void TestRunTables::filesOfAWorkspace() {
    const QTemporaryDir folder;
    const fs::path workspace = folder.path().toStdString();
    RunConfig config = someRun().config;
    config.classNames = {"x", "y", "z"};
    for (const char* name : {"one", "two", "broken"}) {
        fs::create_directories(workspace / name);
        writeRunConfig(workspace / name, config);
    }
    writeFileAtomically(workspace / "broken" / "config.json", "{");
    writeRunHistory(workspace / "one", {{"gate", {{1, 1, 1, 1, 1, 1, 1, true}}}});
    const auto lines = [](const fs::path& file) { return std::ranges::count(readFile(file, 100'000), '\n'); };
    exportRuns(workspace, workspace / "runs.csv");
    QCOMPARE(lines(workspace / "runs.csv"), 3);                // the broken one is left out
    exportRuns(workspace / "one" / "", workspace / "one.csv"); // a run is a workspace of one
    QCOMPARE(lines(workspace / "one.csv"), 2);
    QVERIFY(readFile(workspace / "one.csv", 100'000).find("\r\none,one,") != std::string::npos);
    exportHistory(workspace / "one", workspace / "history.csv");
    QCOMPARE(lines(workspace / "history.csv"), 2);
    exportHistory(workspace / "two", workspace / "none.csv");
    QCOMPARE(lines(workspace / "none.csv"), 1);
}

void TestRunTables::refusals() {
    const QTemporaryDir folder;
    const fs::path place = folder.path().toStdString();
    writeFileAtomically(place / "mine.csv", "mine");
    QVERIFY(errorText([&] { exportRuns(place, place / "runs.csv"); }).contains("contains no runs"));
    QVERIFY(errorText([&] { exportHistory(place, place / "history.csv"); }).contains("config.json"));
    QVERIFY(errorText([&] { exportRuns(place, place / "mine.csv"); }).contains("exists already"));
    QVERIFY(errorText([&] { exportHistory(place, place / "mine.csv"); }).contains("exists already"));
    QCOMPARE(readFile(place / "mine.csv", 100), std::string("mine"));
}

void TestRunTables::commandLines() {
    RunSummary run = someRun();
    QCOMPARE(commandLine(run), std::string("moelab train --data /pictures --out one --set "
                                           "'groups={\"a\":[0,1],\"b\":[2]}' --set threads=2"));
    run.config.parameters = Parameters();
    run.config.parameters.validation = Validation::Holdout;
    run.config.data.origin = "/my pictures/it's";
    run.path = "/runs/$(rm) \xf0\x9f\xa6\x8a";
    QCOMPARE(commandLine(run), std::string("moelab train --data '/my pictures/it'\\''s' --out '$(rm) "
                                           "\xf0\x9f\xa6\x8a' --set validation=holdout"));
}

TEST_OF_ROOM(TestRunTables);
#include "test_run_tables.moc"
