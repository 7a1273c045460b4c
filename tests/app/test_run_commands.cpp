#include "app/program.h"
#include "app/short_training.h"
#include "test_of_room.h"

#include <QJsonArray>
#include <QtTest>

#include <array>
#include <csignal>

using program::kPatience;
using program::Outcome;
using program::training;

/// Commands that train a run, and those that look at one.
class TestRunCommands : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void trainJson();
    void existingRun();
    void evaluateJson();
    void exportsOnce();
    void pathThatIsNotUtf8();
    void divergedTraining();
    void tellsOfChance();
    void readsARunInUse();
    void configOfARun();
    void namesOfStagesWithBlanks();
    void runOrFolderOfRuns();
    void interrupted_data();
    void interrupted();

  private:
    program::Place m_place;
    QString m_run = "run"; ///< trained, all five stages; relative, as a person would write it
    Outcome m_trained;
};

static const QStringList kStages = {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"};

void TestRunCommands::initTestCase() { m_trained = m_place.run(training(m_run, {"--json"})); }

void TestRunCommands::trainJson() {
    QVERIFY2(m_trained.code == 0, qPrintable(m_trained.err));
    const QJsonObject summary = m_trained.json();
    QCOMPARE(summary.keys(), QStringList({"config", "data", "run", "seconds", "stages"}));
    QCOMPARE(summary["run"].toString(), m_run);
    QVERIFY(summary["seconds"].toDouble() > 0);
    const QJsonObject data = summary["data"].toObject();
    QCOMPARE(data.keys(), QStringList({"name", "sha256", "test", "train"}));
    QCOMPARE(data["train"].toInt(), 60);
    QCOMPARE(data["test"].toInt(), 40);
    QCOMPARE(data["sha256"].toString().size(), 64);
    const QJsonObject config = summary["config"].toObject();
    QCOMPARE(config.size(), 19);
    QCOMPARE(config["epochs"].toInt(), 2);
    QCOMPARE(config["learning_rate"].toDouble(), 0.001);
    const QJsonObject stages = summary["stages"].toObject();
    QStringList names = kStages;
    names.sort();
    QCOMPARE(stages.keys(), names);
    for (const QJsonValue value : stages) {
        const QJsonObject stage = value.toObject();
        for (const char* key :
             {"loss", "accuracy", "epochs", "best_epoch", "seconds", "images_per_second", "weights_sha256"})
            QVERIFY2(stage.contains(key), key);
        QCOMPARE(stage["epochs"].toInt(), 2);
        QVERIFY(stage["accuracy"].toDouble() >= 0 && stage["accuracy"].toDouble() <= 1);
        QVERIFY(stage["loss"].toDouble() > 0);
    }
    QVERIFY(
        m_trained.err.contains("data: built-in images (drawn, not photographed), 60 training and 40 test images"));
    for (const QString& stage : kStages)
        QVERIFY2(m_trained.err.contains(QRegularExpression(stage + " +epoch 2  loss \\d\\.")), qPrintable(stage));
    QVERIFY(QFile::exists(m_place.path(m_run + "/run.log")));
    QVERIFY(QFile::exists(m_place.path(m_run + "/outputs.safetensors")));
}

void TestRunCommands::existingRun() {
    const QString name = "run \xF0\x9F\x90\xB1\nand more";
    const QStringList gate = {"--stages", "gate", "--json"};
    const QJsonObject first = m_place.run(training(name, gate)).json();
    QCOMPARE(first["run"].toString(), name);
    QCOMPARE(first["stages"].toObject().keys(), QStringList{"gate"});
    const Outcome refused = m_place.run(training(name, gate));
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains("already contains a run. Continue it with --resume or replace it with --restart"),
             qPrintable(refused.err));

    const QJsonObject resumed =
        m_place.run({"train", "--out", name, "--resume", "--stages", "baseline", "--json"}).json();
    QCOMPARE(resumed["stages"].toObject().keys(), QStringList({"baseline", "gate"}));
    QCOMPARE(resumed["stages"].toObject()["gate"], first["stages"].toObject()["gate"]);
    QCOMPARE(resumed["config"], first["config"]);

    // What was trained is not replaced unasked.
    const QStringList fewer = {"train", "--out", name,       "--resume", "--stages",
                               "gate",  "--set", "epochs=1", "--json"};
    const Outcome unasked = m_place.run(fewer);
    QCOMPARE(unasked.code, 1);
    QCOMPARE(unasked.err, "moelab: " + QString(name).replace("\n", "\\x0a") +
                              ": gate was trained with epochs=2 instead of 1. Add --retrain to train it again, or "
                              "train a new run with another --out.\n");
    QCOMPARE(m_place.run({"train", "--out", name, "--resume", "--stages", "gate", "--json"}).json()["config"],
             first["config"]);
    const Outcome replaced = m_place.run(fewer + QStringList{"--retrain"});
    QVERIFY2(replaced.err.contains(
                 QRegularExpression("gate +is trained again; its present weights are kept until that has ended")),
             qPrintable(replaced.err));
    QCOMPARE(replaced.json()["stages"].toObject().keys(), QStringList{"gate"});
    QCOMPARE(replaced.json()["stages"].toObject()["gate"].toObject()["epochs"].toInt(), 1);

    // A run is not given up for one that cannot be created; and then it is, with the person's own files kept.
    QFile notes(m_place.path(name + "/notes.txt"));
    QVERIFY(notes.open(QIODevice::WriteOnly));
    notes.close();
    QCOMPARE(m_place.run({"train", "--data", "no such place", "--out", name, "--restart"}).code, 1);
    QCOMPARE(m_place.run({"evaluate", name}).code, 0);
    const Outcome restarted = m_place.run(training(name, {"--restart", "--stages", "expert-natural", "--json"}));
    QVERIFY2(restarted.code == 0, qPrintable(restarted.err));
    QCOMPARE(restarted.json()["stages"].toObject().keys(), QStringList{"expert-natural"});
    QVERIFY(notes.exists());
}

void TestRunCommands::evaluateJson() {
    const Outcome outcome = m_place.run({"evaluate", m_run, "--json"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QJsonObject stages = outcome.json()["stages"].toObject();
    QCOMPARE(stages.size(), 5);
    const QJsonObject trained = m_trained.json()["stages"].toObject();
    for (const QString& name : kStages) {
        const QJsonObject stage = stages[name].toObject();
        const QJsonArray rows = stage["confusion"].toArray();
        QCOMPARE(rows.size(), name == "gate" ? 2 : 10);
        QCOMPARE(stage["labels"].toArray().size(), rows.size());
        int sum = 0;
        int right = 0;
        for (qsizetype truth = 0; truth < rows.size(); ++truth)
            for (qsizetype said = 0; said < rows.size(); ++said) {
                const int count = rows[truth].toArray()[said].toInt();
                sum += count;
                right += truth == said ? count : 0;
            }
        QCOMPARE(sum, stage["images"].toInt());
        QCOMPARE(static_cast<double>(right) / sum, stage["accuracy"].toDouble());
        QCOMPARE(stage["accuracy"], trained[name].toObject()["accuracy"]);
        QCOMPARE(stage["loss"], trained[name].toObject()["loss"]);
    }
    QCOMPARE(stages["baseline"].toObject()["images"].toInt(), 40);
    QCOMPARE(stages["expert-artificial"].toObject()["images"].toInt() +
                 stages["expert-natural"].toObject()["images"].toInt(),
             40);
    const QJsonObject routes = stages["mixture"].toObject()["routes"].toObject()["images"].toObject();
    QCOMPARE(routes["artificial"].toInt() + routes["natural"].toInt(), 40);
    const Outcome text = m_place.run({"evaluate", m_run});
    QCOMPARE(text.code, 0);
    QVERIFY2(text.out.contains(
                 QRegularExpression("mixture: loss \\d\\.\\d{4}, accuracy \\d+\\.\\d % of 40 test images")),
             qPrintable(text.out));
}

void TestRunCommands::exportsOnce() {
    for (const QString format : {"safetensors", "torchscript", "csv"}) {
        const QStringList arguments = {"export", m_run, "--format", format, "--out", "taken." + format};
        const Outcome first = m_place.run(arguments);
        QVERIFY2(first.code == 0, qPrintable(first.err));
        QCOMPARE(first.out, "taken." + format + "\n");
        QVERIFY(QFileInfo(m_place.path("taken." + format)).size() > 1000);
        const Outcome second = m_place.run(arguments);
        QCOMPARE(second.code, 1);
        QVERIFY2(second.err.startsWith("moelab: taken." + format + " exists already"), qPrintable(second.err));
    }
}

void TestRunCommands::pathThatIsNotUtf8() {
    QProcess shell;
    m_place.prepare(shell);
    QStringList arguments = training("", {"--stages", "gate", "--json"});
    arguments.removeAt(arguments.indexOf("--out") + 1);
    arguments.removeOne("--out");
    shell.start("sh",
                QStringList{"-c", R"sh(exec "$0" "$@" --out "$(printf 'caf\351')")sh", MOELAB_PROGRAM} + arguments);
    QVERIFY(shell.waitForFinished(kPatience));
    QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError());
    const QJsonObject summary = QJsonDocument::fromJson(shell.readAllStandardOutput()).object();
    QVERIFY2(summary["run"].toString().startsWith("caf"), qPrintable(summary["run"].toString()));
    QCOMPARE(summary["stages"].toObject().keys(), QStringList{"gate"});
}

/// The same training would end the same way, so that nobody is told to continue with it.
void TestRunCommands::divergedTraining() {
    // 24 linear layers: as soon as weights of 1 are added, as this rate does, each multiplies by 64.
    const QString steep = R"(networks.baseline=[{"layer": "flatten"})" +
                          QString(R"(, {"layer": "dense", "units": 64, "activation": "linear"})").repeated(24) +
                          R"(, {"layer": "dense", "units": "outputs"}])";
    const Outcome outcome = m_place.run(
        training("diverged", {"--set", "learning_rate=1", "--set", steep, "--stages", "baseline,gate"}));
    QVERIFY2(outcome.code == 1, qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains("a smaller learning_rate or with another seed"), qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains("moelab train --out diverged --resume --retrain --set learning_rate=0.1 "
                                  "--stages baseline,gate"),
             qPrintable(outcome.err));
    QVERIFY2(!outcome.err.contains("Continue with"), qPrintable(outcome.err));
}

void TestRunCommands::tellsOfChance() {
    const Outcome trained = m_place.run(training("stuck", {"--set", "learning_rate=1e-08"}));
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
    QVERIFY2(trained.err.contains(QRegularExpression("baseline +done: .*at chance after all 2 epochs")),
             qPrintable(trained.err));
    const QString help = "Train it with more patience or epochs, another learning_rate or another seed.";
    for (const QString& text : {trained.out, m_place.run({"evaluate", "stuck"}).out}) {
        QVERIFY2(text.contains("baseline is at chance after all 2 epochs\n"), qPrintable(text));
        QVERIFY2(text.contains("mixture is built on members at chance: baseline"), qPrintable(text));
        QVERIFY2(text.contains(help), qPrintable(text));
    }
    QVERIFY(m_place.run({"evaluate", "stuck", "--json"})
                .json()["stages"]
                .toObject()["baseline"]
                .toObject()["at_chance"]
                .toBool());
    const Outcome learned = m_place.run(training("learned", {"--stages", "gate", "--set", "train_examples=300",
                                                             "--set", "test_examples=100", "--set", "epochs=3"}));
    QVERIFY2(learned.code == 0, qPrintable(learned.err));
    QVERIFY2(!learned.out.contains("chance") && !learned.err.contains("chance"), qPrintable(learned.out));
}

void TestRunCommands::readsARunInUse() {
    QProcess first;
    m_place.prepare(first);
    first.start(MOELAB_PROGRAM, training("held", {"--set", "epochs=1000", "--stages", "gate"}));
    first.setReadChannel(QProcess::StandardError);
    QByteArray heard;
    while (!heard.contains("epoch 1 ") && first.waitForReadyRead(kPatience))
        heard += first.readAllStandardError();
    QVERIFY2(heard.contains("epoch 1 "), heard);
    const QString inUse = "held is in use by another moelab (process " + QString::number(first.processId()) +
                          "). Wait for it, or stop it first.";
    const Outcome second = m_place.run({"train", "--out", "held", "--resume"});
    QCOMPARE(second.code, 1);
    QCOMPARE(second.err, "moelab: " + inUse + "\n");
    const Outcome restarted = m_place.run(training("held", {"--restart"}));
    QCOMPARE(restarted.code, 1);
    QVERIFY2(restarted.err.endsWith(inUse + "\n"), qPrintable(restarted.err));
    const Outcome evaluated = m_place.run({"evaluate", "held"});
    QVERIFY2(evaluated.err.contains("warning: opened read-only: " + inUse), qPrintable(evaluated.err));
    QVERIFY2(evaluated.err.contains("held has no trained stage"), qPrintable(evaluated.err));
    first.kill(); // the lock falls
    QVERIFY(first.waitForFinished(kPatience));
    const Outcome resumed =
        m_place.run({"train", "--out", "held", "--resume", "--retrain", "--stages", "gate", "--set", "epochs=1"});
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
}

void TestRunCommands::configOfARun() {
    const Outcome outcome = m_place.run({"train", "--data", "builtin", "--out", "again", "--config",
                                         m_run + "/config.json", "--stages", "gate", "--json"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QCOMPARE(outcome.json()["config"], m_trained.json()["config"]);
    const auto weightsOf = [](const Outcome& of) {
        return of.json()["stages"].toObject()["gate"].toObject()["weights_sha256"].toString();
    };
    QCOMPARE(weightsOf(outcome), weightsOf(m_trained));
    const Outcome shown = m_place.run({"show", "--parameters", "--config", m_run + "/config.json"});
    QVERIFY2(shown.out.contains("train_examples = 60 "), qPrintable(shown.err));
}

void TestRunCommands::namesOfStagesWithBlanks() {
    for (const QStringList& stages :
         {QStringList{"gate , expert-natural"}, QStringList{"gate,", "expert-natural"}}) {
        const Outcome outcome =
            m_place.run(training("with blanks", QStringList{"--restart", "--json", "--stages"} + stages));
        QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
        QCOMPARE(outcome.json()["stages"].toObject().keys(), QStringList({"expert-natural", "gate"}));
    }
    for (const char* none : {" ", " , "}) {
        const Outcome outcome = m_place.run(training("never", {"--stages", none}));
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.startsWith("moelab: --stages names no stage"), qPrintable(outcome.err));
        QVERIFY(!QFile::exists(m_place.path("never")));
    }
}

/// A run where a folder of runs can stand, and the other way round: taken, or refused with what to name.
void TestRunCommands::runOrFolderOfRuns() {
    QVERIFY(QDir().mkpath(m_place.path("runs")));
    std::filesystem::copy(m_place.path(m_run).toStdString(), m_place.path("runs/one").toStdString(),
                          std::filesystem::copy_options::recursive);
    QStringList takingARun = {"evaluate runs", "analyze runs", "train --resume --out runs"};
    for (const char* format : {"safetensors", "torchscript", "csv", "history"})
        takingARun << QString("export runs --out never --format ") + format;
    if (program::hasUi())
        takingARun << "predict runs picture.png";
    for (const QString& command : takingARun) {
        const Outcome outcome = m_place.run(command.split(u' '));
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.err, QString("moelab: runs is not a run, but a folder of runs. "
                                      "Name one of them, for instance runs/one.\n"));
    }
    const Outcome table = m_place.run({"export", m_run, "--format", "runs", "--out", "one.csv"});
    QVERIFY2(table.code == 0, qPrintable(table.err));
    const Outcome taken = m_place.run(training("taken", {"--reuse", m_run, "--stages", "gate"}));
    QVERIFY2(taken.err.contains(QRegularExpression("gate +taken from " + m_run + "\n")), qPrintable(taken.err));
    QFile sweep(m_place.path("sweep.json"));
    QVERIFY(sweep.open(QIODevice::WriteOnly) && sweep.write(R"({"name": "s", "data": "builtin"})") > 0);
    sweep.close();
    const Outcome swept = m_place.run({"sweep", "sweep.json", "--workspace", m_run});
    QCOMPARE(swept.code, 1);
    QVERIFY2(swept.err.contains("/run is a run, and no folder for runs"), qPrintable(swept.err));
}

void TestRunCommands::interrupted_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGKILL") << SIGKILL;
}

void TestRunCommands::interrupted() {
    QFETCH(int, signal);
    const QStringList longer = {"--set",    "train_examples=200", "--set", "epochs=5",
                                "--stages", "baseline",           "--json"};
    const auto weights = [](const Outcome& outcome) {
        return outcome.json()["stages"].toObject()["baseline"].toObject()["weights_sha256"].toString();
    };
    static const QString whole = weights(m_place.run(training("whole", longer)));
    QCOMPARE(whole.size(), 64);

    const QString name = QString("stopped by ") + QTest::currentDataTag();
    QProcess process;
    m_place.prepare(process);
    process.start(MOELAB_PROGRAM, training(name, longer));
    process.setReadChannel(QProcess::StandardError);
    QByteArray heard;
    while (!heard.contains(" epoch 2 ") && process.waitForReadyRead(kPatience))
        heard += process.readAllStandardError();
    QVERIFY2(heard.contains(" epoch 2 "), heard);
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), signal), 0);
    QVERIFY(process.waitForFinished(kPatience));
    if (signal == SIGKILL) {
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    } else {
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        heard += process.readAllStandardError();
        QVERIFY2(heard.contains("Continue with:\n  moelab train --out "), heard);
        QVERIFY2(heard.contains("--resume --stages baseline\n"), heard); // and no others
        QCOMPARE(process.readAllStandardOutput(), QByteArray());
    }
    const Outcome resumed = m_place.run({"train", "--out", name, "--resume", "--stages", "baseline", "--json"});
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
    QVERIFY2(resumed.err.contains(QRegularExpression("baseline +continues after epoch [2-4]")),
             qPrintable(resumed.err));
    QCOMPARE(weights(resumed), whole);
    QCOMPARE(resumed.json()["stages"].toObject()["baseline"].toObject()["epochs"].toInt(), 5);
}

TEST_OF_ROOM(TestRunCommands);
#include "test_run_commands.moc"
