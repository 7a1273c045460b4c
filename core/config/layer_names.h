#pragma once

#include "config/network_spec.h"

#include <initializer_list>

namespace moelab {

inline constexpr std::initializer_list<LayerKind> kLayerKinds = {
    LayerKind::Convolution, LayerKind::Relu,  LayerKind::MaxPool, LayerKind::Dropout,
    LayerKind::Flatten,     LayerKind::Dense, LayerKind::Residual};

/// In JSON.
const char* keyOf(LayerKind kind);

/// For people: "3x3 convolution, relu".
const char* wordsFor(const Layer& layer);

/// Numbers the layers over the whole tree: conv1, conv2, pool1...
void nameLayers(NetworkSpec& network);

} // namespace moelab
