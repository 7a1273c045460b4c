#include "plan/plan_fused.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr int kChannelsAtOnce = 32; // see Kernels

bool isFusable(const Layer& layer) {
    return layer.kind == LayerKind::Convolution && layer.relu && layer.units % kChannelsAtOnce == 0;
}

bool hasConvolution(const std::vector<Layer>& layers) {
    return std::ranges::any_of(layers, [](const Layer& layer) {
        return layer.kind == LayerKind::Convolution || hasConvolution(layer.body);
    });
}

} // namespace

std::optional<std::size_t> planFused(const NetworkSpec& network) {
    const auto isA = [&](std::size_t i, LayerKind kind) { return i < network.size() && network[i].kind == kind; };
    std::size_t end = 0; // of the last whole block
    for (std::size_t i = 0; i < network.size() && isFusable(network[i]); i = end) {
        while (i < network.size() && isFusable(network[i]))
            ++i;
        if (!isA(i, LayerKind::MaxPool))
            break;
        ++i;
        end = isA(i, LayerKind::Dropout) ? i + 1 : i;
    }
    return end > 0 ? std::optional(end) : std::nullopt;
}

bool isWhollyFused(const NetworkSpec& network) {
    const auto rest = static_cast<std::ptrdiff_t>(planFused(network).value_or(0));
    return !hasConvolution({network.begin() + rest, network.end()});
}

} // namespace moelab
