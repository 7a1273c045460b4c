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

std::string mixtureScript(const std::string& baseline, const std::string& gate,
                          const std::vector<std::string>& experts, const std::vector<std::string>& subGates) {
    const auto stacked = [](const std::vector<std::string>& methods) {
        std::string calls;
        for (const std::string& method : methods)
            calls += "self." + method + "(x), ";
        return "torch.stack([" + calls + "], 1)[row, route]\n";
    };
    return "def forward(self, x):\n"
           "    gate = self." +
           gate +
           "(x)\n"
           "    route = gate.size(1) - 1 - torch.argmax(torch.flip(gate, [1]), 1)\n"
           "    row = torch.arange(x.size(0), device=x.device)\n"
           "    expert = " +
           stacked(experts) + "    weights = " + stacked(subGates) + "    return self." + baseline +
           "(x) * weights[:, :, 0] + expert * weights[:, :, 1]\n";
}

} // namespace moelab
