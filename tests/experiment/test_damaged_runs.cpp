#include "error_text.h"
#include "experiment/gate_run.h"
#include "experiment/stage_state.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
using namespace gaterun;
namespace fs = std::filesystem;

/// Run folders that something else has written into, or another version.
class TestDamagedRuns : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void namesWhatIsDamaged_data();
    void namesWhatIsDamaged();
    void damagedHistoryLinesAreLeftOut_data();
    void damagedHistoryLinesAreLeftOut();
    void anUnreadableHistoryOpensForReadingOnly();
    void aDamagedResultIsOneStageLess();
    void leavesNewerSchemasAlone_data();
    void leavesNewerSchemasAlone();
    void historyWithoutSchema();
};

void TestDamagedRuns::namesWhatIsDamaged_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to"); // the first `from` becomes `to`; all of the file if `from` is empty
    QTest::addColumn<QString>("named");
    const QString config = "config.json";
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
                                            << "epochs is 0";
    QTest::newRow("unknown parameter") << config << "\"epochs\""
                                       << "\"epoch\""
                                       << "epoch is not a parameter";
    QTest::newRow("schema beyond 32 bits") << config << "\"schema\": 1"
                                           << "\"schema\": 4294967297"
                                           << "has schema 4294967297; this program knows up to 1";
    QTest::newRow("fraction for schema") << config << "\"schema\": 1"
                                         << "\"schema\": 1.5"
                                         << "has no whole number under \"schema\"";
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
void TestDamagedRuns::namesWhatIsDamaged() {
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

/// Two epochs of the gate, of which a line is damaged.
void TestDamagedRuns::damagedHistoryLinesAreLeftOut_data() {
    QTest::addColumn<QString>("from"); // the first `from` becomes `to`, which is added if `from` is empty
    QTest::addColumn<QString>("to");
    QTest::addColumn<int>("epochs");
    QTest::newRow("half a last line") << ""
                                      << R"({"schema":1,"stage":"gate","ep)" << 2;
    QTest::newRow("another kind") << "\"epoch\":2"
                                  << "\"epoch\":\"2\"" << 1;
    QTest::newRow("key missing") << "val_loss"
                                 << "loss_val" << 1;
    QTest::newRow("no object") << ""
                               << "3\n"
                               << 2;
    QTest::newRow("a list") << ""
                            << "[1]\n"
                            << 2;
    QTest::newRow("beyond all integers") << "\"epoch\":2"
                                         << "\"epoch\":1e300" << 1;
    QTest::newRow("text for schema") << "\"schema\":1"
                                     << "\"schema\":\"1\"" << 1;
    QTest::newRow("empty lines") << ""
                                 << "\n\n"
                                 << 2;
    QTest::newRow("no text") << ""
                             << "\x01\x7f\xff\n"
                             << 2;
}

void TestDamagedRuns::damagedHistoryLinesAreLeftOut() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(int, epochs);
    Place place;
    makeRun(place.run);
    const fs::path path = place.run / "history.jsonl";
    std::string content = readFile(path, 100000);
    if (from.isEmpty())
        content += to.toStdString();
    else
        content.replace(content.find(from.toStdString()), from.toStdString().size(), to.toStdString());
    writeFileAtomically(path, content);
    RunFolder folder = RunFolder::open(place.run);
    QVERIFY(!folder.readOnly());
    QCOMPARE(static_cast<int>(folder.history("gate").size()), epochs);
    folder.appendHistory("gate", someEpoch(3)); // and the file is sound again
    QCOMPARE(static_cast<int>(readRunHistory(place.run).at("gate").size()), epochs + 1);
}

/// The next epoch would be written over it.
void TestDamagedRuns::anUnreadableHistoryOpensForReadingOnly() {
    Place place;
    makeRun(place.run);
    const fs::path history = place.run / "history.jsonl";
    fs::remove(history);
    fs::create_directory(history); // what root cannot read either
    QVERIFY(errorText([&] { RunFolder::open(place.run); }).contains("history.jsonl cannot be read"));
    const RunFolder folder = RunFolder::open(place.run, Access::Read);
    QVERIFY(QString(folder.readOnly().value().what()).contains("history.jsonl cannot be read"));
    QVERIFY(folder.history("gate").empty());
    QCOMPARE(folder.result("gate").value().epochs, std::int64_t{9});
    fs::remove(history);
    QVERIFY(!RunFolder::open(place.run, Access::Read).readOnly()); // beside the other, which has let go of the lock
}

void TestDamagedRuns::aDamagedResultIsOneStageLess() {
    Place place;
    fixture::makeDoneRun(place.run, 0.5, 0.75);
    const RunConfig config = readRunConfig(place.run);
    const std::vector<Stage> stages = stagesOf(config.parameters.groups);
    const auto state = [&](const char* name) {
        return stageState(place.run, config, stages, findStage(stages, name));
    };
    QCOMPARE(state("mixture"), StageState::Done);
    for (const std::string damage : {"", "{", "[]", "garbage", R"({"schema": 2})"}) {
        writeFileAtomically(place.run / "stages" / "gate" / "result.json", damage);
        QCOMPARE(state("gate"), StageState::Stale);
        QCOMPARE(state("mixture"), StageState::Stale); // it needs the gate
        QCOMPARE(state("baseline"), StageState::Done);
    }
}

void TestDamagedRuns::leavesNewerSchemasAlone_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("config") << "config.json";
    QTest::newRow("result") << "stages/gate/result.json";
    QTest::newRow("history") << "history.jsonl";
}

void TestDamagedRuns::leavesNewerSchemasAlone() {
    QFETCH(QString, file);
    Place place;
    makeRun(place.run);
    const fs::path path = place.run / file.toStdString();
    const std::string newer = R"({"schema": 2, "something": "else"})";
    writeFileAtomically(path, newer);
    const QString message = errorText([&] { RunFolder::open(place.run).result("gate"); });
    QVERIFY2(message.startsWith(QString::fromStdString(path.string())), qPrintable(message));
    QVERIFY2(message.contains(" has schema 2; this program knows up to 1"), qPrintable(message));
    QCOMPARE(readFile(path, 1000), newer);
}

void TestDamagedRuns::historyWithoutSchema() { // as runs had it at first
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

TEST_OF_ROOM(TestDamagedRuns);
#include "test_damaged_runs.moc"
