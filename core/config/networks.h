#pragma once

#include "config/parameters.h"

#include <span>
#include <string>
#include <string_view>

namespace moelab {

/// What networks of a run are for: a parameter may choose one for each.
struct NetworkRole {
    std::string_view name; ///< "baseline", "gate", "expert", "sub-gate"
    /// The notebook's switch between large-vgg and small-vgg; null: sub-gate is the preset.
    bool Parameters::*isLarge;
    std::string_view switchName; ///< the parameter's; empty if there is none
};

std::span<const NetworkRole> networkRoles();

/// @throws Error naming `name` and the roles there are
const NetworkRole& networkRole(std::string_view name);

/// The network of a role: what the parameter `networks` says, else what the switch does. Its outputs are not set.
const NetworkSpec& networkOf(const Parameters& parameters, std::string_view role);

/// The same with the fewest words: a preset that a switch can choose is chosen by it, so that one run has one
/// fingerprint, however its networks were named.
Parameters withSwitchesForPresets(Parameters parameters);

} // namespace moelab
