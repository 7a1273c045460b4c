#include "app/program.h"
#include "data/array_fixture.h"
#include "data/picture_files.h"
#include "experiment/epoch_answers.h"
#include "test_of_room.h"
#include "tiny_networks.h"

#include <QJsonArray>
#include <QtTest>

#include <algorithm>
#include <cstring>

using program::Outcome;

/// Commands for data of which a person says little, and with a class group of one class.
class TestAnyData : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void whatIsNotSetFollowsTheData();
    void whatIsSetDoesNot();
    void aGroupOfOneClassSaysSo();
    void scoresStandBesideAccuracy();
    void nothingToTrain();
    void progressNamesTheGroups();
    void showsTheNetworksOfARun();
    void showsTheNetworksForData();
    void dataAreShown();
    void classNamesThatAreNone();
    void aFolderOfPictures();
    void asksForGroups();
    void moreClassesThanAByteHolds();
    void saysOfWhichDataThereAreOfficialOnes();

  private:
    QStringList training(const QString& out, const QStringList& assignments, const QStringList& more = {}) const;

    program::Place m_place;
};

/// 50 training and 10 test images.
void TestAnyData::initTestCase() {
    fixture::writeFolder(m_place.path("data").toStdString(), fixture::cifarFiles(true, 10));
    const QString groups =
        R"(groups={"single":["cat"],"rest":["airplane","automobile","bird","deer","dog","frog","horse","ship","truck"]})";
    const Outcome trained = m_place.run(training("run", {groups}));
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
    QVERIFY2(
        trained.out.contains("expert-single has nothing to learn: its group has one class, cat, which it predicts "
                             "with certainty\n"),
        qPrintable(trained.out));
}

QStringList TestAnyData::training(const QString& out, const QStringList& assignments,
                                  const QStringList& more) const {
    QStringList arguments = {"train", "--data", "data", "--out", out};
    for (const QString& assignment :
         QStringList{"batch_size=20", "epochs=1", "threads=1", "device=cpu"} + assignments)
        arguments << "--set" << assignment;
    arguments << "--set" << QString::fromStdString("networks=" + fixture::tinyNetworks());
    return arguments + more;
}

void TestAnyData::whatIsNotSetFollowsTheData() {
    const Outcome outcome = m_place.run(training("followed", {}, {"--stages", "gate", "--json"}));
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QJsonObject config = outcome.json()["config"].toObject();
    QCOMPARE(config["train_examples"].toInt(), 50);
    QCOMPARE(config["test_examples"].toInt(), 10);
    QCOMPARE(config["validation"].toString(), QString("test"));
    QCOMPARE(config["groups"].toObject()["artificial"].toArray(), QJsonArray({0, 1, 8, 9}));
}

void TestAnyData::whatIsSetDoesNot() {
    const Outcome outcome = m_place.run(training("never", {"train_examples=51"}));
    QCOMPARE(outcome.code, 1);
    QCOMPARE(outcome.err,
             QString("moelab: train_examples is 51; CIFAR-10 has 50 training images. Choose 1 to 50.\n"));
    const Outcome own = m_place.run(training("never", {"validation=own"}));
    QVERIFY2(
        own.err.contains("validation is \"own\", but CIFAR-10 has no validation images of its own. Give test or "
                         "holdout."),
        qPrintable(own.err));
    QVERIFY(!QFile::exists(m_place.path("never")));
}

void TestAnyData::aGroupOfOneClassSaysSo() {
    const QString sentence =
        "expert-single has nothing to learn: its group has one class, cat, which it predicts with "
        "certainty\n";
    for (const char* command : {"evaluate", "analyze"}) {
        const Outcome outcome = m_place.run({command, "run"});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
        QVERIFY2(outcome.out.contains(sentence), qPrintable(outcome.out));
    }
    const QJsonObject stage = m_place.run({"train", "--out", "run", "--resume", "--json"})
                                  .json()["stages"]
                                  .toObject()["expert-single"]
                                  .toObject();
    QCOMPARE(stage["accuracy"].toDouble(), 1.0);
    QCOMPARE(stage["epochs"].toInt(-1), 0);
    QCOMPARE(stage["at_chance"].toBool(true), false);
}

void TestAnyData::scoresStandBesideAccuracy() {
    const QJsonObject stages = m_place.run({"evaluate", "run", "--json"}).json()["stages"].toObject();
    const QJsonObject members = m_place.run({"analyze", "run", "--json"}).json()["calibration"].toObject();
    QCOMPARE(stages.size(), 5);
    for (auto stage = stages.begin(); stage != stages.end(); ++stage) {
        const QJsonObject scored = stage.value().toObject();
        const QJsonArray rows = scored["confusion"].toArray();
        double recalls = 0; // the mean over the rows that are not empty, by hand
        int occurring = 0;
        for (qsizetype truth = 0; truth < rows.size(); ++truth) {
            int images = 0;
            for (const QJsonValue count : rows[truth].toArray())
                images += count.toInt();
            occurring += images > 0 ? 1 : 0;
            recalls += images > 0 ? rows[truth].toArray()[truth].toDouble() / images : 0;
        }
        QVERIFY(std::abs(scored["balanced_accuracy"].toDouble() - recalls / occurring) < 1e-12);
        QCOMPARE(members[stage.key()].toObject()["balanced_accuracy"], scored["balanced_accuracy"]);
        QCOMPARE(members[stage.key()].toObject()["macro_f1"], scored["macro_f1"]);
    }
    QCOMPARE(stages["expert-single"].toObject()["macro_f1"].toDouble(), 1.0);
    QVERIFY(m_place.run({"export", "run", "--format", "runs", "--out", "runs.csv"}).code == 0);
    QFile table(m_place.path("runs.csv"));
    QVERIFY(table.open(QIODevice::ReadOnly));
    QVERIFY(table.readLine().contains("baseline.seconds,baseline.balanced_accuracy,baseline.macro_f1,"));
}

void TestAnyData::nothingToTrain() {
    const Outcome outcome = m_place.run(
        training("single", {R"(groups={"single":[3],"rest":[0,1,2,4,5,6,7,8,9]})"}, {"--stages", "expert-single"}));
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY2(outcome.out.contains(QRegularExpression("expert-single +0.0000 +100.0 %")), qPrintable(outcome.out));
    const Outcome evaluated = m_place.run({"evaluate", "single"}); // no member was trained
    QCOMPARE(evaluated.code, 1);
    QVERIFY2(evaluated.err.contains("has no trained stage"), qPrintable(evaluated.err));
}

/// In a column that is as wide as the longest name.
void TestAnyData::progressNamesTheGroups() {
    const Outcome outcome =
        m_place.run(training("named", {R"(groups={"Road vehicles":[0,1,8,9],"rest":[2,3,4,5,6,7]})"},
                             {"--stages", "gate,expert-_52oad__vehicles"}));
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains("\nexpert Road vehicles epoch 1  loss "), qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains("\ngate" + QString(16, u' ') + " epoch 1  loss "), qPrintable(outcome.err));
    QVERIFY2(!outcome.err.contains("_52oad"), qPrintable(outcome.err));
}

void TestAnyData::showsTheNetworksOfARun() {
    const Outcome outcome = m_place.run({"show", "run"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(
        outcome.out.contains("expert-single\n  nothing to learn: its group has one class, which it predicts with "
                             "certainty\n  0 parameters: 0 trainable, 0 frozen\n"));
    QVERIFY(outcome.out.contains("baseline.conv1"));
}

void TestAnyData::showsTheNetworksForData() {
    const Outcome outcome = m_place.run({"show", "--data", "data", "--set", "networks.gate=sub-gate"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(outcome.out.contains("baseline.conv1"));
    QCOMPARE(m_place.run({"show", "run", "--data", "data"}).code, 2);
}

void TestAnyData::dataAreShown() {
    const Outcome outcome = m_place.run({"data", "show", "data"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    for (const char* line :
         {"size:   32 x 32, 3 channels\n", "class                         train       test\n",
          "all                              50         10\n", "  artificial: airplane, automobile, ship, truck\n"})
        QVERIFY2(outcome.out.contains(line), qPrintable(line + outcome.out));
    const QJsonObject data = m_place.run({"data", "show", "data", "--json"}).json();
    QCOMPARE(data["train"].toInt(), 50);
    QCOMPARE(data["left_out"].toObject()["count"].toInt(-1), 0);
    QCOMPARE(data["image"].toObject()["width"].toInt(), 32);
    QCOMPARE(data["suggested_groups"].toObject()["natural"].toArray().size(), 6);
}

void TestAnyData::classNamesThatAreNone() {
    const Outcome outcome = m_place.run(training("never", {R"(groups={"a":["cats"],"b":["dog"]})"}));
    QCOMPARE(outcome.code, 1);
    QVERIFY2(
        outcome.err.startsWith("moelab: groups: \"cats\" is not a class of the data. The classes are airplane, "),
        qPrintable(outcome.err));
}

/// Three classes in two groups by the folders above them, pictures of two sizes, one damaged, one twice.
void TestAnyData::aFolderOfPictures() {
    const std::filesystem::path root = m_place.path("things").toStdString();
    for (const char* split : {"train", "val", "test"})
        for (const char* cls : {"vehicles/car", "vehicles/truck", "pets/cat"})
            for (int i = 0; i < 6; ++i) {
                const int side = i % 2 == 0 ? 20 : 40;
                const std::string file = std::string(split) + "/" + cls + "/" + std::to_string(i) + ".ppm";
                fixture::write(root / file,
                               fixture::plainPicture(side, side, 40 * i, cls[std::strlen(cls) - 1], split[1] + i));
            }
    fixture::write(root / "train/pets/cat/damaged.ppm", "P6 9 9 255\nshort");
    std::filesystem::copy_file(root / "train/pets/cat/0.ppm", root / "test/pets/cat/again.ppm");
    const QJsonObject shown = m_place.run({"data", "show", "things", "--set", "image_size=16", "--json"}).json();
    QCOMPARE(shown["train"].toInt(), 18);
    QCOMPARE(shown["validation"].toInt(), 18);
    QCOMPARE(shown["test"].toInt(), 19);
    QCOMPARE(shown["image"].toObject()["width"].toInt(), 16);
    QCOMPARE(shown["left_out"].toObject()["count"].toInt(), 1);
    QCOMPARE(shown["leakage"].toInt(), 1);
    QCOMPARE(shown["sizes"].toArray().size(), 2);
    QCOMPARE(shown["suggested_groups"].toObject().keys(), QStringList({"pets", "vehicles"}));
    const Outcome text = m_place.run({"data", "show", "things"});
    for (const char* part : {"damaged.ppm: ", "leakage: networks are trained or chosen on 1 test image",
                             "20 x 20: ", "  vehicles: car, truck\n", "validation"})
        QVERIFY2(text.out.contains(part), qPrintable(part + text.out));

    QStringList arguments = training("pictures", {"image_size=16", "colour=rgb"}, {"--json"});
    arguments[2] = "things";
    const Outcome trained = m_place.run(arguments);
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
    QVERIFY2(trained.err.contains("read: 18 validation images; brought to 16 x 16 from 2 sizes; 1 file left out"),
             qPrintable(trained.err));
    const QJsonObject config = trained.json()["config"].toObject();
    QCOMPARE(config["validation"].toString(), QString("own"));
    QCOMPARE(config["train_examples"].toInt(), 18);
    QCOMPARE(config["image_size"].toInt(), 16);
    QCOMPARE(trained.json()["stages"].toObject()["expert-pets"].toObject()["epochs"].toInt(-1), 0);

    // Other images make the stages that learn from them stale, and the size goes with them.
    const QStringList resized = {"train", "--out",         "pictures", "--resume",
                                 "--set", "image_size=20", "--stages", "gate"};
    const Outcome refused = m_place.run(resized);
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains("gate was trained with image_size=16 instead of 20"), qPrintable(refused.err));
    const Outcome again = m_place.run(resized + QStringList{"--retrain", "--json"});
    QVERIFY2(again.code == 0, qPrintable(again.err));
    QCOMPARE(again.json()["stages"].toObject().keys(), QStringList({"expert-pets", "gate"}));
    const Outcome layers = m_place.run({"show", "pictures"});
    QVERIFY2(layers.out.contains(QRegularExpression("gate.conv1 +3x3 convolution, relu +20 x 20 x 32 ")),
             qPrintable(layers.out));
}

void TestAnyData::asksForGroups() {
    const std::filesystem::path root = m_place.path("flowers").toStdString();
    for (const char* cls : {"daisy", "rose", "tulip"})
        for (int i = 0; i < 10; ++i)
            fixture::write(root / cls / (std::to_string(i) + ".ppm"),
                           fixture::plainPicture(16, 16, 25 * i, cls[0], 9));
    QStringList arguments = training("flowery", {});
    arguments[2] = "flowers";
    const Outcome outcome = m_place.run(arguments);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(
        outcome.err.contains("groups: none were given, and ") &&
            outcome.err.contains("suggests none. Say which of its 3 classes belong together, for instance --set "
                                 R"('groups={"first":["daisy","rose"],"second":["tulip"]}'.)"),
        qPrintable(outcome.err));
    QVERIFY(!QFile::exists(m_place.path("flowery")));
}

/// 300 classes of one dark image each, but for the last, of which there are 300 bright ones more. What predicts it,
/// predicts a number that no byte holds.
static void writeManyClasses(const std::filesystem::path& folder) {
    constexpr std::size_t kClasses = 300;
    for (const auto& [split, more] : {std::pair("train", std::size_t{300}), std::pair("t10k", std::size_t{100})}) {
        std::string images(kClasses * 64, '\x10');
        images.append(more * 64, '\xf0');
        std::string labels;
        for (std::size_t i = 0; i < kClasses + more; ++i)
            labels += fixture::bigEndian(std::min(i, kClasses - 1));
        const std::size_t count = kClasses + more;
        fixture::write(folder / (std::string(split) + "-images-idx3-ubyte"),
                       fixture::idxFile({count, 8, 8}, images));
        fixture::write(folder / (std::string(split) + "-labels-idx1-int"), fixture::idxFile({count}, labels, 12));
    }
}

static QString halvesOf(int classes) {
    QJsonArray lower, upper;
    for (int cls = 0; cls < classes; ++cls)
        (cls < classes / 2 ? lower : upper).append(QString::number(cls));
    const QJsonObject groups = {{"lower", lower}, {"upper", upper}};
    return "groups=" + QJsonDocument(groups).toJson(QJsonDocument::Compact);
}

/// Trained, analysed, exported, opened again.
void TestAnyData::moreClassesThanAByteHolds() {
    writeManyClasses(m_place.path("many").toStdString());
    const QString dense = R"([{"layer": "flatten"}, {"layer": "dense", "units": "outputs"}])";
    const QString networks =
        QString(R"(networks={"baseline": %1, "gate": %1, "expert": %1, "sub-gate": %1})").arg(dense);
    QStringList arguments = training("many run", {halvesOf(300), "learning_rate=0.05", "epochs=2"}, {"--json"});
    arguments[2] = "many";
    arguments << "--set" << networks;
    const Outcome trained = m_place.run(arguments);
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
    const QJsonObject stages = trained.json()["stages"].toObject();

    // Only the bright images can be told apart, so all 100 of them and one dark one at most are of the class
    // predicted.
    for (const char* stage : {"baseline", "mixture"}) {
        const QJsonArray confusion = m_place.run({"evaluate", "many run", "--json"})
                                         .json()["stages"]
                                         .toObject()[stage]
                                         .toObject()["confusion"]
                                         .toArray();
        QCOMPARE(confusion.size(), 300);
        QCOMPARE(confusion[299].toArray().size(), 300);
        QVERIFY(confusion[299].toArray()[299].toInt() >= 100);
    }
    const std::filesystem::path run = m_place.path("many run").toStdString();
    const moelab::KeptAnswers kept = moelab::loadAnswers(run / "stages" / "baseline" / "epochs.safetensors");
    QCOMPARE(kept.images, 400);
    QCOMPARE(kept.answers.size(), std::size_t(2 * 400));
    QVERIFY(std::ranges::count(kept.answers, 299) >= 100);

    const QJsonObject analysis = m_place.run({"analyze", "many run", "--json"}).json();
    const QJsonObject learning = analysis["learning"].toObject()["baseline"].toObject();
    int learned = 0;
    for (const QJsonValue images : learning["learned"].toArray())
        learned += images.toInt();
    QVERIFY(learned >= 100);
    QCOMPARE(analysis["class_routing"].toObject()["by_class"].toObject()["299"].toObject()["images"].toInt(), 101);

    for (const char* format : {"csv", "history"}) {
        const Outcome exported =
            m_place.run({"export", "many run", "--format", format, "--out", QString("many.") + format});
        QVERIFY2(exported.code == 0, qPrintable(exported.err));
    }
    QFile table(m_place.path("many.csv"));
    QVERIFY(table.open(QIODevice::ReadOnly));
    QVERIFY(table.readAll().split('\n').at(400).startsWith("399,299,")); // the image, its class

    const Outcome again = m_place.run({"train", "--out", "many run", "--resume", "--json"});
    QVERIFY2(again.code == 0, qPrintable(again.err));
    QCOMPARE(again.json()["stages"].toObject(), stages);
}

void TestAnyData::saysOfWhichDataThereAreOfficialOnes() {
    const std::filesystem::path root = m_place.path("").toStdString();
    fixture::ArchiveWriter(root / "cifar.zip", fixture::ArchiveWriter::Kind::Zip)
        .add("", fixture::cifarFiles(true, 1));
    {
        fixture::ArchiveWriter pictures(root / "flowers.zip", fixture::ArchiveWriter::Kind::Zip);
        for (int i = 0; i < 8; ++i)
            pictures.add((i % 2 ? "rose/" : "tulip/") + std::to_string(i) + ".ppm", fixture::numberedPicture(i));
    }
    const Outcome cifar = m_place.run({"data", "show", "cifar.zip"});
    QVERIFY2(cifar.out.contains(QRegularExpression("sha256: [0-9a-f]{64} \\(not the official one\\)\n")),
             qPrintable(cifar.out));
    const Outcome pictures = m_place.run({"data", "show", "flowers.zip"});
    QVERIFY2(pictures.out.contains(QRegularExpression("sha256: [0-9a-f]{64}\n")), qPrintable(pictures.out));
}

TEST_OF_ROOM(TestAnyData);
#include "test_any_data.moc"
