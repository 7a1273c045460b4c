#include "network/flops.h"

#include <numeric>

namespace moelab {
namespace {

/// Operations of the forward pass, a figure a layer that has weights.
std::vector<double> forwardFlops(const Architecture& architecture, const ImageShape& input) {
    std::vector<double> flops;
    for (const LayerInfo& layer : describe(architecture, input)) {
        if (layer.parameters == 0)
            continue;
        const bool convolution = layer.outputShape.size() == 3;
        const double places = convolution ? layer.outputShape[0] * layer.outputShape[1] : 1;
        const double weights = static_cast<double>(layer.parameters - layer.outputShape.back());
        flops.push_back(2 * places * weights);
    }
    return flops;
}

} // namespace

double trainingFlops(const Architecture& architecture, const ImageShape& input) {
    const std::vector<double> flops = forwardFlops(architecture, input);
    return 3 * std::accumulate(flops.begin(), flops.end(), 0.0) - flops.front();
}

double inferenceFlops(const Architecture& architecture, const ImageShape& input) {
    const std::vector<double> flops = forwardFlops(architecture, input);
    return std::accumulate(flops.begin(), flops.end(), 0.0);
}

} // namespace moelab
