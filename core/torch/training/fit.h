#pragma once

#include "base/stop_token.h"
#include "experiment/metrics.h"
#include "network/network.h"
#include "training/adam.h"
#include "training/early_stopping.h"
#include "training/subset.h"

#include <functional>
#include <span>
#include <string>

namespace moelab {

/// What a stage trains, seen from the epoch loop.
class Trainee {
  public:
    virtual ~Trainee() = default;

    /// The tensors that are trained, and saved.
    virtual const NamedTensors& weights() const = 0;
    virtual std::int64_t trainingSize() const = 0;

    /// Work that is done once before the first epoch. @throws Stopped
    virtual void prepare(const StopToken&) {}

    virtual void beginEpoch(std::int64_t epoch) = 0;

    struct BatchOutcome {
        at::Tensor loss; ///< scalar, mean over the batch, differentiable
        std::int64_t correct;
    };
    /// @param rows int64 [B], positions among the training images
    virtual BatchOutcome forward(const at::Tensor& rows) = 0;

    /// Scores the validation images, dropout off. @throws Stopped
    virtual Score validate(const StopToken& stop) = 0;

    /// Scores any images, dropout off. @throws Stopped
    virtual Score score(const Subset& images, const StopToken& stop) = 0;
};

struct FitSettings {
    std::string stage;
    std::uint64_t seed = 1;
    std::int64_t batchSize = 50;
    std::int64_t epochs = 10;
    std::int64_t patience = 2;
    double learningRate = 1e-3;
};

/// Where a fit stands between two epochs: with the weights, all it takes to continue as if never interrupted.
struct FitState {
    std::int64_t epoch = 0; ///< epochs done
    double seconds = 0;     ///< spent on them
    EarlyStopping stopping;
    Adam::State adam; ///< empty before the first epoch

    bool finished(const FitSettings& settings) const { return stopping.stop || epoch >= settings.epochs; }
};

/// Called on the training thread.
struct FitCallbacks {
    std::function<void(const BatchProgress&)> batchDone;
    /// After every epoch, with the predictions for the validation images [N]; here the caller saves.
    std::function<void(const EpochMetrics&, const FitState&, std::span<const std::uint16_t> answers)> epochDone;
};

/// Trains until the epochs are done or early stopping ends it, as Keras 2.14's Model.fit.
/// @param state where to continue from; holds where it ended
/// @throws Stopped between two batches, after which `state` stands at the last finished epoch, the weights
/// somewhere
///         after it; DivergedError
void fit(Trainee& trainee, const FitSettings& settings, FitState& state, const FitCallbacks& callbacks,
         const StopToken& stop);

} // namespace moelab
