#pragma once

#include <ATen/ATen.h>

#include "base/error.h"
#include "training/fit.h"

#include <algorithm>
#include <vector>

namespace fixture {

/// Fits three weights to fixed points, with a gradient that depends on the images of the batch and on the
/// epoch. Image r adds r to the loss; every third image counts as right.
class Points : public moelab::Trainee {
  public:
    explicit Points(std::int64_t size)
        : m_size(size) {}

    const moelab::NamedTensors& weights() const override { return m_weights; }
    std::int64_t trainingSize() const override { return m_size; }
    void prepare(const moelab::StopToken& stop) override {
        ++prepared;
        if (!stop.proceed())
            throw moelab::Stopped();
    }
    void beginEpoch(std::int64_t epoch) override {
        epochs.push_back(epoch);
        m_noise = at::full({3}, static_cast<float>(epoch) / 8);
    }
    BatchOutcome forward(const at::Tensor& rows) override {
        batches.emplace_back(rows.data_ptr<std::int64_t>(), rows.data_ptr<std::int64_t>() + rows.size(0));
        const at::Tensor& w = m_weights[0].second;
        const at::Tensor mean = rows.to(at::kFloat).mean();
        at::Tensor loss = (w * (w.detach() - mean + m_noise)).sum();
        loss = loss - loss.detach() + mean; // the value of one, the gradient of the other
        if (static_cast<int>(batches.size()) == badBatch)
            loss = loss * badLoss;
        return {loss, std::ranges::count_if(batches.back(), [](std::int64_t row) { return row % 3 == 0; })};
    }
    moelab::Score validate(const moelab::StopToken&) override {
        const auto epoch = static_cast<std::size_t>(epochs.back());
        return {epoch <= validation.size() ? validation[epoch - 1] : 1.0 / static_cast<double>(epoch),
                0.5,
                {static_cast<std::uint16_t>(epoch), 9}};
    }
    moelab::Score score(const moelab::Subset&, const moelab::StopToken&) override { return {}; }

    at::Tensor w() const { return m_weights[0].second.detach().clone(); }
    void setW(const at::Tensor& value) { m_weights[0].second.detach().copy_(value); }

    std::vector<std::int64_t> epochs;
    std::vector<std::vector<std::int64_t>> batches;
    std::vector<double> validation; ///< losses of the first epochs; then they fall
    int prepared = 0;
    int badBatch = 0;
    float badLoss = 0;

  private:
    std::int64_t m_size;
    moelab::NamedTensors m_weights = {{"w", at::zeros({3}).requires_grad_(true)}};
    at::Tensor m_noise;
};

/// What a fit reported.
struct Report {
    std::vector<moelab::BatchProgress> batches;
    std::vector<moelab::EpochMetrics> epochs;
    std::vector<std::vector<std::uint16_t>> answers;
    moelab::FitCallbacks callbacks{
        [this](const moelab::BatchProgress& batch) { batches.push_back(batch); },
        [this](const moelab::EpochMetrics& epoch, const moelab::FitState&, std::span<const std::uint16_t> given) {
            epochs.push_back(epoch);
            answers.emplace_back(given.begin(), given.end());
        }};
};

} // namespace fixture
