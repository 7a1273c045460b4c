#include "app/program.h"
#include "test_of_room.h"

#include <QtTest>

using program::Outcome;

/// Commands that need no run.
class TestCommands : public QObject {
    Q_OBJECT
  private Q_SLOTS:
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

  private:
    program::Place m_place;
};

void TestCommands::helps_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("named");
    QTest::newRow("moelab") << QStringList{} << QStringList{"train",  "sweep", "evaluate", "analyze", "predict",
                                                            "export", "data",  "show",     "bench",   "--version"};
    QTest::newRow("train") << QStringList{"train"}
                           << QStringList{"--data",
                                          "--out",
                                          "--config",
                                          "--set",
                                          "--stages",
                                          "--resume",
                                          "--retrain",
                                          "--restart",
                                          "--reuse",
                                          "--json",
                                          "moelab show --parameters"};
    QTest::newRow("sweep") << QStringList{"sweep"} << QStringList{"file",  "--workspace", "--executor", "local",
                                                                  "slurm", "--dry-run",   "--json"};
    QTest::newRow("evaluate") << QStringList{"evaluate"} << QStringList{"run", "--json"};
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
    const Outcome outcome = m_place.run(arguments + QStringList{"--help"});
    QCOMPARE(outcome.code, 0);
    for (const QString& part : named)
        QVERIFY2(outcome.out.contains(part), qPrintable(part));
    QCOMPARE(outcome.err, QString());
}

void TestCommands::versionNamesTheLibraries() {
    const Outcome outcome = m_place.run({"--version"});
    QCOMPARE(outcome.code, 0);
    for (const char* line : {"^moelab \\d+\\.\\d+\\.\\d+$", "^LibTorch \\d+\\.\\d+", "^BLAS: \\S"})
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
    const Outcome outcome = m_place.run(arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2((outcome.err + outcome.out).contains(named), qPrintable(outcome.err));
}

void TestCommands::refuses_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("message");
    const QStringList train = {"train", "--data", "builtin", "--out", "never"};
    QTest::newRow("unknown parameter") << train + QStringList{"--set", "epoch=3"}
                                       << "moelab: epoch is not a parameter. The parameters are batch_size, epochs";
    QTest::newRow("no assignment") << train + QStringList{"--set", "epochs"}
                                   << "moelab: epochs is not an assignment. Write name=value";
    QTest::newRow("more than there is")
        << train + QStringList{"--set", "train_examples=60000"}
        << "moelab: train_examples is 60000; the built-in set has 50000 training images. Choose 1 to "
           "50000.";
    QTest::newRow("decimal comma")
        << train + QStringList{"--set", "learning_rate=0,1"}
        << "moelab: learning_rate is \"0,1\". Give a number from 1e-08 to 1, with a decimal point.";
    QTest::newRow("unknown stage") << train + QStringList{"--stages", "gate,expert", "--set", "train_examples=50"}
                                   << "moelab: expert is not a stage of this run. Its stages are baseline, gate";
    QTest::newRow("missing data") << QStringList{"train", "--data", "no/such place", "--out", "never"}
                                  << "no/such place";
    QTest::newRow("missing config") << train + QStringList{"--config", "none.json"}
                                    << "moelab: none.json cannot be read";
    QTest::newRow("evaluate no run") << QStringList{"evaluate", "never"} << "moelab: never does not exist";
    QTest::newRow("export no run") << QStringList{"export", "never", "--format", "csv", "--out", "x.csv"}
                                   << "moelab: never does not exist";
    QTest::newRow("show unknown class")
        << QStringList{"show", "--set", "groups={\"a\":[0],\"b\":[1]}"} << "moelab: groups: ";
}

void TestCommands::refuses() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, message);
    const Outcome outcome = m_place.run(arguments);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(message), qPrintable(outcome.err));
    QCOMPARE(outcome.out, QString());
    QVERIFY(!QFile::exists(m_place.path("never"))); // a slip of the pen leaves no run behind
}

void TestCommands::showListsEveryLayer() {
    const Outcome outcome = m_place.run({"show"});
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
    const Outcome small = m_place.run({"show", "--set", "use_large_experts=false"});
    QCOMPARE(small.out.count("2168362 parameters: 2168362 trainable, 0 frozen"), 2);
}

void TestCommands::showListsParameters() {
    const Outcome outcome = m_place.run({"show", "--parameters", "--set", "learning_rate=0.25"});
    QCOMPARE(outcome.code, 0);
    QVERIFY2(outcome.out.contains("learning_rate = 0.25   (1e-08 to 1"), qPrintable(outcome.out));
    QVERIFY(outcome.out.contains("batch_size = 50   (1"));
    QVERIFY(outcome.out.contains("validation = \"test\"   (test or holdout or own)"));
}

void TestCommands::dataShow() {
    const Outcome outcome = m_place.run({"data", "show", "--json", "builtin"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject data = outcome.json();
    QCOMPARE(data.keys(),
             QStringList({"classes", "drawn", "duplicates", "image", "leakage", "left_out", "name", "official",
                          "origin", "resized", "sha256", "sizes", "suggested_groups", "test", "train"}));
    QCOMPARE(data["name"].toString(), QString("built-in images (drawn, not photographed)"));
    QCOMPARE(data["train"].toInt(), 50000);
    QCOMPARE(data["test"].toInt(), 10000);
    QCOMPARE(data["drawn"].toBool(), true);
    QCOMPARE(data["official"].toBool(), false);
    const QJsonObject classes = data["classes"].toObject();
    QCOMPARE(classes.size(), 10);
    int train = 0;
    for (const QJsonValue counts : classes)
        train += counts.toObject()["train"].toInt();
    QCOMPARE(train, 50000);
}

TEST_OF_ROOM(TestCommands);
#include "test_commands.moc"
