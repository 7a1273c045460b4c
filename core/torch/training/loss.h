#pragma once

#include "experiment/metrics.h"

#include <ATen/core/Tensor.h>

namespace moelab {

/// Cross-entropy of a softmax network, from its logits, as Keras computes it: nothing is clipped.
/// @param logits [N, classes]; @param labels [N] int64. @returns [N]
at::Tensor softmaxLoss(const at::Tensor& logits, const at::Tensor& labels);

/// Keras' categorical cross-entropy of an output that is no softmax: divided by its row sum, clipped to
/// [1e-7, 1 - 1e-7], then -log of the true class.
/// @param output [N, classes] >= 0. @returns [N]
at::Tensor mixtureLoss(const at::Tensor& output, const at::Tensor& labels);

/// The mean loss of a batch, each image's weighed by its label. As Keras' class_weight: divided by the number of
/// images, not by the sum of their weights.
/// @param losses [N]; @param labels [N] int64; @param weights [classes], or undefined for the plain mean
at::Tensor meanLoss(const at::Tensor& losses, const at::Tensor& labels, const at::Tensor& weights);

/// Weights under which every label that occurs counts as much, 1 on average over the images: n / (k * count), of n
/// images and k labels, as scikit-learn's class_weight "balanced".
/// @param labels [N] int64. @returns [outputs] float; 1 for labels that do not occur
at::Tensor balancedWeights(const at::Tensor& labels, std::int64_t outputs);

/// How many rows have their largest value (the first of equals) at the label.
std::int64_t countCorrect(const at::Tensor& output, const at::Tensor& labels);

/// Adds up the score of images that come in blocks.
class ScoreSum {
  public:
    /// @param losses [N]; @param output [N, at most limits::kClasses]; @param labels [N]
    void add(const at::Tensor& losses, const at::Tensor& output, const at::Tensor& labels);
    /// Of at least one image.
    Score mean() const;

  private:
    double m_loss = 0;
    std::int64_t m_correct = 0;
    std::vector<std::uint16_t> m_answers;
};

} // namespace moelab
