#include "config/parameter_table.h"
#include "experiment/experiment.h"
#include "export/exports.h"
#include "test_of_room.h"

#include <torch/csrc/jit/serialization/import.h>

#include <QtTest>

using namespace moelab;

/// What is exported as TorchScript, read and run by LibTorch alone.
class TestTorchScript : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void predictsAsTheRun_data();
    void predictsAsTheRun();
};

namespace {

/// Hears nothing of training.
class Nobody : public Observer {
    void stageStarted(const Stage&, std::int64_t) override {}
    void batchDone(const Stage&, const BatchProgress&) override {}
    void epochDone(const Stage&, const EpochMetrics&) override {}
    void stageFinished(const Stage&, const StageResult&) override {}
    void stageFailed(const Stage&, const std::string&) override {}
};

} // namespace

void TestTorchScript::predictsAsTheRun_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("expert");
    QTest::addColumn<bool>("single");
    QTest::newRow("a plain name") << "man-made" << QByteArray() << false;
    QTest::newRow("a number") << "7" << QByteArray() << false;
    QTest::newRow("dashes") << "--" << QByteArray() << false;
    QTest::newRow("that of another group's tensor") << "a-conv1-weight" << QByteArray() << false;
    QTest::newRow("that of a sub-gate's tensor") << "a-dense1-bias" << QByteArray() << false;
    QTest::newRow("a network of one's own") << "b" << QByteArray(R"(networks.expert=[
        {"layer": "convolution", "channels": 9}, {"layer": "max_pool"},
        {"layer": "residual", "body": [{"layer": "convolution", "channels": 4},
                                       {"layer": "residual", "body": [{"layer": "convolution", "channels": 4}]},
                                       {"layer": "convolution", "channels": 9, "activation": "linear"}]},
        {"layer": "relu"}, {"layer": "dropout", "rate": 0.2}, {"layer": "flatten"},
        {"layer": "dense", "units": "outputs"}])")
                                            << false;
    QTest::newRow("a group of one class") << "one" << QByteArray() << true;
    QTest::newRow("one, called as a tensor") << "a-conv1-weight" << QByteArray() << true;
}

void TestTorchScript::predictsAsTheRun() {
    QFETCH(const QString, name);
    QFETCH(const QByteArray, expert);
    QFETCH(const bool, single);
    const QTemporaryDir folder;
    const std::filesystem::path place = folder.path().toStdString();
    Parameters parameters;
    parameters.trainExamples = parameters.testExamples = 40;
    parameters.epochs = 1;
    parameters.useLargeExperts = parameters.useLargeGatingMlp = parameters.useLargeBaselineClassifier = false;
    parameters.device = Device::Cpu;
    if (!expert.isEmpty())
        setParameter(parameters, expert.toStdString());
    parameters.groups = {{"a", {0, 1, 8, 9}}, {name.toStdString(), {2, 3, 4, 5, 6, 7}}};
    if (single)
        parameters.groups = {{"a", {0, 1, 2, 3, 4, 5, 6, 8, 9}}, {name.toStdString(), {7}}};
    Experiment experiment = Experiment::create(place / "run", parameters, "builtin");
    std::vector<std::string> stages;
    for (const Stage& stage : experiment.stages())
        stages.push_back(stage.name);
    Nobody nobody;
    experiment.train(stages, nobody, StopToken());
    const std::filesystem::path file = place / "mixture.pt";
    exportTorchScript(experiment, file);

    torch::jit::Module module = torch::jit::load(file.string());
    const ImageSet& test = experiment.data().test;
    const at::Tensor pixels =
        at::from_blob(const_cast<std::uint8_t*>(test.pixels.data()),
                      {static_cast<std::int64_t>(test.size()), test.height, test.width, test.channels}, at::kByte);
    const at::Tensor images = pixels.permute({0, 3, 1, 2}).to(at::kFloat) / 255;
    const at::Tensor found = module.forward({images}).toTensor().contiguous();
    const MemberOutputs outputs = experiment.outputs(StopToken());
    QCOMPARE(found.numel(), static_cast<std::int64_t>(outputs.mixture().size()));
    for (std::size_t i = 0; i < outputs.mixture().size(); ++i)
        QVERIFY(std::abs(found.data_ptr<float>()[i] - outputs.mixture()[i]) < 1e-4f);
}

TEST_OF_ROOM(TestTorchScript);
#include "test_torchscript.moc"
