#pragma once

#include "config/network_spec.h"
#include "data/class_groups.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace moelab {

enum class Validation { Test, Holdout };
enum class Precision { Fp32, Bf16 };
enum class Device { Auto, Cpu, Cuda };
enum class Convolution { Auto, LibTorch, Direct, Winograd };

/// Networks in place of those that the switches choose, by their roles (see networks.h).
using NetworkChoices = std::map<std::string, NetworkSpec, std::less<>>;

/// Everything that shapes a run but its data. Names, help, units and ranges stand in parameter_table.cpp, which
/// is what files, the command line and the window read; the defaults stand here. The first seven are the
/// notebook's, under the notebook's names.
struct Parameters {
    std::int64_t batchSize = 50;
    std::int64_t epochs = 10;
    std::int64_t trainExamples = 5000;
    std::int64_t testExamples = 1000;
    bool useLargeExperts = true;
    bool useLargeGatingMlp = true;
    bool useLargeBaselineClassifier = true;
    NetworkChoices networks = {};

    std::int64_t seed = 1;
    double learningRate = 1e-3;
    std::int64_t patience = 2;
    ClassGroups groups = defaultGroups();
    bool frozenDropout = true;
    Validation validation = Validation::Test;
    double holdoutFraction = 0.1;

    Precision precision = Precision::Fp32;
    Convolution convolution = Convolution::Auto;
    std::int64_t threads = 0;
    Device device = Device::Auto;

    bool operator==(const Parameters&) const = default;
};

} // namespace moelab
