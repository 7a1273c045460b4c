#include "training/sub_gates.h"

#include "base/error.h"
#include "base/random.h"
#include "network/mixture.h"
#include "training/loss.h"
#include "training/training_clock.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace moelab {
namespace {

using at::Tensor;

/// @returns [rows, classes], of `like`'s kind: 1 for one class, 0 for the others
Tensor certainty(std::int64_t rows, std::int64_t cls, const Tensor& like) {
    Tensor shares = at::zeros({rows, like.size(1)}, like.options());
    shares.select(1, cls).fill_(1);
    return shares;
}

/// Frozen outputs of a whole subset in inference mode. The gate's verdict comes first, then each expert sees its
/// own.
FrozenOutputs inferAll(const FrozenMembers& frozen, const Subset& subset, const Compute& compute,
                       const StopToken& stop) {
    at::NoGradGuard noGradient;
    const Tensor route = routes(allLogits(frozen.gate, subset, compute, stop));
    const Tensor baseline = at::softmax(allLogits(frozen.baseline, subset, compute, stop), 1);
    Tensor expert = at::zeros_like(baseline);
    for (std::size_t group = 0; group < frozen.experts.size(); ++group) {
        const FrozenExpert& own = frozen.experts[group];
        const Tensor rows = at::nonzero(route == static_cast<std::int64_t>(group)).squeeze(1);
        if (rows.size(0) > 0)
            expert.index_copy_(0, rows,
                               own.network
                                   ? at::softmax(allLogits(*own.network, subset.pick(rows), compute, stop), 1)
                                   : certainty(rows.size(0), own.constant, baseline));
    }
    return {route.to(compute.device), baseline.to(compute.device), expert.to(compute.device)};
}

FrozenOutputs pick(const FrozenOutputs& outputs, const Tensor& allRows) {
    const Tensor rows = allRows.to(outputs.route.device());
    return {outputs.route.index_select(0, rows), outputs.baseline.index_select(0, rows),
            outputs.expert.index_select(0, rows)};
}

} // namespace

NamedTensors subGateTensors(const std::vector<Network*>& subGates) {
    NamedTensors all;
    for (std::size_t group = 0; group < subGates.size(); ++group)
        for (const auto& [name, tensor] : subGates[group]->weights())
            all.emplace_back(std::to_string(group) + "." + name, tensor);
    return all;
}

SubGates::SubGates(std::vector<Network*> subGates, FrozenMembers frozen, const Subset& training,
                   const Subset& validation, Compute compute, std::uint64_t seed, bool frozenDropout,
                   Tensor classWeights)
    : m_subGates(std::move(subGates))
    , m_weights(subGateTensors(m_subGates))
    , m_frozen(std::move(frozen))
    , m_training(training)
    , m_validation(validation)
    , m_compute(compute)
    , m_seed(seed)
    , m_frozenDropout(frozenDropout)
    , m_classWeights(std::move(classWeights)) {}

void SubGates::prepare(const StopToken& stop) {
    if (!m_frozenDropout)
        m_trainingOutputs = inferAll(m_frozen, m_training, m_compute, stop);
}

void SubGates::beginEpoch(std::int64_t epoch) {
    const auto stream = [&](const std::string& purpose) {
        return Dropout(streamSeed(m_seed, "mixture", static_cast<std::uint64_t>(epoch), purpose));
    };
    m_baselineDropout = stream("dropout baseline");
    m_gateDropout = stream("dropout gate");
    m_expertDropouts.clear();
    m_subGateDropouts.clear();
    for (std::size_t group = 0; group < m_subGates.size(); ++group) {
        m_expertDropouts.push_back(stream("dropout expert " + std::to_string(group)));
        m_subGateDropouts.push_back(stream("dropout sub-gate " + std::to_string(group)));
    }
}

FrozenOutputs SubGates::runFrozen(const Tensor& images) {
    at::NoGradGuard noGradient;
    const Arithmetic& arithmetic = m_compute.arithmetic;
    const Tensor route = routes(m_frozen.gate.logits(images, NetworkMode::training(m_gateDropout), arithmetic));
    const Tensor baseline =
        at::softmax(m_frozen.baseline.logits(images, NetworkMode::training(m_baselineDropout), arithmetic), 1);
    Tensor expert = at::zeros_like(baseline);
    for (std::size_t group = 0; group < m_frozen.experts.size(); ++group) {
        const Tensor rows = at::nonzero(route == static_cast<std::int64_t>(group)).squeeze(1);
        if (rows.size(0) == 0)
            continue;
        const FrozenExpert& frozen = m_frozen.experts[group];
        if (!frozen.network) {
            expert.index_copy_(0, rows, certainty(rows.size(0), frozen.constant, baseline));
            continue;
        }
        const Tensor own = images.index_select(0, rows).contiguous(at::MemoryFormat::ChannelsLast);
        expert.index_copy_(
            0, rows,
            at::softmax(frozen.network->logits(own, NetworkMode::training(m_expertDropouts[group]), arithmetic),
                        1));
    }
    return {route, baseline, expert};
}

FrozenOutputs SubGates::frozenOutputs(const Tensor& rows, const Tensor& images) {
    return m_frozenDropout ? runFrozen(images) : pick(m_trainingOutputs, rows);
}

Tensor SubGates::mixture(const Tensor& images, const FrozenOutputs& frozen, bool training) {
    const Arithmetic arithmetic = {Precision::Fp32, m_compute.arithmetic.convolution};
    std::vector<Tensor> blended;
    std::vector<Tensor> positions;
    for (std::size_t group = 0; group < m_subGates.size(); ++group) {
        const Tensor rows = at::nonzero(frozen.route == static_cast<std::int64_t>(group)).squeeze(1);
        if (rows.size(0) == 0)
            continue;
        const NetworkMode mode =
            training ? NetworkMode::training(m_subGateDropouts[group]) : NetworkMode::inference();
        const Tensor own = images.index_select(0, rows).contiguous(at::MemoryFormat::ChannelsLast);
        const Tensor weights = subGateWeights(m_subGates[group]->logits(own, mode, arithmetic));
        blended.push_back(
            blend(frozen.baseline.index_select(0, rows), frozen.expert.index_select(0, rows), weights));
        positions.push_back(rows);
    }
    // Back into the order of the batch.
    return at::cat(blended).index_select(0, at::cat(positions).argsort());
}

Trainee::BatchOutcome SubGates::forward(const Tensor& rows) {
    const Tensor images = toInput(m_training.pixels(rows), m_compute.device);
    const Tensor labels = m_training.labels(rows).to(m_compute.device);
    const Tensor output = mixture(images, frozenOutputs(rows, images), true);
    return {meanLoss(mixtureLoss(output, labels), labels, m_classWeights), countCorrect(output, labels)};
}

Score SubGates::validate(const StopToken& stop) {
    if (!m_validationOutputs.route.defined())
        m_validationOutputs = inferAll(m_frozen, m_validation, m_compute, stop);
    return scoreOutputs(m_validation, m_validationOutputs, stop);
}

Score SubGates::score(const Subset& images, const StopToken& stop) {
    return scoreOutputs(images, inferAll(m_frozen, images, m_compute, stop), stop);
}

Score SubGates::scoreOutputs(const Subset& subset, const FrozenOutputs& outputs, const StopToken& stop) {
    constexpr std::int64_t kBlock = 1000;
    at::NoGradGuard noGradient;
    ScoreSum sum;
    for (std::int64_t begin = 0; begin < subset.size(); begin += kBlock) {
        if (!proceedInTraining(stop))
            throw Stopped();
        const Tensor rows = at::arange(begin, std::min(begin + kBlock, subset.size()), at::kLong);
        const Tensor images = toInput(subset.pixels(rows), m_compute.device);
        const Tensor output = mixture(images, pick(outputs, rows), false);
        const Tensor labels = subset.labels(rows).to(m_compute.device);
        sum.add(mixtureLoss(output, labels), output, labels);
    }
    return sum.mean();
}

} // namespace moelab
