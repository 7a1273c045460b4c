#pragma once

#include "config/network_spec.h"
#include "data/class_groups.h"
#include "data/data_options.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace moelab {

/// The images that early stopping watches. Own: a validation split that the data have.
enum class Validation { Test, Holdout, Own };
/// What an image's class weighs in the training loss. Balanced: as much for every class.
enum class ClassWeights { None, Balanced };
enum class Precision { Fp32, Bf16 };
enum class Device { Auto, Cpu, Cuda };
enum class Convolution { Auto, LibTorch, Direct, Winograd };

/// Networks in place of those that the switches choose, by their roles (see networks.h).
using NetworkChoices = std::map<std::string, NetworkSpec, std::less<>>;

/// Everything that shapes a run but where its data are. Names, help, units and ranges stand in parameter_table.cpp,
/// which is what files, the command line and the window read; the defaults stand here. The first seven are the
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

    // How the data are read; see DataOptions.
    std::int64_t imageSize = 0;
    Fit fit = Fit::Crop;
    Colour colour = Colour::AsIs;
    Labels labels = Labels::Fine;
    PixelRange pixels = PixelRange::Bytes;
    std::string listColumns = {};
    double testFraction = 0.2;
    std::int64_t splitSeed = 1;
    Unreadable unreadable = Unreadable::LeaveOut;

    std::int64_t seed = 1;
    double learningRate = 1e-3;
    std::int64_t patience = 2;
    ClassGroups groups = defaultGroups();
    bool frozenDropout = true;
    Validation validation = Validation::Test;
    double holdoutFraction = 0.1;
    ClassWeights classWeights = ClassWeights::None;

    Precision precision = Precision::Fp32;
    Convolution convolution = Convolution::Auto;
    std::int64_t threads = 0;
    Device device = Device::Auto;

    bool operator==(const Parameters&) const = default;
};

} // namespace moelab
