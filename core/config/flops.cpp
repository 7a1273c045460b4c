#include "config/flops.h"

#include <algorithm>

namespace moelab {

double trainingFlops(const NetworkSpec& network, const ImageShape& input) {
    const std::vector<LayerInfo> layers = describe(network, input);
    const auto first = std::ranges::find_if(layers, [](const LayerInfo& layer) { return layer.parameters > 0; });
    return 3 * inferenceFlops(network, input) - first->flops;
}

double inferenceFlops(const NetworkSpec& network, const ImageShape& input) {
    double sum = 0;
    for (const LayerInfo& layer : describe(network, input))
        sum += layer.flops;
    return sum;
}

} // namespace moelab
