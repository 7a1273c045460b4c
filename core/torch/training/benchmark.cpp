#include "training/benchmark.h"

#include "base/clock.h"
#include "config/network_presets.h"
#include "data/builtin.h"
#include "training/classifier.h"
#include "training/platform.h"
#include "training/subset.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <barrier>
#include <functional>
#include <thread>

namespace moelab {
namespace {

constexpr int kOutputs = 10;

/// Images for every case: drawn once.
const ImageSet& images() {
    static const ImageSet set = drawBuiltin({2000, 1}).train;
    return set;
}

/// Runs `work` (which says how many images it took) on each of the case's threads until the time is over.
double rate(const BenchmarkCase& what, double seconds,
            const std::function<std::function<std::int64_t()>(int network)>& makeWork) {
    std::vector<double> rates(static_cast<std::size_t>(what.networks));
    std::barrier together(what.networks);
    std::vector<std::thread> threads;
    for (int network = 0; network < what.networks; ++network)
        threads.emplace_back([&, network] {
            useThreads(what.threads);
            const auto work = makeWork(network);
            for (int warmUp = 0; warmUp < 3; ++warmUp)
                work();
            together.arrive_and_wait();
            const auto start = Clock::now();
            std::int64_t count = 0;
            while (secondsSince(start) < seconds)
                count += work();
            rates[static_cast<std::size_t>(network)] = static_cast<double>(count) / secondsSince(start);
        });
    for (std::thread& thread : threads)
        thread.join();
    double sum = 0;
    for (const double one : rates)
        sum += one;
    return sum;
}

} // namespace

double trainingRate(const BenchmarkCase& what, double seconds) {
    const Subset subset = allOf(images());
    return rate(what, seconds, [&](int number) -> std::function<std::int64_t()> {
        auto network = std::make_shared<Network>(withOutputs(presetNetwork(what.network), kOutputs), ImageShape{});
        network->initialise(static_cast<std::uint64_t>(number));
        auto classifier = std::make_shared<Classifier>(
            *network, subset, subset, Compute{at::kCPU, {what.precision, what.convolution}}, 1, "benchmark");
        classifier->beginEpoch(1);
        auto adam = std::make_shared<Adam>(network->parameters(), 1e-3);
        return [&what, network, classifier, adam, order = shuffled(subset.size(), 1),
                next = std::int64_t{0}]() mutable {
            if (next + what.batchSize > order.size(0))
                next = 0;
            const auto outcome = classifier->forward(order.slice(0, next, next + what.batchSize));
            outcome.loss.backward();
            adam->step();
            next += what.batchSize;
            return std::int64_t{what.batchSize};
        };
    });
}

double inferenceRate(const BenchmarkCase& what, double seconds) {
    const Subset subset = allOf(images()).pick(at::arange(1000, at::kLong));
    return rate(what, seconds, [&](int number) -> std::function<std::int64_t()> {
        auto network = std::make_shared<Network>(withOutputs(presetNetwork(what.network), kOutputs), ImageShape{});
        network->initialise(static_cast<std::uint64_t>(number));
        return [&, network] {
            allLogits(*network, subset, {at::kCPU, {what.precision, what.convolution}}, StopToken());
            return subset.size();
        };
    });
}

double matrixProductPeak(Precision precision, int threads) {
    double best = 0;
    std::thread([&] {
        useThreads(threads);
        at::NoGradGuard noGradient;
        const auto type = precision == Precision::Bf16 ? at::kBFloat16 : at::kFloat;
        const at::Tensor a = at::ones({2048, 2048}).to(type);
        const at::Tensor b = at::ones({2048, 2048}).to(type);
        for (int repeat = 0; repeat < 6; ++repeat) {
            const auto start = Clock::now();
            at::mm(a, b);
            best = std::max(best, 2.0 * 2048 * 2048 * 2048 / secondsSince(start));
        }
    }).join();
    return best;
}

} // namespace moelab
