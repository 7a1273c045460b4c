#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <csignal>
#include <filesystem>

/// Runs the real program, as a person or a script does.
class TestCommands : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void helps_data();
    void helps();
    void versionNamesTheLibraries();
    void misuse_data();
    void misuse();
    void refuses_data();
    void refuses();
    void showListsEveryLayer();
    void showListsParameters();
    void dataShow();
    void trainJson();
    void existingRun();
    void evaluateJson();
    void exportsOnce();
    void pathThatIsNotUtf8();
    void readsARunInUse();
    void windowEndsOnASignal_data();
    void windowEndsOnASignal();
    void interrupted_data();
    void interrupted();

  private:
    struct Outcome {
        int code = -1;
        QString out;
        QString err;

        QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
    };

    QString path(const QString& name) const { return m_folder.filePath(name); }
    void prepare(QProcess& process) const;
    Outcome run(const QStringList& arguments) const;
    /// Arguments of a training that takes a second or two.
    QStringList training(const QString& out, const QStringList& more = {}) const;

    QTemporaryDir m_folder;
    QString m_run = "run"; ///< trained, all five stages; relative, as a person would write it
    Outcome m_trained;
};

static const QStringList kStages = {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"};
static constexpr int kPatience = 120'000; // ms until a program that hangs counts as hanging

void TestCommands::prepare(QProcess& process) const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LC_ALL", "de_DE.UTF-8");    // a decimal comma, where it is installed
    environment.insert("XDG_CACHE_HOME", path("")); // no CIFAR-10 was fetched
    for (const char* screen : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) // nothing here may open a window
        environment.remove(screen);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(path(""));
}

TestCommands::Outcome TestCommands::run(const QStringList& arguments) const {
    QProcess process;
    prepare(process);
    process.start(MOELAB_PROGRAM, arguments);
    if (!process.waitForFinished(kPatience) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList TestCommands::training(const QString& out, const QStringList& more) const {
    QStringList arguments = {"train", "--data", "builtin", "--out", out};
    for (const char* assignment : {"train_examples=60", "test_examples=40", "batch_size=20", "epochs=2",
                                   "threads=2", "device=cpu", "patience=100", "use_large_experts=false",
                                   "use_large_gating_mlp=false", "use_large_baseline_classifier=false"})
        arguments << "--set" << assignment;
    return arguments + more;
}

void TestCommands::initTestCase() { m_trained = run(training(m_run, {"--json"})); }

void TestCommands::cleanupTestCase() {
    std::filesystem::remove_all(m_folder.path().toStdString()); // also names that are not UTF-8
}

void TestCommands::helps_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("named");
    QTest::newRow("moelab") << QStringList{} << QStringList{"train",  "sweep", "evaluate", "analyze", "predict",
                                                            "export", "data",  "show",     "bench",   "--version"};
    QTest::newRow("train") << QStringList{"train"}
                           << QStringList{
                                  "--data",   "--out",     "--config", "--set",  "--stages",
                                  "--resume", "--restart", "--reuse",  "--json", "moelab show --parameters"};
    QTest::newRow("sweep") << QStringList{"sweep"} << QStringList{"file",  "--workspace", "--executor", "local",
                                                                  "slurm", "--dry-run",   "--json"};
    QTest::newRow("evaluate") << QStringList{"evaluate"} << QStringList{"run", "--json"};
    QTest::newRow("predict") << QStringList{"predict"} << QStringList{"run", "files", "--json"};
    QTest::newRow("export") << QStringList{"export"}
                            << QStringList{"--format", "safetensors", "torchscript", "csv", "--out"};
    QTest::newRow("data") << QStringList{"data"} << QStringList{"show", "fetch"};
    QTest::newRow("data show") << QStringList{"data", "show"} << QStringList{"builtin", "cifar10", "--json"};
    QTest::newRow("data fetch") << QStringList{"data", "fetch"} << QStringList{"cache"};
    QTest::newRow("show") << QStringList{"show"} << QStringList{"--config", "--set", "--parameters"};
    QTest::newRow("bench") << QStringList{"bench"} << QStringList{"--repeats", "--seconds", "--json"};
}

void TestCommands::helps() {
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, named);
    const Outcome outcome = run(arguments + QStringList{"--help"});
    QCOMPARE(outcome.code, 0);
    for (const QString& part : named)
        QVERIFY2(outcome.out.contains(part), qPrintable(part));
    QCOMPARE(outcome.err, QString());
}

void TestCommands::versionNamesTheLibraries() {
    const Outcome outcome = run({"--version"});
    QCOMPARE(outcome.code, 0);
    for (const char* line : {"^moelab \\d+\\.\\d+\\.\\d+$", "^LibTorch \\d+\\.\\d+", "^Qt 6\\.\\d+", "^BLAS: \\S"})
        QVERIFY2(outcome.out.contains(QRegularExpression(line, QRegularExpression::MultilineOption)), line);
}

void TestCommands::misuse_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown command") << QStringList{"trian"} << "does not exist: trian";
    QTest::newRow("unknown option") << QStringList{"train", "--out", "x", "--epochs", "3"} << "--epochs";
    QTest::newRow("no --out") << QStringList{"train"} << "--out";
    QTest::newRow("resume and restart") << QStringList{"train", "--out", "x", "--resume", "--restart"} << "--re";
    QTest::newRow("unknown format") << QStringList{"export", "x", "--format", "onnx", "--out", "y"}
                                    << "safetensors";
    QTest::newRow("unknown executor") << QStringList{"sweep", "/dev/null", "--executor", "cloud"} << "slurm";
    QTest::newRow("a sweep that is not there") << QStringList{"sweep", "nothing.json"} << "nothing.json";
    QTest::newRow("too many repeats") << QStringList{"bench", "--repeats", "0"} << "--repeats";
}

void TestCommands::misuse() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2((outcome.err + outcome.out).contains(named), qPrintable(outcome.err));
}

void TestCommands::refuses_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("message");
    const QStringList train = {"train", "--data", "builtin", "--out", "never"};
    QTest::newRow("window without a display")
        << QStringList{} << "moelab: display: there is none to open a window on. Set DISPLAY, or give a command";
    QTest::newRow("unknown parameter") << train + QStringList{"--set", "epoch=3"}
                                       << "moelab: epoch: is no parameter. The parameters are batch_size, epochs";
    QTest::newRow("no assignment") << train + QStringList{"--set", "epochs"}
                                   << "moelab: epochs: is no assignment. Write name=value";
    QTest::newRow("more than there is") << train + QStringList{"--set", "train_examples=60000"}
                                        << "moelab: train_examples: is 60000. Give a whole number from 1 to 50000.";
    QTest::newRow("decimal comma") << train + QStringList{"--set", "learning_rate=0,1"}
                                   << "moelab: learning_rate: is not JSON";
    QTest::newRow("unknown stage") << train + QStringList{"--stages", "gate,expert", "--set", "train_examples=50"}
                                   << "moelab: expert: is no stage of this run. Its stages are baseline, gate";
    QTest::newRow("missing data") << QStringList{"train", "--data", "no/such place", "--out", "never"}
                                  << "no/such place";
    QTest::newRow("missing config") << train + QStringList{"--config", "none.json"}
                                    << "moelab: none.json: cannot be read";
    QTest::newRow("evaluate no run") << QStringList{"evaluate", "never"} << "moelab: never: is no run";
    QTest::newRow("export no run") << QStringList{"export", "never", "--format", "csv", "--out", "x.csv"}
                                   << "moelab: never: is no run";
    QTest::newRow("show unknown class")
        << QStringList{"show", "--set", "groups={\"a\":[0],\"b\":[1]}"} << "moelab: groups: ";
}

void TestCommands::refuses() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, message);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(message), qPrintable(outcome.err));
    QCOMPARE(outcome.out, QString());
    QVERIFY(!QFile::exists(path("never"))); // a slip of the pen leaves no run behind
}

void TestCommands::showListsEveryLayer() {
    const Outcome outcome = run({"show"});
    QCOMPARE(outcome.code, 0);
    const auto row = [&](const QString& pattern) {
        return outcome.out.contains(QRegularExpression("^ *" + pattern + "$", QRegularExpression::MultilineOption));
    };
    // Large VGG: 3*3*3*32+32; 9*32*32+32; 9*32*64+64; 9*64*64+64; 9*64*128+128; 9*128*128+128 twice;
    // 4*4*128*512+512; 512*10+10. Sub-gate: 3072*512+512; 512*20+20.
    for (const char* layer :
         {"baseline.conv1 .* 32 x 32 x 32 +896 +trainable", "baseline.conv2 .* 32 x 32 x 32 +9248 +trainable",
          "baseline.pool1 .* 16 x 16 x 32 +0 +trainable", "baseline.conv3 .* 16 x 16 x 64 +18496 +trainable",
          "baseline.conv4 .* 16 x 16 x 64 +36928 +trainable", "baseline.conv5 .* 8 x 8 x 128 +73856 +trainable",
          "baseline.conv6 .* 8 x 8 x 128 +147584 +trainable", "baseline.conv7 .* 8 x 8 x 128 +147584 +trainable",
          "baseline.pool3 .* 4 x 4 x 128 +0 +trainable", "baseline.flatten .* 2048 +0 +trainable",
          "baseline.dense1 .* 512 +1049088 +trainable", "baseline.dense2 .* 10 +5130 +trainable",
          "gate.dense2 .* 2 +1026 +trainable", "expert-natural.dense2 .* 10 +5130 +frozen",
          "sub-gate-artificial.dense1 .* 512 +1573376 +trainable",
          "sub-gate-natural.dense2 .* 20 +10260 +trainable"})
        QVERIFY2(row(layer), layer);
    QCOMPARE(outcome.out.count("1488810 parameters: 1488810 trainable, 0 frozen"), 3);
    QCOMPARE(outcome.out.count("1484706 parameters: 1484706 trainable, 0 frozen"), 1);
    QCOMPARE(outcome.out.count("9118408 parameters: 3167272 trainable, 5951136 frozen"), 1);
    // Small VGG: the same first four convolutions, then 8*8*64*512+512 and 512*10+10.
    const Outcome small = run({"show", "--set", "use_large_experts=false"});
    QCOMPARE(small.out.count("2168362 parameters: 2168362 trainable, 0 frozen"), 2);
}

void TestCommands::showListsParameters() {
    const Outcome outcome = run({"show", "--parameters", "--set", "learning_rate=0.25"});
    QCOMPARE(outcome.code, 0);
    QVERIFY2(outcome.out.contains("learning_rate = 0.25   (1e-08 to 1"), qPrintable(outcome.out));
    QVERIFY(outcome.out.contains("batch_size = 50   (1"));
    QVERIFY(outcome.out.contains("validation = \"test\"   (test or holdout)"));
}

void TestCommands::dataShow() {
    const Outcome outcome = run({"data", "show", "--json", "builtin"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject data = outcome.json();
    QCOMPARE(data.keys(),
             QStringList({"classes", "drawn", "name", "official", "origin", "sha256", "test", "train"}));
    QCOMPARE(data["name"].toString(), QString("built-in images (drawn, not photographed)"));
    QCOMPARE(data["train"].toInt(), 50000);
    QCOMPARE(data["test"].toInt(), 10000);
    QCOMPARE(data["drawn"].toBool(), true);
    QCOMPARE(data["official"].toBool(), false);
    const QJsonObject classes = data["classes"].toObject();
    QCOMPARE(classes.size(), 10);
    int train = 0;
    for (const QJsonValue& counts : classes)
        train += counts.toObject()["train"].toInt();
    QCOMPARE(train, 50000);
}

void TestCommands::trainJson() {
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
    QCOMPARE(config.size(), 17);
    QCOMPARE(config["epochs"].toInt(), 2);
    QCOMPARE(config["learning_rate"].toDouble(), 0.001);
    const QJsonObject stages = summary["stages"].toObject();
    QStringList names = kStages;
    names.sort();
    QCOMPARE(stages.keys(), names);
    for (const QJsonValue& value : stages) {
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
    QVERIFY(QFile::exists(path(m_run + "/run.log")));
    QVERIFY(QFile::exists(path(m_run + "/outputs.safetensors")));
}

void TestCommands::existingRun() {
    const QString name = "run \xF0\x9F\x90\xB1\nand more";
    const QStringList gate = {"--stages", "gate", "--json"};
    const QJsonObject first = run(training(name, gate)).json();
    QCOMPARE(first["run"].toString(), name);
    QCOMPARE(first["stages"].toObject().keys(), QStringList{"gate"});
    const Outcome refused = run(training(name, gate));
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains("holds a run already. Continue it with --resume or replace it with --restart"),
             qPrintable(refused.err));

    const QJsonObject resumed = run({"train", "--out", name, "--resume", "--stages", "baseline", "--json"}).json();
    QCOMPARE(resumed["stages"].toObject().keys(), QStringList({"baseline", "gate"}));
    QCOMPARE(resumed["stages"].toObject()["gate"], first["stages"].toObject()["gate"]);
    QCOMPARE(resumed["config"], first["config"]);

    const Outcome staleRun =
        run({"train", "--out", name, "--resume", "--stages", "gate", "--set", "epochs=1", "--json"});
    QVERIFY(
        staleRun.err.contains(QRegularExpression("gate +was trained with other parameters and is trained anew")));
    QCOMPARE(staleRun.json()["stages"].toObject().keys(), QStringList{"gate"});

    // A run is not given up for one that cannot be made; and then it is, with the person's own files kept.
    QFile notes(path(name + "/notes.txt"));
    QVERIFY(notes.open(QIODevice::WriteOnly));
    notes.close();
    QCOMPARE(run({"train", "--data", "no such place", "--out", name, "--restart"}).code, 1);
    QCOMPARE(run({"evaluate", name}).code, 0);
    const Outcome restarted = run(training(name, {"--restart", "--stages", "expert-natural", "--json"}));
    QVERIFY2(restarted.code == 0, qPrintable(restarted.err));
    QCOMPARE(restarted.json()["stages"].toObject().keys(), QStringList{"expert-natural"});
    QVERIFY(notes.exists());
}

void TestCommands::evaluateJson() {
    const Outcome outcome = run({"evaluate", m_run, "--json"});
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
    const Outcome text = run({"evaluate", m_run});
    QCOMPARE(text.code, 0);
    QVERIFY2(text.out.contains(
                 QRegularExpression("mixture: loss \\d\\.\\d{4}, accuracy \\d+\\.\\d % of 40 test images")),
             qPrintable(text.out));
}

void TestCommands::exportsOnce() {
    for (const QString format : {"safetensors", "torchscript", "csv"}) {
        const QStringList arguments = {"export", m_run, "--format", format, "--out", "taken." + format};
        const Outcome first = run(arguments);
        QVERIFY2(first.code == 0, qPrintable(first.err));
        QCOMPARE(first.out, "taken." + format + "\n");
        QVERIFY(QFileInfo(path("taken." + format)).size() > 1000);
        const Outcome second = run(arguments);
        QCOMPARE(second.code, 1);
        QVERIFY2(second.err.startsWith("moelab: taken." + format + ": exists already"), qPrintable(second.err));
    }
}

void TestCommands::pathThatIsNotUtf8() {
    QProcess shell;
    prepare(shell);
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

void TestCommands::readsARunInUse() {
    QProcess first;
    prepare(first);
    first.start(MOELAB_PROGRAM, training("held", {"--set", "epochs=1000", "--stages", "gate"}));
    first.setReadChannel(QProcess::StandardError);
    QByteArray heard;
    while (!heard.contains("epoch 1 ") && first.waitForReadyRead(kPatience))
        heard += first.readAllStandardError();
    QVERIFY2(heard.contains("epoch 1 "), heard);
    const QString inUse = "held: is in use by another moelab (process " + QString::number(first.processId()) +
                          "). Wait for it, or stop it first.";
    const Outcome second = run({"train", "--out", "held", "--resume"});
    QCOMPARE(second.code, 1);
    QCOMPARE(second.err, "moelab: " + inUse + "\n");
    const Outcome restarted = run(training("held", {"--restart"}));
    QCOMPARE(restarted.code, 1);
    QVERIFY2(restarted.err.endsWith(inUse + "\n"), qPrintable(restarted.err));
    const Outcome evaluated = run({"evaluate", "held"});
    QVERIFY2(evaluated.err.contains("warning: opened for reading only: " + inUse), qPrintable(evaluated.err));
    QVERIFY2(evaluated.err.contains("held: has no trained stage"), qPrintable(evaluated.err));
    first.kill(); // the lock falls
    QVERIFY(first.waitForFinished(kPatience));
    const Outcome resumed = run({"train", "--out", "held", "--resume", "--stages", "gate", "--set", "epochs=1"});
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
}

void TestCommands::windowEndsOnASignal_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestCommands::windowEndsOnASignal() {
    QFETCH(int, signal);
    const QString state = path(QString("state of ") + QTest::currentDataTag());
    QProcess window;
    prepare(window);
    QProcessEnvironment environment = window.processEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("XDG_STATE_HOME", state);
    environment.insert("XDG_DATA_HOME", state);
    window.setProcessEnvironment(environment);
    window.start(MOELAB_PROGRAM, QStringList{m_run});
    const QString log = state + "/moelab/moelab.log"; // it is begun once signals are heard
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(log) || window.state() == QProcess::NotRunning, kPatience);
    QCOMPARE(kill(static_cast<pid_t>(window.processId()), signal), 0);
    QVERIFY(window.waitForFinished(kPatience));
    QCOMPARE(window.exitStatus(), QProcess::NormalExit);
    QCOMPARE(window.exitCode(), 0);
    QVERIFY(QSettings(state + "/moelab/window.ini", QSettings::IniFormat).contains("window/geometry"));
}

void TestCommands::interrupted_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGKILL") << SIGKILL;
}

void TestCommands::interrupted() {
    QFETCH(int, signal);
    const QStringList longer = {"--set",    "train_examples=200", "--set", "epochs=5",
                                "--stages", "baseline",           "--json"};
    const auto weights = [](const Outcome& outcome) {
        return outcome.json()["stages"].toObject()["baseline"].toObject()["weights_sha256"].toString();
    };
    static const QString whole = weights(run(training("whole", longer)));
    QCOMPARE(whole.size(), 64);

    const QString name = QString("stopped by ") + QTest::currentDataTag();
    QProcess process;
    prepare(process);
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
        QVERIFY2(heard.contains("--resume"), heard);
        QCOMPARE(process.readAllStandardOutput(), QByteArray());
    }
    const Outcome resumed = run({"train", "--out", name, "--resume", "--stages", "baseline", "--json"});
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
    QVERIFY2(resumed.err.contains(QRegularExpression("baseline +continues after epoch [2-4]")),
             qPrintable(resumed.err));
    QCOMPARE(weights(resumed), whole);
    QCOMPARE(resumed.json()["stages"].toObject()["baseline"].toObject()["epochs"].toInt(), 5);
}

QTEST_GUILESS_MAIN(TestCommands)
#include "test_commands.moc"
