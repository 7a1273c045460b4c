#include "network/mixture.h"

#include <ATen/ATen.h>

namespace moelab {

using at::Tensor;

Tensor routes(const Tensor& gate) {
    // argmax takes the first of equals, so look from the last group.
    return gate.size(1) - 1 - gate.flip(1).argmax(1);
}

Tensor subGateWeights(const Tensor& logits) {
    // The gradient of LibTorch 2.14's softmax has other bits with another number of threads, that of log_softmax
    // none.
    return at::log_softmax(logits, 1).exp().reshape({logits.size(0), logits.size(1) / 2, 2});
}

Tensor blend(const Tensor& base, const Tensor& expert, const Tensor& weights) {
    return base * weights.select(2, 0) + expert * weights.select(2, 1);
}

} // namespace moelab
