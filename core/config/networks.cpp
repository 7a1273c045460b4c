#include "config/networks.h"

#include "base/error.h"
#include "base/printable.h"
#include "config/network_presets.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr std::string_view kSmall = "small-vgg";
constexpr std::string_view kLarge = "large-vgg";
constexpr std::string_view kSubGate = "sub-gate";

constexpr NetworkRole kRoles[] = {
    {"baseline", &Parameters::useLargeBaselineClassifier, "use_large_baseline_classifier"},
    {"gate", &Parameters::useLargeGatingMlp, "use_large_gating_mlp"},
    {"expert", &Parameters::useLargeExperts, "use_large_experts"},
    {"sub-gate", nullptr, ""},
};

} // namespace

std::span<const NetworkRole> networkRoles() { return kRoles; }

const NetworkRole& networkRole(std::string_view name) {
    const auto* const found = std::ranges::find(kRoles, name, &NetworkRole::name);
    if (found != std::end(kRoles))
        return *found;
    std::string names;
    for (const NetworkRole& role : kRoles)
        names += (names.empty() ? "" : ", ") + std::string(role.name);
    throw Error("networks", "has \"" + printable(name) + "\", which no network is for", "Give one for " + names);
}

const NetworkSpec& networkOf(const Parameters& parameters, std::string_view role) {
    if (const auto own = parameters.networks.find(role); own != parameters.networks.end())
        return own->second;
    bool Parameters::*const isLarge = networkRole(role).isLarge;
    return presetNetwork(!isLarge ? kSubGate : parameters.*isLarge ? kLarge : kSmall);
}

Parameters withSwitchesForPresets(Parameters parameters) {
    std::erase_if(parameters.networks, [&](const auto& own) {
        bool Parameters::*const isLarge = networkRole(own.first).isLarge;
        const std::string_view preset = nameOfPreset(own.second);
        if (!isLarge)
            return preset == kSubGate;
        if (preset != kLarge && preset != kSmall)
            return false;
        parameters.*isLarge = preset == kLarge;
        return true;
    });
    return parameters;
}

} // namespace moelab
