#pragma once

#include "data/class_groups.h"
#include "engine/trained_networks.h"

#include <filesystem>
#include <vector>

namespace moelab {

/// Writes a scripted module (see exports.h) from the members baseline, gate, expert-<group>... and
/// sub-gate-<group>..., all that have a network; the expert of a group of one class is made here.
void saveTorchScript(const std::vector<NamedNetwork>& members, const ClassGroups& groups,
                     const std::filesystem::path& file);

} // namespace moelab
