#include "base/leaving_out.h"
#include "engine/grad_cam_map.h"
#include "engine/outputs.h"
#include "engine/stage_trainer.h"
#include "engine/torchscript.h"
#include "engine/trained_networks.h"
#include "experiment/engine.h"
#include "training/benchmark.h"
#include "training/platform.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace moelab {
namespace {

/// Runs `work` on a thread of its own, because a thread's number of cores is its own. @throws what `work` throws
template <class Work>
void onCores(int threads, Work work) {
    std::exception_ptr failure;
    std::thread([&] {
        try {
            useThreads(threads);
            work();
        } catch (...) {
            failure = std::current_exception();
        }
    }).join();
    if (failure)
        std::rethrow_exception(failure);
}

/// Runs `work`; a message of LibTorch's loses the stack trace that it ends with.
template <class Work>
void withoutStackTraces(Work work) {
    try {
        work();
    } catch (const c10::Error& problem) {
        throw std::runtime_error(problem.what_without_backtrace());
    }
}

class TorchEngine : public Engine {
  public:
    Libraries libraries() const override { return moelab::libraries(); }
    Convolution convolutionFor(const Parameters& parameters) const override {
        return moelab::convolutionFor(parameters);
    }
    void checkMachine(const Parameters& parameters) const override { moelab::checkMachine(parameters); }

    void trainStage(const RunContext& context, const DataSet& data, const Stage& stage, const ThreadCount& threads,
                    Observer& observer, const StopToken& stop) const override {
        withoutStackTraces([&] { moelab::trainStage(context, data, stage, threads, observer, stop); });
    }

    MemberOutputs outputs(const RunContext& context, const std::vector<Stage>& trained, const Split& images,
                          const StopToken& stop) const override {
        MemberOutputs outputs;
        onCores(static_cast<int>(context.parameters.threads),
                [&] { withoutStackTraces([&] { outputs = computeOutputs(context, trained, images, stop); }); });
        return outputs;
    }

    HeatMap gradCam(const RunContext& context, const Stage& stage, const ImageSet& picture,
                    std::int64_t answer) const override {
        HeatMap map;
        onCores(static_cast<int>(context.parameters.threads),
                [&] { map = computeGradCam(context, stage, picture, answer); });
        return map;
    }

    void saveWeights(const RunContext& context, const std::vector<Stage>& trained,
                     const std::filesystem::path& file) const override {
        LeavingOut leavingOut;
        std::vector<NamedNetwork> networks;
        for (const Stage& stage : trained)
            leavingOut.attempt(
                [&] { std::ranges::move(trainedNetworks(context, {stage}), std::back_inserter(networks)); });
        leavingOut.mustHaveDoneAny();
        moelab::saveWeights(networks, context.parameters.groups, file);
    }

    void saveTorchScript(const RunContext& context, const std::filesystem::path& file) const override {
        moelab::saveTorchScript(trainedNetworks(context, context.stages), context.parameters.groups, file);
    }

    double trainingRate(const BenchmarkCase& what, double seconds) const override {
        return moelab::trainingRate(what, seconds);
    }
    double inferenceRate(const BenchmarkCase& what, double seconds) const override {
        return moelab::inferenceRate(what, seconds);
    }
    double matrixProductPeak(Precision precision, int threads) const override {
        return moelab::matrixProductPeak(precision, threads);
    }
};

} // namespace
} // namespace moelab

/// What experiment/engine.cpp looks for.
extern "C" const moelab::Engine* moelabEngine() {
    static const moelab::TorchEngine engine;
    return &engine;
}
