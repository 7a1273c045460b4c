#include "training/loss.h"

#include <ATen/ATen.h>

namespace moelab {

using at::Tensor;

Tensor softmaxLoss(const Tensor& logits, const Tensor& labels) {
    return -at::log_softmax(logits, 1).gather(1, labels.unsqueeze(1)).squeeze(1);
}

Tensor mixtureLoss(const Tensor& output, const Tensor& labels) {
    const Tensor shares = output / output.sum(1, /*keepdim=*/true);
    return -shares.clamp(1e-7, 1 - 1e-7).gather(1, labels.unsqueeze(1)).squeeze(1).log();
}

Tensor meanLoss(const Tensor& losses, const Tensor& labels, const Tensor& weights) {
    return weights.defined() ? (losses * weights.index_select(0, labels)).mean() : losses.mean();
}

Tensor balancedWeights(const Tensor& labels, std::int64_t outputs) {
    const Tensor counts = at::bincount(labels, {}, outputs).to(at::kDouble);
    const auto occurring = static_cast<double>((counts > 0).sum().item<std::int64_t>());
    const Tensor weights = static_cast<double>(labels.numel()) / (occurring * counts);
    return at::where(counts > 0, weights, at::ones_like(weights)).to(at::kFloat);
}

std::int64_t countCorrect(const Tensor& output, const Tensor& labels) {
    return output.argmax(1).eq(labels).sum().item<std::int64_t>();
}

void ScoreSum::add(const Tensor& losses, const Tensor& output, const Tensor& labels) {
    const Tensor answers = output.argmax(1);
    m_loss += losses.to(at::kDouble).sum().item<double>();
    m_correct += answers.eq(labels).sum().item<std::int64_t>();
    const Tensor positions = answers.to(at::kCPU).contiguous();
    for (std::int64_t image = 0; image < positions.numel(); ++image)
        m_answers.push_back(static_cast<std::uint16_t>(positions.data_ptr<std::int64_t>()[image]));
}

Score ScoreSum::mean() const {
    const auto count = static_cast<double>(m_answers.size());
    return {m_loss / count, static_cast<double>(m_correct) / count, m_answers};
}

} // namespace moelab
