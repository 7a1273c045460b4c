#include "base/files.h"
#include "base/safetensors.h"
#include "error_text.h"
#include "experiment/heat_map.h"
#include "experiment/own_pictures.h"
#include "experiment/reuse.h"
#include "experiment/tiny_run.h"
#include "export/exports.h"
#include "test_of_room.h"

#include <QtTest>

#include <algorithm>

using namespace moelab;
namespace fs = std::filesystem;

/// Runs of images that are not CIFAR-10's: of another size, with validation images of their own, and a group of a
/// single class.
class TestAnyImages : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init() { m_copies.emplace(); }
    void keepsTheSizeOfImages();
    void configOfTheNotebooksDataIsAsBefore();
    void refusesAnotherSize();
    void aGroupOfOneClassIsDoneBeforeTraining();
    void aGroupOfOneClassTakesPart();
    void looksAtNothing();
    void exportsWhatThereIs();
    void whatAnEarlierVersionTrainedThereIsOfNoUse();
    void isReused();
    void ownValidation();
    void withoutValidationOfItsOwn();
    void scoresOfUnbalancedClasses();
    void classWeightsShapeEveryStage();

  private:
    Experiment train(const fs::path& folder, const Parameters& parameters);

    tiny::Place m_place;
    std::optional<tiny::Place> m_copies; ///< for one test
    std::optional<Experiment> m_run;     ///< trained
    tiny::Listener m_listener;
};

/// Grey, 16 x 16; of class 0 there are three times as many as of the two others. The classes differ by where they
/// are bright.
static ImageSet patterns(std::size_t count, std::uint32_t seed) {
    ImageSet set{16, 16, 1, {}, {}};
    for (std::size_t image = 0; image < count; ++image) {
        const std::size_t place = image % 5;
        const auto cls = static_cast<std::uint16_t>(place < 3 ? 0 : place - 2);
        for (int y = 0; y < 16; ++y)
            for (int x = 0; x < 16; ++x) {
                seed = seed * 1664525 + 1013904223;
                const int bright = (cls == 0 ? x < 8 : cls == 1 ? y < 8 : x >= 8) ? 150 : 20;
                set.pixels.push_back(static_cast<std::uint8_t>(bright + static_cast<int>(seed >> 27)));
            }
        set.labels.push_back(cls);
    }
    return set;
}

static DataSet patternData() {
    DataSet data;
    data.source = {"Patterns", "/nowhere/patterns", "", false, false};
    data.classNames = {"left", "top", "right"};
    data.train = patterns(60, 1);
    data.test = patterns(40, 2);
    data.validation = patterns(25, 3);
    return data;
}

static Parameters parameters() {
    Parameters parameters = tiny::parameters();
    parameters.groups = {{"pair", {0, 1}}, {"single", {2}}};
    parameters.validation = Validation::Own;
    return parameters;
}

static const Stage& single(const Experiment& experiment) { return findStage(experiment.stages(), "expert-single"); }

Experiment TestAnyImages::train(const fs::path& folder, const Parameters& wanted) {
    Experiment experiment = Experiment::create(folder, wanted, patternData());
    tiny::train(experiment);
    return experiment;
}

void TestAnyImages::initTestCase() {
    m_run.emplace(Experiment::create(m_place.path("run"), parameters(), patternData()));
    m_run->train(tiny::stageNames(*m_run), m_listener, StopToken());
}

void TestAnyImages::keepsTheSizeOfImages() {
    const RunConfig config = readRunConfig(m_run->folder().path());
    QVERIFY(config.images == ImageShape({16, 16, 1}));
    QVERIFY(m_run->imageShape() == ImageShape({16, 16, 1}));
    RunConfig changed = config;
    changed.former = config.settings();
    changed.former->images = {24, 20, 3};
    changed.former->classNames = {"a", "b", "c"};
    const fs::path folder = m_copies->path("changed");
    makeFolder(folder);
    writeRunConfig(folder, changed);
    const RunConfig again = readRunConfig(folder);
    QVERIFY(again.images == config.images);
    QVERIFY(again.former->images == ImageShape({24, 20, 3}));
    QCOMPARE(again.former->classNames, changed.former->classNames);
    QCOMPARE(again.classNames, config.classNames);
}

/// Files that there are, and those that are written for the same runs, say nothing of what came later.
void TestAnyImages::configOfTheNotebooksDataIsAsBefore() {
    const Experiment experiment = Experiment::create(m_copies->path("run"), tiny::parameters(), "builtin");
    const Json config = readJson(experiment.folder().path() / "config.json");
    const auto keysOf = [](const Json& object) {
        QStringList keys;
        for (const auto& [key, value] : object.items())
            keys << QString::fromStdString(key);
        return keys;
    };
    QCOMPARE(keysOf(config.at("data")),
             QStringList({"name", "origin", "archive_sha256", "official", "drawn", "classes", "fingerprint"}));
    for (const ParameterInfo& info : parameterTable())
        QCOMPARE(config.at("parameters").contains(std::string(info.name)), !info.later || info.name == "networks");
    QVERIFY(experiment.imageShape() == ImageShape());
}

void TestAnyImages::refusesAnotherSize() {
    const ImageSet picture{32, 32, 3, std::vector<std::uint8_t>(3072), {0}};
    QVERIFY(errorText([&] {
                ownOutputs(*m_run, picture, m_run->trained(), StopToken());
            }).startsWith("the pictures are 32 x 32 x 3, and the run's images 16 x 16 x 1"));
}

void TestAnyImages::aGroupOfOneClassIsDoneBeforeTraining() {
    Experiment experiment = Experiment::create(m_copies->path("run"), parameters(), patternData());
    QVERIFY(experiment.state(single(experiment)) == StageState::Done);
    const StageResult result = experiment.result(single(experiment)).value();
    QCOMPARE(result.accuracy, 1.0);
    QCOMPARE(result.loss, 0.0);
    QCOMPARE(result.epochs, 0);
    QVERIFY(!isAtChance(result, single(experiment), experiment.parameters()));
    QVERIFY(experiment.trained().empty()); // nothing is
    QVERIFY(errorText([&] { experiment.outputs(StopToken()); }).contains("has no trained stage"));
    tiny::Listener listener;
    experiment.train({"expert-single"}, listener, StopToken()); // there is nothing to do
    QVERIFY(listener.heard("").empty());
    Parameters changed = experiment.parameters();
    changed.epochs = 7;
    experiment.setParameters(changed);
    QVERIFY(experiment.state(single(experiment)) == StageState::Done);
}

void TestAnyImages::aGroupOfOneClassTakesPart() {
    QVERIFY(m_listener.heard("expert-single").empty());
    QVERIFY(!m_listener.heard("mixture").empty());
    QCOMPARE(m_run->trained().size(), std::size_t{5});
    QVERIFY(!fs::exists(m_run->folder().path() / "stages" / "expert-single"));
    const MemberOutputs outputs = m_run->outputs(StopToken());
    QCOMPARE(outputs.classes, 3);
    for (std::int64_t image = 0; image < outputs.images; ++image)
        for (std::int64_t cls = 0; cls < 3; ++cls)
            QCOMPARE(outputs.row(outputs.expert(1), image, 3)[static_cast<std::size_t>(cls)],
                     cls == 2 ? 1.0F : 0.0F);
    QVERIFY(!outputs.mixture().empty());
    const MemberOutputs saved = m_run->outputs(StopToken()); // from the file
    QVERIFY(saved.arrays == outputs.arrays);
    QVERIFY(m_run->history(single(*m_run)).empty());
    QCOMPARE(m_run->epochAnswers(single(*m_run)).epochs(), 0);
}

void TestAnyImages::looksAtNothing() {
    const auto pixels = m_run->data().test.image(0);
    const ImageSet picture{16, 16, 1, {pixels.begin(), pixels.end()}, {0}};
    for (const HeatMapKind kind : {HeatMapKind::GradCam, HeatMapKind::Occlusion})
        QCOMPARE(errorText([&] {
                     heatMap(*m_run, {kind, "expert-single", 2}, picture, StopToken());
                 }),
                 QString("stage expert-single is a constant: it predicts right for every image, and looks at none. "
                         "Choose another stage."));
    QCOMPARE(heatMap(*m_run, {HeatMapKind::Occlusion, "mixture", 2}, picture, StopToken()).width, 16);
    QCOMPARE(heatMap(*m_run, {HeatMapKind::GradCam, "expert-pair", 0}, picture, StopToken()).height, 16);
}

void TestAnyImages::exportsWhatThereIs() {
    const fs::path weights = m_copies->path("weights.safetensors");
    exportSafeTensors(*m_run, weights);
    bool pair = false;
    for (const StoredTensor& tensor : readSafeTensors(weights).tensors) {
        pair = pair || tensor.name.starts_with("expert-pair.");
        QVERIFY2(!tensor.name.starts_with("expert-single."), tensor.name.c_str());
    }
    QVERIFY(pair);
    exportTorchScript(*m_run, m_copies->path("mixture.pt"));
    QVERIFY(fs::exists(m_copies->path("mixture.pt")));
    exportImageTable(*m_run, m_copies->path("images.csv"), StopToken());
    QVERIFY(readFile(m_copies->path("images.csv"), 1 << 20).starts_with("image,class,route"));
}

/// An earlier version trained an expert for one class, too. Whatever its files are, they stop nothing.
void TestAnyImages::whatAnEarlierVersionTrainedThereIsOfNoUse() {
    const fs::path run = m_copies->copy(m_run->folder().path(), "old");
    makeFolder(run / "stages" / "expert-single");
    for (const char* file : {"result.json", "best.safetensors", "resume.safetensors"})
        writeFileAtomically(run / "stages" / "expert-single" / file, "damaged");
    const Experiment experiment = Experiment::open(run);
    QVERIFY(experiment.leftOut().empty());
    for (const Stage& stage : experiment.stages())
        QVERIFY2(experiment.state(stage) == StageState::Done, stage.name.c_str());
    QVERIFY(experiment.replacedBy(tiny::stageNames(experiment), experiment.parameters()).empty());
}

void TestAnyImages::isReused() {
    Experiment experiment = Experiment::create(m_copies->path("again"), parameters(), patternData());
    const std::vector<fs::path> runs = {m_run->folder().path()};
    QCOMPARE(takeTrainedStages(experiment.context(), tiny::stageNames(experiment), runs).size(), std::size_t{4});
    QVERIFY(tiny::stateOf(experiment, "mixture") == StageState::Done);
    QVERIFY(experiment.outputs(StopToken()).arrays == m_run->outputs(StopToken()).arrays);
}

void TestAnyImages::ownValidation() {
    const EpochAnswers answers = m_run->epochAnswers(findStage(m_run->stages(), "baseline"));
    QVERIFY(answers.of == Validation::Own);
    QCOMPARE(answers.epochs(), 2);
    QCOMPARE(answers.images.size(), std::size_t{25});
    const std::vector<std::uint16_t>& labels = m_run->data().validation->labels;
    QVERIFY(std::ranges::equal(answers.classes, labels));
    // The members' temperature is fitted on them: nothing was learned from them.
    QVERIFY(std::ranges::equal(m_run->outputs(StopToken(), ImagePart::HeldOut).labels, labels));
    // An expert is watched on those of its group.
    QCOMPARE(m_run->epochAnswers(findStage(m_run->stages(), "expert-pair")).images.size(), std::size_t{20});
}

void TestAnyImages::withoutValidationOfItsOwn() {
    DataSet data = patternData();
    data.validation.reset();
    QCOMPARE(
        errorText([&] { Experiment::create(m_copies->path("none"), parameters(), data); }),
        QString("validation is \"own\", but Patterns has no validation images of its own. Give test or holdout."));
    QVERIFY(!fs::exists(m_copies->path("none")));
}

/// The result says what the outputs say.
void TestAnyImages::scoresOfUnbalancedClasses() {
    const MemberOutputs outputs = m_run->outputs(StopToken());
    std::vector<double> right(3);
    std::vector<double> images(3);
    for (std::int64_t image = 0; image < outputs.images; ++image) {
        const auto row = outputs.row(outputs.baseline(), image, 3);
        const auto label = static_cast<std::size_t>(outputs.labels[static_cast<std::size_t>(image)]);
        ++images[label];
        right[label] += std::ranges::max_element(row) - row.begin() == static_cast<std::ptrdiff_t>(label) ? 1 : 0;
    }
    QCOMPARE(images, (std::vector<double>{24, 8, 8}));
    const StageResult result = tiny::resultOf(*m_run, "baseline");
    QCOMPARE(result.balancedAccuracy.value(), (right[0] / 24 + right[1] / 8 + right[2] / 8) / 3);
    QVERIFY(result.macroF1.value() > 0 && result.macroF1.value() <= 1);
    const std::optional<StageResult> read = readStageResult(m_run->folder().path(), "baseline");
    QCOMPARE(read->balancedAccuracy, result.balancedAccuracy);
    QCOMPARE(read->macroF1, result.macroF1);
}

void TestAnyImages::classWeightsShapeEveryStage() {
    Parameters weighed = parameters();
    weighed.classWeights = ClassWeights::Balanced;
    const Experiment plain = train(m_copies->path("plain"), parameters());
    const Experiment balanced = train(m_copies->path("balanced"), weighed);
    for (const char* stage : {"baseline", "gate", "expert-pair", "mixture"}) {
        QCOMPARE(tiny::resultOf(plain, stage).weightsSha256, tiny::resultOf(*m_run, stage).weightsSha256);
        QVERIFY2(tiny::resultOf(balanced, stage).weightsSha256 != tiny::resultOf(plain, stage).weightsSha256,
                 stage);
    }
}

TEST_OF_ROOM(TestAnyImages);
#include "test_any_images.moc"
