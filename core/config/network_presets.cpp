#include "config/network_presets.h"

#include "base/error.h"
#include "base/printable.h"
#include "config/layer_names.h"

#include <algorithm>

namespace moelab {
namespace {

Layer convolution(int channels) { return {LayerKind::Convolution, {}, channels, 0, true}; }
Layer pool() { return {LayerKind::MaxPool, {}}; }
Layer dropout(double rate) { return {LayerKind::Dropout, {}, 0, rate}; }
Layer flatten() { return {LayerKind::Flatten, {}}; }
Layer dense(int units) { return {LayerKind::Dense, {}, units, 0, true}; }
Layer outputs() { return {LayerKind::Dense, {}}; }

NetworkSpec chain(std::initializer_list<NetworkSpec> parts) {
    NetworkSpec all;
    for (const NetworkSpec& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

/// The notebook's networks: simpleVGG, fatVGG, and the sub-gate, whose softmax is over twice as many outputs as
/// there are classes: output 2c weighs the baseline's class c, output 2c + 1 the expert's.
std::vector<NetworkPreset> made() {
    const NetworkSpec firstBlocks = {convolution(32), convolution(32), pool(), dropout(0.25),
                                     convolution(64), convolution(64), pool(), dropout(0.25)};
    const NetworkSpec thirdBlock = {convolution(128), convolution(128), convolution(128), pool(), dropout(0.25)};
    const NetworkSpec head = {flatten(), dense(512), dropout(0.5), outputs()};
    std::vector<NetworkPreset> presets = {{"small-vgg", chain({firstBlocks, head})},
                                          {"large-vgg", chain({firstBlocks, thirdBlock, head})},
                                          {"sub-gate", head}};
    for (NetworkPreset& preset : presets)
        nameLayers(preset.network);
    return presets;
}

} // namespace

std::span<const NetworkPreset> networkPresets() {
    static const std::vector<NetworkPreset> presets = made();
    return presets;
}

const NetworkSpec& presetNetwork(std::string_view name, const std::string& subject) {
    const auto found = std::ranges::find(networkPresets(), name, &NetworkPreset::name);
    if (found != networkPresets().end())
        return found->network;
    std::string names;
    for (const NetworkPreset& preset : networkPresets())
        names += (names.empty() ? "" : ", ") + std::string(preset.name);
    throw Error(subject, "is \"" + printable(name) + "\", which is no preset", "The presets are " + names);
}

std::string_view nameOfPreset(const NetworkSpec& network) {
    const auto found = std::ranges::find(networkPresets(), network, &NetworkPreset::network);
    return found == networkPresets().end() ? "" : found->name;
}

} // namespace moelab
