#include "config/layer_names.h"

#include <map>

namespace moelab {
namespace {

const char* stemOf(LayerKind kind) {
    switch (kind) {
    case LayerKind::Convolution:
        return "conv";
    case LayerKind::Relu:
        return "relu";
    case LayerKind::MaxPool:
        return "pool";
    case LayerKind::Dropout:
        return "drop";
    case LayerKind::Flatten:
        return "flatten"; // there is one
    case LayerKind::Dense:
        return "dense";
    case LayerKind::Residual:
        return "residual";
    }
    return "";
}

void nameLayers(std::vector<Layer>& layers, std::map<LayerKind, int>& counts) {
    for (Layer& layer : layers) {
        layer.name = stemOf(layer.kind);
        if (layer.kind != LayerKind::Flatten)
            layer.name += std::to_string(++counts[layer.kind]);
        nameLayers(layer.body, counts);
    }
}

} // namespace

const char* keyOf(LayerKind kind) {
    switch (kind) {
    case LayerKind::Convolution:
        return "convolution";
    case LayerKind::Relu:
        return "relu";
    case LayerKind::MaxPool:
        return "max_pool";
    case LayerKind::Dropout:
        return "dropout";
    case LayerKind::Flatten:
        return "flatten";
    case LayerKind::Dense:
        return "dense";
    case LayerKind::Residual:
        return "residual";
    }
    return "";
}

const char* wordsFor(const Layer& layer) {
    switch (layer.kind) {
    case LayerKind::Convolution:
        return layer.relu ? "3x3 convolution, relu" : "3x3 convolution";
    case LayerKind::Relu:
        return "relu";
    case LayerKind::MaxPool:
        return "2x2 max-pool";
    case LayerKind::Dropout:
        return "dropout";
    case LayerKind::Flatten:
        return "flatten";
    case LayerKind::Dense:
        return layer.relu ? "dense, relu" : "dense, softmax";
    case LayerKind::Residual:
        return "sum with its input";
    }
    return "";
}

void nameLayers(NetworkSpec& network) {
    std::map<LayerKind, int> counts;
    nameLayers(network, counts);
}

} // namespace moelab
