#pragma once

#include "config/network_spec.h"

#include <span>
#include <string>
#include <string_view>

namespace moelab {

/// A network with a name, for parameters and files.
struct NetworkPreset {
    std::string_view name;
    NetworkSpec network;
};

std::span<const NetworkPreset> networkPresets();

/// @throws Error naming the presets there are
const NetworkSpec& presetNetwork(std::string_view name, const std::string& subject = "network");

/// @returns "" if it is none
std::string_view nameOfPreset(const NetworkSpec& network);

} // namespace moelab
