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

std::int64_t countCorrect(const Tensor& output, const Tensor& labels) {
    return output.argmax(1).eq(labels).sum().item<std::int64_t>();
}

void ScoreSum::add(const Tensor& losses, const Tensor& output, const Tensor& labels) {
    const Tensor answers = output.argmax(1);
    m_loss += losses.to(at::kDouble).sum().item<double>();
    m_correct += answers.eq(labels).sum().item<std::int64_t>();
    const Tensor bytes = answers.to(at::kCPU, at::kByte);
    m_answers.insert(m_answers.end(), bytes.data_ptr<std::uint8_t>(),
                     bytes.data_ptr<std::uint8_t>() + bytes.numel());
}

Score ScoreSum::mean() const {
    const auto count = static_cast<double>(m_answers.size());
    return {m_loss / count, static_cast<double>(m_correct) / count, m_answers};
}

} // namespace moelab
