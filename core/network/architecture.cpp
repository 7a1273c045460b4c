#include "network/architecture.h"

#include <functional>
#include <numeric>

namespace moelab {
namespace {

/// Appends layers and numbers them: conv1, conv2, pool1...
class Builder {
  public:
    Builder& convolution(int channels) {
        return add({LayerKind::Convolution, "conv" + std::to_string(++m_convolutions), channels, 0, true});
    }
    Builder& pool() { return add({LayerKind::MaxPool, "pool" + std::to_string(++m_pools)}); }
    Builder& dropout(double rate) {
        return add({LayerKind::Dropout, "drop" + std::to_string(++m_dropouts), 0, rate});
    }
    Builder& flatten() { return add({LayerKind::Flatten, "flatten"}); }
    Builder& dense(int outputs, bool relu) {
        return add({LayerKind::Dense, "dense" + std::to_string(++m_denses), outputs, 0, relu});
    }
    Architecture take() { return std::move(m_layers); }

  private:
    Builder& add(Layer layer) {
        m_layers.push_back(std::move(layer));
        return *this;
    }

    Architecture m_layers;
    int m_convolutions = 0;
    int m_pools = 0;
    int m_dropouts = 0;
    int m_denses = 0;
};

const char* nameOf(const Layer& layer) {
    switch (layer.kind) {
    case LayerKind::Convolution:
        return "3x3 convolution, relu";
    case LayerKind::MaxPool:
        return "2x2 max-pool";
    case LayerKind::Dropout:
        return "dropout";
    case LayerKind::Flatten:
        return "flatten";
    case LayerKind::Dense:
        return layer.relu ? "dense, relu" : "dense, softmax";
    }
    return "";
}

} // namespace

Architecture vgg(NetworkSize size, int outputs) {
    Builder builder;
    builder.convolution(32).convolution(32).pool().dropout(0.25);
    builder.convolution(64).convolution(64).pool().dropout(0.25);
    if (size == NetworkSize::Large)
        builder.convolution(128).convolution(128).convolution(128).pool().dropout(0.25);
    builder.flatten().dense(512, true).dropout(0.5).dense(outputs, false);
    return builder.take();
}

Architecture subGate(int classes) {
    return Builder().flatten().dense(512, true).dropout(0.5).dense(classes * 2, false).take();
}

std::vector<LayerInfo> describe(const Architecture& architecture, const ImageShape& input) {
    std::vector<LayerInfo> infos;
    std::vector<int> shape = {input.height, input.width, input.channels};
    for (const Layer& layer : architecture) {
        LayerInfo& info = infos.emplace_back(LayerInfo{layer.name, nameOf(layer), {}, 0});
        switch (layer.kind) {
        case LayerKind::Convolution:
            info.parameters = 9LL * shape[2] * layer.units + layer.units;
            shape[2] = layer.units;
            break;
        case LayerKind::MaxPool:
            shape = {shape[0] / 2, shape[1] / 2, shape[2]};
            break;
        case LayerKind::Dropout:
            break;
        case LayerKind::Flatten:
            shape = {std::accumulate(shape.begin(), shape.end(), 1, std::multiplies<>())};
            break;
        case LayerKind::Dense:
            info.parameters = static_cast<long long>(shape[0]) * layer.units + layer.units;
            shape = {layer.units};
            break;
        }
        info.outputShape = shape;
    }
    return infos;
}

} // namespace moelab
