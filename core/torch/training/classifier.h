#pragma once

#include "training/fit.h"

namespace moelab {

/// How networks run: the part of the parameters that training and inference share.
struct Compute {
    at::Device device = at::kCPU;
    Arithmetic arithmetic = {};
};
Compute computeFor(const Parameters& parameters);

/// A softmax network that learns a subset's labels: baseline, gate and experts.
class Classifier : public Trainee {
  public:
    /// @param seed the run's; @param stage names the random streams
    /// @param classWeights [outputs] what an image of each label weighs in the loss of training (see meanLoss), on
    /// the
    ///        device; undefined: as much as every other. Scores, validation's too, do not weigh
    Classifier(Network& network, const Subset& training, const Subset& validation, Compute compute,
               std::uint64_t seed, std::string stage, at::Tensor classWeights = {});

    const NamedTensors& weights() const override { return m_network.weights(); }
    std::int64_t trainingSize() const override { return m_training.size(); }
    void beginEpoch(std::int64_t epoch) override;
    BatchOutcome forward(const at::Tensor& rows) override;
    Score validate(const StopToken& stop) override { return score(m_validation, stop); }
    Score score(const Subset& images, const StopToken& stop) override;

  private:
    Network& m_network;
    const Subset& m_training;
    const Subset& m_validation;
    Compute m_compute;
    std::uint64_t m_seed;
    std::string m_stage;
    at::Tensor m_classWeights;
    Dropout m_dropout{0};
};

/// Inference over all images of a subset, in fixed blocks so that the same images give the same bits.
/// @returns [N, outputs] logits on the CPU. @throws Stopped
at::Tensor allLogits(const Network& network, const Subset& subset, const Compute& compute, const StopToken& stop);

} // namespace moelab
