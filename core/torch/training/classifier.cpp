#include "training/classifier.h"

#include "base/error.h"
#include "base/random.h"
#include "training/loss.h"
#include "training/platform.h"
#include "training/training_clock.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace moelab {

using at::Tensor;

Compute computeFor(const Parameters& parameters) {
    return {usesCuda(parameters) ? at::Device(at::kCUDA) : at::Device(at::kCPU),
            {parameters.precision, convolutionFor(parameters)}};
}

Classifier::Classifier(Network& network, const Subset& training, const Subset& validation, Compute compute,
                       std::uint64_t seed, std::string stage, Tensor classWeights)
    : m_network(network)
    , m_training(training)
    , m_validation(validation)
    , m_compute(compute)
    , m_seed(seed)
    , m_stage(std::move(stage))
    , m_classWeights(std::move(classWeights)) {}

void Classifier::beginEpoch(std::int64_t epoch) {
    m_dropout = Dropout(streamSeed(m_seed, m_stage, static_cast<std::uint64_t>(epoch), "dropout"));
}

Trainee::BatchOutcome Classifier::forward(const Tensor& rows) {
    const Tensor images = toInput(m_training.pixels(rows), m_compute.device);
    const Tensor labels = m_training.labels(rows).to(m_compute.device);
    const Tensor logits = m_network.logits(images, NetworkMode::training(m_dropout), m_compute.arithmetic);
    return {meanLoss(softmaxLoss(logits, labels), labels, m_classWeights), countCorrect(logits, labels)};
}

Score Classifier::score(const Subset& images, const StopToken& stop) {
    const Tensor logits = allLogits(m_network, images, m_compute, stop);
    ScoreSum sum;
    sum.add(softmaxLoss(logits, images.labels()), logits, images.labels());
    return sum.mean();
}

Tensor allLogits(const Network& network, const Subset& subset, const Compute& compute, const StopToken& stop) {
    constexpr std::int64_t kBlock = 200;
    at::NoGradGuard noGradient;
    std::vector<Tensor> blocks;
    for (std::int64_t begin = 0; begin < subset.size(); begin += kBlock) {
        if (!proceedInTraining(stop))
            throw Stopped();
        const Tensor rows = at::arange(begin, std::min(begin + kBlock, subset.size()), at::kLong);
        const Tensor images = toInput(subset.pixels(rows), compute.device);
        blocks.push_back(network.logits(images, NetworkMode::inference(), compute.arithmetic).to(at::kCPU));
    }
    return at::cat(blocks);
}

} // namespace moelab
