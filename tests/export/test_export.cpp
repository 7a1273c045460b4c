#include "analysis/confusion.h"
#include "base/files.h"
#include "base/safetensors.h"
#include "error_text.h"
#include "experiment/tiny_run.h"
#include "export/exports.h"
#include "export/image_table.h"
#include "test_of_room.h"

#include <QProcess>
#include <QtTest>

#include <cstring>

using namespace moelab;
namespace fs = std::filesystem;

class TestExport : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void safeTensorsHoldEveryMember();
    void safeTensorsOfWhatThereIs();
    void refusals_data();
    void refusals();
    void tableByHand();
    void tableReadsBack();
    void torchScriptIsAnArchive();
    void torchScriptSpeaksAsTheMembers();

  private:
    tiny::Place m_place;
    fs::path m_run;
};

using Shape = std::vector<std::int64_t>;
using Cells = std::vector<std::vector<std::string>>;

void TestExport::initTestCase() {
    m_run = m_place.path("run");
    Parameters parameters = tiny::parameters();
    parameters.epochs = 1;
    parameters.networks.clear(); // the notebook's small networks
    parameters.useLargeExperts = parameters.useLargeGatingMlp = parameters.useLargeBaselineClassifier = false;
    parameters.groups = {{"man-made", {0, 1, 8, 9}}, {"animals", {2, 3, 4, 5, 6, 7}}};
    Experiment experiment = Experiment::create(m_run, parameters, "builtin");
    tiny::train(experiment);
}

void TestExport::safeTensorsHoldEveryMember() {
    Experiment experiment = Experiment::open(m_run);
    const fs::path file = m_place.path("all.safetensors");
    exportSafeTensors(experiment, file);
    const SafeTensors content = readSafeTensors(file);
    std::vector<std::pair<std::string, Shape>> expected;
    const auto layer = [&](const std::string& name, const Shape& shape) {
        expected.emplace_back(name + ".weight", shape);
        expected.emplace_back(name + ".bias", Shape{shape[0]});
    };
    for (const auto& [member, outputs] : {std::pair("baseline", 10), std::pair("gate", 2),
                                          std::pair("expert-man-made", 10), std::pair("expert-animals", 10)}) {
        const std::string name = member;
        layer(name + ".conv1", {32, 3, 3, 3});
        layer(name + ".conv2", {32, 32, 3, 3});
        layer(name + ".conv3", {64, 32, 3, 3});
        layer(name + ".conv4", {64, 64, 3, 3});
        layer(name + ".dense1", {512, 8 * 8 * 64});
        layer(name + ".dense2", {outputs, 512});
    }
    for (const std::string name : {"sub-gate-man-made", "sub-gate-animals"}) {
        layer(name + ".dense1", {512, 32 * 32 * 3});
        layer(name + ".dense2", {20, 512});
    }
    QCOMPARE(content.tensors.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(content.tensors[i].name, expected[i].first);
        QCOMPARE(content.tensors[i].shape, expected[i].second);
        QCOMPARE(content.tensors[i].dtype, std::string("F32"));
    }
    // They are the best weights of the run.
    const SafeTensors gate = readSafeTensors(experiment.folder().bestWeights("gate"));
    const StoredTensor& weight = gate.find("dense2.weight", "F32", Shape{2, 512}, "run");
    QVERIFY(content.find("gate.dense2.weight", "F32", Shape{2, 512}, "export").bytes == weight.bytes);
    QCOMPARE(content.metadata.at("groups"), std::string(R"({"man-made":"man-made","animals":"animals"})"));
}

void TestExport::safeTensorsOfWhatThereIs() {
    const fs::path run = m_place.copy(m_run, "partly");
    for (const char* stage : {"baseline", "gate", "mixture", "expert-animals"})
        fs::remove_all(run / "stages" / stage);
    Experiment experiment = Experiment::open(run);
    const fs::path file = m_place.path("expert.safetensors");
    exportSafeTensors(experiment, file);
    const SafeTensors content = readSafeTensors(file);
    QCOMPARE(content.tensors.size(), std::size_t{12});
    for (const StoredTensor& tensor : content.tensors)
        QVERIFY(tensor.name.starts_with("expert-man-made."));
}

namespace {

using Export = void (*)(Experiment&, const fs::path&);

const std::map<std::string, Export> kExports = {
    {"safetensors", [](Experiment& run, const fs::path& file) { exportSafeTensors(run, file); }},
    {"torchscript", [](Experiment& run, const fs::path& file) { exportTorchScript(run, file); }},
    {"csv", [](Experiment& run, const fs::path& file) { exportImageTable(run, file, StopToken()); }}};

} // namespace

void TestExport::refusals_data() {
    QTest::addColumn<QString>("named");
    for (const auto& [format, write] :
         kExports) // the mixture needs all stages, and names the first that is missing
        QTest::newRow(format.c_str()) << (format == "torchscript" ? "stage baseline is not trained"
                                                                  : "has no trained stage");
}

void TestExport::refusals() {
    QFETCH(QString, named);
    const std::string format = QTest::currentDataTag();
    const Export write = kExports.at(format);
    Experiment experiment = Experiment::open(m_place.copy(m_run, "refusing " + format));
    const fs::path there = m_place.path("there." + format);
    writeFileAtomically(there, "mine");
    QString message = errorText([&] { write(experiment, there); });
    QVERIFY2(message.startsWith(QString::fromStdString(there.string()) + " exists already"), qPrintable(message));
    QCOMPARE(readFile(there, 100), std::string("mine"));

    const fs::path nowhere = m_place.path("no such folder") / "file";
    message = errorText([&] { write(experiment, nowhere); });
    QVERIFY2(message.startsWith(QString::fromStdString(nowhere.string()) + " cannot be written"),
             qPrintable(message));
    QVERIFY(!fs::exists(nowhere.parent_path()));

    const fs::path untrained = m_place.path("untrained " + format);
    Experiment fresh = Experiment::create(untrained, tiny::parameters(), "builtin");
    const fs::path file = m_place.path("untrained." + format);
    message = errorText([&] { write(fresh, file); });
    QVERIFY2(message.contains(named), qPrintable(message));
    QVERIFY(!fs::exists(file));
}

void TestExport::tableByHand() {
    MemberOutputs outputs;
    outputs.images = 2;
    outputs.classes = 2;
    outputs.groups = 2;
    outputs.labels = {1, 0};
    outputs.arrays["gate"] = {0.75f, 0.25f, 0.5f, 0.5f};
    outputs.arrays["expert-1"] = {0.1f, 0.9f, 1, 0};
    const ClassGroups groups = {{"a", {0}}, {"b", {1}}};
    QCOMPARE(imageTable(outputs, groups, {"say \"cat\", or", "two\nlines"}),
             std::string("image,class,route,expert-b.predicted,gate.a,gate.b,\"expert-b.say \"\"cat\"\", or\","
                         "\"expert-b.two\nlines\"\r\n"
                         "0,\"two\nlines\",a,\"two\nlines\",0.75,0.25,0.100000001,0.899999976\r\n"
                         "1,\"say \"\"cat\"\", or\",b,\"say \"\"cat\"\", or\",0.5,0.5,1,0\r\n"));
}

/// Reads RFC 4180.
static Cells parseCsv(const std::string& text) {
    Cells rows = {{""}};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            rows.back().back() += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            rows.back().emplace_back();
        else if (!quoted && c == '\r' && text.substr(i, 2) == "\r\n" && ++i)
            rows.push_back({""});
        else
            rows.back().back() += c;
    }
    rows.pop_back(); // the last line ends too
    return rows;
}

void TestExport::tableReadsBack() {
    Experiment experiment = Experiment::open(m_run);
    const fs::path file = m_place.path("images.csv");
    exportImageTable(experiment, file, StopToken());
    const Cells rows = parseCsv(readFile(file, 10'000'000));
    const MemberOutputs outputs = experiment.outputs(StopToken());
    const std::vector<std::string>& names = experiment.folder().config().classNames;
    QCOMPARE(rows.size(), std::size_t{41});
    const std::vector<std::string>& heading = rows.front();
    // image, class, route, 4 predictions; then mixture, baseline, 2 experts of 10, gate of 2, 2 sub-gates of 20
    QCOMPARE(heading.size(), std::size_t{7 + 4 * 10 + 2 + 2 * 20});
    const auto column = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(heading, name) - heading.begin());
    };
    const std::vector<std::int64_t> said = predictions(outputs.mixture(), 10);
    for (std::size_t image = 0; image < 40; ++image) {
        const std::vector<std::string>& row = rows[image + 1];
        QCOMPARE(row.size(), heading.size());
        QCOMPARE(row[0], std::to_string(image));
        QCOMPARE(row[column("class")], names[static_cast<std::size_t>(outputs.labels[image])]);
        QCOMPARE(row[column("mixture.predicted")], names[static_cast<std::size_t>(said[image])]);
        QCOMPARE(row[column("route")],
                 std::string(outputs.gate()[2 * image] > outputs.gate()[2 * image + 1] ? "man-made" : "animals"));
        const auto cell = [&](const std::string& name) {
            return std::strtof(row.at(column(name)).c_str(), nullptr);
        };
        QVERIFY(cell("gate.animals") == outputs.gate()[2 * image + 1]);
        for (std::size_t cls = 0; cls < 10; ++cls) {
            const std::size_t at = image * 10 + cls;
            QVERIFY(cell("mixture." + names[cls]) == outputs.mixture()[at]);
            QVERIFY(cell("baseline." + names[cls]) == outputs.baseline()[at]);
            QVERIFY(cell("expert-animals." + names[cls]) == outputs.expert(1)[at]);
            QVERIFY(cell("sub-gate-animals." + names[cls] + ".baseline") == outputs.subGates()[(400 + at) * 2]);
            QVERIFY(cell("sub-gate-animals." + names[cls] + ".expert") == outputs.subGates()[(400 + at) * 2 + 1]);
        }
    }
}

void TestExport::torchScriptIsAnArchive() {
    Experiment experiment = Experiment::open(m_run);
    const fs::path file = m_place.path("archive.pt");
    exportTorchScript(experiment, file);
    const std::string content = readFile(file, 1u << 30);
    QVERIFY(content.starts_with("PK\3\4"));
    const std::size_t directory = content.find("PK\1\2");
    QVERIFY(directory != std::string::npos);
    for (const char* entry : {"/data.pkl", "/constants.pkl", "/version", "/code/__torch__", "/data/0"})
        QVERIFY2(content.find(entry, directory) != std::string::npos, entry);
}

/// Loads the archive as a reader of the export would, and writes what each method says as raw floats.
static const char* const kScript = R"(
import array, sys, torch
module, pixels, out = sys.argv[1:]
model = torch.jit.load(module)
raw = torch.tensor(list(open(pixels, 'rb').read()), dtype=torch.uint8)
images = raw.reshape(-1, 32, 32, 3).permute(0, 3, 1, 2).float() / 255
with open(out, 'wb') as file:
    for name in ['forward', 'baseline', 'gate', 'expert_man_made', 'expert_animals', 'sub_gate_man_made', 'sub_gate_animals']:
        array.array('f', getattr(model, name)(images).flatten().tolist()).tofile(file)
)";

static int runPython(const QStringList& arguments) {
    QProcess python;
    python.setProcessChannelMode(QProcess::MergedChannels);
    python.start("/usr/bin/python3", arguments);
    if (!python.waitForFinished(120'000) || python.exitStatus() != QProcess::NormalExit)
        return -1;
    if (python.exitCode() != 0)
        qInfo().noquote() << python.readAll();
    return python.exitCode();
}

void TestExport::torchScriptSpeaksAsTheMembers() {
    Experiment experiment = Experiment::open(m_run);
    const fs::path file = m_place.path("mixture.pt");
    exportTorchScript(experiment, file);
    if (runPython({"-c", "import torch"}) != 0) {
        qInfo("Python has no torch here: what the archive says is not compared.");
        return;
    }
    const std::vector<std::uint8_t>& pixels = experiment.data().test.pixels;
    writeFileAtomically(m_place.path("pixels"), {reinterpret_cast<const char*>(pixels.data()), pixels.size()});
    const auto argument = [&](const fs::path& path) { return QString::fromStdString(path.string()); };
    QCOMPARE(runPython(
                 {"-c", kScript, argument(file), argument(m_place.path("pixels")), argument(m_place.path("said"))}),
             0);

    const MemberOutputs outputs = experiment.outputs(StopToken());
    std::vector<float> expected = outputs.mixture();
    for (const std::vector<float>* values :
         {&outputs.baseline(), &outputs.gate(), &outputs.expert(0), &outputs.expert(1), &outputs.subGates()})
        expected.insert(expected.end(), values->begin(), values->end());
    const std::string bytes = readFile(m_place.path("said"), 1u << 20);
    QCOMPARE(bytes.size(), expected.size() * sizeof(float));
    std::vector<float> said(expected.size());
    std::memcpy(said.data(), bytes.data(), bytes.size());
    // Another memory layout adds up in another order; nothing else differs.
    constexpr float kTolerance = 1e-5f;
    for (std::size_t i = 0; i < said.size(); ++i)
        QVERIFY2(std::abs(said[i] - expected[i]) < kTolerance, qPrintable(QString::number(i)));
}

TEST_OF_ROOM(TestExport);
#include "test_export.moc"
