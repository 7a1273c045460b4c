#pragma once

#include "data/class_groups.h"
#include "network/network.h"

#include <filesystem>
#include <string>
#include <vector>

namespace moelab {

struct NamedNetwork {
    std::string name;
    Network network;
};

/// Writes a scripted module (see exports.h) from the members baseline, gate, expert-<group>... and
/// sub-gate-<group>..., all of them.
void saveTorchScript(const std::vector<NamedNetwork>& members, const ClassGroups& groups,
                     const std::filesystem::path& file);

} // namespace moelab
