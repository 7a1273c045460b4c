#pragma once

#include "base/stop_token.h"
#include "experiment/heat_map.h"
#include "experiment/member_outputs.h"
#include "experiment/observer.h"
#include "experiment/run_context.h"
#include "experiment/splits.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace moelab {

/// What this process computes with.
struct Libraries {
    std::string libtorch;       ///< version
    std::string blas;           ///< name, and version where it tells
    bool referenceBlas = false; ///< the slow one that Debian installs by default
    bool cuda = false;          ///< LibTorch supports it and finds a device
};
/// How many cores a stage may use at the moment; asked before every batch.
using ThreadCount = std::function<int()>;

/// What is measured: a network with ten outputs on random images.
struct BenchmarkCase {
    std::string network = "large-vgg"; ///< a preset
    Precision precision = Precision::Fp32;
    Convolution convolution = Convolution::LibTorch;
    int threads = 1;  ///< for each network
    int networks = 1; ///< that train at the same time
    int batchSize = 50;
};

/// All that the rest of the program asks of LibTorch. LibTorch takes most of a second and 160 MB to load, so what
/// needs it lies in a library of its own, which is loaded when the first of this is asked for: looking at data or
/// at a finished run, and a window's first picture, do without.
class Engine {
  public:
    virtual ~Engine() = default;

    virtual Libraries libraries() const = 0;

    /// See training/platform.h.
    virtual Convolution convolutionFor(const Parameters& parameters) const = 0;

    /// See training/platform.h. @throws Error
    virtual void checkMachine(const Parameters& parameters) const = 0;

    /// Trains one stage on this thread (see engine/stage_trainer.h). @throws Stopped, Error
    virtual void trainStage(const RunContext& context, const DataSet& data, const Stage& stage,
                            const ThreadCount& threads, Observer& observer, const StopToken& stop) const = 0;

    /// Runs the members of the trained stages on some images, of the size that the run's data have. A member whose
    /// weights cannot be read is left out, and the mixture with it; the log says why.
    /// @throws Stopped; Error if no member can be read
    virtual MemberOutputs outputs(const RunContext& context, const std::vector<Stage>& trained, const Split& images,
                                  const StopToken& stop) const = 0;

    /// Grad-CAM of a trained stage that is no mixture (see probe/grad_cam.h). @param picture one image of the
    /// run's size. @throws Error if the weights are missing or not those that the result states
    virtual HeatMap gradCam(const RunContext& context, const Stage& stage, const ImageSet& picture,
                            std::int64_t answer) const = 0;

    /// See export/exports.h. @throws Error if no weights can be read, or the file cannot be written
    virtual void saveWeights(const RunContext& context, const std::vector<Stage>& trained,
                             const std::filesystem::path& file) const = 0;
    /// See export/exports.h. All stages must be trained. @throws Error
    virtual void saveTorchScript(const RunContext& context, const std::filesystem::path& file) const = 0;

    /// See training/benchmark.h.
    virtual double trainingRate(const BenchmarkCase& what, double seconds) const = 0;
    virtual double inferenceRate(const BenchmarkCase& what, double seconds) const = 0;
    virtual double matrixProductPeak(Precision precision, int threads) const = 0;
};

/// Loads it at the first call; any thread may ask. Then warns in the log if LibTorch runs on a slow BLAS.
/// @throws Error naming the library file, at this call and again at the next
const Engine& engine();

} // namespace moelab
