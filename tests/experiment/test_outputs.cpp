#include "analysis/confusion.h"
#include "analysis/routing.h"
#include "base/files.h"
#include "base/safetensors.h"
#include "base/sha256.h"
#include "data/builtin.h"
#include "data/cifar_fixture.h"
#include "error_text.h"
#include "experiment/run_check.h"
#include "experiment/tiny_run.h"
#include "export/exports.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace moelab;
namespace fs = std::filesystem;

/// What the members of a tiny run say of its images, and the files that keep it.
class TestOutputs : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init() { m_copies.emplace(); }
    void resultsAgreeWithOutputs();
    void outputsAreProbabilities();
    void takeTheBytesThatWereReckoned();
    void mixtureIsTheBlend();
    void outputsAreKept();
    void outputsOfAnotherRunAreNotBelieved();
    void damagedOutputsAreMadeAgain_data();
    void damagedOutputsAreMadeAgain();
    void aMemberThatCannotBeReadIsLeftOut_data();
    void aMemberThatCannotBeReadIsLeftOut();
    void partsAreTheImagesTheyName();
    void partsAreKeptApart();
    void heldOutAreThoseSetAside();
    void nothingIsHeldOut();

  private:
    tiny::Place m_place;
    std::optional<tiny::Place> m_copies; ///< for one test
    fs::path m_run;                      ///< all five stages are trained
};

static double share(std::size_t count, std::size_t all) {
    return static_cast<double>(count) / static_cast<double>(all);
}

void TestOutputs::initTestCase() {
    m_run = m_place.path("run");
    Experiment experiment = Experiment::create(m_run, tiny::parameters(), "builtin");
    tiny::train(experiment);
}

void TestOutputs::resultsAgreeWithOutputs() {
    Experiment experiment = Experiment::open(m_run);
    const MemberOutputs outputs = experiment.outputs(StopToken());
    const auto images = static_cast<std::size_t>(outputs.images);
    const std::vector<std::int64_t> own = ownGroups(outputs.labels, defaultGroups());
    const auto check = [&](const std::string& stage, const std::vector<float>& values, std::int64_t width,
                           const std::vector<std::int64_t>& labels, int group) {
        const std::vector<std::int64_t> said = predictions(values, width);
        std::size_t count = 0;
        std::size_t right = 0;
        double loss = 0;
        for (std::size_t i = 0; i < images; ++i) {
            if (group >= 0 && own[i] != group)
                continue;
            ++count;
            right += said[i] == labels[i];
            const auto row = outputs.row(values, static_cast<std::int64_t>(i), width);
            const double sum = std::accumulate(row.begin(), row.end(), 0.0); // 1, but for the mixture
            loss -= std::log(std::clamp(row[static_cast<std::size_t>(labels[i])] / sum, 1e-7, 1 - 1e-7));
        }
        const StageResult result = tiny::resultOf(experiment, stage);
        QCOMPARE(result.accuracy, share(right, count));
        QVERIFY(std::abs(result.loss - loss / static_cast<double>(count)) < 1e-4);
    };
    check("baseline", outputs.baseline(), 10, outputs.labels, -1);
    check("gate", outputs.gate(), 2, own, -1);
    check("expert-artificial", outputs.expert(0), 10, outputs.labels, 0);
    check("expert-natural", outputs.expert(1), 10, outputs.labels, 1);
    check("mixture", outputs.mixture(), 10, outputs.labels, -1);
}

void TestOutputs::outputsAreProbabilities() {
    Experiment experiment = Experiment::open(m_run);
    const MemberOutputs outputs = experiment.outputs(StopToken());
    QCOMPARE(outputs.images, 40);
    QCOMPARE(outputs.classes, 10);
    QCOMPARE(outputs.groups, 2);
    const std::vector<std::uint16_t>& labels = experiment.data().test.labels;
    QVERIFY(outputs.labels == std::vector<std::int64_t>(labels.begin(), labels.end()));
    QCOMPARE(outputs.subGates().size(), std::size_t{2 * 40 * 10 * 2});
    QCOMPARE(outputs.groups, std::int64_t{2});
    const auto sumsAreOne = [](const std::vector<float>& values, std::size_t rows, std::size_t width) {
        QCOMPARE(values.size(), rows * width);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto begin = values.begin() + static_cast<std::ptrdiff_t>(row * width);
            QVERIFY(std::abs(std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(width), 0.0) - 1) < 1e-5);
            QVERIFY(*std::min_element(begin, begin + static_cast<std::ptrdiff_t>(width)) >= 0);
        }
    };
    sumsAreOne(outputs.baseline(), 40, 10);
    sumsAreOne(outputs.gate(), 40, 2);
    sumsAreOne(outputs.expert(0), 40, 10);
    sumsAreOne(outputs.expert(1), 40, 10);
    sumsAreOne(outputs.subGates(), 80, 20); // all twenty weights of a sub-gate together
}

void TestOutputs::takeTheBytesThatWereReckoned() {
    const MemberOutputs outputs = Experiment::open(m_run).outputs(StopToken());
    std::size_t bytes = 0;
    for (const auto& [name, array] : outputs.arrays)
        bytes += array.size() * sizeof(float);
    QCOMPARE(bytes, std::size_t(bytesOfOutputs(40, 10, 2)));
}

void TestOutputs::mixtureIsTheBlend() {
    Experiment experiment = Experiment::open(m_run);
    const MemberOutputs outputs = experiment.outputs(StopToken());
    QCOMPARE(outputs.mixture().size(), std::size_t{400});
    for (std::size_t image = 0; image < 40; ++image) {
        const std::size_t group = outputs.gate()[image * 2] > outputs.gate()[image * 2 + 1] ? 0 : 1;
        for (std::size_t cls = 0; cls < 10; ++cls) {
            const std::size_t at = image * 10 + cls;
            const float* const weights = &outputs.subGates()[((group * 40 + image) * 10 + cls) * 2];
            const float blend = outputs.baseline()[at] * weights[0] + outputs.expert(group)[at] * weights[1];
            QVERIFY(std::abs(outputs.mixture()[at] - blend) < 1e-7f);
        }
    }
}

void TestOutputs::outputsAreKept() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "kept"));
    const fs::path file = experiment.folder().outputs();
    const MemberOutputs first = experiment.outputs(StopToken());
    const auto written = fs::last_write_time(file);
    const std::string hash = sha256OfFile(file);
    const MemberOutputs second = experiment.outputs(StopToken());
    QVERIFY(second.mixture() == first.mixture());
    QVERIFY(fs::last_write_time(file) == written);
    fs::remove(file);
    QVERIFY(experiment.outputs(StopToken()).mixture() == first.mixture());
    QCOMPARE(sha256OfFile(file), hash);
    // A member that is gone is no longer spoken for.
    Parameters changed = experiment.parameters();
    setParameter(changed, "networks.gate=small-vgg");
    experiment.setParameters(changed);
    const MemberOutputs without = experiment.outputs(StopToken());
    QVERIFY(without.gate().empty() && without.mixture().empty() && without.subGates().empty());
    QVERIFY(without.baseline() == first.baseline());
    QVERIFY(sha256OfFile(file) != hash);
}

void TestOutputs::outputsOfAnotherRunAreNotBelieved() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "forged"));
    const MemberOutputs good = experiment.outputs(StopToken());
    std::map<std::string, std::string> metadata;
    loadOutputs(experiment.folder().outputs(), &metadata);
    // Well-formed and under the right fingerprints, but of another shape.
    MemberOutputs forged{2, 3, 1, {0, 2}, {{"expert-0", std::vector<float>(6, 0.5f)}}};
    saveOutputs(experiment.folder().outputs(), forged, metadata);
    QVERIFY(experiment.outputs(StopToken()).mixture() == good.mixture());
    forged = good;
    forged.arrays.erase("baseline");
    saveOutputs(experiment.folder().outputs(), forged, metadata);
    QVERIFY(experiment.outputs(StopToken()).baseline() == good.baseline());
}

static std::vector<std::int64_t> labelsOf(const ImageSet& set, std::size_t begin, std::size_t end) {
    return {set.labels.begin() + static_cast<std::ptrdiff_t>(begin),
            set.labels.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// 60 images to learn from; held out are the next thousand of the source.
/// They are a cache.
void TestOutputs::damagedOutputsAreMadeAgain_data() {
    QTest::addColumn<QString>("damage");
    for (const char* damage : {"cut", "empty", "garbage", "other tensors", "newer", "folder"})
        QTest::newRow(damage) << QString(damage);
}

void TestOutputs::damagedOutputsAreMadeAgain() {
    QFETCH(QString, damage);
    const fs::path run = m_copies->copy(m_run, "damaged");
    Experiment experiment = Experiment::open(run);
    const MemberOutputs before = experiment.outputs(StopToken());
    const fs::path file = run / "outputs.safetensors";
    if (damage == "cut")
        fs::resize_file(file, fs::file_size(file) / 2);
    else if (damage == "other tensors")
        fs::copy_file(run / "stages" / "gate" / "best.safetensors", file, fs::copy_options::overwrite_existing);
    else if (damage == "newer")
        writeSafeTensors(file, {{"schema", "2"}}, {});
    else if (damage == "folder")
        fs::remove(file), fs::create_directories(file / "in the way");
    else
        writeFileAtomically(file, damage == "empty" ? "" : "garbage");
    QVERIFY(experiment.outputs(StopToken()).mixture() == before.mixture());
    if (damage == "folder")
        QVERIFY(fs::is_directory(file)); // not kept, and still had
    else
        QVERIFY(loadOutputs(file, nullptr).mixture() == before.mixture());
}

void TestOutputs::aMemberThatCannotBeReadIsLeftOut_data() {
    QTest::addColumn<QString>("damage");
    for (const char* damage : {"cut", "empty", "another's", "folder"})
        QTest::newRow(damage) << QString(damage);
}

void TestOutputs::aMemberThatCannotBeReadIsLeftOut() {
    QFETCH(QString, damage);
    const fs::path run = m_copies->copy(m_run, "part");
    fs::remove(run / "outputs.safetensors");
    const fs::path gate = run / "stages" / "gate" / "best.safetensors";
    if (damage == "cut")
        fs::resize_file(gate, fs::file_size(gate) / 2);
    else if (damage == "empty")
        writeFileAtomically(gate, "");
    else if (damage == "another's")
        fs::copy_file(run / "stages" / "baseline" / "best.safetensors", gate, fs::copy_options::overwrite_existing);
    else
        fs::remove(gate), fs::create_directory(gate);
    Experiment experiment = Experiment::open(run);
    const MemberOutputs outputs = experiment.outputs(StopToken());
    QVERIFY(outputs.gate().empty() && outputs.mixture().empty() && outputs.subGates().empty());
    QCOMPARE(outputs.baseline().size(), std::size_t{400});
    QCOMPARE(outputs.expert(1).size(), std::size_t{400});
    QVERIFY(!fs::exists(run / "outputs.safetensors")); // which is for all trained members
    exportSafeTensors(experiment, m_copies->path("weights"));
    const SafeTensors weights = readSafeTensors(m_copies->path("weights"));
    QVERIFY(
        std::ranges::none_of(weights.tensors, [](const StoredTensor& t) { return t.name.starts_with("gate."); }));
    QVERIFY(std::ranges::any_of(weights.tensors,
                                [](const StoredTensor& t) { return t.name.starts_with("baseline."); }));
    QVERIFY(
        errorText([&] { exportTorchScript(experiment, m_copies->path("script")); }).contains("best.safetensors"));
    for (const Stage& stage : experiment.stages()) {
        fs::remove_all(run / "stages" / stage.name / "best.safetensors");
        writeFileAtomically(run / "stages" / stage.name / "best.safetensors", "");
    }
    QVERIFY(errorText([&] { experiment.outputs(StopToken()); }).contains("best.safetensors")); // nothing is left
}

void TestOutputs::partsAreTheImagesTheyName() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "parts"));
    const DataSet more = drawBuiltin({.train = 1060, .test = 1});
    const MemberOutputs training = experiment.outputs(StopToken(), ImagePart::Training);
    QVERIFY(training.labels == labelsOf(more.train, 0, 60));
    const MemberOutputs heldOut = experiment.outputs(StopToken(), ImagePart::HeldOut);
    QVERIFY(heldOut.labels == labelsOf(more.train, 60, 1060));
    QCOMPARE(heldOut.mixture().size(), std::size_t{1000 * 10});
    const Split split = experiment.images(ImagePart::HeldOut, StopToken());
    QVERIFY(std::ranges::equal(split.set.image(0), more.train.image(60)));
}

void TestOutputs::partsAreKeptApart() {
    Experiment experiment = Experiment::open(m_copies->copy(m_run, "apart"));
    const RunFolder& folder = experiment.folder();
    const MemberOutputs test = experiment.outputs(StopToken());
    const MemberOutputs training = experiment.outputs(StopToken(), ImagePart::Training);
    QVERIFY(fs::exists(folder.outputs(ImagePart::Training)));
    // Another part's file is not believed, though it is of the same members.
    fs::copy_file(folder.outputs(), folder.outputs(ImagePart::Training), fs::copy_options::overwrite_existing);
    QVERIFY(experiment.outputs(StopToken(), ImagePart::Training).mixture() == training.mixture());
    QVERIFY(experiment.outputs(StopToken()).mixture() == test.mixture());
    // One that says it is, but has other images, neither.
    std::map<std::string, std::string> metadata;
    loadOutputs(folder.outputs(ImagePart::Training), &metadata);
    saveOutputs(folder.outputs(ImagePart::Training), test, metadata);
    QVERIFY(experiment.outputs(StopToken(), ImagePart::Training).mixture() == training.mixture());
}

void TestOutputs::heldOutAreThoseSetAside() {
    Parameters parameters = tiny::parameters();
    parameters.validation = Validation::Holdout;
    parameters.holdoutFraction = 0.4; // of 60: 36 to learn from, 24 set aside
    Experiment experiment = Experiment::create(m_copies->path("aside"), parameters, "builtin");
    tiny::train(experiment, {"baseline"});
    const ImageSet& train = experiment.data().train;
    QVERIFY(experiment.outputs(StopToken(), ImagePart::Training).labels == labelsOf(train, 0, 36));
    QVERIFY(experiment.outputs(StopToken(), ImagePart::HeldOut).labels == labelsOf(train, 36, 60));
}

void TestOutputs::nothingIsHeldOut() {
    const fs::path folder = m_copies->path("cifar");
    fixture::writeFolder(folder, fixture::cifarFiles(true, 10));
    Parameters parameters = tiny::parameters();
    parameters.trainExamples = 50; // all there are
    parameters.testExamples = 10;
    parameters.epochs = 1;
    Experiment experiment = Experiment::create(m_copies->path("all"), parameters, folder.string());
    tiny::train(experiment, {"gate"});
    const QString message = errorText([&] { experiment.outputs(StopToken(), ImagePart::HeldOut); });
    QVERIFY2(message.startsWith("train_examples is 50, every training image of CIFAR-10, so that none is held out"),
             qPrintable(message));
    QVERIFY2(message.contains("Train with fewer, or with validation=holdout"), qPrintable(message));
    QCOMPARE(experiment.outputs(StopToken(), ImagePart::Training).images, 50);
}

TEST_OF_ROOM(TestOutputs);
#include "test_outputs.moc"
