#pragma once

#include "base/json.h"

#include <string>
#include <vector>

namespace moelab {

/// Size of the images that a network reads.
struct ImageShape {
    int height = 32;
    int width = 32;
    int channels = 3;

    bool operator==(const ImageShape&) const = default;
};

enum class LayerKind { Convolution, Relu, MaxPool, Dropout, Flatten, Dense, Residual };

/// A node of a network's tree. Convolutions are 3 x 3 with same padding, pools are 2 x 2.
struct Layer {
    LayerKind kind;
    std::string name;          ///< "conv1": numbered over the whole network, each kind for itself
    int units = 0;             ///< output channels of a convolution, outputs of a dense layer
    double rate = 0;           ///< of dropout
    bool relu = false;         ///< of a convolution or a dense layer: a ReLU follows; else it is linear
    std::vector<Layer> body{}; ///< of a residual block, whose output is its input plus what the body makes of it

    bool operator==(const Layer&) const = default;
};

/// A network as data, so that training, listing and export cannot differ: layers that follow one another, of which
/// some hold others. The last one is dense and linear; its outputs are the logits of a softmax, and how many there
/// are depends on what the network is used for: its units are 0 until withOutputs() sets them.
using NetworkSpec = std::vector<Layer>;

/// The network with so many outputs.
NetworkSpec withOutputs(NetworkSpec network, int outputs);

/// @param json the name of a preset (see network_presets.h), or an array of layers: {"layer": "convolution",
///        "channels": 32, "activation": "relu"}, "max_pool", "dropout" with a "rate", "flatten", "dense" with
///        "units", "relu", "residual" with a "body". The last layer's units are "outputs". A convolution or a dense
///        layer without an "activation" has a ReLU, the last one none.
/// @param subject whom errors name
/// @throws Error naming the layer and what is wrong with it
NetworkSpec networkFromJson(const Json& json, const std::string& subject);

/// All of it, in the one form that stands for a network; outputs are "outputs".
Json toJson(const NetworkSpec& network);

/// A layer as people read it.
struct LayerInfo {
    std::string name;
    std::string kind;
    std::vector<int> outputShape; ///< without the batch; [height, width, channels] or [units]
    long long parameters = 0;
    double flops = 0; ///< of the forward pass for an image, a multiply-add as two; of what has weights alone
};

/// Every layer, those within others before these.
/// @param network with its outputs. @param subject whom errors name
/// @throws Error naming the first layer that cannot read what comes to it
std::vector<LayerInfo> describe(const NetworkSpec& network, const ImageShape& input,
                                const std::string& subject = "network");

} // namespace moelab
