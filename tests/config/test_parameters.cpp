#include "config/parameter_table.h"

#include "base/files.h"
#include "config/network_presets.h"
#include "config/networks.h"
#include "config/parameter_file.h"
#include "error_text.h"
#include "test_of_room.h"

#include <QtTest>

#include <clocale>
#include <locale>
#include <set>

using namespace moelab;

class TestParameters : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void defaults_data();
    void defaults();
    void tableIsComplete();
    void roundTrip_data();
    void roundTrip();
    void assigns_data();
    void assigns();
    void refusesAssignment_data();
    void refusesAssignment();
    void networksAreSetByRole();
    void refusesFile_data();
    void refusesFile();
    void messagesStayShortAndReadable();
    void missingKeysKeepTheirDefaults();
    void decimalCommaLocale();
    void files();
    void dataOptions();
};

static std::set<std::string> namesInTable() {
    std::set<std::string> names;
    for (const ParameterInfo& info : parameterTable())
        names.insert(std::string(info.name));
    return names;
}

static Json valueOf(const Parameters& parameters, const char* name) {
    return getParameter(parameters, parameterInfo(name));
}

void TestParameters::defaults_data() {
    QTest::addColumn<QByteArray>("value");
    // The notebook's cell of parameters.
    QTest::newRow("batch_size") << QByteArray("50");
    QTest::newRow("epochs") << QByteArray("10");
    QTest::newRow("train_examples") << QByteArray("5000");
    QTest::newRow("test_examples") << QByteArray("1000");
    QTest::newRow("use_large_experts") << QByteArray("true");
    QTest::newRow("use_large_gating_mlp") << QByteArray("true");
    QTest::newRow("use_large_baseline_classifier") << QByteArray("true");
    QTest::newRow("networks") << QByteArray("{}"); // as these three say
    // What its code does: Adam's and early stopping's arguments, the groups, frozen members that keep dropping
    // units.
    QTest::newRow("learning_rate") << QByteArray("0.001");
    QTest::newRow("patience") << QByteArray("2");
    QTest::newRow("validation") << QByteArray(R"("test")");
    QTest::newRow("groups") << QByteArray(R"({"artificial":[0,1,8,9],"natural":[2,3,4,5,6,7]})");
    QTest::newRow("frozen_dropout") << QByteArray("true");
    QTest::newRow("precision") << QByteArray(R"("fp32")");
}

void TestParameters::defaults() {
    QFETCH(QByteArray, value);
    QCOMPARE(valueOf({}, QTest::currentDataTag()).dump(), value.toStdString());
}

void TestParameters::tableIsComplete() {
    const std::set<std::string> groups = {"Experiment", "Images", "Training", "Mixture", "Machine"};
    for (const ParameterInfo& info : parameterTable()) {
        const std::string name(info.name);
        QVERIFY2(!info.help.empty() && info.help.ends_with('.'), name.c_str());
        QVERIFY2(groups.contains(std::string(info.group)), name.c_str());
        QVERIFY2(&parameterInfo(info.name) == &info, name.c_str());
        Parameters parameters; // a default is a value that the table allows
        setParameter(parameters, info, getParameter(parameters, info));
    }
    QCOMPARE(namesInTable().size(), parameterTable().size());
    const auto later = std::ranges::count_if(parameterTable(), &ParameterInfo::later); // which say nothing
    QCOMPARE(toJson(Parameters{}).size() + static_cast<std::size_t>(later), parameterTable().size());
    // What files of earlier versions have, and no more.
    const QStringList always = {"batch_size",
                                "epochs",
                                "train_examples",
                                "test_examples",
                                "use_large_experts",
                                "use_large_gating_mlp",
                                "use_large_baseline_classifier",
                                "seed",
                                "learning_rate",
                                "patience",
                                "validation",
                                "holdout_fraction",
                                "groups",
                                "frozen_dropout",
                                "precision",
                                "convolution",
                                "threads",
                                "device"};
    QStringList written;
    const Json defaults = toJson(Parameters{});
    for (const auto& [name, value] : defaults.items())
        written << QString::fromStdString(name);
    QCOMPARE(written, always);
}

void TestParameters::roundTrip_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("batch_size") << QByteArray("1");
    QTest::newRow("epochs") << QByteArray("100000");
    QTest::newRow("train_examples") << QByteArray("10000000");
    QTest::newRow("test_examples") << QByteArray("10000");
    QTest::newRow("image_size") << QByteArray("224");
    QTest::newRow("fit") << QByteArray(R"("stretch")");
    QTest::newRow("colour") << QByteArray(R"("gray")");
    QTest::newRow("labels") << QByteArray(R"("coarse")");
    QTest::newRow("pixels") << QByteArray(R"("unit")");
    QTest::newRow("list_columns") << QByteArray(R"("file name,\"class\",split")");
    QTest::newRow("test_fraction") << QByteArray("0.25");
    QTest::newRow("split_seed") << QByteArray("0");
    QTest::newRow("unreadable") << QByteArray(R"("refuse")");
    QTest::newRow("class_weights") << QByteArray(R"("balanced")");
    QTest::newRow("use_large_experts") << QByteArray("false");
    QTest::newRow("use_large_gating_mlp") << QByteArray("false");
    QTest::newRow("use_large_baseline_classifier") << QByteArray("false");
    QTest::newRow("networks") << QByteArray(
        R"({"gate":"small-vgg","sub-gate":[{"layer":"flatten"},{"layer":"dense","units":"outputs","activation":"linear"}]})");
    QTest::newRow("seed") << QByteArray("9007199254740991");
    QTest::newRow("learning_rate") << QByteArray("0.1");
    QTest::newRow("patience") << QByteArray("0");
    QTest::newRow("validation") << QByteArray(R"("holdout")");
    QTest::newRow("holdout_fraction") << QByteArray("0.3333333333333333");
    QTest::newRow("groups") << QByteArray(R"({"b":[2],"a-1":[1,0],"c":[3]})");
    QTest::newRow("frozen_dropout") << QByteArray("false");
    QTest::newRow("precision") << QByteArray(R"("bf16")");
    QTest::newRow("threads") << QByteArray("1024");
    QTest::newRow("device") << QByteArray(R"("cuda")");
}

void TestParameters::roundTrip() {
    QFETCH(QByteArray, value);
    const char* name = QTest::currentDataTag();
    Parameters parameters;
    setParameter(parameters, parameterInfo(name), parseJson(value.toStdString(), "test"));
    QVERIFY(parameters != Parameters{});
    const std::string text = toJson(parameters).dump(2);
    const Parameters again = parametersFromJson(parseJson(text, "test"), "test");
    QVERIFY(again == parameters);
    QCOMPARE(valueOf(again, name).dump(), value.toStdString());
    // Nothing else has moved.
    setParameter(parameters, parameterInfo(name), valueOf({}, name));
    QVERIFY(parameters == Parameters{});
}

void TestParameters::assigns_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("epochs=3") << QByteArray("3");
    QTest::newRow("learning_rate=5e-4") << QByteArray("0.0005");
    QTest::newRow("learning_rate=1") << QByteArray("1.0");
    QTest::newRow("use_large_experts=false") << QByteArray("false");
    QTest::newRow("validation=holdout") << QByteArray(R"("holdout")");
    QTest::newRow("precision=bf16") << QByteArray(R"("bf16")");
    QTest::newRow("validation=own") << QByteArray(R"("own")");
    QTest::newRow("image_size=8") << QByteArray("8");
    QTest::newRow("list_columns=path,class") << QByteArray(R"("path,class")");
    QTest::newRow("list_columns=[3]") << QByteArray(R"("[3]")"); // text, whatever it looks like
    QTest::newRow("device=cpu") << QByteArray(R"("cpu")");
    QTest::newRow(R"(groups={"a": [0, 2], "b": [1]})") << QByteArray(R"({"a":[0,2],"b":[1]})");
}

void TestParameters::assigns() {
    QFETCH(QByteArray, value);
    const std::string assignment = QTest::currentDataTag();
    Parameters parameters;
    setParameter(parameters, assignment);
    QCOMPARE(getParameter(parameters, parameterInfo(assignment.substr(0, assignment.find('=')))).dump(),
             value.toStdString());
}

void TestParameters::refusesAssignment_data() {
    QTest::addColumn<QStringList>("named");
    QTest::newRow("epochs") << QStringList{"epochs is not an assignment", "name=value"};
    QTest::newRow("epoch=3") << QStringList{"epoch is not a parameter", "batch_size, epochs, train_examples"};
    QTest::newRow("=3") << QStringList{"is not a parameter"};
    QTest::newRow("epochs=") << QStringList{"epochs is \"\"", "a whole number from 1 to 100000"};
    QTest::newRow("epochs=three") << QStringList{"epochs is \"three\"", "a whole number from 1 to 100000"};
    QTest::newRow("epochs=0") << QStringList{"epochs is 0", "a whole number from 1 to 100000"};
    QTest::newRow("epochs=2.5") << QStringList{"epochs is 2.5", "a whole number from 1 to 100000"};
    QTest::newRow("epochs=\"3\"") << QStringList{"epochs is \"3\"", "a whole number"};
    QTest::newRow("epochs=true") << QStringList{"epochs is true", "a whole number"};
    QTest::newRow("epochs=18446744073709551615") << QStringList{"epochs is 18446744073709551615", "100000"};
    QTest::newRow("batch_size=-1") << QStringList{"batch_size is -1", "from 1 to 10000"};
    QTest::newRow("train_examples=10000001") << QStringList{"train_examples is 10000001", "from 1 to 10000000"};
    QTest::newRow("test_examples=0") << QStringList{"test_examples is 0", "from 1 to 10000000"};
    QTest::newRow("image_size=7") << QStringList{"image_size is 7",
                                                 "Give 0 (automatic) or a whole number from 8 to 224"};
    QTest::newRow("image_size=225") << QStringList{"image_size is 225", "from 8 to 224"};
    QTest::newRow("image_size=-1") << QStringList{"image_size is -1"};
    QTest::newRow("fit=crops") << QStringList{"fit is \"crops\"", "crop or pad or stretch"};
    QTest::newRow("test_fraction=0") << QStringList{"test_fraction is 0", "from 0.01 to 0.9"};
    QTest::newRow("list_columns=a\nb") << QStringList{"list_columns is", "one line of UTF-8 text"};
    QTest::newRow("list_columns=\xff") << QStringList{"list_columns is", "one line of UTF-8 text"};
    QTest::newRow("train_examples=1.000")
        << QStringList{"train_examples is 1.000. Give a whole number"}; // as typed
    QTest::newRow("seed=-1") << QStringList{"seed is -1", "from 0 to 9007199254740991"};
    QTest::newRow("seed=9007199254740993") << QStringList{"seed is 9007199254740993"};
    QTest::newRow("learning_rate=0") << QStringList{"learning_rate is 0", "a number from 1e-08 to 1"};
    QTest::newRow("learning_rate=1.5") << QStringList{"learning_rate is 1.5", "to 1"};
    QTest::newRow("learning_rate=1e999") << QStringList{"learning_rate is \"1e999\"", "from 1e-08 to 1"};
    QTest::newRow("learning_rate=nan") << QStringList{"learning_rate is \"nan\"", "from 1e-08 to 1"};
    QTest::newRow("learning_rate=0,001") << QStringList{"learning_rate is \"0,001\"", "from 1e-08 to 1"};
    QTest::newRow("use_large_experts=yes") << QStringList{"use_large_experts is \"yes\"", "true or false"};
    QTest::newRow("networks=small-vgg") << QStringList{"networks is not JSON"};
    QTest::newRow("networks=[]") << QStringList{"networks is []", R"({"gate": "small-vgg", ...})"};
    QTest::newRow(R"(networks={"gates": "small-vgg"})")
        << QStringList{"networks has \"gates\"", "baseline, gate, expert, sub-gate"};
    QTest::newRow("networks.gates=small-vgg") << QStringList{"networks has \"gates\""};
    QTest::newRow("networks.gate=vgg") << QStringList{"networks.gate is \"vgg\", which is no preset", "large-vgg"};
    QTest::newRow("networks.gate=[{") << QStringList{"networks.gate is not JSON, at byte"};
    QTest::newRow("networks.gate=[]") << QStringList{"networks.gate does not end with its outputs"};
    QTest::newRow("groups={\"a\":[0],") << QStringList{"groups is not JSON, at byte"};
    QTest::newRow("holdout_fraction=0.6") << QStringList{"holdout_fraction is 0.6", "from 0.01 to 0.5"};
    QTest::newRow("use_large_experts=1") << QStringList{"use_large_experts is 1", "true or false"};
    QTest::newRow("validation=train") << QStringList{"validation is \"train\"", "test or holdout or own"};
    QTest::newRow("device=") << QStringList{"device is \"\"", "auto or cpu or cuda"};
    QTest::newRow("groups=[[0],[1]]") << QStringList{"groups is [[0],[1]]",
                                                     "the numbers of the classes of each group"};
    QTest::newRow(R"(groups={"a":[0.0],"b":[1]})") << QStringList{"groups is {"};
    QTest::newRow(R"(groups={"a":[0],"b":1})") << QStringList{"groups is {"};
    QTest::newRow(R"(groups={"a":[0],"a":[1]})") << QStringList{"groups has the key \"a\" twice"};
    QTest::newRow(R"(groups={"a":[0],"b":[2]})") << QStringList{"groups: ", "class 1 belongs to no group"};
    QTest::newRow(R"(groups={"a":[0],"b":[99999999999]})") << QStringList{"groups: "};
    QTest::newRow(R"(groups={" a":[0],"b":[1]})") << QStringList{"groups: ", "\" a\" begins or ends with a blank"};
}

void TestParameters::refusesAssignment() {
    QFETCH(QStringList, named);
    Parameters parameters;
    const QString message = errorText([&] { setParameter(parameters, std::string_view(QTest::currentDataTag())); });
    for (const QString& part : named)
        QVERIFY2(message.contains(part), qPrintable("\"" + message + "\" lacks " + part));
    QVERIFY(parameters == Parameters{});
}

void TestParameters::networksAreSetByRole() {
    Parameters parameters;
    setParameter(parameters, "networks.gate=small-vgg");
    setParameter(parameters, R"(networks.expert=[{"layer": "flatten"}, {"layer": "dense", "units": "outputs"}])");
    setParameter(parameters, "networks.gate=large-vgg"); // the later counts
    QCOMPARE(parameters.networks.size(), std::size_t{2});
    QVERIFY(networkOf(parameters, "gate") == presetNetwork("large-vgg"));
    QCOMPARE(networkOf(parameters, "expert").size(), std::size_t{2});
    QVERIFY(networkOf(parameters, "baseline") == presetNetwork("large-vgg"));
    parameters.useLargeBaselineClassifier = false;
    QVERIFY(networkOf(parameters, "baseline") == presetNetwork("small-vgg"));
    QVERIFY(networkOf(parameters, "sub-gate") == presetNetwork("sub-gate"));
    QVERIFY(!toJson(Parameters()).contains("networks")); // files as earlier versions read them
}

void TestParameters::refusesFile_data() {
    QTest::addColumn<QString>("named");
    QTest::newRow(R"([1, 2])") << "run.json does not contain a JSON object";
    QTest::newRow(R"({"epochs": 3, "Epochs": 3})") << "Epochs is not a parameter";
    QTest::newRow(R"({"epochs": null})") << "epochs is null";
    QTest::newRow(R"({"epochs": [3]})") << "epochs is [3]";
    QTest::newRow(R"({"validation": 1})") << "validation is 1";
    QTest::newRow(R"({"epochs": 3, "epochs": 4})") << "run.json has the key \"epochs\" twice";
    QTest::newRow(R"({"epochs": 3} x)") << "run.json is not JSON, at byte";
}

void TestParameters::refusesFile() {
    QFETCH(QString, named);
    const QString message =
        errorText([] { parametersFromJson(parseJson(QTest::currentDataTag(), "run.json"), "run.json"); });
    QVERIFY2(message.startsWith(named), qPrintable(message));
}

/// Whatever bytes a command line or a file gives.
void TestParameters::messagesStayShortAndReadable() {
    Parameters parameters;
    const auto messageOf = [&](const std::string& assignment) {
        return errorText([&] { setParameter(parameters, assignment); });
    };
    QVERIFY(messageOf("device=\xff").startsWith(QString::fromUtf8("device is \"\uFFFD\"")));
    QVERIFY(messageOf("\xff=1").startsWith("\\xff is not a parameter"));
    QVERIFY(messageOf("\xff").startsWith("\\xff is not an assignment"));
    QVERIFY(messageOf("device=" + std::string(100'000, 'x')).size() < 1000);
    QVERIFY(messageOf("seed=\"" + std::string(100'000, 'x') + "\"").size() < 1000);
    QVERIFY(messageOf(std::string(100'000, 'x') + "=1").size() < 1000);
}

void TestParameters::missingKeysKeepTheirDefaults() {
    Parameters expected;
    expected.epochs = 3;
    QVERIFY(parametersFromJson(parseJson(R"({"epochs": 3})", "run.json"), "run.json") == expected);
    QVERIFY(parametersFromJson(Json::object(), "run.json") == Parameters{});
}

namespace {

struct DecimalComma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

/// Puts the locale back, whatever the test does.
struct CommaLocale {
    std::locale before = std::locale::global(std::locale(std::locale::classic(), new DecimalComma));

    CommaLocale() {
        for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8", "ru_RU.UTF-8", "de_DE.utf8"})
            if (std::setlocale(LC_ALL, name))
                break;
    }
    ~CommaLocale() {
        std::locale::global(before);
        std::setlocale(LC_ALL, "C");
    }
};

} // namespace

void TestParameters::decimalCommaLocale() {
    const CommaLocale comma;
    Parameters parameters;
    setParameter(parameters, "learning_rate=0.0125");
    setParameter(parameters, "train_examples=50000");
    QCOMPARE(parameters.learningRate, 0.0125);
    const std::string text = toJson(parameters).dump();
    QVERIFY2(text.find(R"("learning_rate":0.0125,)") != std::string::npos, text.c_str());
    QVERIFY2(text.find(R"("train_examples":50000,)") != std::string::npos, text.c_str());
    QVERIFY(parametersFromJson(parseJson(text, "test"), "test") == parameters);
    const QString message = errorText([&] { setParameter(parameters, "holdout_fraction=0.75"); });
    QCOMPARE(message, QString("holdout_fraction is 0.75. Give a number from 0.01 to 0.5."));
}

void TestParameters::files() {
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("p.json").toStdString();
    const auto read = [&](const char* content) {
        writeFileAtomically(file, content);
        return readParameters(file);
    };
    QCOMPARE(read(R"({"epochs": 3})").epochs, std::int64_t{3});
    // A run's whole config.json.
    QCOMPARE(read(R"({"schema": 1, "started_utc": "", "data": {}, "parameters": {"epochs": 4}})").epochs,
             std::int64_t{4});
    QVERIFY(errorText([&] { read(R"({"schema": 1})"); }).startsWith("schema is not a parameter"));
    QVERIFY(errorText([&] {
                read(R"({"schema": 1, "parameters": {"epoch": 4}})");
            }).startsWith("epoch is not a parameter"));
    const QString sweep = errorText([&] { read(R"({"name": "s", "parameters": {"epochs": 4}})"); });
    QVERIFY2(sweep.contains("p.json is a sweep"), qPrintable(sweep));
    QVERIFY(errorText([&] { read("[]"); }).contains("p.json does not contain a JSON object"));
}

/// Every parameter of the data comes to the readers, and no other.
void TestParameters::dataOptions() {
    const DataOptions usual = dataOptionsOf({});
    QVERIFY(usual == DataOptions({.size = {5000, 1000}}));
    const QStringList changes = {"train_examples=7", "test_examples=8", "image_size=9",     "fit=pad",
                                 "colour=rgb",       "labels=coarse",   "pixels=unit",      "list_columns=a,b",
                                 "test_fraction=.5", "split_seed=10",   "unreadable=refuse"};
    for (const ParameterInfo& info : parameterTable()) {
        const auto found = std::ranges::find_if(changes, [&](const QString& change) {
            return change.startsWith(QString::fromStdString(std::string(info.name) + "="));
        });
        QCOMPARE(info.ofTheData, found != changes.end());
        if (found == changes.end() || *found == "test_fraction=.5") // JSON has a digit before the point
            continue;
        Parameters parameters;
        setParameter(parameters, found->toStdString());
        QVERIFY2(!(dataOptionsOf(parameters) == usual), qPrintable(*found));
    }
    Parameters parameters;
    setParameter(parameters, "image_size=48");
    setParameter(parameters, "colour=gray");
    setParameter(parameters, "test_fraction=0.5");
    setParameter(parameters, "split_seed=10");
    const DataOptions options = dataOptionsOf(parameters);
    QCOMPARE(options.imageSize, 48);
    QVERIFY(options.colour == Colour::Gray);
    QCOMPARE(options.testFraction, 0.5);
    QCOMPARE(options.splitSeed, std::uint64_t{10});
}

TEST_OF_ROOM(TestParameters);
#include "test_parameters.moc"
