#pragma once

#include "training/classifier.h"

#include <memory>

namespace moelab {

/// A group's expert: a trained network or, where there is nothing to learn, always the same class.
struct FrozenExpert {
    const Network* network = nullptr;
    std::int64_t constant = -1; ///< the class, if there is no network
};

/// The trained networks that the sub-gates blend.
struct FrozenMembers {
    const Network& baseline;
    const Network& gate;
    std::vector<FrozenExpert> experts; ///< one a group
};

/// Outputs of the frozen networks for some images: all that the sub-gates and the gate's switch need.
struct FrozenOutputs {
    at::Tensor route;    ///< [N] int64
    at::Tensor baseline; ///< [N, classes] probabilities
    at::Tensor expert;   ///< [N, classes] probabilities of the routed expert
};

/// The mixture stage: the sub-gates learn while everything else stays as it is. Per image only the chosen expert
/// and sub-gate run; the others would be multiplied by the switch's zero.
class SubGates : public Trainee {
  public:
    /// @param frozenDropout true as in the notebook: the frozen networks keep dropping units, so the whole of them
    ///        runs in every epoch. False: their outputs are computed once.
    /// @param classWeights see Classifier
    SubGates(std::vector<Network*> subGates, FrozenMembers frozen, const Subset& training, const Subset& validation,
             Compute compute, std::uint64_t seed, bool frozenDropout, at::Tensor classWeights = {});

    const NamedTensors& weights() const override { return m_weights; }
    std::int64_t trainingSize() const override { return m_training.size(); }
    void prepare(const StopToken& stop) override;
    void beginEpoch(std::int64_t epoch) override;
    BatchOutcome forward(const at::Tensor& rows) override;
    Score validate(const StopToken& stop) override;
    Score score(const Subset& images, const StopToken& stop) override;

  private:
    FrozenOutputs runFrozen(const at::Tensor& images);
    FrozenOutputs frozenOutputs(const at::Tensor& rows, const at::Tensor& images);
    Score scoreOutputs(const Subset& images, const FrozenOutputs& outputs, const StopToken& stop);
    at::Tensor mixture(const at::Tensor& images, const FrozenOutputs& frozen, bool training);

    std::vector<Network*> m_subGates;
    NamedTensors m_weights;
    FrozenMembers m_frozen;
    const Subset& m_training;
    const Subset& m_validation;
    Compute m_compute;
    std::uint64_t m_seed;
    bool m_frozenDropout;
    at::Tensor m_classWeights;
    FrozenOutputs m_trainingOutputs;   ///< without frozen dropout only
    FrozenOutputs m_validationOutputs; ///< from the first validation on
    Dropout m_baselineDropout{0};
    Dropout m_gateDropout{0};
    std::vector<Dropout> m_expertDropouts;
    std::vector<Dropout> m_subGateDropouts;
};

/// @returns the stage's tensors with names that tell the sub-gates apart: "0.dense1.weight", ...
NamedTensors subGateTensors(const std::vector<Network*>& subGates);

} // namespace moelab
