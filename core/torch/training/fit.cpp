#include "training/fit.h"

#include "base/error.h"
#include "base/random.h"
#include "experiment/diverged.h"
#include "training/training_clock.h"

#include <ATen/ATen.h>

#include <cmath>

namespace moelab {
namespace {

std::vector<at::Tensor> tensorsOf(const NamedTensors& named) {
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : named)
        tensors.push_back(tensor);
    return tensors;
}

/// Steps change the optimiser's tensors in place; what stands in a FitState must not change with them.
Adam::State copyOf(Adam::State state) {
    for (std::vector<at::Tensor>* tensors : {&state.m, &state.v})
        for (at::Tensor& tensor : *tensors)
            tensor = tensor.clone();
    return state;
}

/// One epoch's running means.
struct Epoch {
    std::int64_t images = 0;
    double lossSum = 0;
    std::int64_t correct = 0;

    double loss() const { return lossSum / static_cast<double>(images); }
    double accuracy() const { return static_cast<double>(correct) / static_cast<double>(images); }
};

[[noreturn]] void refuseLoss(const FitSettings& settings, double loss, std::int64_t epoch, std::int64_t batch) {
    const std::string before =
        epoch == 1 ? "No epoch was finished, so that nothing of it is kept"
                   : "Continuing after epoch " + std::to_string(epoch - 1) + ", which is saved, ends the same way";
    throw DivergedError("the loss of stage " + settings.stage,
                        "became " + std::to_string(std::abs(loss)) + // a NaN has a sign, too
                            " in epoch " + std::to_string(epoch) + ", batch " + std::to_string(batch),
                        before + ". Train it again with a smaller learning_rate or with another seed");
}

/// A fit in progress: what the steps of an epoch share.
struct Loop {
    Trainee& trainee;
    const FitSettings& settings;
    FitState& state;
    const FitCallbacks& callbacks;
    const StopToken& stop;
    Adam adam;

    Epoch trainEpoch(std::int64_t epoch, const TrainingClock& clock) {
        const std::int64_t count = trainee.trainingSize();
        const at::Tensor order = shuffled(count, streamSeed(settings.seed, settings.stage, epoch, "shuffle"));
        const std::int64_t batches = (count + settings.batchSize - 1) / settings.batchSize;
        trainee.beginEpoch(epoch);
        Epoch sums;
        for (std::int64_t batch = 0; batch < batches; ++batch) {
            if (!proceedInTraining(stop))
                throw Stopped();
            const std::int64_t begin = batch * settings.batchSize;
            const at::Tensor rows = order.slice(0, begin, std::min(begin + settings.batchSize, count));
            const double loss = step(rows, sums);
            if (!std::isfinite(loss))
                refuseLoss(settings, loss, epoch, batch + 1);
            callbacks.batchDone({epoch, settings.epochs, batch + 1, batches, sums.loss(), sums.accuracy(), loss,
                                 state.seconds + clock.seconds(), state.stopping.patienceLeft()});
        }
        return sums;
    }

    double step(const at::Tensor& rows, Epoch& sums) {
        const Trainee::BatchOutcome outcome = trainee.forward(rows);
        const double loss = outcome.loss.item<double>();
        if (std::isfinite(loss)) { // else the weights stay as they were
            outcome.loss.backward();
            adam.step();
        }
        sums.images += rows.size(0);
        sums.lossSum += loss * static_cast<double>(rows.size(0));
        sums.correct += outcome.correct;
        return loss;
    }
};

} // namespace

void fit(Trainee& trainee, const FitSettings& settings, FitState& state, const FitCallbacks& callbacks,
         const StopToken& stop) {
    state.stopping.setPatience(settings.patience);
    if (state.finished(settings))
        return;
    trainee.prepare(stop);
    Loop loop{trainee, settings, state, callbacks, stop, Adam(tensorsOf(trainee.weights()), settings.learningRate)};
    if (state.epoch > 0)
        loop.adam.state() = copyOf(state.adam);
    while (!state.finished(settings)) {
        const TrainingClock clock;
        const std::int64_t epoch = state.epoch + 1;
        const Epoch sums = loop.trainEpoch(epoch, clock);
        const Score validation = trainee.validate(stop);
        const bool improved = state.stopping.take(epoch, validation.loss);
        const double seconds = clock.seconds();
        state.epoch = epoch;
        state.seconds += seconds;
        state.adam = copyOf(loop.adam.state());
        callbacks.epochDone({epoch, sums.loss(), sums.accuracy(), validation.loss, validation.accuracy, seconds,
                             state.stopping.patienceLeft(), improved},
                            state, validation.answers);
    }
}

} // namespace moelab
