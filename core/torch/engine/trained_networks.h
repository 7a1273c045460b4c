#pragma once

#include "experiment/run_context.h"
#include "network/network.h"

#include <filesystem>
#include <string>
#include <vector>

namespace moelab {

struct NamedNetwork {
    std::string name;
    Learning learning; ///< how its stage learned: what its outputs are for
    Network network;
};

/// The networks of trained stages, on the CPU, named as exports.h says, in the order of the stages.
/// @throws Error naming the file of weights that are missing or not those that the result states
std::vector<NamedNetwork> trainedNetworks(const RunContext& context, const std::vector<Stage>& trained);

/// Writes them as safetensors (see exports.h).
void saveWeights(const std::vector<NamedNetwork>& networks, const std::filesystem::path& file);

} // namespace moelab
