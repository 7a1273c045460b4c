#pragma once

#include <string>
#include <vector>

namespace moelab {

enum class LayerKind { Convolution, MaxPool, Dropout, Flatten, Dense };

/// One layer of a network. Convolutions are 3 x 3 with same padding, pools are 2 x 2.
struct Layer {
    LayerKind kind;
    std::string name;
    int units = 0;     ///< output channels of a convolution, outputs of a dense layer
    double rate = 0;   ///< of dropout
    bool relu = false; ///< else linear; the last layer's outputs are the logits of a softmax
};

/// A network is a chain of layers; the architecture is data, so that training, listing and export cannot differ.
using Architecture = std::vector<Layer>;

struct ImageShape {
    int height = 32;
    int width = 32;
    int channels = 3;
};

enum class NetworkSize { Small, Large };

/// The notebook's simpleVGG (Small) and fatVGG (Large); softmax over `outputs`.
Architecture vgg(NetworkSize size, int outputs);

/// The notebook's sub-gate: softmax over all classes * 2 outputs together. Output 2c weighs the baseline's class c,
/// output 2c + 1 the expert's.
Architecture subGate(int classes);

/// A layer as people read it.
struct LayerInfo {
    std::string name;
    std::string kind;
    std::vector<int> outputShape; ///< without the batch; [height, width, channels] or [units]
    long long parameters = 0;
};

std::vector<LayerInfo> describe(const Architecture& architecture, const ImageShape& input);

} // namespace moelab
