#include <ATen/ATen.h>

#include "network/formula_weights.h"
#include "probe/grad_cam.h"
#include "test_of_room.h"
#include "training/platform.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
using at::Tensor;

class TestGradCam : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useThreads(1); }
    void asComputedInPython();
    void nothingSpeaksForTheAnswer();
    void leavesTheNetworkAlone();
};

static constexpr int kSide = 8;

static Network smallNetwork() {
    Network network({{LayerKind::Convolution, "conv1", 3, 0, true},
                     {LayerKind::MaxPool, "pool1"},
                     {LayerKind::Convolution, "conv2", 4, 0, true},
                     {LayerKind::Dropout, "drop1", 0, 0.5},
                     {LayerKind::Flatten, "flatten"},
                     {LayerKind::Dense, "dense1", 5, 0, true},
                     {LayerKind::Dense, "dense2", 2}},
                    {.height = kSide, .width = kSide, .channels = 2});
    fixture::fillByFormula(network);
    return network;
}

static Tensor smallImage() {
    std::vector<std::uint8_t> bytes;
    for (int k = 0; k < kSide * kSide * 2; ++k)
        bytes.push_back(static_cast<std::uint8_t>(k * 37 % 256));
    return toInput(at::from_blob(bytes.data(), {1, kSide, kSide, 2}, at::kByte), at::kCPU);
}

void TestGradCam::asComputedInPython() {
    // PyTorch 1.13, float64:
    //   fill = lambda t, s: torch.tensor(((np.arange(np.prod(s)) * 7 + t * 3) % 11 - 5).reshape(s) / 8)
    //   x = torch.tensor((np.arange(128) * 37 % 256).reshape(1, 8, 8, 2) / 255).permute(0, 3, 1, 2)
    //   a = F.max_pool2d(F.relu(F.conv2d(x, fill(0, (3, 2, 3, 3)), fill(1, (3,)), padding=1)), 2)
    //   A = F.relu(F.conv2d(a, fill(2, (4, 3, 3, 3)), fill(3, (4,)), padding=1)).detach().requires_grad_(True)
    //   h = F.relu(A.permute(0, 2, 3, 1).flatten(1) @ fill(4, (5, 64)).T + fill(5, (5,)))
    //   g, = torch.autograd.grad((h @ fill(6, (2, 5)).T + fill(7, (2,)))[0, answer], A)
    //   m = F.relu((g.mean((2, 3))[:, :, None, None] * A.detach()).sum(1, keepdim=True))
    //   m = F.interpolate(m, size=(8, 8), mode="bilinear", align_corners=False)[0, 0];  m / m.max()
    const double expected[2][kSide][kSide] = {
        {{0.9526622, 0.7144966, 0.2381655, 0.0922396, 0.2767189, 0.3052836, 0.1779335, 0.1142585},
         {0.9684415, 0.7263311, 0.2421104, 0.094878, 0.2846341, 0.3123108, 0.177908, 0.1107066},
         {1.0, 0.75, 0.25, 0.1001548, 0.3004644, 0.3263651, 0.177857, 0.1036029},
         {0.9671418, 0.7253564, 0.2417855, 0.0770949, 0.2312847, 0.2584952, 0.1587266, 0.1088422},
         {0.869867, 0.6524002, 0.2174667, 0.0256983, 0.0770949, 0.1087011, 0.1205168, 0.1264247},
         {0.8164461, 0.6123346, 0.2041115, 0.0276052, 0.0828156, 0.1212108, 0.1427908, 0.1535808},
         {0.8068792, 0.6051594, 0.2017198, 0.0828156, 0.2484469, 0.2960246, 0.2255486, 0.1903106},
         {0.8020957, 0.6015718, 0.2005239, 0.1104208, 0.3312625, 0.3834314, 0.2669275, 0.2086755}},
        {{0.270403, 0.2930759, 0.3384217, 0.3661944, 0.376394, 0.3156554, 0.1839787, 0.1181404},
         {0.4653747, 0.425778, 0.3465847, 0.3283425, 0.3710514, 0.3229214, 0.1839523, 0.1144678},
         {0.8553181, 0.6911823, 0.3629106, 0.2526386, 0.3603662, 0.3374532, 0.1838996, 0.1071228},
         {1.0, 0.794264, 0.3827921, 0.2379222, 0.3596543, 0.3435253, 0.1895352, 0.1125401},
         {0.8994203, 0.7350232, 0.4062291, 0.2841933, 0.3689158, 0.3411377, 0.2008592, 0.1307199},
         {0.8441844, 0.7025834, 0.4193814, 0.3131262, 0.383818, 0.3560929, 0.2299509, 0.1668799},
         {0.8342925, 0.6969446, 0.4222488, 0.3247209, 0.4043609, 0.3883907, 0.2768103, 0.2210201},
         {0.8293465, 0.6941252, 0.4236826, 0.3305183, 0.4146323, 0.4045396, 0.30024, 0.2480902}}};
    const Network network = smallNetwork();
    for (int answer = 0; answer < 2; ++answer) {
        const Tensor map = gradCam(network, smallImage(), answer);
        QVERIFY(map.sizes() == at::IntArrayRef({kSide, kSide}));
        QCOMPARE(map.max().item<float>(), 1.0F);
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x < kSide; ++x)
                QVERIFY2(std::abs(map[y][x].item<double>() - expected[answer][y][x]) < 1e-4,
                         qPrintable(QStringLiteral("%1: %2, %3").arg(answer).arg(y).arg(x)));
    }
}

void TestGradCam::nothingSpeaksForTheAnswer() {
    const Network network = smallNetwork();
    network.weights()[6].second.detach().zero_(); // dense2.weight: the logits are its bias, whatever is seen
    const Tensor map = gradCam(network, smallImage(), 0);
    QVERIFY(at::equal(map, at::zeros({kSide, kSide})));
}

void TestGradCam::leavesTheNetworkAlone() {
    const Network network = smallNetwork();
    const Tensor before = network.logits(smallImage(), NetworkMode::inference()).detach();
    gradCam(network, smallImage(), 1);
    for (const Tensor& parameter : network.parameters())
        QVERIFY(parameter.requires_grad() && !parameter.grad().defined());
    QVERIFY(at::equal(network.logits(smallImage(), NetworkMode::inference()).detach(), before));
}

TEST_OF_ROOM(TestGradCam);
#include "test_grad_cam.moc"
