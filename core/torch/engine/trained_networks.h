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

/// Writes them as safetensors (see exports.h). The metadata "groups" says by JSON which group an id in their names
/// is of: {"_52oad__vehicles": "Road vehicles"}.
void saveWeights(const std::vector<NamedNetwork>& networks, const ClassGroups& groups,
                 const std::filesystem::path& file);

} // namespace moelab
