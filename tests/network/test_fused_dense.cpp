#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "network/fused_dense.h"
#include "network/relative_error.h"
#include "test_of_room.h"
#include "training/platform.h"

#include <QtTest>

using namespace moelab;
using at::Tensor;

Q_DECLARE_METATYPE(moelab::Instructions)

/// Against LibTorch in double precision.
class TestFusedDense : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void asLibTorch_data();
    void asLibTorch();
    void bitsRepeat_data() { everySet(); }
    void bitsRepeat();
    void notANumberPasses_data() { everySet(); }
    void notANumberPasses();
    void asksForNoGradientInVain();

  private:
    static void everySet();
};

namespace {

struct DenseCase {
    Tensor x, weight, bias;

    DenseCase(std::int64_t images, std::int64_t inputs, std::int64_t outputs) {
        at::manual_seed(3);
        x = at::randn({images, inputs}).requires_grad_(true);
        weight = (at::randn({outputs, inputs}) / std::sqrt(static_cast<double>(inputs))).requires_grad_(true);
        bias = at::randn({outputs}).requires_grad_(true);
    }
    std::vector<Tensor> tensors() const { return {x, weight, bias}; }
};

/// Of output and gradients. Where the sum before a ReLU is near zero, rounding decides; there the direction of the
/// gradient is zero.
double largestError(const DenseCase& what, bool relu, const Kernels& kernels) {
    std::vector<Tensor> exact;
    for (const Tensor& tensor : what.tensors())
        exact.push_back(tensor.detach().to(at::kDouble).requires_grad_(true));
    Tensor expected = at::linear(exact[0], exact[1], exact[2]);
    const Tensor direction = at::randn(expected.sizes(), at::kDouble) * (expected.detach().abs() > 1e-5);
    if (relu)
        expected = expected.relu();
    const Tensor found = fusedDense(what.x, what.weight, what.bias, relu, kernels);
    (expected * direction).sum().backward();
    (found * direction.to(at::kFloat)).sum().backward();
    double largest = fixture::relativeError(found, expected);
    for (std::size_t i = 0; i < exact.size(); ++i)
        largest = std::max(largest, fixture::relativeError(what.tensors()[i].grad(), exact[i].grad()));
    return largest;
}

std::vector<std::pair<Instructions, const char*>> sets() {
    std::vector<std::pair<Instructions, const char*>> found;
    for (const auto& [instructions, name] :
         {std::pair(Instructions::Avx512, "avx512"), {Instructions::Avx2, "avx2"}})
        if (kernelsOf(instructions))
            found.emplace_back(instructions, name);
    return found;
}

} // namespace

void TestFusedDense::initTestCase() {
    useThreads(1);
    if (!fastestKernels())
        QSKIP("this processor has neither AVX-512 nor AVX2: there the program computes with LibTorch alone");
}

void TestFusedDense::everySet() {
    QTest::addColumn<Instructions>("instructions");
    for (const auto& [instructions, name] : sets())
        QTest::newRow(name) << instructions;
}

void TestFusedDense::asLibTorch_data() {
    QTest::addColumn<Instructions>("instructions");
    QTest::addColumn<QList<int>>("sizes"); ///< images, inputs, outputs
    QTest::addColumn<bool>("relu");
    for (const auto& [instructions, name] : sets())
        for (const auto& sizes : {QList<int>{50, 2048, 512},
                                  {50, 512, 10},
                                  {50, 3072, 512},
                                  {1, 512, 2},
                                  {7, 32, 20},
                                  {8, 288, 33},
                                  {9, 784, 512}, // images of 28 x 28 grey pixels
                                  {5, 1, 3},
                                  {3, 45, 1},
                                  {200, 512, 512}})
            for (const bool relu : {false, true})
                QTest::addRow("%s %d images, %d to %d%s", name, sizes[0], sizes[1], sizes[2], relu ? ", ReLU" : "")
                    << instructions << sizes << relu;
}

void TestFusedDense::asLibTorch() {
    QFETCH(const Instructions, instructions);
    QFETCH(const QList<int>, sizes);
    QFETCH(const bool, relu);
    const double error = largestError(DenseCase(sizes[0], sizes[1], sizes[2]), relu, *kernelsOf(instructions));
    QVERIFY2(error < 5e-6, qPrintable(QString::number(error)));
}

/// Whatever the number of threads.
void TestFusedDense::bitsRepeat() {
    QFETCH(const Instructions, instructions);
    std::vector<Tensor> first;
    for (const int threads : {1, 1, 2, 3, 5}) {
        useThreads(threads);
        const DenseCase what(70, 2048, 512);
        const Tensor output = fusedDense(what.x, what.weight, what.bias, true, *kernelsOf(instructions));
        output.square().sum().backward();
        const std::vector<Tensor> found = {output.detach(), what.x.grad(), what.weight.grad(), what.bias.grad()};
        if (first.empty())
            first = found;
        for (std::size_t i = 0; i < first.size(); ++i)
            QVERIFY2(at::equal(found[i], first[i]), qPrintable(QStringLiteral("%1 threads").arg(threads)));
    }
    useThreads(1);
}

/// Training stops at a loss that is not a number; a ReLU must not hide it.
void TestFusedDense::notANumberPasses() {
    QFETCH(const Instructions, instructions);
    DenseCase what(3, 64, 40);
    const at::NoGradGuard noGradient;
    what.x[1][5] = std::nanf("");
    const Tensor output = fusedDense(what.x, what.weight, what.bias, true, *kernelsOf(instructions));
    QVERIFY(output[1].isnan().all().item<bool>());
    QVERIFY(!output[0].isnan().any().item<bool>());
}

void TestFusedDense::asksForNoGradientInVain() {
    const DenseCase what(3, 64, 40);
    const Tensor pixels = what.x.detach();
    const Tensor output = fusedDense(pixels, what.weight, what.bias, true, *fastestKernels());
    output.sum().backward();
    QVERIFY(!pixels.grad().defined());
    QVERIFY(what.weight.grad().defined());
    const at::NoGradGuard noGradient;
    QVERIFY(!fusedDense(what.x, what.weight, what.bias, true, *fastestKernels()).requires_grad());
}

TEST_OF_ROOM(TestFusedDense);
#include "test_fused_dense.moc"
