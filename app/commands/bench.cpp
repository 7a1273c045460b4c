#include "base/error.h"
#include "base/json.h"
#include "base/machine.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "config/flops.h"
#include "config/network_presets.h"
#include "experiment/engine.h"

#include <algorithm>
#include <cstdio>

namespace moelab {
namespace {

struct Options {
    int repeats = 5;
    double seconds = 2;
    int batchSize = 50;
    bool json = false;
};

/// One row of the table, with a rate for each repeat.
struct Row {
    BenchmarkCase what;
    bool training;
    std::vector<double> rates;

    double flopsPerImage() const {
        const NetworkSpec network = withOutputs(presetNetwork(what.network), 10);
        return training ? trainingFlops(network, {}) : inferenceFlops(network, {});
    }
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Says on the error output what it lacks.
bool machineHas(Precision precision, Convolution convolution) {
    Parameters parameters;
    parameters.precision = precision;
    parameters.convolution = convolution;
    parameters.device = Device::Cpu;
    try {
        engine().checkMachine(parameters);
        return true;
    } catch (const Error& problem) {
        std::fprintf(stderr, "not measured: %s\n", problem.what());
        return false;
    }
}

/// The ways to compute that this machine has.
std::vector<std::pair<Precision, Convolution>> ways() {
    std::vector<std::pair<Precision, Convolution>> all = {{Precision::Fp32, Convolution::LibTorch},
                                                          {Precision::Fp32, Convolution::Direct},
                                                          {Precision::Fp32, Convolution::Winograd},
                                                          {Precision::Bf16, Convolution::LibTorch}};
    std::erase_if(all, [](const auto& way) { return !machineHas(way.first, way.second); });
    return all;
}

std::vector<Row> rowsFor(int threads, int batchSize) {
    std::vector<Row> rows;
    for (const char* network : {"large-vgg", "small-vgg"})
        for (const auto& [precision, convolution] : ways()) {
            rows.push_back({{network, precision, convolution, 1, 1, batchSize}, true, {}});
            if (threads > 1) {
                rows.push_back({{network, precision, convolution, threads, 1, batchSize}, true, {}});
                rows.push_back({{network, precision, convolution, 1, threads, batchSize}, true, {}});
            }
            rows.push_back({{network, precision, convolution, threads, 1}, false, {}});
        }
    return rows;
}
/// Best matrix-product rates of this very run, by precision and cores.
class Peaks {
  public:
    void measure(Precision precision, int threads) {
        double& peak = m_peaks[{precision, threads}];
        peak = std::max(peak, engine().matrixProductPeak(precision, threads));
    }
    double of(const BenchmarkCase& what) const {
        return m_peaks.at({what.precision, what.threads * what.networks});
    }
    const std::map<std::pair<Precision, int>, double>& all() const { return m_peaks; }

  private:
    std::map<std::pair<Precision, int>, double> m_peaks;
};

const char* nameOf(Precision precision) { return precision == Precision::Bf16 ? "bf16" : "fp32"; }
const char* nameOf(const BenchmarkCase& what) {
    if (what.precision == Precision::Bf16)
        return "bf16";
    switch (what.convolution) {
    case Convolution::Direct:
        return "direct";
    case Convolution::Winograd:
        return "winograd";
    case Convolution::Auto:
    case Convolution::LibTorch:
        break;
    }
    return "libtorch";
}

void print(const std::vector<Row>& rows, const Peaks& peaks) {
    for (const auto& [key, peak] : peaks.all())
        std::printf("matrix product %s, %d thread%s: %.0f GFLOP/s\n", nameOf(key.first), key.second,
                    key.second == 1 ? "" : "s", peak / 1e9);
    std::printf("\n%-10s %-10s %-10s %9s %9s %10s %17s %10s\n", "network", "work", "kernels", "networks", "threads",
                "images/s", "min..max", "of peak");
    for (const Row& row : rows) {
        const double middle = median(row.rates);
        const auto [low, high] = std::ranges::minmax(row.rates);
        std::printf("%-10s %-10s %-10s %9d %9d %10.0f %8.0f..%-7.0f %8.0f %%\n", row.what.network.c_str(),
                    row.training ? "training" : "inference", nameOf(row.what), row.what.networks, row.what.threads,
                    middle, low, high, 100 * middle * row.flopsPerImage() / peaks.of(row.what));
    }
}

Json toJson(const std::vector<Row>& rows, const Peaks& peaks) {
    Json list = Json::array();
    for (const Row& row : rows)
        list.push_back({{"network", row.what.network},
                        {"work", row.training ? "training" : "inference"},
                        {"precision", nameOf(row.what.precision)},
                        {"way", nameOf(row.what)},
                        {"batch_size", row.what.batchSize},
                        {"networks", row.what.networks},
                        {"threads", row.what.threads},
                        {"images_per_second", row.rates},
                        {"flops_per_image", row.flopsPerImage()},
                        {"share_of_peak", median(row.rates) * row.flopsPerImage() / peaks.of(row.what)}});
    return list;
}

void bench(const Options& options) {
    const int threads = availableThreads();
    std::vector<Row> rows = rowsFor(threads, options.batchSize);
    Peaks peaks;
    // Repeats go round all rows, so that a slow spell of the machine meets all of them.
    for (int repeat = 0; repeat < options.repeats; ++repeat)
        for (Row& row : rows) {
            peaks.measure(row.what.precision, row.what.threads * row.what.networks);
            row.rates.push_back(row.training ? engine().trainingRate(row.what, options.seconds)
                                             : engine().inferenceRate(row.what, options.seconds));
        }
    if (options.json)
        printJson(toJson(rows, peaks));
    else
        print(rows, peaks);
}

} // namespace

void addBenchCommand(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand(
        "bench", "Images per second of both networks, and their share of this machine's peak matrix product");
    command->add_option("--repeats", options->repeats, "Measurements per row; the median is shown")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--seconds", options->seconds, "Length of one measurement")
        ->check(CLI::Range(0.1, 600.0))
        ->capture_default_str();
    command->add_option("--batch-size", options->batchSize, "Images per training step")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print every measurement as JSON");
    command->callback([options] { bench(*options); });
}

} // namespace moelab
