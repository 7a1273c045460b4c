#include "base/files.h"
#include "data/cifar_fixture.h"
#include "error_text.h"
#include "experiment/heat_map.h"
#include "experiment/own_pictures.h"
#include "experiment/tiny_run.h"
#include "export/exports.h"
#include "held_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <algorithm>

using namespace moelab;
namespace fs = std::filesystem;

/// Runs whose data lie elsewhere by now.
class TestMovedData : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void doesWithoutWhatNeedsNoImages();
    void saysWhatIsMissing();
    void goesOnFromTheNewPlace_data();
    void goesOnFromTheNewPlace();
    void refusesOtherData_data();
    void refusesOtherData();
    void keepsNothingInARunInUse();

  private:
    fs::path path(const std::string& name) const { return m_copies->path(name); }

    tiny::Place m_place;
    std::optional<tiny::Place> m_copies; ///< for one test
    fs::path m_trained;                  ///< all five stages, with outputs; its data are gone
    fs::path m_run;                      ///< a copy of it
};

static Parameters smallParameters() {
    Parameters parameters = tiny::parameters();
    parameters.trainExamples = 50;
    parameters.testExamples = 10;
    parameters.epochs = 1;
    return parameters;
}

void TestMovedData::initTestCase() {
    const fs::path data = m_place.path("data");
    fixture::writeFolder(data, fixture::cifarFiles(true, 10));
    m_trained = m_place.path("run");
    Experiment experiment = Experiment::create(m_trained, smallParameters(), data.string());
    tiny::train(experiment);
    experiment.outputs(StopToken());
    fs::remove_all(data);
}

void TestMovedData::init() {
    m_copies.emplace();
    m_run = m_copies->copy(m_trained, "run");
}

void TestMovedData::doesWithoutWhatNeedsNoImages() {
    Experiment experiment = Experiment::open(m_run);
    QCOMPARE(experiment.trained().size(), std::size_t{5});
    QCOMPARE(experiment.outputs(StopToken()).images, std::int64_t{10});
    ImageSet pictures;
    pictures.pixels.assign(pictures.imageBytes(), 100);
    pictures.labels = {0};
    QCOMPARE(ownOutputs(experiment, pictures, experiment.trained(), StopToken()).mixture().size(), std::size_t{10});
    QCOMPARE(heatMap(experiment, {HeatMapKind::GradCam, "gate", 0}, pictures, StopToken()).height, 32);
    exportSafeTensors(experiment, path("weights"));
    exportTorchScript(experiment, path("script"));
    exportImageTable(experiment, path("images"), StopToken());
    for (const char* file : {"weights", "script", "images"})
        QVERIFY2(fs::file_size(path(file)) > 1000, file);
    tiny::train(experiment); // nothing is left to train
    experiment.resetStage("gate");
    QVERIFY(errorText([&] { tiny::train(experiment); }).contains("does not exist"));
}

void TestMovedData::saysWhatIsMissing() {
    Experiment experiment = Experiment::open(m_run);
    const QString message = errorText([&] { experiment.data(); });
    QVERIFY2(message.startsWith(QString::fromStdString(m_place.path("data").string()) + " does not exist"),
             qPrintable(message));
    for (const QString& part :
         {QString::fromStdString(m_run.string()), QString("--data"), QString("Locate the images…")})
        QVERIFY2(message.contains(part), qPrintable(message));
}

void TestMovedData::goesOnFromTheNewPlace_data() {
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"binary folder", "python folder", "archive", "more images"})
        QTest::newRow(kind) << QString(kind);
}

void TestMovedData::goesOnFromTheNewPlace() {
    QFETCH(QString, kind);
    const fs::path data = path(kind == "archive" ? "data.tar.gz" : "new place");
    const fixture::Files files = fixture::cifarFiles(kind != "python folder", 10);
    if (kind == "archive")
        fixture::ArchiveWriter(data, fixture::ArchiveWriter::Kind::TarGz).add("", files);
    else
        fixture::writeFolder(data, files);
    if (kind == "more images") // of which the run takes the first
        fixture::write(data / "test_batch.bin", fixture::binaryBatch(0, 12));
    {
        Experiment experiment = Experiment::open(m_run);
        experiment.moveData(data.string());
        QCOMPARE(experiment.data().test.size(), std::size_t{10});
        experiment.resetStage("gate");
        tiny::train(experiment);
    }
    const RunConfig kept = readRunConfig(m_run);
    QCOMPARE(kept.data.origin, data.string());
    QCOMPARE(kept.dataFingerprint, readRunConfig(m_trained).dataFingerprint);
    Experiment again = Experiment::open(m_run);
    QCOMPARE(again.data().train.size(), std::size_t{50});
    QCOMPARE(tiny::resultOf(again, "gate").weightsSha256,
             readStageResult(m_trained, "gate").value().weightsSha256); // the same images, the same bits
    QCOMPARE(tiny::stateOf(again, "mixture"), StageState::Done);
}

void TestMovedData::refusesOtherData_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("named");
    QTest::newRow("missing") << "missing"
                             << "new place does not exist";
    QTest::newRow("too few")
        << "too few"
        << "new place is not the data that the run began with: test_examples is 10; CIFAR-10 has 8";
    QTest::newRow("other pixels") << "other pixels"
                                  << "has other images or labels";
    QTest::newRow("other labels") << "other labels"
                                  << "has other images or labels";
    QTest::newRow("other order") << "other order"
                                 << "has other images or labels, or the same in another order";
    QTest::newRow("other classes") << "other classes"
                                   << "has other classes: plane, automobile";
    QTest::newRow("no data") << "no data"
                             << "new place";
}

void TestMovedData::refusesOtherData() {
    QFETCH(QString, what);
    QFETCH(QString, named);
    fixture::Files files = fixture::cifarFiles(true, 10);
    std::string& test = files[5].second;
    std::string& names = files[6].second;
    if (what == "too few")
        test.resize(8 * 3073);
    else if (what == "other pixels")
        test.back() = static_cast<char>(test.back() + 1);
    else if (what == "other labels")
        test[0] = static_cast<char>((test[0] + 1) % 10);
    else if (what == "other order")
        std::rotate(test.begin(), test.begin() + 3073, test.end());
    else if (what == "other classes")
        names.replace(0, 8, "plane");
    else if (what == "no data")
        files = {{"readme.txt", "nothing"}};
    if (what != "missing")
        fixture::writeFolder(path("new place"), files);
    const std::string before = readFile(m_run / "config.json", 100'000);
    Experiment experiment = Experiment::open(m_run);
    const QString message = errorText([&] { experiment.moveData(path("new place").string()); });
    QVERIFY2(message.contains(named), qPrintable(message));
    QCOMPARE(readFile(m_run / "config.json", 100'000), before);
    QVERIFY(errorText([&] { experiment.data(); }).contains("does not exist")); // as before
}

void TestMovedData::keepsNothingInARunInUse() {
    fixture::writeFolder(path("new place"), fixture::cifarFiles(true, 10));
    const fixture::HeldRun held(m_run);
    Experiment experiment = Experiment::open(m_run, Access::Read);
    experiment.moveData(path("new place").string());
    QCOMPARE(experiment.data().test.size(), std::size_t{10}); // and still has them
    QCOMPARE(readRunConfig(m_run).data.origin, m_place.path("data").string());
}

TEST_OF_ROOM(TestMovedData);
#include "test_moved_data.moc"
